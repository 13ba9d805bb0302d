"""Fields of query parameters: strict ASCII numbers, yes/no, and codes with the nearest guesses."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load
from rapidfuzz import process

from service.directory.text import slug

# Controls, halves of surrogate pairs, and the mark that stands for bytes that were no text.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")

_FEW = 10  # codes that a message can list


def _metadata(description: str, example: str | None, role: str) -> dict[str, Any]:
    return {"description": description, "example": example, "role": role}


class Parameter(fields.Field):
    """A query parameter, described once: for errors, the vocabulary and the OpenAPI document.

    `role` is a key of ROLES. `example` is a value that works by itself; None where a value has a
    meaning only in one search.
    """

    def __init__(self, description: str, *, example: str | None, role: str, **options: Any) -> None:
        metadata = _metadata(description, example, role)
        super().__init__(metadata=metadata, **options)

    def _refuse(self, problem: str) -> ValidationError:
        return ValidationError(problem)


ROLES: dict[str, str] = {
    "filter": "Decides who appears",
    "signal": "Decides who comes first",
    "order": "Chooses the order",
    "page": "Chooses the part of the answer",
}


class Text(Parameter, fields.String):
    """Printable text of at most `most` characters, trimmed, with a letter or digit in it."""

    def __init__(self, description: str, *, most: int = 120, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"maxLength": most, "minLength": 1}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = str(value).strip(" ")
        if not text or len(text) > self.most or _UNREADABLE.search(text):
            raise self._refuse(f"must be 1 to {self.most} printable characters")
        if not slug(text):
            raise self._refuse("must hold a Latin letter or a digit")
        return text


class Decimal(Parameter, fields.Float):
    """A plain decimal number such as 25 or 12.5, in ASCII digits, above 0 and at most `most`."""

    def __init__(self, description: str, *, most: float, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"exclusiveMinimum": 0, "maximum": most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        plain = re.fullmatch(r" *([0-9]{1,6}(?:\.[0-9]{1,6})?) *", str(value))
        if not plain or not 0 < float(plain[1]) <= self.most:
            problem = f"must be a plain number above 0, at most {self.most:g}"
            raise self._refuse(f"{problem}, with up to six decimals")
        return float(plain[1])


class Whole(Parameter, fields.Integer):
    """A whole number in ASCII digits from 1 to `most`."""

    def __init__(self, description: str, *, most: int, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"minimum": 1, "maximum": most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        plain = re.fullmatch(r" *([0-9]{1,9}) *", str(value))
        if not plain or not 1 <= int(plain[1]) <= self.most:
            raise self._refuse(f"must be a whole number from 1 to {self.most}")
        return int(plain[1])


class YesNo(Parameter, fields.Boolean):
    """true or false."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        text = str(value).strip(" ").lower()
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
        self._longest = max(len(word) for word in (*choices, *choices.values()))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = str(value).strip(" ")
        readable = len(text) <= self._longest and not _UNREADABLE.search(text)
        code = self._by_word.get(slug(text)) if readable else None
        # slug() drops foreign letters; what is left must not pass for a code by accident
        if code is None or not (text.isascii() or text.casefold() == self.choices[code].casefold()):
            raise self._refuse(self._rule(text[: self._longest]))
        return code

    def _rule(self, text: str) -> str:
        if len(self.choices) <= _FEW:
            return f"must be one of {', '.join(self.choices)}"
        near = process.extract(slug(text), list(self._by_word), limit=3, score_cutoff=60)
        guesses = dict.fromkeys(self._by_word[word] for word, _, _ in near)
        nearest = f"; nearest: {', '.join(guesses)}" if guesses else ""
        return f"is not a code of the vocabulary (/api/v1/vocabulary){nearest}"


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


class Parameters(Schema):
    """All query parameters of a route; unknown and repeated ones are refused.

    `example` is a request that works.
    """

    class Meta:
        unknown = RAISE

    example: str

    @pre_load
    def refuse_repeats(self, data: Any, **_: Any) -> Any:
        """A repeated value must not win or lose in silence."""
        multi = getattr(data, "data", data)
        if hasattr(multi, "getlist"):
            repeated = [
                name
                for name in multi
                if len(multi.getlist(name)) > 1 and not isinstance(self.fields.get(name), Codes)
            ]
            if repeated:
                raise ValidationError({name: ["must be given once"] for name in repeated})
        return data


class NoParameters(Parameters):
    """A route that takes none: a parameter that does nothing must not be ignored in silence."""

    def __init__(self, example: str) -> None:
        super().__init__()
        self.example = example
