"""A map of supply: the counties of a state, each the darker and the denser hatched the more OTs it
has, with a mark where one is a current MSCS."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, radians
from typing import Any

from service.stewardship.supply import Supply

from ..lines import UNITS
from .county_outlines import Counties, counties_of

_MARGIN = 1.04
_LEVELS = 4
_TILES, _MARK = 40, 0.011  # tiles of a pattern across half a window; a mark's part of the window
Data = dict[str, Any]


@dataclass(frozen=True)
class Level:
    """Counties of so many OTs, from `low` to `high`, are drawn alike."""

    number: int
    low: int
    high: int


def supply_map(state: str, found: list[Supply]) -> Data | None:
    """None for a state that has no shapes."""
    counties = counties_of(state)
    if counties is None:
        return None
    ots, experts, undrawn = _told(counties, found)
    levels = levels_of(max(ots.values(), default=0))
    west, north, east, south = counties.bounds
    squeeze = cos(radians((north + south) / 2 / UNITS))
    x, y = (west + east) / 2, (north + south) / 2
    half = round(max((east - west) * squeeze, south - north) / 2 * _MARGIN)
    return {
        "box": f"{-half} {-half} {2 * half} {2 * half}",
        "land": f"scale({squeeze:.4f} 1) translate({-round(x)} {-round(y)})",
        "tile": max(1, round(half / _TILES)),
        "levels": levels,
        "counties": [
            {"name": each.name.rpartition(", ")[0], "path": each.path, "ots": ots[key],
             "level": next((one.number for one in levels if ots[key] and ots[key] <= one.high), 0)}
            for key, each in sorted(counties.by_key.items())
        ],
        "marks": [
            {"x": round((across - x) * squeeze), "y": round(down - y)}
            for across, down in (counties.by_key[key].middle for key in sorted(experts))
        ],
        "mark": round(2 * half * _MARK),
        "nobody": sorted(each.name.rpartition(", ")[0]
                         for key, each in counties.by_key.items() if not ots[key]),
        "undrawn": undrawn,
    }  # fmt: skip


def levels_of(most: int) -> list[Level]:
    """At most four, each ending about as many times above the one before: 3, 6, 12, 27."""
    ends = dict.fromkeys(ceil(most ** (part / _LEVELS)) for part in range(1, _LEVELS + 1))
    return [
        Level(number, before + 1, end)
        for number, (before, end) in enumerate(pairwise([0, *ends]), 1)
        if most
    ]


def _told(counties: Counties, found: list[Supply]) -> tuple[Counter[str], set[str], int]:
    """OTs and those with a current MSCS, by outline; and how many lie in none."""
    ots: Counter[str] = Counter()
    experts, undrawn = set(), 0
    for each in found:
        key = counties.of(each.county) if each.county else None
        if key is None:
            undrawn += each.ots
            continue
        ots[key] += each.ots
        if each.current_mscs:
            experts.add(key)
    return ots, experts, undrawn
