"""Facts of an eligibility check on their way from page to page: texts in hidden fields of a form.

They are kept nowhere else. The last answer holds: what it contradicts is asked again.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.eligibility.facts import FACTS, NONE
from service.eligibility.guidelines import Guidelines
from service.eligibility.person import WHERE, Person, read_person
from service.errors import InvalidBody

from .forms import Form

PASSED = "?"  # "I don't know"
YES, NO = "yes", "no"
LAST_AWARD = "days_since_last_award"
# How a fact is answered; all others by a choice.
KINDS: Mapping[str, str] = {
    "postal_code": "zip", "county": "county", "state": "state", "age": "whole",
    "household_size": "whole", "household_income": "amount", "birth_date": "day", LAST_AWARD: "day",
}  # fmt: skip
_DOLLARS = re.compile(r"\$?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,10})(\.[0-9]{1,2})?")
_WHOLE = re.compile("[0-9]{1,5}")
_MOST = 100
Told = dict[str, str]


def read_told(sent: Mapping[str, str]) -> Told:
    """What was told on the pages before, in the order of the answers."""
    return {name: text for name, text in sent.items() if name in FACTS and 0 < len(text) <= _MOST}


def read_answer(fact: str, form: Form, on: date) -> str | None:
    """The answer to a question as a hidden field has it; None for none, and for one that cannot be
    read, of which the form then has the fault."""
    if KINDS.get(fact) != "day":
        return form.sent.get("answer", "").strip()[:_MOST] or None
    if not any(form.sent.get(f"answer_{part}", "").strip() for part in ("month", "day", "year")):
        return None
    day = form.past_date("answer", on)
    if day and fact == LAST_AWARD:
        return str((on - day).days)
    return day.isoformat() if day else None


def settle(told: Told, newest: str | None, on: date, guidelines: Guidelines) -> tuple[Told, Person]:
    """What stands together with the newest answer, and the person of it. Raises InvalidBody where
    the newest cannot be by itself."""
    kept = dict(told)
    while True:
        try:
            return kept, read_person(values_of(kept), on, guidelines)
        except InvalidBody as error:
            codes = {p.parameter.removeprefix(f"{WHERE}."): p.code for p in error.problems}
            if codes.get(newest or "", "contradicts") != "contradicts":
                raise
            for name in codes.keys() - {newest}:
                del kept[name]


def values_of(told: Told) -> dict[str, Any]:
    return {name: value_of(name, text) for name, text in told.items() if text != PASSED}


def passed(told: Told) -> set[str]:
    return {name for name, text in told.items() if text == PASSED}


def day_of(fact: str, text: str, on: date) -> date | None:
    """The day that an answer stands for, where it does."""
    try:
        return on - timedelta(int(text)) if fact == LAST_AWARD else date.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def value_of(name: str, text: str) -> Any:
    """The value as rules take it; a text that is none stays, and is refused by them."""
    fact = FACTS[name]
    if text == NONE:
        return NONE
    if fact.choices == (True, False):
        return {YES: True, NO: False}.get(text, text)
    if fact.whole:
        return int(text) if _WHOLE.fullmatch(text) else text
    if name == "household_income" and (found := _DOLLARS.fullmatch(text)):
        return float(found[1].replace(",", "") + (found[2] or ""))
    return text
