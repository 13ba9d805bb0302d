"""The facts that keep a rule undecided, as axes: facts that hang together share one, whose cells
are what they can be together. Axes are independent of each other."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from .criteria import AnyLeaf
from .facts import KNOWN


@dataclass(frozen=True)
class Cell:
    """One way that the facts of an axis can be: what each of its leaves says, and what somebody
    would learn of each of its facts. Not `sure` are those in which a further fact, that another
    follows from elsewhere, stays unknown."""

    truth: tuple[bool, ...]
    seen: tuple[Hashable, ...]
    sure: bool = True


@dataclass(frozen=True, eq=False)
class Axis:
    """`facts` can be asked for, the most worth asking first; `leaves` are numbers. `alike`: each of
    the facts tells all by itself."""

    facts: tuple[str, ...]
    leaves: tuple[int, ...]
    cells: tuple[Cell, ...]
    alike: bool = False

    @cached_property
    def held(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Each leaf's number, with the places of the cells in which it holds."""
        cells = list(enumerate(self.cells))
        return tuple(
            (number, tuple(place for place, cell in cells if cell.truth[column]))
            for column, number in enumerate(self.leaves)
        )


def simple_axis(facts: tuple[str, ...], leaves: Sequence[AnyLeaf], cells: Iterable[tuple]) -> Axis:
    """Of one fact, or several of which each tells the same."""
    numbers = tuple(leaf.number for leaf in leaves)
    found = tuple(Cell(truth, (truth,) * len(facts)) for truth in cells)
    return Axis(facts, numbers, found, alike=True)


def merged(axis: Axis) -> Axis:
    """The same with as few cells as do: what nobody needs to tell apart is one."""
    cells = tuple(dict.fromkeys(axis.cells))
    for column in range(len(axis.facts)):
        cells = _without_needless(cells, column)
    return replace(axis, cells=cells)


def _without_needless(cells: tuple[Cell, ...], column: int) -> tuple[Cell, ...]:
    """Values of one fact that go with the same of all else become one value."""
    besides = defaultdict(set)
    for cell in cells:
        others = (*cell.seen[:column], *cell.seen[column + 1 :])
        besides[cell.seen[column]].add((cell.truth, others, cell.sure))
    names: dict[frozenset, int] = {}
    label = {value: names.setdefault(frozenset(b), len(names)) for value, b in besides.items()}
    return tuple(dict.fromkeys(_relabelled(cell, column, label) for cell in cells))


def _relabelled(cell: Cell, column: int, label: Mapping[Hashable, int]) -> Cell:
    seen = (*cell.seen[:column], label[cell.seen[column]], *cell.seen[column + 1 :])
    return replace(cell, seen=seen)


def with_known(axis: Axis, leaves: Sequence[AnyLeaf]) -> Axis:
    """The axis with leaves that ask whether a fact of it is known: each fact may be told or not,
    whatever it is."""
    for fact in dict.fromkeys(leaf.fact for leaf in leaves):
        asked = [leaf for leaf in leaves if leaf.fact == fact]
        axis = _told_or_not(axis, fact, asked)
    return axis


def _told_or_not(axis: Axis, fact: str, asked: Sequence[AnyLeaf]) -> Axis:
    if fact not in axis.facts:
        axis = replace(
            axis,
            facts=(*axis.facts, fact),
            cells=tuple(replace(cell, seen=(*cell.seen, None)) for cell in axis.cells),
        )
    column = axis.facts.index(fact)
    cells = []
    for cell, told in product(axis.cells, (True, False)):
        truth = tuple(leaf.operands[0] is told for leaf in asked)
        seen = (*cell.seen[:column], (cell.seen[column], told), *cell.seen[column + 1 :])
        cells.append(Cell((*cell.truth, *truth), seen, cell.sure))
    return Axis(axis.facts, (*axis.leaves, *(leaf.number for leaf in asked)), tuple(cells))


def split_known(leaves: Iterable[AnyLeaf]) -> tuple[list[AnyLeaf], list[AnyLeaf]]:
    """Leaves that compare, and those that ask whether a fact is known."""
    sides: tuple[list, list] = ([], [])
    for leaf in leaves:
        sides[leaf.comparator == KNOWN].append(leaf)
    return sides
