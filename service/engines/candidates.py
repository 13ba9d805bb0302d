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

from .columns import BAND_WIDTH, BANDS_PER_DEGREE, EVIDENCE, STATE, unit_vector
from .name_index import NameIndex

_NONE = np.empty(0, "<i4")

Posting = Callable[[str], np.ndarray | None]


@dataclass(frozen=True)
class Columns:
    """One directory in memory; `posting(key)` fetches a list of rows, or None."""

    arrays: Mapping[str, np.ndarray]
    codes: Mapping[str, list[str]]  # of TAKEN, in the order of the numbers in that array
    languages: list[str]  # that anybody speaks
    posting: Posting
    names: NameIndex
    tables: dict[tuple, Any] = field(default_factory=dict)  # what `kinds.py` has made once
    _nowhere: dict[int, np.ndarray] = field(default_factory=dict)

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
    def _visiting(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows with a point of those whose home-visit area is some miles around it; and their
        places in the order of rows."""
        person = self["person"][: self.with_point]
        rows = np.flatnonzero(self["home_radius"][person])
        return rows, self["spot"][rows]

    def visiting_around(self, place: Place, miles: float) -> np.ndarray:
        """Rows whose home-visit area may reach within these miles of the place."""
        rows, spot = self._visiting
        return rows[rows_around(spot, place, miles + self.widest_home)]

    def nowhere_in(self, state: str | None) -> np.ndarray:
        """Rows without a point that may be in this state; none where it is not known."""
        here = STATE.index(state or "")
        if here not in self._nowhere:
            known = self["state"][self.with_point :]
            maybe = (known == here) | (known == 0) if here else np.zeros(len(known), bool)
            self._nowhere[here] = self.with_point + np.flatnonzero(maybe)
        return self._nowhere[here]

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
    """Rows that one query may concern, for its people and for the facet of settings: where home
    visits count, an area may reach farther than the radius.

    Arrays run over these locations: `who` is each one's person, `way` the miles to it, infinite
    where they are not known; those from `nowhere` on have no point but may be in the same state.
    """

    def __init__(self, columns: Columns, query: Query) -> None:
        self.columns, self.query = columns, query
        self.named = columns.names.people(query.name_forms) if query.name else None
        self._visited = columns.listed(_home_keys(query))
        self.rows, self.way, self.nowhere = self._found()
        self.who = columns["person"][self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, name: str) -> np.ndarray:
        """A column of the locations."""
        return self.columns[name][self.rows]

    @cached_property
    def kind(self) -> np.ndarray:
        return self.columns["kind"][self.who]

    @property
    def miles(self) -> np.ndarray:
        """The way that counts for this query."""
        return self.home_way if self.query.comes_home else self.way

    @cached_property
    def home_way(self) -> np.ndarray:
        """Miles to the edge of the home-visit area, else to the location."""
        outside = np.maximum(0, self.way - self.columns["home_radius"][self.who])
        if len(self._visited):
            outside[flags(self._visited, self.columns.persons)[self.who]] = 0
        return outside

    def _found(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Rows, the way to each, and where those begin that have no point."""
        query, columns = self.query, self.columns
        if query.by_distance and query.place:
            return self._near(query.place)
        if self.named is not None:
            rows = columns.rows_of(columns.names.with_unnamed(self.named))
        elif query.telehealth:
            state = columns.listed([f"state:{query.care_state}", "state:"])
            rows = columns.rows_of(state)
        else:
            rows = np.arange(len(columns["person"]))
        return rows, np.broadcast_to(np.inf, rows.shape), len(rows)

    def _near(self, place: Place) -> tuple[np.ndarray, np.ndarray, int]:
        """Those in the radius; beyond it those whose home-visit area reaches into it, and others
        whose area names the place; those without a point."""
        columns, radius = self.columns, self.query.radius_miles
        nowhere = columns.nowhere_in(place.state)
        parts = (
            rows_around(columns["spot"][: columns.with_point], place, radius),
            columns.visiting_around(place, radius),
            self._naming(nowhere),
        )
        near, reaching = len(parts[0]), len(parts[0]) + len(parts[1])
        rows = np.concatenate(parts)
        way = miles_to(place, columns["point"][rows])
        within = way <= radius
        reaches = way - columns["home_radius"][columns["person"][rows]] <= radius
        reaches[reaching:] ^= True  # who is found by the miles is not found by the name again
        taken = ~within & reaches
        taken[:near] = within[:near]
        rows = np.concatenate([rows[taken], nowhere])
        way = np.concatenate([way[taken], np.full(len(nowhere), np.inf)])
        return rows, way, len(rows) - len(nowhere)

    def _naming(self, nowhere: np.ndarray) -> np.ndarray:
        """Rows of those whose home-visit area names the place, but those in `nowhere`."""
        rows = self.columns.rows_of(self._visited) if len(self._visited) else _NONE
        return rows[~np.isin(rows, nowhere)] if len(nowhere) and len(rows) else rows

    @cached_property
    def insurance(self) -> np.ndarray:
        """Per row, the status and day of the evidence that answers the query."""
        found = np.zeros(len(self.rows), EVIDENCE)
        for key in reversed(self.query.insurance_keys):
            hit, told = self.evidence(key)
            found[hit] = told
        return found

    def evidence(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """On which rows there is evidence of this key, and the evidence on these."""
        posting = self.columns.posting(key)
        if posting is None or not len(self.rows):
            return np.zeros(len(self.rows), bool), np.empty(0, EVIDENCE)
        spot = np.minimum(np.searchsorted(posting["row"], self.rows), len(posting) - 1)
        hit = posting["row"][spot] == self.rows
        return hit, posting[spot[hit]]


def _home_keys(query: Query) -> list[str]:
    code, county = query.home_codes if query.by_distance else ("", "")
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


def miles_to(place: Place, points: np.ndarray) -> np.ndarray:
    """Great-circle miles, as `directory.reach` has them, by the straight way between points of the
    unit sphere; infinite to what has no point."""
    gap = points - unit_vector(place.lat, place.lon)
    half = np.sqrt(np.einsum("ij,ij->i", gap, gap)) / 2
    miles = 2 * EARTH_MILES * np.arcsin(np.minimum(half, 1))
    return np.where(half <= 2, miles, np.inf)
