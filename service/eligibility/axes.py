"""The facts that keep a rule undecided, as axes: facts that hang together share one, whose cells
are what they can be together. Axes are independent of each other."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import compress, product
from typing import NamedTuple, TypeVar

from .criteria import AnyLeaf
from .facts import KNOWN

T = TypeVar("T")


class Cell(NamedTuple):
    """One way that the facts of an axis can be: what each of its leaves says, and what somebody
    would learn of each of its facts. Not `guided` are those in which there is no guideline, so that
    neither percent nor income follows from the other; of these not `sure` are those of places that
    no leaf names."""

    truth: tuple[bool, ...]
    seen: tuple[Hashable, ...]
    guided: bool = True
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
    def truths(self) -> dict[tuple[bool, ...], int]:
        """What the leaves can say together, with the place of each: there are never more of them
        than cells, and never more of them once something is learned."""
        found = dict.fromkeys(cell.truth for cell in self.cells)
        return {truth: place for place, truth in enumerate(found)}

    @cached_property
    def held(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Each leaf's number, with the places of the truths in which it holds."""
        return tuple(
            (number, tuple(place for truth, place in self.truths.items() if truth[column]))
            for column, number in enumerate(self.leaves)
        )

    @cached_property
    def columns(self) -> tuple[list[int], ...]:
        """What somebody would learn of each fact, as a number for each cell."""
        return tuple(map(numbered, zip(*(cell.seen for cell in self.cells), strict=True)))

    @cached_property
    def guided_columns(self) -> tuple[list[int], ...]:
        """The same of what follows from other facts, as far as it does."""
        if all(cell.guided for cell in self.cells):
            return self.columns
        return tuple(
            [number if cell.guided else -1 for number, cell in zip(column, self.cells, strict=True)]
            for column in self.columns
        )

    @cached_property
    def sure(self) -> "Axis":
        if all(cell.sure for cell in self.cells):
            return self
        return replace(self, cells=tuple(cell for cell in self.cells if cell.sure))

    def of_sure(self, of_cells: Sequence[T]) -> Sequence[T]:
        """What is told of each cell, for those of `sure`."""
        if self.sure is self:
            return of_cells
        return list(compress(of_cells, (cell.sure for cell in self.cells)))

    def where(self, held: Mapping[int, bool]) -> "Axis":
        """With those cells alone in which some leaves, by their numbers, say what is wanted."""
        wanted = [(self.leaves.index(n), says) for n, says in held.items() if n in self.leaves]
        if not wanted:
            return self
        kept = (cell for cell in self.cells if all(cell.truth[at] is says for at, says in wanted))
        return replace(self, cells=tuple(kept))

    def by_cell(self, of_truths: Sequence[T]) -> list[T]:
        """What is told of each truth, for each cell."""
        return [of_truths[self.truths[cell.truth]] for cell in self.cells]


def shared(axis: Axis) -> Axis:
    """One axis for all that are equal, so that what hangs on it is worked out once."""
    return _of_content(axis.facts, axis.leaves, axis.cells, axis.alike)


# Some kB each.
_of_content = lru_cache(8192)(Axis)


def numbered(values: Iterable[Hashable]) -> list[int]:
    """A number for each, the same for equal ones."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]


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
    for truth, seen, *more in cells:
        besides[seen[column]].add((truth, seen[:column], seen[column + 1 :], *more))
    names: dict[frozenset, int] = {}
    label = {value: names.setdefault(frozenset(b), len(names)) for value, b in besides.items()}
    found = (
        Cell(truth, (*seen[:column], label[seen[column]], *seen[column + 1 :]), *more)
        for truth, seen, *more in cells
    )
    return tuple(dict.fromkeys(found))


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
            cells=tuple(cell._replace(seen=(*cell.seen, None)) for cell in axis.cells),
        )
    column = axis.facts.index(fact)
    cells = []
    for cell, told in product(axis.cells, (True, False)):
        truth = tuple(leaf.operands[0] is told for leaf in asked)
        seen = (*cell.seen[:column], (cell.seen[column], told), *cell.seen[column + 1 :])
        cells.append(cell._replace(truth=(*cell.truth, *truth), seen=seen))
    return Axis(axis.facts, (*axis.leaves, *(leaf.number for leaf in asked)), tuple(cells))


def split_known(leaves: Iterable[AnyLeaf]) -> tuple[list[AnyLeaf], list[AnyLeaf]]:
    """Leaves that compare, and those that ask whether a fact is known."""
    sides: tuple[list, list] = ([], [])
    for leaf in leaves:
        sides[leaf.comparator == KNOWN].append(leaf)
    return sides
