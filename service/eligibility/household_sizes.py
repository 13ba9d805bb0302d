"""Sizes of a household that a rule tells apart by what it asks of size, income and percent."""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from .facts import MOST_SIZE
from .guidelines import Guideline


def apart_sizes(
    named: Collection[int], dollars: Iterable[Fraction], guidelines: tuple[Guideline, ...]
) -> list[int]:
    """The first size of each run that answers alike: runs end at the sizes that leaves name, and
    where the guideline of some area reaches one of some amounts. Sizes of which the guideline of
    one area is that of another area's size are runs of their own: a percent would not tell the two
    apart."""
    begins = {1, *(size + step for size in (*named, *_shared(guidelines)) for step in (0, 1))}
    begins.update(
        size for amount in dollars for row in guidelines for size in _reaching(row, amount)
    )
    return sorted(size for size in begins if 1 <= size <= MOST_SIZE)


def _reaching(guideline: Guideline, amount: Fraction) -> Iterator[int]:
    """The first size whose guideline is the amount or more, and the first where it is more."""
    beyond, rest = divmod(amount - guideline.first_person, guideline.each_additional_person)
    size = int(beyond) + 1
    yield size + 1
    if rest == 0:
        yield size


@lru_cache(64)
def _shared(guidelines: tuple[Guideline, ...]) -> frozenset[int]:
    dollars = {
        row: {row.dollars(size): size for size in range(1, MOST_SIZE + 1)} for row in guidelines
    }
    return frozenset(
        size
        for one, other in combinations(guidelines, 2)
        for amount in dollars[one].keys() & dollars[other].keys()
        for size in (dollars[one][amount], dollars[other][amount])
    )
