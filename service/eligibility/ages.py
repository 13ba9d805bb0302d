"""Age, birth date and the last award, which hang together: what they can be, as far as a rule tells
it apart."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from .axes import Axis, Cell
from .criteria import AnyLeaf
from .domains import values_of
from .facts import AGE_FACTS, AWARD
from .person import (
    Person,
    age_on,
    birth_dates_of_age,
    born_years_before,
    earliest_birth,
    is_none,
)


def age_axis(person: Person, leaves: Sequence[AnyLeaf]) -> Axis:
    """Of somebody whose birth date is not known; their age may be."""
    asked = tuple(fact for fact in AGE_FACTS if person.get(fact) is None)
    cells = [_cell(day, person.on, asked, leaves) for day in _days(person, leaves)]
    return Axis(asked, tuple(leaf.number for leaf in leaves), tuple(cells))


def hang_together(person: Person, leaves: Sequence[AnyLeaf]) -> bool:
    """Whether some of what leaves tell apart of age and award cannot be together; else each stands
    for itself. Leaves compare what is not known of the person."""
    of_award, of_age = _apart(leaves)
    longest = max((n for leaf in of_award for n in leaf.operands), default=-1) + 1
    longest = max(longest, person.awarded_ago)
    return longest > min(_days_old(person, of_age), default=person.days_old)


def award_axis(person: Person, leaves: Sequence[AnyLeaf]) -> Axis:
    """Of leaves on age, birth date and award together."""
    of_award, of_age = _apart(leaves)
    asked = [fact for fact in AGE_FACTS if of_age and person.get(fact) is None]
    asked += [AWARD] if of_award else []
    born = person.get("birth_date")
    days = [born] if born else _days(person, of_age)
    awards = list(values_of(AWARD, of_award)) if of_award else [person.awarded_ago]
    cells = []
    for day, ago in product(days, awards):
        if is_none(ago) or ago <= (person.on - day).days:
            at = {"age": age_on(person.on, day), "birth_date": day, AWARD: ago}
            truth = tuple(leaf.holds(at[leaf.fact]) for leaf in leaves)
            cells.append(Cell(truth, tuple(at[fact] for fact in asked)))
    return Axis(tuple(asked), tuple(leaf.number for leaf in leaves), tuple(cells))


def _apart(leaves: Sequence[AnyLeaf]) -> tuple[list[AnyLeaf], list[AnyLeaf]]:
    """Those on the award, and those on age and birth date."""
    of_award = [leaf for leaf in leaves if leaf.fact == AWARD]
    return of_award, [leaf for leaf in leaves if leaf.fact != AWARD]


def _days_old(person: Person, of_age: Sequence[AnyLeaf]) -> Iterator[int]:
    """How old the oldest are whom the leaves take for the youngest, or somewhat less."""
    if of_age and person.get("age") is not None:
        yield (person.on - born_years_before(person.on, person.get("age"))).days
    for leaf in of_age:
        for bound in leaf.operands:
            if leaf.fact == "birth_date":
                yield (person.on - bound).days - 1
            else:
                yield (person.on - earliest_birth(person.on, bound - 1)).days


def birth_dates(nobody: Person, leaves: Sequence[AnyLeaf]) -> dict[date, tuple[bool, ...]]:
    """Birth dates that leaves on birth date and age tell apart, and what each leaf says of them."""
    days = _days(nobody, leaves)
    return {day: _cell(day, nobody.on, (), leaves).truth for day in days}


def _cell(day: date, on: date, asked: tuple[str, ...], leaves: Sequence[AnyLeaf]) -> Cell:
    is_now = {"age": age_on(on, day), "birth_date": day}
    truth = tuple(leaf.holds(is_now[leaf.fact]) for leaf in leaves)
    return Cell(truth, tuple(is_now[fact] for fact in asked))


def _days(person: Person, leaves: Sequence[AnyLeaf]) -> list[date]:
    """Birth dates at the bounds, and at the ends of each age that a bound lies in."""
    bounds = [d for leaf in leaves if leaf.fact == "birth_date" for d in leaf.operands]
    ages = {n for leaf in leaves if leaf.fact == "age" for n in leaf.operands}
    ages |= {age_on(person.on, day) for day in bounds}
    bounds += [day for age in ages for day in _ends(person.on, age)]
    return sorted(set(birth_dates_of_age(person, bounds)))


def _ends(on: date, age: int) -> Iterator[date]:
    """The last birth dates of that age and of the next."""
    for years in (age, age + 1):
        if 0 <= years < on.year:
            yield born_years_before(on, years)
