"""The smallest set of missing facts that tells whether somebody is eligible, whatever they are,
and the order in which to ask for them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, combinations, islice

from .axes import Axis, numbered
from .cases import Cases
from .criteria import Outcomes
from .facts import FACTS, MONEY_FACTS, PLACE_FACTS
from .person import Person
from .rule import Shape

Facts = tuple[str, ...]
_SIZE, _INCOME, _PERCENT = MONEY_FACTS
_PLACE_IN_TABLE = {fact: place for place, fact in enumerate(FACTS)}
_MOST_TOLD_SETS = 256  # of eight facts of which a rule asks whether they are known, all


def fewest_missing(shape: Shape, leaves: Outcomes, cases: Cases, known: Collection[str]) -> Facts:
    """The smallest set. Whoever is asked for a fact knows it then, or that there is none: where the
    rule asks whether facts are known, asking for some of them may make others needless. `leaves`
    are the outcomes that are known, `known` the facts of the person."""
    best = missing_facts(cases, cases.ask(shape, leaves), known)
    for told in islice(_told_sets(shape, cases), _MOST_TOLD_SETS):
        if len(told) >= len(best):
            break
        held = {number: wanted for number, wanted, fact in shape.known if fact in told}
        then = Cases([axis.where(held) for axis in cases.axes])
        missing = missing_facts(then, then.ask(shape, leaves), known)
        found = (*(fact for fact in told if fact not in missing), *missing)
        best = min(best, found, key=len)
    return best


def _told_sets(shape: Shape, cases: Cases) -> Iterator[Facts]:
    """Sets of the facts of which it is open whether they are known, the smallest first."""
    numbers = {number for axis in cases.axes for number in axis.leaves}
    facts = {fact for number, _, fact in shape.known if number in numbers}
    asked = sorted(facts, key=lambda fact: _PLACE_IN_TABLE[fact])
    return chain.from_iterable(combinations(asked, count) for count in range(1, len(asked) + 1))


def missing_facts(cases: Cases, fulfilled: int, known: Collection[str]) -> Facts:
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
        for fact in _smallest(axis, slices, known):
            worth[fact] = _settling(axis, fact, slices, ends)
    first = sorted(worth, key=lambda fact: (-worth[fact], _PLACE_IN_TABLE[fact]))
    return tuple(first)


def _smallest(axis: Axis, slices: Sequence[int], known: Collection[str]) -> Facts:
    """Places that no leaf names and that have no guideline count only for sets that tell the
    percent: the place is asked first, and the percent where the place has no guideline."""
    every = numbered(slices)
    sure = axis.of_sure(every)
    for count in range(1, len(axis.facts)):
        for facts in combinations(axis.facts, count):
            if _PERCENT in facts:
                told = _tells(axis, facts, known, every)
            else:
                told = _tells(axis.sure, facts, known, sure)
            if told:
                return facts
    return axis.facts


def _tells(axis: Axis, facts: Facts, known: Collection[str], found: Sequence[int]) -> bool:
    """Whether what is found of the cells hangs on nothing but the facts, and what follows."""
    told = _with_derived(facts, known) if _PERCENT in axis.facts else facts
    shown = [
        axis.columns[place] if fact in facts else axis.guided_columns[place]
        for place, fact in enumerate(axis.facts)
        if fact in told
    ]
    seen = list(zip(*shown, strict=True))
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


def as_asked(facts: Facts, person: Person) -> Facts:
    """People know their income, not its percent: who is asked for the household's size is asked
    for the income beside it, where the guideline is known."""
    if _SIZE in facts and _PERCENT in facts and person.guideline:
        return tuple(_INCOME if fact == _PERCENT else fact for fact in facts)
    return facts
