"""What leaves say of a number, by where it lies among all that they compare it with.

Numbers come as a ratio of integers, compared by multiplication: exact, and many times quicker than
fractions are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from .criteria import AnyLeaf

Truth = tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Scale:
    """`truths`: what the leaves say below the first of the bounds, at it, above it, at the next,
    and so on; None where no number can be."""

    bounds: tuple[Fraction, ...]
    truths: tuple[Truth | None, ...]

    def truth(self, number: int, divisor: int = 1) -> Truth | None:
        """Of number / divisor; both are positive, or the number is 0."""
        place = 0
        for bound, denominator in self._ratios:
            left, right = number * denominator, bound * divisor
            if left > right:
                place += 2
            else:
                place += left == right
                break
        return self.truths[place]

    @cached_property
    def possible(self) -> tuple[Truth, ...]:
        """All that the leaves can say of some number."""
        return tuple(dict.fromkeys(truth for truth in self.truths if truth is not None))

    @cached_property
    def _ratios(self) -> tuple[tuple[int, int], ...]:
        return tuple(bound.as_integer_ratio() for bound in self.bounds)


def scale_of(leaves: Sequence[AnyLeaf], least: int) -> Scale:
    """Of all leaves that compare one fact, whose numbers begin at `least`."""
    bounds = tuple(sorted({Fraction(bound) for leaf in leaves for bound in leaf.operands}))

    def truth(number: Fraction | int) -> Truth:
        return tuple([leaf.holds(number) for leaf in leaves])

    if not bounds:
        return Scale((), ((),))
    truths = [truth(least) if bounds[0] > least else None]
    for bound, following in pairwise((*bounds, bounds[-1] + 2)):
        truths += [truth(bound), truth((bound + following) / 2)]
    return Scale(bounds, tuple(truths))


def scale_around(number: Fraction, distance: int) -> Scale:
    """On which only numbers that are nearer than that can be."""
    return Scale((number - distance, number + distance), (None, None, (), None, None))
