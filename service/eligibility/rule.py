"""A programme's rule, ready to be asked: its criteria with its area, and what they name."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .criteria import AnyLeaf, Criterion
from .place_cells import Named, named_by

T = TypeVar("T")
_MOST_KEPT = 200  # 3 kB each; 180 people of any income left 42 with each of 1,000 programmes


@dataclass(frozen=True, eq=False)
class Rule:
    """`leaves` in the order of their numbers, which is that of the file, the area first. What is
    made of them is kept: it hangs on the rule alone, and tells of nobody."""

    root: Criterion
    leaves: tuple[AnyLeaf, ...]
    _kept: dict[tuple, Any] = field(default_factory=dict, init=False, repr=False)

    def kept(self, what: Hashable, leaves: Sequence[AnyLeaf], make: Callable[[], T]) -> T:
        """What `make` makes of some leaves, made once; `what` says what it is."""
        return self.kept_by((what, *(leaf.number for leaf in leaves)), make)

    def kept_by(self, key: tuple, make: Callable[[], T]) -> T:
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = make()
        return found

    def named(self, leaves: Sequence[AnyLeaf]) -> Named:
        return self.kept("named", leaves, lambda: named_by(leaves))
