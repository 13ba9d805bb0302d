"""A second, slow definition of who is eligible, which shares no code with the service's.

It makes whole people: every way in which what is not known of somebody can be, as far as some
values of each fact go, and asks a rule of each of them in two values. All eligible is eligible,
none is not eligible, else more has to be known.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import service.eligibility

NONE = "none"
# State -> its ZIP codes and counties here; the ZIP's own county does not matter, since it can lie
# in another one.
PLACES = {
    "NY": (("12203", "12144", "10001"), ("Albany, NY", "Rensselaer, NY", "Erie, NY")),
    "MA": (("01201", "02139"), ("Berkshire, MA", "Middlesex, MA")),
    "TX": (("73301",), ("Travis, TX", "Bexar, TX")),
    "AK": (("99501",), ("Anchorage, AK", "Bethel, AK")),
    "HI": (("96813", "96720"), ("Honolulu, HI", "Maui, HI")),
    "PR": (("00901",), ("San Juan, PR", "Ponce, PR")),
}
STATUSES = ("insured", "uninsured", "underinsured", "benefit-exhausted", "claim-denied")
CODES = {
    "diagnosis": ("ms", "nmo", "adem", "another"),
    "diagnosis_confirmed_by": ("physician", "nurse", "another"),
    "plan_id": ("P1", "P2", "another"),
    "requested": ("ot-visits", "transport", "another"),
}
MAY_BE_NONE = (*CODES, "days_since_last_award")
PLACE = ("postal_code", "county", "state")
AGE = ("age", "birth_date")
MONEY = ("household_size", "household_income", "income_percent_of_poverty")
WHOLE = {"age": (0, 130), "household_size": (1, 50), "days_since_last_award": (0, 36_600)}
TABLE = Path(service.eligibility.__file__).with_name("poverty_guidelines.csv")


def guideline(state: str, on: date, size: int) -> Fraction | None:
    """Dollars a year, by the newest row that is at most 13 months old."""
    area = {"AK": "AK", "HI": "HI", "PR": None}.get(state, "contiguous")
    best = None
    with TABLE.open() as lines:
        for row in csv.DictReader(lines):
            since = date.fromisoformat(row["effective_from"])
            if row["area"] == area and since <= on and (best is None or since > best[0]):
                dollars = int(row["first_person"]) + (size - 1) * int(row["each_additional_person"])
                best = since, Fraction(dollars)
    if best is None:
        return None
    months = (on.year - best[0].year) * 12 + on.month - best[0].month
    return best[1] if (months, on.day) <= (13, best[0].day) else None


def age_of(born: date, on: date) -> int:
    years = 0
    while (born.year + years + 1, born.month, born.day) <= (on.year, on.month, on.day):
        years += 1
    return years


# --- a rule of one whole person ------------------------------------------------------------------


def fulfils(criteria: dict, person: dict[str, Any], told: frozenset[str]) -> bool:
    """Whether a whole person fulfils criteria; `told` are the facts that are known of them."""
    if "all" in criteria:
        return all(fulfils(part, person, told) for part in criteria["all"])
    if "any" in criteria:
        return any(fulfils(part, person, told) for part in criteria["any"])
    if "not" in criteria:
        return not fulfils(criteria["not"], person, told)
    if "of" in criteria:
        found = [fulfils(part, person, told) for part in criteria["of"]]
        return sum(found) >= criteria["at_least"]
    name = criteria["fact"]
    if "known" in criteria:
        return criteria["known"] is (name in told)
    value = person[name]
    return value != NONE and compares(criteria, value)


def compares(criterion: dict, value: Any) -> bool:
    if "is" in criterion:
        return value == criterion["is"]
    if "in" in criterion:
        return value in criterion["in"]
    if "between" in criterion:
        return criterion["between"][0] <= value <= criterion["between"][1]
    if "at_least" in criterion:
        return value >= criterion["at_least"]
    return value <= criterion["at_most"]


def served(area: dict | None, person: dict[str, Any]) -> bool:
    if area is None:
        return True
    return (
        person["state"] in area.get("states", ())
        or person["county"] in area.get("counties", ())
        or person["postal_code"] in area.get("postal_codes", ())
    )


# --- whole people --------------------------------------------------------------------------------


def leaves_of(criteria: dict) -> Iterator[dict]:
    if "fact" in criteria:
        yield criteria
    for parts in (criteria.get(name, ()) for name in ("all", "any", "of")):
        for part in parts:
            yield from leaves_of(part)
    if "not" in criteria:
        yield from leaves_of(criteria["not"])


def operands(criteria: dict, fact: str) -> list[Any]:
    found = []
    for leaf in leaves_of(criteria):
        if leaf["fact"] == fact:
            for name, wanted in leaf.items():
                if name not in ("fact", "known"):
                    found += wanted if isinstance(wanted, list) else [wanted]
    return found


def people(
    criteria: dict, area: dict | None, facts: dict[str, Any], on: date
) -> Iterator[dict[str, Any]]:
    """Everybody whom the facts can be of, as far as the rule tells them apart."""
    names = {leaf["fact"] for leaf in leaves_of(criteria)}
    by_itself = [n for n in names if n not in (*PLACE, *AGE, *MONEY)]
    money = bool(names & set(MONEY))
    places = list(places_of(facts)) if area or money or names & set(PLACE) else [{}]
    ages = list(ages_of(criteria, facts, on)) if names & set(AGE) else [{}]
    others = [[{name: v} for v in values_of(criteria, name, facts)] for name in by_itself]
    for place, age, *rest in product(places, ages, *others):
        person = {**place, **age}
        for part in rest:
            person |= part
        if not money:
            yield person
            continue
        for has in money_of(criteria, facts, place["state"], on):
            yield {**person, **has}


def places_of(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for state, (codes, counties) in PLACES.items():
        for code, county in product(codes, counties):
            place = {"state": state, "postal_code": code, "county": county}
            if all(facts.get(name, place[name]) == place[name] for name in PLACE):
                yield place


def ages_of(criteria: dict, facts: dict[str, Any], on: date) -> Iterator[dict[str, Any]]:
    days = {on, on - timedelta(days=365 * 40)}
    for bound in operands(criteria, "birth_date"):
        days |= {bound + timedelta(days=step) for step in (-366, -1, 0, 1, 366)}
    bounds = [*operands(criteria, "age"), *([facts["age"]] if "age" in facts else [])]
    for bound in bounds:
        for years in (bound - 1, bound, bound + 1):
            try:
                last = on.replace(year=on.year - years)
            except ValueError:
                last = date(on.year - years, 2, 28)
            days |= {last + timedelta(days=step) for step in (-1, 0, 1)}
    if "birth_date" in facts:
        days = {facts["birth_date"]}
    for born in sorted(days):
        age = age_of(born, on) if born <= on else -1
        if 0 <= age <= 130 and facts.get("age", age) == age:
            yield {"birth_date": born, "age": age}


def money_of(
    criteria: dict, facts: dict[str, Any], state: str, on: date
) -> Iterator[dict[str, Any]]:
    percents = operands(criteria, "income_percent_of_poverty")
    told = facts.get("income_percent_of_poverty")
    sizes = [facts["household_size"]] if "household_size" in facts else range(1, 51)
    for size in sizes:
        dollars = guideline(state, on, size)
        for income in incomes_of(criteria, facts, dollars):
            if dollars:
                percent = income * 100 / dollars
                if told is None or abs(told - percent) < 1:
                    yield dict(zip(MONEY, (size, income, percent), strict=True))
                continue
            free = [told] if told is not None else [0, *percents, *(p + 1 for p in percents)]
            for percent in free + ([] if told is not None else [p - 1 for p in percents if p]):
                yield dict(zip(MONEY, (size, income, percent), strict=True))


def incomes_of(criteria: dict, facts: dict[str, Any], dollars: Fraction | None) -> list[Fraction]:
    if "household_income" in facts:
        return [Fraction(facts["household_income"])]
    bounds = {Fraction(bound) for bound in operands(criteria, "household_income")}
    percents = [Fraction(p) for p in operands(criteria, "income_percent_of_poverty")]
    if "income_percent_of_poverty" in facts:
        percents.append(Fraction(facts["income_percent_of_poverty"]))
    bounds |= {dollars * percent / 100 for percent in percents if dollars}
    cent = Fraction(1, 100)
    near = {bound + step for bound in bounds for step in (-cent, 0, cent)}
    return sorted(income for income in {Fraction(0), *near} if income >= 0)


def values_of(criteria: dict, name: str, facts: dict[str, Any]) -> list[Any]:
    if name in facts:
        return [facts[name]]
    found = [NONE] if name in MAY_BE_NONE else []
    if name in CODES:
        return [*found, *CODES[name]]
    if name == "insurance_status":
        return list(STATUSES)
    if name in ("veteran", "referral_in_hand"):
        return [True, False]
    least, most = WHOLE[name]
    near = {bound + step for bound in operands(criteria, name) for step in (-1, 0, 1)}
    return found + sorted(value for value in {least, most, *near} if least <= value <= most)


# --- what is decided -----------------------------------------------------------------------------


def known_from(facts: dict[str, Any], on: date, state: str | None) -> frozenset[str]:
    """The facts that are known with those told."""
    known = set(facts)
    if known & set(PLACE):
        known.add("state")
    if "birth_date" in known:
        known.add("age")
    counted = {"household_size", "household_income", "state"} <= known
    if counted and state and guideline(state, on, 1):
        known.add("income_percent_of_poverty")
    return frozenset(known)


@dataclass(frozen=True)
class Answer:
    """One whole person, the facts besides those told that somebody knows of them, those of which
    they do not though the rule asks for that, and whether they are eligible."""

    person: dict[str, Any]
    also_known: frozenset[str]
    not_known: frozenset[str]
    eligible: bool

    def shows(self, facts: Iterable[str], on: date) -> tuple:
        """What somebody learns who is told some facts."""
        learned = sorted(known_from(dict.fromkeys(facts), on, self.person.get("state")))
        told = (name in self.also_known for name in facts)
        return (*((name, self.person[name]) for name in learned if name in self.person), *told)


def answers(criteria: dict, area: dict | None, facts: dict[str, Any], on: date) -> Iterator[Answer]:
    """Everybody; once told and once not of facts that the rule only wants to be known."""
    wanted = {leaf["fact"] for leaf in leaves_of(criteria) if "known" in leaf}
    for person in people(criteria, area, facts, on):
        known = known_from(facts, on, person.get("state"))
        unsure = sorted(wanted - known)
        for told in product((True, False), repeat=len(unsure)):
            also = frozenset(name for name, each in zip(unsure, told, strict=True) if each)
            eligible = served(area, person) and fulfils(criteria, person, known | also)
            yield Answer(person, also, frozenset(unsure) - also, eligible)


def tells(found: Iterable[Answer], facts: tuple[str, ...], known: Iterable[str], on: date) -> bool:
    """Whether these facts, with those known, tell of everybody whether they are eligible: who was
    asked for a fact knows it."""
    seen: dict[tuple, bool] = {}
    for answer in found:
        if not answer.not_known.isdisjoint(facts):
            continue
        shown = answer.shows((*facts, *known), on)
        if seen.setdefault(shown, answer.eligible) is not answer.eligible:
            return False
    return True
