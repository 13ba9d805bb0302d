"""Facts of which one tells what the other cannot be: insurance and plan, a diagnosis and who
confirmed it."""

from collections.abc import Mapping
from typing import Any

from .facts import NONE

STATUS, PLAN = INSURANCE = ("insurance_status", "plan_id")
DIAGNOSIS, CONFIRMED = DIAGNOSED = ("diagnosis", "diagnosis_confirmed_by")
PAIRS = (INSURANCE, DIAGNOSED)
OTHER_OF: Mapping[str, str] = {
    one: other for pair in PAIRS for one, other in (pair, pair[::-1])
}  # fmt: skip
_NOTHING: frozenset[Any] = frozenset()
_INSURED, _UNINSURED = "insured", "uninsured"
# Where there is none of the first, there is none of the second.
_FOLLOWS = {STATUS: _UNINSURED, DIAGNOSIS: NONE}


def excluded(fact: str, value: Any) -> frozenset[Any]:
    """What the other of the pair cannot be. Who is insured too little, or got no claim paid, may
    have a plan or none."""
    if fact == STATUS:
        return frozenset({NONE} if value == _INSURED else ())
    if fact == PLAN:
        return frozenset({_INSURED if value == NONE else _UNINSURED})
    if fact == CONFIRMED:
        return _NOTHING if value == NONE else frozenset({NONE})
    return _NOTHING


def fit(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    """Whether both facts of a pair can be so together."""
    return other[1] not in excluded(*one) and one[1] not in excluded(*other)


def contradicting(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Two facts that cannot both be as they are known."""
    for one, other in PAIRS:
        if (
            one in values
            and other in values
            and not fit((one, values[one]), (other, values[other]))
        ):
            return one, other
    return None


def following(values: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from one fact for the other: who has no insurance has no plan."""
    return {OTHER_OF[fact]: NONE for fact, value in _FOLLOWS.items() if values.get(fact) == value}
