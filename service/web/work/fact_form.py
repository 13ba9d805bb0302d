"""How a fact's value is shown to staff, and asked of them: by the kind of its field."""

from collections.abc import Collection
from typing import Any

from service.directory.departure import OF_STAFF
from service.directory.profile import NO, YES
from service.directory.vocabulary import ACCEPTING_PATIENTS
from service.errors import Problem
from service.stewardship.reports import LISTING
from service.wording.provenance import fact_name, fact_text
from service.wording.wording import Wording

from ..forms import Form

MOST_VALUE = 200
_PLAN_STATUSES = ("in-network", "accepts-payer", "not-accepted", "out-of-network")
_YES_NO = ("services", "access", "ages_served", "telehealth")
_NUMBERS = ("wait_weeks", "home_visits.radius_miles")
# Facts of which there is one for each plan or program: what it names, and what it says.
_OF_SOMETHING = {"plans": ("payer", "status"), "programs": ("program", "accepts")}
Choices = list[tuple[str, str]]


def field_name(field: str, wording: Wording) -> str:
    return wording.pages["fact_listing"] if field == LISTING else fact_name(field, wording)


def value_shown(field: str, value: Any, wording: Wording) -> str:
    """As people read it; empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        named = ", ".join(str(value[name]) for name in ("payer", "plan_id", "program")
                          if value.get(name))  # fmt: skip
        told = str(value.get("status") or value.get("accepts") or "")
        return f"{named}: {fact_text(field, told, wording)}"
    return fact_text(field, str(value), wording)


def asked_of(field: str, wording: Wording) -> dict[str, Any]:
    """What a form asks for: a choice, or a text; and of what, where there is one for each."""
    return {"choices": _choices(field, wording), "of": _OF_SOMETHING.get(field, ("",))[0]}


def read_value(form: Form, field: str, wording: Wording) -> Any:
    """What was chosen or written; None where the field was left open."""
    choices = _choices(field, wording)
    if choices:
        told = form.choice("value", ("", *(code for code, _ in choices))) or None
    else:
        told = form.text("value", MOST_VALUE)
    if told is None:
        return None
    if field in _OF_SOMETHING:
        of, says = _OF_SOMETHING[field]
        named = form.text("of", MOST_VALUE, needed=True)
        return {of: named, says: told}
    return _number(form, told) if field in _NUMBERS else told


def _choices(field: str, wording: Wording) -> Choices:
    names, name = wording.names, field.partition(".")[0]
    if field == LISTING:
        return [(code, wording.pages[f"withdraw_{code}"]) for code in OF_STAFF]
    if field == "plans":
        return _named(names["plan_statuses"], _PLAN_STATUSES)
    if field == "accepting_patients":
        return _named(names["accepting_patients"], ACCEPTING_PATIENTS)
    if field in ("gender", "referral_channel"):
        return list(names[f"{field}s"].items())
    if name in _YES_NO or field in ("home_visits.offered", "programs"):
        return _named(names["known"], (YES, NO))
    return []


def _named(names: Any, codes: Collection[str]) -> Choices:
    return [(code, names[code]) for code in codes if code in names]


def _number(form: Form, text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if 0 <= number <= 520:
        return int(number) if number.is_integer() else number
    form.faults.append(Problem("value", "whole", {"most": 520}))
    return None
