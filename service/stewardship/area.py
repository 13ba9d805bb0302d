"""An area that staff look after: a state, or one of its counties, by the ZIP code of a location."""

from dataclasses import dataclass
from functools import cache, lru_cache

from service.directory.profile import Location, Profile
from service.directory.text import fold
from service.directory.zip_table import county_spelled, zip_table


@dataclass(frozen=True)
class Area:
    """Everywhere, if nothing is named; `county` as in "Albany County, NY"."""

    state: str | None = None
    county: str | None = None

    def holds(self, at: Location) -> bool:
        if self.state and at.region != self.state:
            return False
        return not self.county or _is_same(county_of(at), self.county)

    def within(self, profile: Profile) -> tuple[Location, ...]:
        return tuple(at for at in profile.locations if self.holds(at))


EVERYWHERE = Area()


def county_of(at: Location) -> str | None:
    """By its ZIP code, of which the table knows one county; None where none is known."""
    row = zip_table().by_code.get(at.postal_code or "") if not at.country else None
    return row.county or None if row else None


def is_county(text: str) -> bool:
    """Whether there is a ZIP code in a county of this name."""
    return _key(text) in _counties()


def _is_same(county: str | None, asked: str) -> bool:
    return county is not None and _key(county) == _key(asked)


@lru_cache(8192)
def _key(county: str) -> str:
    return fold(county_spelled(county))


@cache
def _counties() -> frozenset[str]:
    return frozenset(_key(row.county) for row in zip_table().by_code.values() if row.county)


@cache
def counties_of(state: str) -> tuple[str, ...]:
    """In the order of their names."""
    rows = zip_table().by_code.values()
    return tuple(sorted({row.county for row in rows if row.county and row.state == state}))
