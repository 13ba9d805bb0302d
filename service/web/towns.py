"""Towns of a map, by which people know where it is."""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from service.directory.zip_table import zip_table

from .boxes import SIGN, Box
from .lines import Points, to_units

_TEXT = 1 / 12  # of half a window is a line of text
_MOST, _LOOKED_AT = 6, 40


class Town(NamedTuple):
    name: str
    x: int
    y: int


def with_towns(drawn: dict[str, Any]) -> dict[str, Any]:
    """A map with the largest towns whose names lie over nothing that is `taken`. The place has its
    name already."""
    half, (lat, lon) = drawn["half"], drawn["middle"]
    squeeze, (x, y) = math.cos(math.radians(lat)), to_units(lat, lon)
    taken, towns = [*drawn["taken"], Box(-half * 0.6, half * 0.88, half * 0.8, half * 0.24)], []
    for town in towns_in(x, y, half / squeeze, half):
        at = town._replace(x=round((town.x - x) * squeeze), y=town.y - y)
        box = _box(at, half)
        is_place = (drawn["label"] or "").startswith(town.name)
        if not is_place and box.is_within(half) and not any(map(box.is_over, taken)):
            taken.append(box)
            towns.append(at)
    return drawn | {"towns": towns[:_MOST], "town": f"{half * _TEXT:.1f}"}


def towns_in(x: float, y: float, across: float, down: float) -> list[Town]:
    """Those that lie no farther than so many units from a point, the largest first."""
    names, (xs, ys) = read_towns()
    near = (np.abs(xs - round(x)) <= across) & (np.abs(ys - round(y)) <= down)
    there = np.flatnonzero(near)[:_LOOKED_AT]
    return [Town(names[at], int(xs[at]), int(ys[at])) for at in there]


def _box(town: Town, half: float) -> Box:
    """A dot, with the name behind it."""
    width = (len(town.name) + 2) * SIGN * _TEXT * half
    return Box(town.x + width / 2, town.y, width, half * _TEXT * 1.4)


@cache
def read_towns() -> tuple[list[str], Points]:
    """Names, and the middles as a row of x and one of y. A town is as large as it has ZIP codes,
    since nothing else here tells. It is made once a process, in a tenth of a second."""
    table = zip_table()
    keys = sorted(table.by_city, key=lambda key: (-len(table.by_city[key]), key))
    middles = []
    for codes in map(table.listed, keys):
        lat = sum(code.lat for code in codes) / len(codes)
        lon = sum(code.lon for code in codes) / len(codes)
        middles.append(to_units(lat, lon))
    return [table.by_city[key][0].city for key in keys], np.array(middles, np.int32).T.copy()
