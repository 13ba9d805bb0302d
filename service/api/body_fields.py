"""Fields that only bodies have, beside those of `fields.py`: parts, lists, days, longer texts."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields

from service.directory.npi import is_npi

from .body import Body
from .fields import NO_TEXT, Parameter, Text, Typed, fault

# Breaks of lines, and signs that turn the direction of what follows: one line looks like another.
_TURNS = r"\u2028-\u202e\u2066-\u2069"
_UNSEEN = ("C", "Z")  # categories of signs that leave no mark, such as U+200B
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    rf"{_DAY.pattern}[Tt][0-9]{{2}}:[0-9]{{2}}.*(?:[Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
)
_YEARS = range(1900, 2200)
_ZIP = re.compile(r"[0-9]{5}")
_NPI = re.compile(r"[0-9]{10}")
_MARKUP = re.compile("[<>]")


def no_markup(text: str) -> None:
    """For texts of people whom nobody knows, which others will read."""
    if _MARKUP.search(text):
        raise ValidationError(fault("no_markup"))


class Line(Text):
    """One line of text in any script, such as a name."""

    latin = False
    unreadable = re.compile(rf"[{NO_TEXT}\ud800-\udfff{_TURNS}]")

    def __init__(self, description: str, *, most: int = 120, **options: Any) -> None:
        super().__init__(description, most=most, **options)
        self.metadata["pattern"] = f"^[^{NO_TEXT}{_TURNS}]+$"

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> str:
        text = super()._deserialize(value, *further, **options)
        if all(unicodedata.category(sign)[0] in _UNSEEN for sign in text):
            raise ValidationError(fault("unprintable", most=self.most))
        return text


class Prose(Line):
    """Text that may have several lines."""

    unreadable = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")

    def __init__(self, description: str, *, most: int = 2000, **options: Any) -> None:
        super().__init__(description, most=most, **options)
        del self.metadata["pattern"]


class Npi(Parameter, fields.String):
    """Ten digits; whether there is one such is another question."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(description, **options)
        self.metadata["pattern"] = f"^{_NPI.pattern}$"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not _NPI.fullmatch(value):
            raise ValidationError(fault("npi_digits"))
        return value


class CheckedNpi(Npi):
    """Of somebody who need not be in the directory: the check digit finds what was mistyped."""

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> str:
        if not is_npi(super()._deserialize(value, *further, **options)):
            raise ValidationError(fault("npi_check_digit"))
        return value


class Zip(Parameter, fields.String):
    """Five digits, as ZIP codes have them; whether it is on the map is another question."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(description, **options)
        self.metadata["pattern"] = f"^{_ZIP.pattern}$"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not _ZIP.fullmatch(value):
            raise ValidationError(fault("not_a_zip"))
        return value


class Day(Parameter, fields.Date):
    """A calendar day, as in 2026-11-22."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise ValidationError(fault("not_a_day"))


class Moment(Parameter, fields.AwareDateTime):
    """A moment with its offset from UTC, as in 2026-11-22T09:30:00-05:00."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        try:
            if _MOMENT.fullmatch(value):
                moment = datetime.fromisoformat(value.upper())
                if moment.year in _YEARS:  # others have no moment in UTC, or are mistyped
                    return moment
        except ValueError:
            pass
        raise ValidationError(fault("not_a_moment"))


class Part(Typed, fields.Nested):
    """An object within the body."""

    takes = (dict,)
    otherwise = "not_an_object"

    def __init__(self, body: type[Body], description: str, **options: Any) -> None:
        super().__init__(body, metadata={"description": description}, **options)


class NpiOrRecipient(Part):
    """One OT: an NPI, or an object of an NPI and a location."""

    takes = (str, dict)
    otherwise = "not_an_npi"

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> Any:
        if isinstance(value, str):
            value = {"npi": self.schema.fields["npi"].deserialize(value)}
        return super()._deserialize(value, *further, **options)


class Several(Typed, fields.List):
    """A list of at most `most` of one kind of field."""

    takes = (list,)
    otherwise = "not_a_list"

    def __init__(
        self, inner: fields.Field, description: str, *, most: int, least: int = 0, **options: Any
    ) -> None:
        metadata = {"description": description, "minItems": least, "maxItems": most}
        super().__init__(inner, metadata=metadata, **options)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> list[Any]:
        if not self.least <= len(value) <= self.most:
            raise ValidationError(fault("not_so_many", least=self.least, most=self.most))
        return super()._deserialize(value, *further, **options)
