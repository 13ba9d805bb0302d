"""One person's facts on one day: what was told, what follows from it, and what contradicts it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from service.directory.zip_table import postal_code
from service.errors import InvalidBody, Problem

from .facts import FACTS, MONEY_FACTS, MOST_AGE, MOST_SIZE, NONE
from .guidelines import DamagedGuideline, Guideline, Guidelines, area_of
from .values import Unfit, county_state

_A_DAY = timedelta(days=1)
# A percent told in whole numbers agrees with the exact one by less than this.
ROUNDING = 1
WHERE = "facts"  # the member of a request that facts stand in


@dataclass(frozen=True)
class Person:
    """`values` holds what is known: told, or derived from what was told. `tentative_county` is the
    one that the ZIP table knows of the ZIP; `damaged` says that the guideline in effect cannot be
    read; `guideline` is None where there is none, or the place is not known."""

    on: date
    told: Mapping[str, Any] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    guidelines: Guidelines = field(repr=False)
    tentative_county: str | None = field(default=None, repr=False)
    guideline: Guideline | None = field(default=None, repr=False)
    damaged: bool = False

    @cached_property
    def tells_money(self) -> frozenset[str]:
        """What is known of the facts from which those of money can follow."""
        return frozenset(self.values.keys() & {*MONEY_FACTS, "state"})

    def get(self, fact: str) -> Any:
        """The value, NONE, or None for a fact that is not known."""
        return self.values.get(fact)


def read_person(facts: Mapping[str, Any], on: date, guidelines: Guidelines) -> Person:
    """The person of facts as JSON or YAML tells them; raises InvalidBody that names each fact
    that cannot be, and both of two that contradict each other."""
    told = _taken(facts)
    values = dict(told)
    tentative = _derive_place(told, values)
    _derive_age(told, values, on)
    guideline, damaged = _guideline(values.get("state"), on, guidelines)
    _derive_percent(told, values, guideline)
    return Person(on, told, values, guidelines, tentative, guideline, damaged)


def age_on(on: date, birth_date: date) -> int:
    """Whole years. Who was born on 29 February has their birthday on 1 March in other years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def born_years_before(on: date, years: int) -> date:
    """The last birth date of somebody who is so many years old on that day."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February, in a year without
        return date(on.year - years, 2, 28)


def first_birth_date(on: date) -> date:
    return born_years_before(on, MOST_AGE + 1) + _A_DAY


def _taken(facts: Mapping[str, Any]) -> dict[str, Any]:
    told, problems = {}, []
    for name, value in facts.items():
        fact = FACTS.get(name)
        if fact is None:
            problems.append(Problem(f"{WHERE}.{name}", "not_a_member", {"members": list(FACTS)}))
            continue
        try:
            told[name] = fact.take(value)
        except Unfit as error:
            problems.append(Problem(f"{WHERE}.{name}", error.code, error.values))
    if problems:
        raise InvalidBody(*problems)
    return told


def _contradict(*names: str) -> InvalidBody:
    """Each of two facts, naming the other."""
    pairs = zip(names, reversed(names), strict=True)
    return InvalidBody(
        *(Problem(f"{WHERE}.{name}", "contradicts", {"other": other}) for name, other in pairs)
    )


def _derive_place(told: Mapping[str, Any], values: dict[str, Any]) -> str | None:
    """The state that ZIP and county lie in; gives back the county that the table has for the
    ZIP."""
    row = postal_code(told["postal_code"]) if "postal_code" in told else None
    county = told.get("county")
    states = {
        "state": told.get("state"),
        "postal_code": row and row.state,
        "county": county and county_state(county),
    }
    named = [(name, state) for name, state in states.items() if state]
    for name, state in named[1:]:
        if state != named[0][1]:
            raise _contradict(named[0][0], name)
    if named:
        values["state"] = named[0][1]
    return (row.county or None) if row and not county else None


def _derive_age(told: Mapping[str, Any], values: dict[str, Any], on: date) -> None:
    born = told.get("birth_date")
    if born is None:
        return
    if not first_birth_date(on) <= born <= on:
        raise InvalidBody(Problem(f"{WHERE}.birth_date", "fact_not_born", {"most": MOST_AGE}))
    values["age"] = age_on(on, born)
    if told.get("age", values["age"]) != values["age"]:
        raise _contradict("age", "birth_date")


def _guideline(
    state: str | None, on: date, guidelines: Guidelines
) -> tuple[Guideline | None, bool]:
    try:
        return (guidelines.in_effect(area_of(state), on) if state else None), False
    except DamagedGuideline:
        return None, True


def _derive_percent(
    told: Mapping[str, Any], values: dict[str, Any], guideline: Guideline | None
) -> None:
    size, income = told.get("household_size"), told.get("household_income")
    if income is None or guideline is None:
        return
    sizes = range(1, MOST_SIZE + 1) if size is None else (size,)
    percents = [guideline.percent(income, each) for each in sizes]
    if not any(agrees(told.get("income_percent_of_poverty"), percent) for percent in percents):
        raise _contradict("income_percent_of_poverty", "household_income")
    if size is not None:
        values["income_percent_of_poverty"] = percents[0]


def agrees(told: Fraction | None, percent: Fraction) -> bool:
    """Whether a percent that was told can be the rounded form of the exact one."""
    return told is None or abs(told - percent) < ROUNDING


def is_none(value: Any) -> bool:
    return isinstance(value, str) and value == NONE


def birth_dates_of_age(person: Person, bounds: Iterable[date]) -> Iterator[date]:
    """The first and last birth date of the person's age, and those at bounds and beside them
    between; any birth date where the age is not known either."""
    age = person.get("age")
    first = born_years_before(person.on, (MOST_AGE if age is None else age) + 1) + _A_DAY
    last = person.on if age is None else born_years_before(person.on, age)
    yield from (first, last)
    for bound in bounds:
        beside = (bound - _A_DAY, bound, bound + _A_DAY)
        yield from (day for day in beside if first <= day <= last)
