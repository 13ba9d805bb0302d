"""What issuers' plan and provider files share: plan ids, days, years, and values of JSON items.

Source of the layout: CMS, QHP provider and formulary APIs; real files stray from it (see below).
"""

import re
from datetime import date
from typing import Any

import msgspec

from service.directory.benefits import PlanBenefit
from service.directory.clean import Rejected, clean_past_date, clean_text
from service.directory.schema import MAX_TEXT

ISSUER_DIGITS = 5
_HIOS = "HIOS-PLAN-ID"
# Issuer, state, product and plan; "-01" after it is a cost-sharing variant of the same plan.
_HIOS_ID = re.compile(r"([0-9]{5}[A-Z]{2}[0-9A-Z]{7})(?:-?[0-9]{2})?")
_DAY = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})(?:[T ][\d:.,TZAPM +-]*)?", re.IGNORECASE
)
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_RAW_FIELDS = ("npi", "plan_id", "name", "marketing_name", "last_updated_on")
_LONGEST_RAW = 250  # characters of one value that a rejection repeats


class PlanListing(msgspec.Struct, frozen=True):
    """A plan as its issuer lists it, under its id if it has no name; `years` are those that it
    is offered in, none if not said, and `payer` is its owner where the list names one."""

    plan_id: str
    name: str
    years: tuple[int, ...] = ()
    last_updated_on: date | None = None
    payer: str | None = None


class BenefitListing(msgspec.Struct, frozen=True):
    """What a plan covers in one year, as one variant of it says."""

    plan_id: str
    benefit: PlanBenefit


def text_of(item: dict[str, Any], field: str, path: str = "") -> str | None:
    """A text, or a whole number as text; None for nothing, blanks too."""
    value = item.get(field)
    return None if value is None else _text(value, path, field)


def _text(value: Any, path: str, field: str | int) -> str | None:
    if _is_number(value):
        return str(value)
    if not isinstance(value, str):
        raise Rejected(f"{path}{field}: must be text")
    if len(value) > MAX_TEXT:
        raise Rejected(f"{path}{field}: must be at most {MAX_TEXT} characters")
    return clean_text(value if value.isascii() else _LONE_SURROGATE.sub("", value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def texts_of(item: dict[str, Any], field: str) -> list[str]:
    """One text, or a list of texts."""
    value = item.get(field)
    listed = value if isinstance(value, list) else [value]
    given = [(number, each) for number, each in enumerate(listed) if each is not None]
    texts = [_text(each, f"{field}.", number) for number, each in given]
    return [text for text in texts if text]


def objects_of(item: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """A list of objects; empty if the field is not there."""
    listed = item.get(field)
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise Rejected(f"{field}: must be a list of objects")
    for number, each in enumerate(listed):
        if not isinstance(each, dict):
            raise Rejected(f"{field}.{number}: must be an object")
    return listed


def day_of(item: dict[str, Any], field: str) -> date | None:
    """The day of a date or of a date with a time."""
    text = text_of(item, field)
    if text is None:
        return None
    found = _DAY.fullmatch(text)
    return clean_past_date(found[1] if found else text, field)


def years_of(item: dict[str, Any], path: str = "") -> tuple[int, ...]:
    """The years for which an entry holds; none where the file does not say."""
    given = item.get("years")
    listed = given if isinstance(given, list) else [] if given is None else [given]
    texts = [str(year).strip() for year in listed if _is_number(year) or isinstance(year, str)]
    if len(texts) < len(listed) or not all(re.fullmatch(r"20\d\d", t, re.ASCII) for t in texts):
        raise Rejected(f"{path}years: must be a list of years such as 2026")
    return tuple(map(int, texts))


def holds_in(years: tuple[int, ...], day: date | None) -> bool:
    """Whether what holds for these years holds on this day or later: in autumn issuers list next
    year's plans, and many leave the day as it is all through that year. No years, or no day, do
    not say."""
    return not years or day is None or max(years) >= day.year


def is_hios(item: dict[str, Any], path: str = "") -> bool:
    """Whether the plan id is of the kind that names the issuer; the kind may be left out."""
    return (text_of(item, "plan_id_type", path) or _HIOS).upper() == _HIOS


def plan_id_of(item: dict[str, Any], path: str = "") -> str | None:
    """The fourteen characters of a HIOS plan id; None if it is none."""
    found = _HIOS_ID.fullmatch((text_of(item, "plan_id", path) or "").upper())
    return found[1] if found else None


def raw_of(item: Any) -> Any:
    """The little of an item that a rejection repeats: who it is about, and of what day."""
    if not isinstance(item, dict):
        return _short(item)
    return {field: _raw_value(item[field]) for field in _RAW_FIELDS if field in item}


def _raw_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return _short(value)
    return {part: _short(value[part]) for part in ("first", "middle", "last") if part in value}


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("", value[:_LONGEST_RAW])
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return value if value is None or isinstance(value, bool) else str(value)[:_LONGEST_RAW]
