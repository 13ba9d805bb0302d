"""Outlines of states, as paths for a map."""

import struct
from functools import cache

import numpy as np
import shapefile

from .lines import SHAPES, UNITS, Points, path_of, rings_of, simpler_ring

# What no line strays from by more, from some 400 m on: the finest by which a path is short enough
# for a page that shows several states.
_TOLERANCES = (4, 8, 16, 32, 64, 128)
_LONGEST = 5_000
# Parts of half a window that nobody sees at its size; an island of a few of these is a speck.
_FINER, _SPECK = 150, 6
# Islands smaller than this across are left out, but for a state's largest.
_LEAST_ACROSS = 30
_FILE = SHAPES / "cb_2016_us_state_500k.shp"
# Bytes before the first row of the index, and before a record's bounds.
_INDEX_BEGINS, _RECORD_BEGINS = 100, 12


def outline(state: str, half: float = 0) -> str:
    """The path of a state by its two letters, as fine as a window of `half` units to each side
    shows it; empty for one that has no shape."""
    return _outline(state, next((t for t in _TOLERANCES if t >= half / _FINER), _TOLERANCES[-1]))


@cache
def _outline(state: str, least: int) -> str:
    rings = _rings(state)
    across = [np.ptp(ring, axis=0).max() for ring in rings]
    seen = min(max(_LEAST_ACROSS, least * _SPECK), max(across, default=0))
    kept = [ring for ring, wide in zip(rings, across, strict=True) if wide >= seen]
    path = ""
    for tolerance in (t for t in _TOLERANCES if t >= least):
        path = "".join(path_of(simpler_ring(ring, tolerance)) for ring in kept)
        if len(path) <= _LONGEST:
            break
    return path


def states_in(lat: float, lon: float, half: float) -> list[str]:
    """States whose bounds meet a window of `half` units to each side of a point."""
    degrees = half / UNITS
    return [
        state
        for state, (west, south, east, north) in _bounds().items()
        if west <= lon + degrees and lon - degrees <= east
        and south <= lat + degrees and lat - degrees <= north
    ]  # fmt: skip


@cache
def _bounds() -> dict[str, tuple[float, float, float, float]]:
    """Of all states but Alaska, which lies on both sides of the date line. The shapes' own words:
    each record begins with its bounds (ESRI's description of shapefiles, 1998)."""
    body, index = _FILE.read_bytes(), (SHAPES / f"{_FILE.stem}.shx").read_bytes()
    found = {}
    for state, number in state_numbers().items():
        (words,) = struct.unpack_from(">i", index, _INDEX_BEGINS + 8 * number)
        bounds = struct.unpack_from("<4d", body, 2 * words + _RECORD_BEGINS)
        if bounds[2] - bounds[0] < 180:
            found[state] = bounds
    return found


def _rings(state: str) -> list[Points]:
    if state not in state_numbers():
        return []
    with shapefile.Reader(_FILE) as reader:
        return rings_of(reader.shape(state_numbers()[state]))


@cache
def state_numbers() -> dict[str, int]:
    with shapefile.Reader(_FILE) as reader:
        return {record["STUSPS"]: record.oid for record in reader.iterRecords()}
