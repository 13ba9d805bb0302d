"""A form of facts: each is not answered, answered, or "none"; read as rules take them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.eligibility.facts import FACTS, NONE
from service.eligibility.findings import choices
from service.eligibility.person import WHERE
from service.eligibility.program import Program
from service.eligibility.values import MOST_LINE
from service.errors import Problem
from service.wording.eligibility import value_text
from service.wording.wording import Wording

from ..site import Wrong
from .flaws import flaw_said

# The form's parts, in the order in which people tell such things.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "illness": ("diagnosis", "diagnosis_confirmed_by", "requested"),
    "home": ("postal_code", "county", "state"),
    "age": ("age", "birth_date"),
    "money": ("household_size", "household_income", "income_percent_of_poverty"),
    "insurance": ("insurance_status", "plan_id", "referral_in_hand", "veteran"),
    "before": ("days_since_last_award",),
}
# How a fact is answered, where it is not a choice of codes.
KINDS: Mapping[str, str] = {
    "postal_code": "line", "county": "line", "plan_id": "line", "birth_date": "day",
    "age": "whole", "household_size": "whole", "days_since_last_award": "whole",
    "household_income": "amount", "income_percent_of_poverty": "amount",
    "referral_in_hand": "flag", "veteran": "flag",
}  # fmt: skip
OTHER = "other"  # another one than programmes name: a code that none of them holds
NOTHING = "_none"  # ends the name of the box that says "there is nothing"
AT = "facts"  # begins the ids of fields
_YES, _NO = "yes", "no"
_WHOLE, _AMOUNT = re.compile("[0-9]{1,9}"), re.compile(r"[0-9]{1,10}(\.[0-9]{1,4})?")
_FILLING = re.compile(r"[\s,$%]")


@dataclass
class ToldFacts:
    """`sent` is what the fields held; `problems` name the facts."""

    sent: Mapping[str, str] = field(repr=False)
    facts: dict[str, Any] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)


def read_facts(sent: Mapping[str, str]) -> ToldFacts:
    told = ToldFacts(sent)
    for name, fact in FACTS.items():
        text, is_none = sent.get(name, "").strip(), bool(sent.get(name + NOTHING))
        if len(text) > MOST_LINE:
            told.problems.append(Problem(name, "too_long", {"most": MOST_LINE}))
        elif is_none and text:
            told.problems.append(Problem(name, "both"))
        elif is_none and fact.nothing:
            told.facts[name] = NONE
        elif text:
            _read_one(told, name, text)
    return told


def sent_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the fields hold for facts that were told before."""
    sent = {}
    for name, value in facts.items():
        if value == NONE and name in KINDS:
            sent[name + NOTHING] = _YES
        elif isinstance(value, bool):
            sent[name] = _YES if value else _NO
        else:
            sent[name] = f"{value:g}" if isinstance(value, float) else str(value)
    return sent


def wrongs_of(problems: Iterable[Problem], wording: Wording) -> list[Wrong]:
    """At each fact what is wrong with it; a problem may name it as the API does."""
    return [_wrong(problem, wording) for problem in problems]


def field_values(programs: Iterable[Program], wording: Wording) -> dict[str, Any]:
    """What a template makes the fields of."""
    programs, said = list(programs), wording.pages
    return {
        "groups": GROUPS,
        "kinds": KINDS,
        "choices": {name: _choices(name, programs, wording) for name in _CHOSEN},
        "hints": {n: said[f"hint_{n}"] for n in FACTS if f"hint_{n}" in said},
        "nothing": [name for name in FACTS if FACTS[name].nothing and name in KINDS],
    }


_CHOSEN = [name for name in FACTS if name not in KINDS]


def _choices(name: str, programs: Iterable[Program], wording: Wording) -> list[tuple[str, str]]:
    """All values there are, or those that programmes name, another one, and none."""
    fact = FACTS[name]
    if name == "state":
        return sorted(wording.names["states"].items(), key=lambda named: named[1])
    named = dict.fromkeys(value for each in programs for value in choices(each.rule, name))
    found = [(value, value_text(name, value, wording)) for value in named if value != NONE]
    if fact.choices:
        return found
    return [*found, (OTHER, wording.pages["fact_other"]), (NONE, wording.pages[f"none_{name}"])]


def _read_one(told: ToldFacts, name: str, text: str) -> None:
    read = _READ.get(KINDS.get(name, ""), str)
    try:
        told.facts[name] = read(text)
    except ValueError:
        told.problems.append(Problem(name, f"fact_not_{KINDS[name]}", _ends(name)))


def _ends(name: str) -> dict[str, Any]:
    return {"least": FACTS[name].least, "most": FACTS[name].most}


def _whole(text: str) -> int:
    return int(_matched(_WHOLE, text))


def _amount(text: str) -> int | float:
    number = float(_matched(_AMOUNT, text))
    return int(number) if number == int(number) else number


def _matched(pattern: re.Pattern[str], text: str) -> str:
    plain = _FILLING.sub("", text)
    if not (plain.isascii() and pattern.fullmatch(plain)):
        raise ValueError("no number")
    return plain


def _flag(text: str) -> bool:
    if text not in (_YES, _NO):
        raise ValueError("neither")
    return text == _YES


_READ: Mapping[str, Callable[[str], Any]] = {"whole": _whole, "amount": _amount, "flag": _flag}


def _wrong(problem: Problem, wording: Wording) -> Wrong:
    name = problem.parameter.removeprefix(f"{WHERE}.")
    label = wording.names["facts"].get(name) or wording.pages[f"field_{name}"]
    return Wrong(f"{AT}-{name}", label, flaw_said(problem, wording))
