"""Lines of maps: corners of the Census Bureau's shapes, made few, and written as paths."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import numpy as np

# Thousandths of a degree, some 100 m: what a map draws in.
UNITS = 1000
# The shapes of 2016, which come with a Python package, so that no other host is asked.
SHAPES = files("_plotly_geo") / "package_data"
Points = np.ndarray


def to_units(lat: float, lon: float) -> tuple[int, int]:
    """x and y on the map. What lies beyond the date line goes on to the west, as Alaska does."""
    return round((lon - 360 if lon > 0 else lon) * UNITS), round(-lat * UNITS)


def rings_of(shape: Any) -> list[Points]:
    """The rings of a shape of pyshp, in units; each ends where it begins."""
    points = np.array(shape.points)
    points[:, 0] = np.where(points[:, 0] > 0, points[:, 0] - 360, points[:, 0])
    return np.split(points * (UNITS, -UNITS), shape.parts[1:])


def simpler(points: Points, tolerance: float) -> Points:
    """The corners of a line without which it would stray by more than the tolerance (after Douglas
    and Peucker)."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
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
    return points[keep]


def simpler_ring(ring: Points, tolerance: float) -> Points:
    """A ring begins where it ends: the point farthest from there splits it into two lines."""
    middle = int(np.hypot(*(ring - ring[0]).T).argmax())
    there, back = ring[: middle + 1], ring[middle:]
    return np.vstack([simpler(there, tolerance)[:-1], simpler(back, tolerance)])


def path_of(ring: Points) -> str:
    """Steps from point to point in whole units, which are short to write."""
    return "".join(_commands(ring.round().astype(int))) + "z"


def _distances(points: Points, start: Points, end: Points) -> Points:
    """From the line through two points."""
    along = end - start
    length = np.hypot(*along)
    if not length:
        return np.hypot(*(points - start).T)
    off = points - start
    return np.abs(along[0] * off[:, 1] - along[1] * off[:, 0]) / length


def _commands(ring: Points) -> Iterator[str]:
    x, y = ring[0]
    yield f"M{x} {y}l"
    yield " ".join(f"{dx} {dy}" for dx, dy in np.diff(ring, axis=0)[:-1])
