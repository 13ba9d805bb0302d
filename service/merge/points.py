"""Whether a point can be right for a ZIP code: the places of the ZIPs around it say how far."""

from functools import cache, lru_cache
from math import isfinite

import numpy as np
from geopy.distance import EARTH_RADIUS, great_circle
from geopy.units import miles

from service.directory.zip_table import PostalCode, postal_code, zip_table

# Surroundings reach to the tenth standard ZIP around: half a mile would do for 10001 New York,
# 97 miles for 89310 Austin, Nevada, and one ring of neighbours (six) is too few for a town of
# several ZIPs in open country: 82601 Casper, Wyoming. At least 10 miles, since a ZIP's place is a
# rough middle; at most 100, since the tenth ZIP around an island may lie across an ocean.
NEIGHBOURS, LEAST_MILES, MOST_MILES = 10, 10.0, 100.0


def near_its_postal_code(lat: float, lon: float, code: str) -> bool | None:
    """Whether a point lies in a ZIP's surroundings; None if the ZIP has no place on the map."""
    row = postal_code(code)
    if row is None:
        return None
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return False
    return great_circle((lat, lon), (row.lat, row.lon)).miles <= surroundings(row.code)


@lru_cache(maxsize=50_000)  # every ZIP that there is
def surroundings(code: str) -> float:
    """How many miles around its place a ZIP's addresses may lie."""
    row = zip_table().by_code[code]
    position = NEIGHBOURS if row.standard else NEIGHBOURS - 1  # a standard ZIP finds itself first
    cosine = np.partition(_directions() @ _direction(row), -position - 1)[-position - 1]
    angle = float(np.arccos(np.clip(cosine, -1, 1)))
    return min(max(LEAST_MILES, angle * miles(kilometers=EARTH_RADIUS)), MOST_MILES)


@cache
def _directions() -> np.ndarray:
    """Every standard ZIP as a unit vector from the middle of the earth."""
    rows = zip_table().by_code.values()
    return np.array([_direction(row) for row in rows if row.standard])


def _direction(row: PostalCode) -> np.ndarray:
    lat, lon = np.radians(row.lat), np.radians(row.lon)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
