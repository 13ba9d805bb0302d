"""Age and birth date, which hang together: what they can be, as far as a rule tells it apart."""

from collections.abc import Iterator, Sequence
from datetime import date

from .axes import Axis, Cell
from .criteria import AnyLeaf
from .facts import AGE_FACTS
from .person import Person, age_on, birth_dates_of_age, born_years_before


def age_axis(person: Person, leaves: Sequence[AnyLeaf]) -> Axis:
    """Of somebody whose birth date is not known; their age may be."""
    asked = tuple(fact for fact in AGE_FACTS if person.get(fact) is None)
    cells = [_cell(day, person.on, asked, leaves) for day in _days(person, leaves)]
    return Axis(asked, tuple(leaf.number for leaf in leaves), tuple(cells))


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
