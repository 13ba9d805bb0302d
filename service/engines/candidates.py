"""The embedded engine's candidates: the location rows that a query may concern, with their miles
and the evidence on its plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, degrees, pi, radians
from typing import Any

import numpy as np

from service.directory.places import Place
from service.directory.query import Query
from service.directory.reach import EARTH_MILES

from .columns import BAND_WIDTH, BANDS_PER_DEGREE, EVIDENCE, KNOWN, STATE
from .name_index import NameIndex

_NONE = np.empty(0, "<i4")

Posting = Callable[[str], np.ndarray | None]


@dataclass(frozen=True)
class Columns:
    """One directory in memory; `posting(key)` fetches a list of rows, or None."""

    arrays: Mapping[str, np.ndarray]
    payers: list[str]  # codes, in the order of the numbers in the array `payers`
    languages: list[str]  # that anybody speaks
    posting: Posting
    names: NameIndex
    tables: dict[tuple, Any] = field(default_factory=dict)  # what `kinds.py` has made once

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    @cached_property
    def persons(self) -> int:
        return len(self["tie"])

    @cached_property
    def with_point(self) -> int:
        """Rows before this one have a point."""
        return int(np.searchsorted(self["spot"], np.inf))

    @cached_property
    def widest_home(self) -> float:
        """Miles around a location of the widest home-visit area."""
        return float(self["home_radius"].max(initial=0))

    @cached_property
    def visiting(self) -> np.ndarray:
        """Rows with a point of those who make home visits."""
        visits = self["kinds"]["home_visits"] == KNOWN.index("yes")
        person = self["person"][: self.with_point]
        return np.flatnonzero(visits[self["kind"][person]])

    @cached_property
    def visiting_spot(self) -> np.ndarray:
        return self["spot"][self.visiting]

    def listed(self, keys: list[str]) -> np.ndarray:
        """Numbers in any of the posting lists, each list sorted in itself."""
        found = [rows for rows in map(self.posting, keys) if rows is not None]
        return found[0] if len(found) == 1 else np.concatenate([_NONE, *found])

    def rows_of(self, persons: np.ndarray) -> np.ndarray:
        """The location rows of these persons."""
        start = self["rows_from"][persons]
        return self["rows_of"][ranges(start, self["rows_from"][persons + 1] - start)]


def flags(rows: np.ndarray, size: int) -> np.ndarray:
    """Whether each number below `size` is among `rows`."""
    marked = np.zeros(size, bool)
    marked[rows] = True
    return marked


def ranges(start: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The numbers of all ranges that begin at `start` and hold `count`, one after the other."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(start - (ends - count), count)


class Candidates:
    """Rows that one query may concern. Arrays run over these locations; `who` is each one's
    person, `miles` the way that counts, infinite where it is not known. `visiting`: only of those
    who make home visits."""

    def __init__(self, columns: Columns, query: Query, visiting: bool = False) -> None:
        self.columns, self.query, self._visiting = columns, query, visiting
        self.named = columns.names.people(query.name_forms) if query.name else None
        visited = columns.listed(_home_keys(query)) if query.comes_home else _NONE
        self._home = flags(visited, columns.persons) if len(visited) else None
        place = query.place if query.by_distance else None
        self.rows = self._rows() if place is None else self._near(place, visited)
        self.who = columns["person"][self.rows]
        self.kind = columns["kind"][self.who]

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, name: str) -> np.ndarray:
        """A column of the locations."""
        return self.columns[name][self.rows]

    def _rows(self) -> np.ndarray:
        """Without a distance: the rows of those named or licensed as asked, or all."""
        self.miles = np.array([np.inf])
        if self.named is not None:
            return self.columns.rows_of(self.columns.names.with_unnamed(self.named))
        if self.query.telehealth:
            state = self.columns.listed([f"state:{self.query.care_state}", "state:"])
            return self.columns.rows_of(state)
        return np.arange(len(self.columns["person"]))

    def _near(self, place: Place, visited: np.ndarray) -> np.ndarray:
        """Rows within the radius or in whose home-visit area the place lies, then those without a
        point that may be in the same state."""
        columns, radius = self.columns, self.query.radius_miles
        wide = radius + (columns.widest_home if self.query.comes_home else 0)
        if self._visiting:
            rows = columns.visiting[rows_around(columns.visiting_spot, place, wide)]
        else:
            rows = rows_around(columns["spot"][: columns.with_point], place, wide)
        if len(visited):
            rows = np.union1d(rows, columns.rows_of(visited))
            rows = rows[rows < columns.with_point]
        miles = self._counted(miles_to(place, columns["lat"][rows], columns["lon"][rows]), rows)
        within = miles <= radius
        nowhere = self._nowhere(place)
        self.miles = np.concatenate([miles[within], self._counted(np.inf, nowhere)])
        return np.concatenate([rows[within], nowhere])

    def _counted(self, miles: np.ndarray | float, rows: np.ndarray) -> np.ndarray:
        """Miles to the edge of the home-visit area where home visits are asked for."""
        if not self.query.comes_home:
            return np.broadcast_to(miles, rows.shape)
        who = self.columns["person"][rows]
        miles = np.maximum(0, miles - self.columns["home_radius"][who])
        return miles if self._home is None else np.where(self._home[who], 0.0, miles)

    def _nowhere(self, place: Place) -> np.ndarray:
        columns = self.columns
        rows = np.arange(columns.with_point, len(columns["spot"]))
        if not len(rows):
            return rows
        here = STATE.index(place.state or "")
        state = columns["state"][rows]
        maybe = ((state == 0) | (state == here)) if here else np.zeros(len(rows), bool)
        if self._home is not None:
            maybe |= self._home[columns["person"][rows]]
        return rows[maybe]

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


def _home_keys(query: Query) -> list[str]:
    code, county = query.home_codes
    return [f"zip:{code}"] * bool(code) + [f"county:{county}"] * bool(county)


def rows_around(spot: np.ndarray, place: Place, miles: float) -> np.ndarray:
    """Rows in a box around the place that holds the whole circle: some in every band."""
    angle = miles / EARTH_MILES + 1e-9
    south, north = place.lat - degrees(angle), place.lat + degrees(angle)
    first, last = (int((min(max(at, -90), 90) + 90) * BANDS_PER_DEGREE) for at in (south, north))
    bands = np.arange(first, last + 1) * BAND_WIDTH
    west, east = _longitudes(place, angle)
    low = np.searchsorted(spot, bands + (west + 180), "left")
    high = np.searchsorted(spot, bands + (east + 180), "right")
    return ranges(low, high - low)


def _longitudes(place: Place, angle: float) -> tuple[float, float]:
    """The longitudes that a circle spans; all of them where it meets a pole or the date line."""
    lat = radians(place.lat)
    if abs(lat) + angle >= pi / 2:
        return -180.0, 180.0
    span = degrees(np.arcsin(min(1.0, np.sin(angle) / cos(lat)))) + 1e-6
    west, east = place.lon - span, place.lon + span
    return (west, east) if west >= -180 and east <= 180 else (-180.0, 180.0)


def miles_to(place: Place, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Great-circle miles, as `directory.reach` has them."""
    here_lat = radians(place.lat)
    lat = np.radians(lat)
    a = np.sin((lat - here_lat) / 2) ** 2
    a += cos(here_lat) * np.cos(lat) * np.sin((np.radians(lon) - radians(place.lon)) / 2) ** 2
    return 2 * EARTH_MILES * np.arcsin(np.sqrt(np.minimum(a, 1)))
