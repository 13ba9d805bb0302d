"""All that the missing facts can be together, each case a bit of an integer, asked at once."""

from collections.abc import Sequence
from math import prod

from .axes import Axis
from .rule import Shape


class Cases:
    """Every combination of what the leaves of some axes can say."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.axes = axes
        self.count = prod([len(axis.truths) for axis in axes])
        self.everybody = (1 << self.count) - 1
        self._patterns = self._make_patterns()

    def ask(self, shape: Shape, leaves: Sequence[bool | None]) -> int:
        """Who fulfils the rule; `leaves` are the outcomes that are known."""
        vectors = {n: self.everybody if known else 0 for n, known in enumerate(leaves)}
        for axis, (stride, pattern) in zip(self.axes, self._patterns, strict=True):
            for number, places in axis.held:
                holds = 0
                for place in places:
                    holds |= pattern << (place * stride)
                vectors[number] = holds
        return shape.root.bits(vectors, self.everybody)

    def answered(self, shape: Shape) -> int:
        """The cases in which every fact that the rule asks to be known is: so it is of everybody
        who was asked, for then it is told, or none."""
        found = self.everybody
        wanted = {number: says for number, says, _fact in shape.known}
        for axis, (stride, pattern) in zip(self.axes, self._patterns, strict=True):
            for number, places in axis.held:
                if number in wanted:
                    holds = sum(pattern << (place * stride) for place in places)
                    found &= holds if wanted[number] else self.everybody ^ holds
        return found

    def slices(self, fulfilled: int, axis: int) -> list[int]:
        """For each cell of an axis, who of the others fulfils it."""
        stride, pattern = self._patterns[axis]
        count = len(self.axes[axis].truths)
        found = [fulfilled >> (place * stride) & pattern for place in range(count)]
        return self.axes[axis].by_cell(found)

    def cells_of(self, case: int) -> list[int]:
        """Which truth of each axis a case is."""
        strides = (stride for stride, _ in self._patterns)
        return [
            case // stride % len(axis.truths)
            for axis, stride in zip(self.axes, strides, strict=True)
        ]

    def box(self, chosen: Sequence[Sequence[int]]) -> int:
        """The cases of some truths of each axis."""
        found = self.everybody
        for cells, (stride, pattern) in zip(chosen, self._patterns, strict=True):
            found &= sum(pattern << (cell * stride) for cell in cells)
        return found

    def all_of_slice(self, axis: int) -> int:
        """What a slice is if everybody fulfils it."""
        return self._patterns[axis][1]

    def _make_patterns(self) -> list[tuple[int, int]]:
        """For each axis how far apart its truths lie, and the bits of its first one."""
        found, stride = [], 1
        for axis in self.axes:
            period = stride * len(axis.truths)
            repeated = self.everybody // ((1 << period) - 1)
            found.append((stride, ((1 << stride) - 1) * repeated))
            stride = period
        return found
