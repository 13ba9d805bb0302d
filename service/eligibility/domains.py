"""What a fact that is not known can be, as far as a rule tells it apart: values at each bound and
between, any other code, NONE where it may be."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from .criteria import AnyLeaf
from .facts import FACTS, NONE, Fact

OTHER = "\0other"  # a code that no rule names


def cells(fact: str, leaves: Sequence[AnyLeaf]) -> list[tuple[bool, ...]]:
    """The different answers that comparisons of one fact give together over its domain."""
    found = (tuple(leaf.holds(v) for leaf in leaves) for v in values_of(fact, leaves))
    return list(dict.fromkeys(found))


def values_of(name: str, leaves: Iterable[AnyLeaf]) -> Iterator[Any]:
    """One value of each kind that the leaves tell apart, and some besides."""
    fact = FACTS[name]
    bounds = [bound for leaf in leaves for bound in leaf.operands]
    if fact.nothing:
        yield NONE
    if fact.choices:
        yield from fact.choices
    elif fact.least is not None:
        yield from _numbers(fact, bounds)
    else:
        yield OTHER
        yield from bounds


def between(bounds: Iterable[Any], least: Any) -> Iterator[Any]:
    """Each bound, and a number in each space below, between and above."""
    found = sorted({least, *(bound for bound in bounds if bound >= least)})
    for lower, upper in pairwise(found):
        yield from (lower, (lower + upper) / 2)
    yield from (found[-1], found[-1] + 1)


def _numbers(fact: Fact, bounds: list[Any]) -> Iterator[Any]:
    if not fact.whole:
        yield from between(bounds, fact.least)
        return
    beside = {b + step for b in bounds for step in (-1, 0, 1)} | {fact.least, fact.most}
    yield from (number for number in sorted(beside) if fact.least <= number <= fact.most)
