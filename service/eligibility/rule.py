"""A programme's rule, ready to be asked: its criteria with its area, and what they name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .criteria import AnyLeaf, Criterion
from .place_cells import Named, named_by


@dataclass(frozen=True, eq=False)
class Rule:
    """`leaves` in the order of their numbers, which is that of the file, the area first."""

    root: Criterion
    leaves: tuple[AnyLeaf, ...]
    _kept: dict[tuple, Any] = field(default_factory=dict, init=False, repr=False)

    def kept(self, make: Callable[..., Any], leaves: Sequence[AnyLeaf], *more: Any) -> Any:
        """What `make` makes of some leaves, made once: it hangs on the rule alone, on nobody."""
        key = (make, *more, *(leaf.number for leaf in leaves))
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make(*more, leaves)
        return found

    def named(self, leaves: Sequence[AnyLeaf]) -> Named:
        return self.kept(named_by, leaves)
