"""A map of supply: the outline of a state, and a disk for each county, as large as it has OTs.

Outlines of counties come with no package that is small, permissive and ships them: a disk stands in
the middle of a county's ZIP codes.
"""

import math
from typing import Any

from service.directory.zip_table import zip_table
from service.stewardship.supply import Supply

from ..outlines import outline, to_units

_MARGIN = 1.12
_LARGEST, _SMALLEST = 0.06, 0.014  # radii, as parts of the window


def supply_map(state: str, found: list[Supply]) -> dict[str, Any] | None:
    """None where nothing can be drawn."""
    middles = _middles(state)
    there = [each for each in found if each.county in middles]
    land = outline(state, 3000)
    if not there or not land:
        return None
    lats = [lat for lat, _ in middles.values()]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    xs, ys = zip(*(to_units(*middle) for middle in middles.values()), strict=True)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    half = round(max((max(xs) - min(xs)) * squeeze, max(ys) - min(ys)) / 2 * _MARGIN) + 300
    most = max(each.ots for each in there)
    disks = []
    for each in sorted(there, key=lambda one: -one.ots):  # small ones above large ones
        across, down = to_units(*middles[each.county or ""])
        size = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(each.ots / most)
        disks.append({
            "x": round((across - x) * squeeze), "y": round(down - y),
            "r": round(2 * half * size), "is_expert": each.current_mscs > 0,
            "name": each.county, "ots": each.ots, "mscs": each.current_mscs,
        })  # fmt: skip
    return {
        "box": f"{-half} {-half} {2 * half} {2 * half}",
        "land": f"scale({squeeze:.4f} 1) translate({-round(x)} {-round(y)})",
        "path": land,
        "disks": disks,
    }


def _middles(state: str) -> dict[str, tuple[float, float]]:
    """Of each county, by its ZIP codes where people live."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in zip_table().by_code.values():
        if row.state == state and row.county and row.standard:
            points.setdefault(row.county, []).append((row.lat, row.lon))
    return {
        county: (sum(lat for lat, _ in all_) / len(all_), sum(lon for _, lon in all_) / len(all_))
        for county, all_ in points.items()
    }
