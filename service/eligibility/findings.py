"""What each criterion of a programme found of a person: the fact that it used, and its value."""

from dataclasses import dataclass
from typing import Any

from .criteria import AnyLeaf, AreaLeaf
from .deciding import Decision
from .facts import EQUAL, FACTS, KNOWN, PLACE_FACTS
from .person import Person
from .rule import Rule

YES, NO, UNKNOWN = "yes", "no", "unknown"
_OUTCOMES = {True: YES, False: NO, None: UNKNOWN}


@dataclass(frozen=True)
class Finding:
    """`outcome` says whether the comparison holds, also where the programme rules out that it does.
    `failed`: it could not be worked out, for a fault that is not the person's."""

    leaf: AnyLeaf
    outcome: str
    fact: str
    value: Any
    failed: bool = False


def findings(rule: Rule, decision: Decision, person: Person) -> list[Finding]:
    """One for each criterion, in the order of the file."""
    return [
        _finding(leaf, outcome, person)
        for leaf, outcome in zip(rule.leaves, decision.leaves, strict=True)
    ]


def _finding(leaf: AnyLeaf, outcome: bool | None, person: Person) -> Finding:
    fact = _fact_used(leaf, outcome, person)
    percent = fact == "income_percent_of_poverty"
    failed = outcome is None and percent and person.damaged
    return Finding(leaf, _OUTCOMES[outcome], fact, person.get(fact), failed)


def _fact_used(leaf: AnyLeaf, outcome: bool | None, person: Person) -> str:
    """Of an area the one that decides: where it fits, what it names; where not, what is told."""
    if not isinstance(leaf, AreaLeaf):
        return leaf.fact
    there = {fact: person.get(fact) for fact in PLACE_FACTS}
    if outcome and there["postal_code"] not in leaf.postal_codes:
        if there["state"] in leaf.states:
            return "state"
        return "county"
    return next((fact for fact in PLACE_FACTS if there[fact] is not None), leaf.fact)


def choices(rule: Rule, fact: str) -> list[Any]:
    """Values of a fact that are worth offering: all that there are, or those that the rule names;
    none of facts that are numbers, days or places."""
    if FACTS[fact].choices:
        return list(FACTS[fact].choices or ())
    if fact in PLACE_FACTS or FACTS[fact].comparators != EQUAL:
        return []
    named = (leaf for leaf in rule.leaves if leaf.fact == fact and leaf.comparator != KNOWN)
    return list(dict.fromkeys(value for leaf in named for value in leaf.operands))


def json_value(value: Any) -> Any:
    """A value as JSON has it: whole amounts without a point, others as near as a number can be."""
    if hasattr(value, "numerator") and not isinstance(value, bool):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
