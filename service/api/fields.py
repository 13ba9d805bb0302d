"""Fields of query parameters: strict ASCII numbers, yes/no, and codes with the nearest guesses."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields
from rapidfuzz import process

from service.directory.text import slug

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _metadata(description: str, example: str, role: str) -> dict[str, Any]:
    return {"description": description, "example": example, "role": role}


class Parameter(fields.Field):
    """A query parameter, described once: for errors, the vocabulary and the OpenAPI document.

    `role` is filter, signal, place, page or order.
    """

    def __init__(self, description: str, *, example: str, role: str, **options: Any) -> None:
        metadata = _metadata(description, example, role)
        super().__init__(metadata=metadata, **options)

    def _refuse(self, problem: str) -> ValidationError:
        return ValidationError(problem)


class Text(Parameter, fields.String):
    """Printable text of at most `most` characters, trimmed, not empty."""

    def __init__(self, description: str, *, most: int = 120, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"maxLength": most, "minLength": 1}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = str(value).strip()
        if not text or len(text) > self.most or _CONTROL.search(text):
            raise self._refuse(f"must be 1 to {self.most} printable characters")
        return text


class Decimal(Parameter, fields.Float):
    """A plain decimal number such as 25 or 12.5, in ASCII digits, above 0 and at most `most`."""

    def __init__(self, description: str, *, most: float, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"exclusiveMinimum": 0, "maximum": most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        plain = re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", str(value).strip(), re.ASCII)
        if not plain or not 0 < float(plain[0]) <= self.most:
            raise self._refuse(f"must be a number above 0, at most {self.most:g}")
        return float(plain[0])


class Whole(Parameter, fields.Integer):
    """A whole number in ASCII digits from 1 to `most`."""

    def __init__(self, description: str, *, most: int, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"minimum": 1, "maximum": most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        plain = re.fullmatch(r"[0-9]{1,9}", str(value).strip(), re.ASCII)
        if not plain or not 1 <= int(plain[0]) <= self.most:
            raise self._refuse(f"must be a whole number from 1 to {self.most}")
        return int(plain[0])


class YesNo(Parameter, fields.Boolean):
    """true or false."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        text = str(value).strip().lower()
        if text not in ("true", "false"):
            raise self._refuse("must be true or false")
        return text == "true"


class Code(Parameter, fields.String):
    """One of the vocabulary's codes; its plain name is understood too, in any case."""

    def __init__(self, description: str, *, choices: Mapping[str, str], **options: Any) -> None:
        super().__init__(description, **options)
        self.choices = choices
        self.metadata["enum"] = list(choices)
        self._by_word = {slug(name): code for code, name in choices.items()}
        self._by_word |= {slug(code): code for code in choices}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = str(value)[:100]
        code = self._by_word.get(slug(text))
        if code is None or _CONTROL.search(text):
            near = process.extract(slug(text), list(self._by_word), limit=3, score_cutoff=60)
            guesses = dict.fromkeys(self._by_word[word] for word, _, _ in near)
            hint = f"; nearest: {', '.join(guesses)}" if guesses else ""
            raise self._refuse(f"is not a code of the vocabulary (/api/v1/vocabulary){hint}")
        return code


class Codes(fields.List):
    """A repeatable parameter; each value a Code, together "any of these"."""

    def __init__(self, description: str, **options: Any) -> None:
        role, example = options.pop("role"), options.pop("example")
        code = Code(description, choices=options.pop("choices"), role=role, example=example)
        metadata = _metadata(f"{description} Repeatable.", example, role)
        super().__init__(code, metadata=metadata, **options)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:
        codes = (self.inner.deserialize(part) for part in value)
        return tuple(dict.fromkeys(codes))
