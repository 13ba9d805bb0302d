"""A map of a page of results: outlines of states, the place, and numbers that the list has too."""

import math
from typing import Any

from service.directory.query import Query

from .lines import UNITS, to_units
from .outlines import outline, states_in

_MILES_PER_DEGREE = 69.0
_MARGIN = 1.25
_LEAST_MILES = 4.0  # half of the window's height: one pin alone still lies in a landscape
_PIN = 1 / 14  # of half a window is half a pin
_ROUND_MILES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
# Where a pin stands, in halves of pins from its place: there, or around it.
_BESIDE = [
    (away * math.cos(turn * math.pi / 6), away * math.sin(turn * math.pi / 6))
    for away in (0, 1, 2.05, 3, 4.1, 5)
    for turn in range(12 if away else 1)
]
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
        "size": f"{half * _PIN:.1f}",
        "text": f"{half / 11:.1f}",
        "lower": f"{half / 33:.1f}",
        "below": f"{half / 6:.1f}",
        "land": f"scale({squeeze:.4f} 1) translate({-x} {-y})",
        "has_place": place is not None,
        "label": place.label if place else None,
        "scale": _scale(half),
        "states": _land(middle, half / squeeze, {pin["state"] for pin in pins}),
    }


def apart(drawn: Data) -> Data:
    """With no pin over another: who would lie under one stands as close beside it as there is
    room."""
    radius, placed = drawn["half"] * _PIN, []
    for pin in drawn["pins"]:
        spots = [(pin["x"] + across * radius, pin["y"] + down * radius) for across, down in _BESIDE]
        free = (s for s in spots if all(math.dist(s, other) >= 2 * radius for other in placed))
        placed.append(next(free, spots[0]))
    pins = [pin | {"x": round(x), "y": round(y)}
            for pin, (x, y) in zip(drawn["pins"], placed, strict=True)]  # fmt: skip
    return drawn | {"pins": pins}


def _scale(half: int) -> Data:
    """A line of so many whole miles, a third of the window at most."""
    unit = UNITS / _MILES_PER_DEGREE
    miles = max((m for m in _ROUND_MILES if m * unit <= half * 2 / 3), default=_ROUND_MILES[0])
    return {"miles": miles, "across": round(miles * unit), "edge": round(half * 0.94)}


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
