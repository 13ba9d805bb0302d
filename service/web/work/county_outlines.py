"""Outlines of the counties of a state, as paths whose common borders are one line: prepared once,
and kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import shapefile

from service.eligibility.values import county_key

from ..lines import SHAPES, Points, path_of, rings_of, simpler, simpler_ring
from ..outlines import state_numbers

_FILE = SHAPES / "cb_2016_us_county_500k.shp"
_STATES = SHAPES / "cb_2016_us_state_500k.shp"
# What the Census Bureau calls it, as the ZIP table writes that.
_KINDS = {
    "03": " City and Borough", "04": " Borough", "05": " Census Area", "06": " County",
    "12": " Municipality", "13": " Municipio", "15": " Parish", "25": " City",
}  # fmt: skip
# Parts of a state's size that nobody sees, and how many of these a speck of an island is across.
_FINER, _SPECK = 500, 3
# Counties that came after 2016, by the one that they were then.
_THEN = dict.fromkeys(
    ("Chugach Census Area, AK", "Copper River Census Area, AK"), "Valdez-Cordova Census Area, AK"
)


# The counties that share a corner, a bit for each.
Owners = dict[tuple[float, float], int]


@dataclass(frozen=True)
class County:
    """`middle` is a place well within, for a mark."""

    name: str
    path: str
    middle: tuple[float, float]


@dataclass(frozen=True)
class Counties:
    """`bounds` hold the largest part of each county: west, north, east, south."""

    by_key: dict[str, County]
    bounds: tuple[float, float, float, float]

    def of(self, county: str) -> str | None:
        """The key of the outline in which a county of the ZIP table lies."""
        key = county_key(_THEN.get(county, county))
        return key if key in self.by_key else None


@cache
def counties_of(state: str) -> Counties | None:
    """None for a state that has no shapes."""
    rings = _rings(state)
    if not rings:
        return None
    largest = {name: max(parts, key=_area) for name, parts in rings.items()}
    corners = np.vstack(list(largest.values()))
    (west, north), (east, south) = corners.min(axis=0), corners.max(axis=0)
    tolerance = max(east - west, south - north) / _FINER
    seen = {
        name: [part for part in parts if part is largest[name] or _is_seen(part, tolerance)]
        for name, parts in rings.items()
    }
    owners, found = _owners(seen.values()), {}
    for name, parts in seen.items():
        path = "".join(path_of(_drawn(part, owners, tolerance)) for part in parts)
        found[county_key(name)] = County(name, path, _middle(largest[name]))
    return Counties(found, (west, north, east, south))


def _rings(state: str) -> dict[str, list[Points]]:
    """By the county's name with its state, as the ZIP table writes it or nearly so."""
    if state not in state_numbers():
        return {}
    with shapefile.Reader(_STATES) as states, shapefile.Reader(_FILE) as counties:
        number = states.record(state_numbers()[state])["STATEFP"]
        return {
            f"{row['NAME']}{_KINDS.get(row['LSAD'], '')}, {state}": rings_of(
                counties.shape(row.oid)
            )
            for row in counties.iterRecords()
            if row["STATEFP"] == number
        }


def _owners(counties: Iterable[list[Points]]) -> Owners:
    held: Owners = {}
    for number, parts in enumerate(counties):
        for corner in map(tuple, np.vstack(parts).tolist()):
            held[corner] = held.get(corner, 0) | 1 << number
    return held


def _drawn(ring: Points, owners: Owners, tolerance: float) -> Points:
    """A ring in fewer corners. Where its neighbor changes it is cut, so that both sides of a border
    keep the same corners and no gap opens."""
    around = ring[:-1]
    whose = [owners[corner] for corner in map(tuple, around.tolist())]
    cuts = [
        at for at, held in enumerate(whose)
        if held.bit_count() > 1 and not held == whose[at - 1] == whose[(at + 1) % len(whose)]
    ]  # fmt: skip
    if not cuts:
        return simpler_ring(ring, tolerance)
    around = np.roll(around, -cuts[0], axis=0)
    closed = np.vstack([around, around[:1]])
    ends = [*(at - cuts[0] for at in cuts), len(around)]
    lines = [_line(closed[a : b + 1], tolerance) for a, b in pairwise(ends)]
    return np.vstack([*lines, closed[-1:]])


def _line(corners: Points, tolerance: float) -> Points:
    """Without its last corner, with which the next line begins."""
    closed = (corners[0] == corners[-1]).all()
    return (simpler_ring if closed else simpler)(corners, tolerance)[:-1]


def _is_seen(ring: Points, tolerance: float) -> bool:
    return np.ptp(ring, axis=0).max() > _SPECK * tolerance


def _area(ring: Points) -> float:
    return abs(_crossed(ring).sum())


def _middle(ring: Points) -> tuple[float, float]:
    """The center of its area."""
    crossed, pairs = _crossed(ring), ring[:-1] + ring[1:]
    x, y = (crossed[:, None] * pairs).sum(axis=0) / (3 * crossed.sum())
    return round(x), round(y)


def _crossed(ring: Points) -> Points:
    return ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]
