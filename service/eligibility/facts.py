"""The facts that rules speak of: their names, what values they take, and how these compare.

A fact is told as JSON or YAML gives it. NONE is a value of its own: asked, and there is nothing
(never awarded, no plan). What is not told is absent, and unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from . import values
from .values import Unfit

NONE = "none"
IS, IN, AT_LEAST, AT_MOST, BETWEEN, KNOWN = "is", "in", "at_least", "at_most", "between", "known"
COMPARATORS = (IS, IN, AT_LEAST, AT_MOST, BETWEEN, KNOWN)
EQUAL = (IS, IN, KNOWN)


@dataclass(frozen=True)
class Fact:
    """`read` makes a value of what was told, or raises Unfit; `key` is what values are equal by.
    `nothing` says that it may be NONE; `least` and `most` are the ends of an ordered one."""

    name: str
    read: Callable[[Any], Any]
    comparators: tuple[str, ...] = EQUAL
    nothing: bool = False
    key: Callable[[Any], Any] = values.itself
    whole: bool = False
    least: Any = None
    most: Any = None
    choices: tuple[Any, ...] | None = None

    def take(self, told: Any) -> Any:
        """The value of what was told, which may be NONE; raises Unfit."""
        if told is None:
            raise Unfit("fact_is_null")
        if told == NONE and isinstance(told, str):
            if not self.nothing:
                raise Unfit("fact_is_never_none")
            return NONE
        return self.read(told)


MOST_AGE, MOST_SIZE, MOST_DAYS = 130, 50, 36_600
INSURANCE_STATUSES = ("insured", "uninsured", "underinsured", "benefit-exhausted", "claim-denied")


def _whole(name: str, least: int, most: int, nothing: bool = False) -> Fact:
    read = values.whole_reader(least, most)
    return Fact(name, read, COMPARATORS, nothing, whole=True, least=least, most=most)


def _code(name: str, read: Callable[[Any], str] = values.read_code) -> Fact:
    return Fact(name, read, nothing=True)


_ALL = (
    _code("diagnosis", values.read_diagnosis),
    _code("diagnosis_confirmed_by", values.read_confirming),
    Fact("postal_code", values.read_zip),
    Fact("county", values.read_county, key=values.county_key),
    Fact("state", values.read_state),
    _whole("age", 0, MOST_AGE),
    Fact("birth_date", values.read_day, COMPARATORS),
    _whole("household_size", 1, MOST_SIZE),
    Fact("household_income", values.read_amount, COMPARATORS, least=0),
    Fact("income_percent_of_poverty", values.read_amount, COMPARATORS, least=0),
    Fact(
        "insurance_status",
        values.choice_reader(INSURANCE_STATUSES),
        choices=INSURANCE_STATUSES,
    ),
    Fact("plan_id", values.read_line, nothing=True, key=str.casefold),
    Fact("referral_in_hand", values.read_flag, choices=(True, False)),
    Fact("veteran", values.read_flag, choices=(True, False)),
    _whole("days_since_last_award", 0, MOST_DAYS, nothing=True),
    _code("requested"),
)
FACTS: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in _ALL})

PLACE_FACTS = ("postal_code", "state", "county")
AGE_FACTS = ("age", "birth_date")
MONEY_FACTS = ("household_size", "household_income", "income_percent_of_poverty")
