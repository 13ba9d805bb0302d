"""The embedded engine's candidates: the location rows that a query may concern, with their miles
and the evidence on its plan."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.directory.query import Query

from .columns import EVIDENCE

# geopy's great circle: the mean radius of the Earth, in miles.
EARTH_MILES = 6371.009 / 1.609344

Posting = Callable[[str], np.ndarray | None]


@dataclass(frozen=True)
class Columns:
    """One directory in memory; `posting(key)` fetches a list of rows, or None."""

    person: np.ndarray
    location: np.ndarray
    posting: Posting

    @cached_property
    def with_point(self) -> int:
        """Rows before this one have a point."""
        return int(np.searchsorted(self.location["lat"], 91.0))

    def flags(self, keys: list[str]) -> np.ndarray:
        """Per person, whether any of the posting lists holds them."""
        flags = np.zeros(len(self.person), bool)
        for rows in (self.posting(key) for key in keys):
            if rows is not None:
                flags[rows] = True
        return flags


class Candidates:
    """Rows that one query may concern. Arrays run over these locations, in row order; `who` is
    each one's person, `home` tells which persons name the patient's place as visited."""

    def __init__(self, columns: Columns, query: Query) -> None:
        self.columns, self.query = columns, query
        self.person = columns.person
        self.home = columns.flags(self._home_keys()) if query.comes_home else None
        self.rows = self._rows()
        self.at = columns.location[self.rows]
        self.who = self.at["person"]

    def _home_keys(self) -> list[str]:
        code, county = self.query.home_codes
        return [f"zip:{code}"] * bool(code) + [f"county:{county}"] * bool(county)

    def _rows(self) -> np.ndarray:
        """Rows in the band of latitudes that the radius spans, and those without a point."""
        total = len(self.columns.location)
        place = self.query.place
        if not self.query.by_distance or place is None:
            return np.arange(total)
        reach = self.query.radius_miles
        if self.query.comes_home:
            reach += float(self.columns.person["home_radius"].max(initial=0))
        span = np.degrees(reach / EARTH_MILES) + 1e-6
        lats = self.columns.location["lat"]
        low, high = np.searchsorted(lats, [place.lat - span, place.lat + span])
        rows = np.concatenate([np.arange(low, high), np.arange(self.columns.with_point, total)])
        if self.home is None:
            return rows
        by_area = np.flatnonzero(self.home[self.columns.location["person"]])
        return np.union1d(rows, by_area)

    @cached_property
    def miles(self) -> np.ndarray:
        """Miles that count: to the location, or to the edge of the home-visit area."""
        place = self.query.place
        if place is None:
            return np.full(len(self.rows), np.inf)
        with np.errstate(invalid="ignore"):
            lat, lon = np.radians(self.at["lat"]), np.radians(self.at["lon"])
            here_lat, here_lon = np.radians(place.lat), np.radians(place.lon)
            a = np.sin((lat - here_lat) / 2) ** 2
            a += np.cos(here_lat) * np.cos(lat) * np.sin((lon - here_lon) / 2) ** 2
            miles = 2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(a, 0, 1)))
        miles = np.where(np.isnan(miles), np.inf, miles)
        if self.home is not None:
            miles = np.maximum(0, miles - self.person["home_radius"][self.who])
            miles = np.where(self.home[self.who], 0.0, miles)
        return miles

    @cached_property
    def insurance(self) -> np.ndarray:
        """Per row, the status and day of the evidence that answers the query."""
        found = np.zeros(len(self.rows), EVIDENCE)
        for key in reversed(self.query.insurance_keys):
            posting = self.columns.posting(key)
            if posting is None or not len(self.rows):
                continue
            spot = np.minimum(np.searchsorted(posting["row"], self.rows), len(posting) - 1)
            hit = posting["row"][spot] == self.rows
            found[hit] = posting[spot[hit]]
        return found
