"""The smallest set of missing facts that tells whether somebody is eligible, whatever they are,
and the order in which to ask for them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from .axes import Axis, numbered
from .cases import Cases
from .facts import FACTS, MONEY_FACTS, PLACE_FACTS
from .person import Person

_SIZE, _INCOME, _PERCENT = MONEY_FACTS
_PLACE_IN_TABLE = {fact: place for place, fact in enumerate(FACTS)}


def missing_facts(cases: Cases, fulfilled: int, known: Collection[str]) -> tuple[str, ...]:
    """Axes are independent, so that each needs its own smallest set. First comes what settles the
    matter with most of its answers; facts that are alike in this, in the order of their table, so
    that it does not hang on the order of the criteria. `known` are facts of the person."""
    worth: dict[str, float] = {}
    for place, axis in enumerate(cases.axes):
        slices = cases.slices(fulfilled, place)
        if len(set(slices)) == 1:
            continue
        ends = (0, cases.all_of_slice(place))
        if axis.alike:
            worth[axis.facts[0]] = sum(found in ends for found in slices) / len(slices)
            continue
        for fact in _smallest(axis, slices, known):
            worth[fact] = _settling(axis, fact, slices, ends)
    first = sorted(worth, key=lambda fact: (-worth[fact], _PLACE_IN_TABLE[fact]))
    return tuple(first)


def _smallest(axis: Axis, slices: Sequence[int], known: Collection[str]) -> tuple[str, ...]:
    """Cells in which a percent stays unknown for lack of a guideline count only for sets that tell
    it: the place is asked first, and the percent where the place has none."""
    every = numbered(slices)
    sure = [found for found, cell in zip(every, axis.cells, strict=True) if cell.sure]
    for count in range(1, len(axis.facts)):
        for facts in combinations(axis.facts, count):
            told = _with_derived(facts, known) if _PERCENT in axis.facts else facts
            among_all = _PERCENT in facts or len(sure) == len(every)
            columns = axis.columns if among_all else axis.sure_columns
            shown = [columns[place] for place, fact in enumerate(axis.facts) if fact in told]
            if _tells(shown, every if among_all else sure):
                return facts
    return axis.facts


def _tells(columns: Sequence[Sequence[int]], found: Sequence[int]) -> bool:
    """Whether what is found hangs on nothing but these columns."""
    seen = list(zip(*columns, strict=True))
    return len(set(zip(seen, found, strict=True))) == len(set(seen))


def _with_derived(facts: Iterable[str], known: Collection[str]) -> set[str]:
    """The facts, and those that follow from them and from what is known."""
    told = {*facts, *known}
    if "state" in told or told & set(PLACE_FACTS):
        for derived in (_PERCENT, _INCOME):
            if all(fact in told for fact in MONEY_FACTS if fact != derived):
                told.add(derived)
    return told


def _settling(axis: Axis, fact: str, slices: Sequence[int], ends: tuple[int, int]) -> float:
    """Which part of the fact's answers settles the matter by itself."""
    answers = axis.columns[axis.facts.index(fact)]
    found = set(zip(answers, slices, strict=True))
    many = Counter(answer for answer, _ in found)
    settled = sum(of_cell in ends and many[answer] == 1 for answer, of_cell in found)
    return settled / len(many)


def as_asked(facts: tuple[str, ...], person: Person) -> tuple[str, ...]:
    """People know their income, not its percent: who is asked for the household's size is asked
    for the income beside it, where the guideline is known."""
    if _SIZE in facts and _PERCENT in facts and person.guideline:
        return tuple(_INCOME if fact == _PERCENT else fact for fact in facts)
    return facts
