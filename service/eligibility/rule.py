"""A programme's rule, ready to be asked: its criteria with its area, and what they name."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from .criteria import All, AnyLeaf, AnyOf, AtLeast, Criterion, Not
from .facts import KNOWN
from .place_cells import Named, named_by

T = TypeVar("T")
_MOST_KEPT = 200  # 3 kB each; 180 people of any income left 42 with each of 1,000 programmes


@dataclass(frozen=True)
class Shape:
    """How a rule puts its leaves together, whatever they compare; programmes share it. `known` are
    the leaves that ask whether a fact is known: number, what they want, fact."""

    outline: tuple[Hashable, ...]
    known: tuple[tuple[int, bool, str], ...]
    root: Criterion = field(compare=False)


@dataclass(frozen=True, eq=False)
class Rule:
    """`leaves` in the order of their numbers, which is that of the file, the area first. What is
    made of them is kept: it hangs on the rule alone, and tells of nobody."""

    root: Criterion
    leaves: tuple[AnyLeaf, ...]
    _kept: dict[tuple, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def shape(self) -> Shape:
        asked = (leaf for leaf in self.leaves if leaf.comparator == KNOWN)
        known = tuple((leaf.number, leaf.operands[0], leaf.fact) for leaf in asked)
        return Shape(_outline(self.root), known, self.root)

    def kept(self, what: Hashable, leaves: Sequence[AnyLeaf], make: Callable[[], T]) -> T:
        """What `make` makes of some leaves, made once; `what` says what it is."""
        key = (what, *(leaf.number for leaf in leaves))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = make()
        return found

    def named(self, leaves: Sequence[AnyLeaf]) -> Named:
        return self.kept("named", leaves, lambda: named_by(leaves))


def _outline(criterion: Criterion) -> tuple[Hashable, ...]:
    kind = type(criterion).__name__
    if isinstance(criterion, Not):
        return (kind, _outline(criterion.part))
    if isinstance(criterion, AtLeast):
        return (kind, criterion.count, *map(_outline, criterion.parts))
    if isinstance(criterion, All | AnyOf):
        return (kind, *map(_outline, criterion.parts))
    return (criterion.number,)
