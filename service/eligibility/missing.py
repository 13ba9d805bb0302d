"""The smallest set of missing facts that tells whether somebody is eligible, whatever they are,
and the order in which to ask for them."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations

from .axes import Axis
from .cases import Cases
from .facts import FACTS, MONEY_FACTS, PLACE_FACTS
from .person import Person

_SIZE, _INCOME, _PERCENT = MONEY_FACTS
_PLACE_IN_TABLE = {fact: place for place, fact in enumerate(FACTS)}


def missing_facts(cases: Cases, fulfilled: int, person: Person) -> tuple[str, ...]:
    """Axes are independent, so that each needs its own smallest set. First comes what settles the
    matter with most of its answers; facts that are alike in this, in the order of their table, so
    that it does not hang on the order of the criteria."""
    worth: dict[str, float] = {}
    for place, axis in enumerate(cases.axes):
        slices = cases.slices(fulfilled, place)
        if len(set(slices)) == 1:
            continue
        ends = (0, cases.all_of_slice(place))
        if axis.alike:
            worth[axis.facts[0]] = sum(found in ends for found in slices) / len(slices)
            continue
        for fact in _smallest(axis, slices, person):
            worth[fact] = _settling(axis, fact, slices, ends)
    first = sorted(worth, key=lambda fact: (-worth[fact], _PLACE_IN_TABLE[fact]))
    return tuple(first)


def _smallest(axis: Axis, slices: Sequence[int], person: Person) -> tuple[str, ...]:
    """Cells in which a percent stays unknown for lack of a guideline count only for sets that tell
    it: the place is asked first, and the percent where the place has none."""
    for count in range(1, len(axis.facts)):
        for facts in combinations(axis.facts, count):
            if _tells(axis, facts, slices, person):
                return facts
    return axis.facts


def _tells(axis: Axis, facts: Sequence[str], slices: Sequence[int], person: Person) -> bool:
    told = _with_derived(facts, person) if _PERCENT in axis.facts else facts
    columns = [column for column, fact in enumerate(axis.facts) if fact in told]
    outcome: dict[tuple[Hashable, ...], int] = {}
    for cell, found in zip(axis.cells, slices, strict=True):
        if cell.sure or _PERCENT in facts:
            seen = tuple(cell.seen[column] for column in columns)
            if outcome.setdefault(seen, found) != found:
                return False
    return True


def _with_derived(facts: Iterable[str], person: Person) -> set[str]:
    """The facts, and those that follow from them and from what is known."""
    told = set(facts)

    def known(*names: str) -> bool:
        return all(name in told or person.get(name) is not None for name in names)

    if person.get("state") is not None or told & set(PLACE_FACTS):
        for derived in (_PERCENT, _INCOME):
            if known(*(fact for fact in MONEY_FACTS if fact != derived)):
                told.add(derived)
    return told


def _settling(axis: Axis, fact: str, slices: Sequence[int], ends: tuple[int, int]) -> float:
    """Which part of the fact's answers settles the matter by itself."""
    column = axis.facts.index(fact)
    found: dict[Hashable, set[int]] = {}
    for cell, of_cell in zip(axis.cells, slices, strict=True):
        found.setdefault(cell.seen[column], set()).add(of_cell)
    settled = sum(answers in ({ends[0]}, {ends[1]}) for answers in found.values())
    return settled / len(found)


def as_asked(facts: tuple[str, ...], person: Person) -> tuple[str, ...]:
    """People know their income, not its percent: who is asked for the household's size is asked
    for the income beside it, where the guideline is known."""
    if _SIZE in facts and _PERCENT in facts and person.guideline:
        return tuple(_INCOME if fact == _PERCENT else fact for fact in facts)
    return facts
