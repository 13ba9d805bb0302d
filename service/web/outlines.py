"""Outlines of states, as paths for a map: from the Census Bureau's shapes, which come with a Python
package, so that no other host is asked."""

import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from threading import Lock
from zipfile import ZipFile

import numpy as np
import shapefile

# Thousandths of a degree, some 100 m: what a map draws in.
UNITS = 1000
# What no line strays from by more, from some 400 m on: the finest by which a path is short enough
# for a page that shows several states.
_TOLERANCES = (4, 8, 16, 32, 64)
_LONGEST = 5_000
# Parts of half a window that nobody sees at its size; an island of a few of these is a speck.
_FINER, _SPECK = 150, 6
# Islands smaller than this across are left out, but for a state's largest.
_LEAST_ACROSS = 30
_FILE = str(files("united_states") / "shapes.zip")
# Bytes before the first row of the index, and before a record's bounds.
_INDEX_BEGINS, _RECORD_BEGINS = 100, 12
_reading = Lock()
Points = np.ndarray


def to_units(lat: float, lon: float) -> tuple[int, int]:
    """x and y on the map. What lies beyond the date line goes on to the west, as Alaska does."""
    return round((lon - 360 if lon > 0 else lon) * UNITS), round(-lat * UNITS)


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
        path = "".join(_path(_simpler(ring, tolerance)) for ring in kept)
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
    with ZipFile(_FILE) as packed:
        (name,) = [name for name in packed.namelist() if name.endswith(".shp")]
        body, index = packed.read(name), packed.read(f"{name[:-1]}x")
    _, numbers = _shapes()
    found = {}
    for state, number in numbers.items():
        (words,) = struct.unpack_from(">i", index, _INDEX_BEGINS + 8 * number)
        bounds = struct.unpack_from("<4d", body, 2 * words + _RECORD_BEGINS)
        if bounds[2] - bounds[0] < 180:
            found[state] = bounds
    return found


def _rings(state: str) -> list[Points]:
    with _reading:
        reader, numbers = _shapes()
        if state not in numbers:
            return []
        shape = reader.shape(numbers[state])
    points = np.array(shape.points)
    points[:, 0] = np.where(points[:, 0] > 0, points[:, 0] - 360, points[:, 0])
    units = points * (UNITS, -UNITS)
    return np.split(units, shape.parts[1:])


@cache
def _shapes() -> tuple[shapefile.Reader, dict[str, int]]:
    reader = shapefile.Reader(_FILE)
    return reader, {record["STUSPS"]: record.oid for record in reader.iterRecords()}


def _simpler(points: Points, tolerance: int) -> Points:
    """The points of a ring without which it would stray by more than the tolerance (after Douglas
    and Peucker), in whole units."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    # A ring begins where it ends: the point farthest from there splits it into two lines.
    middle = int(np.hypot(*(points - points[0]).T).argmax())
    keep[middle] = True
    waiting = [(0, middle), (middle, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        farthest = int(away.argmax())
        if away[farthest] > tolerance:
            split = first + 1 + farthest
            keep[split] = True
            waiting += [(first, split), (split, last)]
    return points[keep].round().astype(int)


def _distances(points: Points, start: Points, end: Points) -> Points:
    """From the line through two points."""
    along = end - start
    length = np.hypot(*along)
    if not length:
        return np.hypot(*(points - start).T)
    off = points - start
    return np.abs(along[0] * off[:, 1] - along[1] * off[:, 0]) / length


def _path(ring: Points) -> str:
    """Steps from point to point, which are short to write."""
    return "".join(_commands(ring)) + "z"


def _commands(ring: Points) -> Iterator[str]:
    x, y = ring[0]
    yield f"M{x} {y}l"
    yield " ".join(f"{dx} {dy}" for dx, dy in np.diff(ring, axis=0)[:-1])
