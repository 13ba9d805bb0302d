"""A map of a page of results: outlines of states, the place, and numbers that the list has too."""

import math
from typing import Any

from service.directory.query import Query

from .lines import UNITS, to_units
from .outlines import outline, states_in

_MILES_PER_DEGREE = 69.0
_MARGIN = 1.25
_LEAST_MILES = 4.0  # half of the window's height: one pin alone still lies in a landscape
Data = dict[str, Any]


def map_values(matches: list[Data], query: Query) -> Data | None:
    """None where nothing can be shown. `matches` are those of a page, in their order."""
    pins = [
        {"number": number, "name": match["name"], "lat": at["lat"], "lon": at["lon"],
         "state": at["state"]}
        for number, match in enumerate(matches, 1)
        if (at := match["location"]) and at["lat"] is not None
    ]  # fmt: skip
    place = query.place
    if not pins or query.telehealth:
        return None
    middle = (place.lat, place.lon) if place else _middle(pins)
    squeeze = math.cos(math.radians(middle[0]))  # of a degree of longitude, beside one of latitude
    x, y = to_units(*middle)
    for pin in pins:
        across, down = to_units(pin["lat"], pin["lon"])
        pin["x"], pin["y"] = round((across - x) * squeeze), down - y
    half = _half(pins)
    return {
        "box": f"{-half} {-half} {2 * half} {2 * half}",
        "middle": middle,
        "half": half,
        "pins": pins,
        "tiles": [],
        "credit": None,
        "size": f"{half / 14:.1f}",
        "text": f"{half / 11:.1f}",
        "lower": f"{half / 33:.1f}",
        "land": f"scale({squeeze:.4f} 1) translate({-x} {-y})",
        "has_place": place is not None,
        "states": _land(middle, half / squeeze, {pin["state"] for pin in pins}),
    }


def _land(middle: tuple[float, float], half: float, states: set[str | None]) -> list[str]:
    """Paths of all states in the window, and of those of the pins."""
    there = sorted({*states_in(*middle, half), *filter(None, states)})
    return [path for state in there if (path := outline(state, half))]


def _half(pins: list[Data]) -> int:
    """Half of the window's side, in units: all pins are in it."""
    farthest = max(max(abs(pin["x"]), abs(pin["y"])) for pin in pins)
    return round(max(farthest * _MARGIN, _LEAST_MILES / _MILES_PER_DEGREE * UNITS))


def _middle(pins: list[Data]) -> tuple[float, float]:
    lat, lon = [pin["lat"] for pin in pins], [pin["lon"] for pin in pins]
    return (min(lat) + max(lat)) / 2, (min(lon) + max(lon)) / 2
