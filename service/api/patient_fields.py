"""Fields of bodies that tell of people and of their health: refused where they cannot be meant, and
kept as they were written."""

import re
from typing import Any

from marshmallow import ValidationError

from service.referrals.notice import clean_email

from .body_fields import Line
from .fields import fault

# Letters that stand in telephone numbers: "518-555-0142 ext. 7".
_EXTENSION = re.compile(r"extension|ext|x", re.IGNORECASE)
_ZIP = re.compile(r"[0-9]{5}(?:-[0-9]{4})?")
# Category, then up to four more: https://www.cms.gov/medicare/coding-billing/icd-10-codes
_ICD_10_CM = re.compile(r"([A-Z][0-9][0-9AB])(?:\.?([0-9A-Z]{1,4}))?")


class Phone(Line):
    """A number as people write it: 7 to 20 digits, with signs between, and an extension."""

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> str:
        text = super()._deserialize(value, *further, **options)
        digits = sum(sign.isdecimal() for sign in text)
        spelled = any(map(str.isalpha, _EXTENSION.sub("", text)))
        if not 7 <= digits <= 20 or spelled:
            raise ValidationError(fault("not_a_phone"))
        return text


class Email(Line):
    """An address that mail servers everywhere take."""

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> str:
        text = super()._deserialize(value, *further, **options)
        try:
            clean_email(text)
        except ValueError:
            raise ValidationError(fault("not_an_email")) from None
        return text


class PostalCode(Line):
    """A ZIP code, which may have its four further digits."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(description, most=10, **options)
        self.metadata["pattern"] = f"^{_ZIP.pattern}$"

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> str:
        text = super()._deserialize(value, *further, **options)
        if not _ZIP.fullmatch(text):
            raise ValidationError(fault("not_a_postal_code"))
        return text


class Diagnosis(Line):
    """A code by its form, with or without the dot; whether there is such a one is not asked."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(description, most=8, **options)

    def _deserialize(self, value: Any, *further: Any, **options: Any) -> str:
        found = _ICD_10_CM.fullmatch(super()._deserialize(value, *further, **options).upper())
        if not found:
            raise ValidationError(fault("not_a_diagnosis"))
        return ".".join(filter(None, found.groups()))
