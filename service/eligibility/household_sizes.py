"""Sizes of a household that a rule tells apart by what it asks of size, income and percent."""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from itertools import product

from .facts import MOST_SIZE
from .guidelines import Guideline


def apart_sizes(
    named: Collection[int], dollars: Iterable[Fraction], guidelines: Collection[Guideline]
) -> list[int]:
    """The first size of each run that answers alike: runs end at the sizes that leaves name, and
    where the guideline of some area reaches one of some amounts."""
    begins = {1, *named, *(size + 1 for size in named)}
    for amount, guideline in product(dollars, guidelines):
        begins.update(_reaching(guideline, *amount.as_integer_ratio()))
    return sorted(size for size in begins if 1 <= size <= MOST_SIZE)


def _reaching(guideline: Guideline, amount: int, divisor: int) -> Iterator[int]:
    """The first size whose guideline is more than amount / divisor, and before it the one where it
    is that."""
    dollars, cents = divmod(amount, divisor)
    beyond, rest = divmod(dollars - guideline.first_person, guideline.each_additional_person)
    yield beyond + 2
    if not cents and not rest:
        yield beyond + 1
