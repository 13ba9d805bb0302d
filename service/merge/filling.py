"""One structure out of several that each know a part: the first that knows a part gives it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import structs

from service.directory.profile import UNKNOWN
from service.directory.struct import Struct

T = TypeVar("T", bound=Struct)


def is_known(value: Any) -> bool:
    return value not in (None, UNKNOWN, (), {})


def fill(values: Sequence[T]) -> T:
    """The first structure, its unknown parts filled from the next ones."""
    first = values[0]
    gaps = [name for name in first.__struct_fields__ if not is_known(getattr(first, name))]
    found = {}
    for name in gaps:
        others = (getattr(value, name) for value in values[1:])
        known = next((other for other in others if is_known(other)), None)
        if known is not None:
            found[name] = known
    return structs.replace(first, **found)
