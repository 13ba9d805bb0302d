"""A map of a page of results: outlines of states, the place, and numbers that the list has too."""

import math
from dataclasses import replace
from typing import Any

from service.directory.query import Query

from .boxes import SIGN, Box
from .lines import UNITS, to_units
from .outlines import outline, states_in

_MILES_PER_DEGREE = 69.0
_MARGIN = 1.25
_LEAST_MILES = 4.0  # half of the window's height: one pin alone still lies in a landscape
_PIN = 1 / 14  # of half a window is half a pin
_TEXT = 1 / 11  # of half a window is a line of text
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
        "pin": f"{2 * half * _PIN:.1f}",
        "text": f"{half * _TEXT:.1f}",
        "lower": f"{half * _TEXT / 3:.1f}",
        "land": f"scale({squeeze:.4f} 1) translate({-x} {-y})",
        "has_place": place is not None,
        "label": place.label if place else None,
        "scale": _scale(half),
        "states": _land(middle, half / squeeze, {pin["state"] for pin in pins}),
    }


def apart(drawn: Data) -> Data:
    """With no pin over another or over the name of the place: people of one place have one pin, and
    who would lie under something stands as close beside it as there is room."""
    half, radius = drawn["half"], drawn["half"] * _PIN
    groups = _grouped(drawn["pins"], radius)
    name = _name_box(drawn["label"], groups, half) if drawn["label"] else None
    placed, pins = [name] if name else [], []
    for group in groups:
        box = _pin_box(group, half)
        spots = [box.moved(across * radius, down * radius) for across, down in _BESIDE]
        box = next((s for s in spots if not any(s.is_over(one) for one in placed)), spots[0])
        placed.append(box)
        names = ", ".join(pin["name"] for pin in group)
        pins.append(box.drawn() | {"numbers": _numbers(group), "name": names})
    named = {"named_at": round(name.y) if name else 0, "taken": placed, "towns": []}
    return drawn | {"pins": pins} | named


def _grouped(pins: list[Data], radius: float) -> list[list[Data]]:
    """Those of one place, each place at the first of its pins."""
    groups: list[list[Data]] = []
    for pin in pins:
        at = pin["x"], pin["y"]
        same = (one for one in groups if math.dist(at, (one[0]["x"], one[0]["y"])) < radius)
        group = next(same, [])
        group.append(pin)
        if len(group) == 1:
            groups.append(group)
    return groups


def _numbers(group: list[Data]) -> str:
    """As in "1–3, 6"."""
    runs: list[list[int]] = []
    for pin in group:
        if runs and pin["number"] == runs[-1][-1] + 1:
            runs[-1].append(pin["number"])
        else:
            runs.append([pin["number"]])
    return ", ".join("–".join(dict.fromkeys(map(str, (one[0], one[-1])))) for one in runs)


def _pin_box(group: list[Data], half: float) -> Box:
    """Round, or as long as its numbers, and whole in the window."""
    size = 2 * half * _PIN
    signs = _numbers(group)
    width = max(size, (len(signs) + 1) * SIGN * _TEXT * half) if len(signs) > 2 else size
    most = half - width / 2
    return Box(min(max(group[0]["x"], -most), most), group[0]["y"], width, size)


def _name_box(label: str, groups: list[list[Data]], half: float) -> Box:
    """Under the place, or over it if that is where nobody is."""
    low = Box(0, half * (_PIN + _TEXT), len(label) * SIGN * _TEXT * half, half * _TEXT * 1.3)
    pins = [_pin_box(group, half) for group in groups]
    ways = (low, replace(low, y=-low.y))
    return next((way for way in ways if not any(way.is_over(pin) for pin in pins)), low)


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
