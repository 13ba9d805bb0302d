"""The point that an issuer or a directory gives an address itself, if it can be one of ours."""

import math
from typing import Any

# Where the United States and its territories lie: swapped or zero numbers lie elsewhere.
_LATITUDES = ((-15.0, -10.0), (4.0, 72.0))
_LONGITUDES = ((-180.0, -64.0), (130.0, 180.0))


def point_of(address: dict[str, Any]) -> dict[str, Any]:
    """What a Location says of its point; nothing unless it is one of the United States."""
    lat = _number(address, ("lat", "latitude"), _LATITUDES)
    lon = _number(address, ("lng", "lon", "longitude"), _LONGITUDES)
    if lat is None or lon is None:
        return {}
    return {"lat": lat, "lon": lon, "precision": "address"}


def _number(
    address: dict[str, Any], fields: tuple[str, ...], ranges: tuple[tuple[float, float], ...]
) -> float | None:
    """The first number of the fields, given as such or as text, that lies in one of the ranges."""
    for field in fields:
        try:
            value = float(address.get(field, ""))
        except (TypeError, ValueError, OverflowError):
            continue
        if math.isfinite(value) and any(low <= value <= high for low, high in ranges):
            return value
    return None
