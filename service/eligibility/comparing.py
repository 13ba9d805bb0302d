"""How one fact is compared: a bound holds at its own value."""

from collections.abc import Callable
from typing import Any

from .facts import AT_LEAST, AT_MOST, BETWEEN, IN, IS, Fact


def comparison(fact: Fact, comparator: str, operands: tuple[Any, ...]) -> Callable[[Any], bool]:
    """Tells whether a value (never NONE) holds."""
    key, first = fact.key, operands[0]
    if comparator in (IS, IN):
        wanted = frozenset(map(key, operands))
        return lambda value: key(value) in wanted
    if comparator == AT_LEAST:
        return lambda value: value >= first
    if comparator == AT_MOST:
        return lambda value: value <= first
    if comparator == BETWEEN:
        last = operands[1]
        return lambda value: first <= value <= last
    return lambda value: first  # known: whatever the value
