"""Fields of query parameters and of JSON bodies: strict ASCII numbers, yes/no, and codes with the
nearest guesses."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from marshmallow import RAISE, ValidationError, fields, missing, pre_load
from rapidfuzz import process

from service.directory.text import slug
from service.wording.english import PHRASES
from service.wording.english_parameters import PARAMETERS
from service.wording.languages import WORDINGS

from .code_words import Words
from .fixed import FixedSchema

# Controls, and the mark that stands for bytes that were no text.
NO_TEXT = r"\x00-\x1f\x7f-\x9f\ufffd"
# Halves of surrogate pairs too, which only JSON's \u can write.
_UNREADABLE = re.compile(rf"[{NO_TEXT}\ud800-\udfff]")

_FEW = 10  # codes that a message can list


def fault(code: str, **values: Any) -> list[tuple[str, dict[str, Any]]]:
    """A problem's code with values, as a marshmallow error carries it; the face words it."""
    return [(code, values)]


def _metadata(description: str, example: str | None, role: str) -> dict[str, Any]:
    return {"description": description, "example": example, "role": role}


class Typed(fields.Field):
    """In a query every value is text; in a schema that is `typed`, JSON's own types must fit:
    one of `takes`, else the problem is `otherwise`."""

    takes: ClassVar[tuple[type, ...]] = (str,)
    otherwise: ClassVar[str] = "not_text"
    default_error_messages: ClassVar = {"required": fault("needed"), "null": fault("needed")}

    def deserialize(self, value: Any, *further: Any, **options: Any) -> Any:
        given = value is not None and value is not missing
        # By its very type: in Python, true is a whole number too.
        if given and getattr(self.root, "typed", False) and type(value) not in self.takes:
            raise ValidationError(fault(self.otherwise))
        return super().deserialize(value, *further, **options)


class Parameter(Typed):
    """A parameter, described once: for errors, the vocabulary and the OpenAPI document.

    `role` is one of the vocabulary's roles. `example` is a value that works by itself; None where
    a value has a meaning only in one search.
    """

    def __init__(
        self, description: str, *, example: str | None, role: str = "", **options: Any
    ) -> None:
        metadata = _metadata(description, example, role)
        super().__init__(metadata=metadata, **options)


class Text(Parameter, fields.String):
    """Printable text of at most `most` characters, trimmed, with a Latin letter or digit in it."""

    latin = True
    unreadable = _UNREADABLE

    def __init__(self, description: str, *, most: int = 120, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"maxLength": most, "minLength": 1, "pattern": f"^[^{NO_TEXT}]+$"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = str(value).strip(" ")
        if not text or len(str(value)) > self.most or self.unreadable.search(text):
            raise ValidationError(fault("unprintable", most=self.most))
        if self.latin and not slug(text):
            raise ValidationError(fault("no_letter"))
        return text


class Decimal(Parameter, fields.Float):
    """A plain decimal number such as 25 or 12.5, in ASCII digits, above 0 and at most `most`."""

    takes = (int, float)
    otherwise = "not_numeric"

    def __init__(self, description: str, *, most: float, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"exclusiveMinimum": 0, "maximum": most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        plain = re.fullmatch(r" *([0-9]{1,6}(?:\.[0-9]{1,6})?) *", str(value))
        if not plain or not 0 < float(plain[1]) <= self.most:
            raise ValidationError(fault("not_a_number", most=self.most))
        return float(plain[1])


class Whole(Parameter, fields.Integer):
    """A whole number in ASCII digits from 1 to `most`."""

    takes = (int, float)
    otherwise = "not_numeric"

    def __init__(self, description: str, *, most: int, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most
        self.metadata |= {"minimum": 1, "maximum": most}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        plain = re.fullmatch(r" *([0-9]{1,9}) *", str(value))
        if not plain or not 1 <= int(plain[1]) <= self.most:
            raise ValidationError(fault("not_whole", most=self.most))
        return int(plain[1])


class YesNo(Parameter, fields.Boolean):
    """true or false."""

    takes = (bool,)
    otherwise = "not_yes_no"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        text = str(value).strip(" ").lower()
        if text not in ("true", "false"):
            raise ValidationError(fault("not_yes_no"))
        return text == "true"


class Code(Parameter, fields.String):
    """One of some codes; any of its plain names is understood too, in any case.

    `choices` maps each code to its names, as `EveryName` does.
    """

    def __init__(
        self, description: str, *, choices: Mapping[str, Iterable[str]], **options: Any
    ) -> None:
        super().__init__(description, **options)
        self.metadata["enum"] = list(choices)
        self.choices, self._words = choices, Words(choices)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = unicodedata.normalize("NFC", str(value).strip(" "))
        if text in self.metadata["enum"]:
            return text
        words = self._words
        readable = len(text) <= words.longest and not _UNREADABLE.search(text)
        code = words.codes.get(slug(text)) if readable else None
        # slug() drops foreign letters; what is left must not pass for a code by accident
        if code is None or not (text.isascii() or text.casefold() in words.names(code)):
            raise ValidationError(self._fault(text[: words.longest]))
        return code

    def _fault(self, text: str) -> list:
        codes = self.metadata["enum"]
        if len(codes) <= _FEW:
            return fault("not_among", choices=codes)
        near = process.extract(slug(text), list(self._words.codes), limit=3, score_cutoff=60)
        guesses = dict.fromkeys(self._words.codes[word] for word, _, _ in near)
        return fault("not_a_code", nearest=list(guesses))


class Repeatable(Typed, fields.List):
    """A parameter with several values, together "any of these". In a body, a list or one value by
    itself."""

    takes = (list, str)
    otherwise = "not_a_list"

    def __init__(self, inner: Parameter, description: str, **options: Any) -> None:
        about, example = f"{description} {PHRASES['repeatable']}", inner.metadata["example"]
        super().__init__(
            inner, metadata=_metadata(about, example, inner.metadata["role"]), **options
        )

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:
        parts = [value] if isinstance(value, str) else value
        values = (self.inner.deserialize(part) for part in parts)
        return tuple(dict.fromkeys(values))


class Codes(Repeatable):
    """A repeatable parameter of which each value is a Code."""

    def __init__(self, description: str, **options: Any) -> None:
        role, example = options.pop("role", ""), options.pop("example")
        code = Code(description, choices=options.pop("choices"), role=role, example=example)
        super().__init__(code, description, **options)


LANG = Code(
    PARAMETERS["lang"],
    choices=dict.fromkeys(WORDINGS, ()),
    example="es",
    role="language",
)


class Parameters(FixedSchema):
    """All query parameters of a route; unknown and repeated ones are refused.

    `example` is a request that works.
    """

    class Meta:
        unknown = RAISE

    example: str

    lang = LANG

    @pre_load
    def as_plain(self, data: Any, **_: Any) -> Any:
        """One value or a list for each name. A repeated value must not win or lose in silence."""
        multi = getattr(data, "data", data)
        if not hasattr(multi, "getlist"):
            return data
        given = {name: multi.getlist(name) for name in multi}
        several = {name for name in given if isinstance(self.fields.get(name), Repeatable)}
        if repeated := [n for n, values in given.items() if len(values) > 1 and n not in several]:
            raise ValidationError({name: fault("repeated") for name in repeated})
        return {name: values if name in several else values[0] for name, values in given.items()}


class NoParameters(Parameters):
    """A route that takes none but `lang`: what does nothing must not be ignored in silence."""

    def __init__(self, example: str) -> None:
        super().__init__()
        self.example = example
