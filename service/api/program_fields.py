"""Fields that name programs by their ids."""

from typing import Any

from marshmallow import ValidationError, fields

from service.directory.programs import PROGRAM_ID

from .fields import Parameter, Repeatable, fault


class ProgramId(Parameter, fields.String):
    """A program's id; whether anybody takes that program is another question."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(description, **options)
        self.metadata["pattern"] = f"^{PROGRAM_ID.pattern}$"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not PROGRAM_ID.fullmatch(text := str(value).strip(" ")):
            raise ValidationError(fault("not_a_program"))
        return text


class ProgramIds(Repeatable):
    """A repeatable parameter of which each value is a program's id."""

    def __init__(self, description: str, *, example: str, role: str = "", **options: Any) -> None:
        inner = ProgramId(description, example=example, role=role)
        super().__init__(inner, description, **options)
