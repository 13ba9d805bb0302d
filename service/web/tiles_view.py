"""Pictures of a map under its pins, from a server that the operator chose; without one there are
none. They are placed here, so that no script is needed."""

import math
from typing import Any

from service.map_tiles import Tiles

from .lines import UNITS

_SIDE = 256  # pixels of a picture
_MOST_ACROSS = 3 * _SIDE  # of a window: so it takes at most 16 pictures
_CLOSEST = 12  # a picture is some 5 miles across: its server learns of no street
Data = dict[str, Any]


def with_tiles(drawn: Data, tiles: Tiles) -> Data:
    """A map of `map_values` on pictures: these follow Mercator, so its pins do too."""
    lat, lon = drawn["middle"]
    zoom = next(z for z in range(_CLOSEST, -1, -1) if _fits(z, drawn["half"], lat) or z == 0)
    scale = _scale(zoom, lat)
    x, y = _pixels(lat, lon, zoom)
    half = drawn["half"] * scale
    pictures = [
        {
            "address": tiles.address(zoom, across % 2**zoom, down),
            "x": f"{(across * _SIDE - x) / scale:.1f}",
            "y": f"{(down * _SIDE - y) / scale:.1f}",
            "size": f"{_SIDE / scale:.1f}",
        }
        for down in _range(y, half)
        for across in _range(x, half)
        if 0 <= down < 2**zoom
    ]
    pins = [
        pin | {"y": round((_pixels(pin["lat"], pin["lon"], zoom)[1] - y) / scale)}
        for pin in drawn["pins"]
    ]
    return drawn | {"pins": pins, "tiles": pictures, "credit": tiles.credit}


def _fits(zoom: int, half: float, lat: float) -> bool:
    return 2 * half * _scale(zoom, lat) <= _MOST_ACROSS


def _scale(zoom: int, lat: float) -> float:
    """Pixels of a unit of the map, at its middle."""
    return _SIDE * 2**zoom / (360 * UNITS * math.cos(math.radians(lat)))


def _pixels(lat: float, lon: float, zoom: int) -> tuple[float, float]:
    """Of a point, from the north-west corner of the world."""
    world = _SIDE * 2**zoom
    north = math.asinh(math.tan(math.radians(lat)))
    return (lon + 180) / 360 * world, (1 - north / math.pi) / 2 * world


def _range(middle: float, half: float) -> range:
    return range(int((middle - half) // _SIDE), int((middle + half) // _SIDE) + 1)
