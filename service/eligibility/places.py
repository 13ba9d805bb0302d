"""Where people live, as rules name it: which of a rule's ZIP codes and counties lie in a state."""

from collections.abc import Iterable
from functools import lru_cache

from service.directory.zip_table import postal_code

from .values import county_state


@lru_cache(65_536)
def zip_state(code: str) -> str | None:
    """The state of a ZIP; None where the table does not know it, so that it can be any."""
    row = postal_code(code)
    return row.state if row else None


def possible_in(state: str, fact: str, named: Iterable[str]) -> bool:
    """Whether somebody in that state can live in one of these counties or ZIP codes."""
    if fact == "county":
        return any(county_state(county) == state for county in named)
    return any(zip_state(code) in (state, None) for code in named)
