"""How far an OT's location is from the patient: great-circle miles, home-visit areas counted in."""

from math import asin, cos, radians, sin, sqrt

import msgspec

from .profile import YES, HomeVisits, Location
from .query import Query
from .text import fold

EARTH_MILES = 6371.009 / 1.609344  # the mean radius, as geopy's great circle has it


class Reach(msgspec.Struct, frozen=True, gc=False):
    """Miles that count for this query, and what they mean: a reason's code.

    "distance" (about), "distance_exact" (both ends precise), and with home visits asked
    "comes_to_you", "outside_home_area" (miles to its edge), "not_in_home_area" (none of the ZIPs
    and counties named), "home_visits" (no area known) or "home_visits_unknown".
    `to_location` is always the way to the location itself.
    """

    miles: float
    code: str = "distance"
    to_location: float | None = None


def reach(location: Location, visits: HomeVisits, query: Query) -> Reach | None:
    """Distance to a location, or to the edge of the home-visit area if home visits are asked.

    None if the query has no place, or the location no point.
    """
    if query.place is None:
        return None
    if location.lat is None or location.lon is None:
        if query.comes_home and _visits_place(visits, query):
            return Reach(0.0, _told("comes_to_you", visits))
        return None
    miles = _miles(query.place.lat, query.place.lon, location.lat, location.lon)
    if query.comes_home:
        return _home_reach(miles, visits, query)
    exact = query.place.precision == "point" and location.precision == "address"
    return Reach(miles, "distance_exact" if exact else "distance", miles)


def _miles(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle miles by the haversine. geopy's, to which a test holds it, takes 60 times as
    long, and a page asks for dozens."""
    lat, lon, other_lat, other_lon = map(radians, (lat, lon, other_lat, other_lon))
    half_lat, half_lon = sin((other_lat - lat) / 2), sin((other_lon - lon) / 2)
    part = half_lat * half_lat + cos(lat) * cos(other_lat) * half_lon * half_lon
    return 2 * EARTH_MILES * asin(sqrt(min(1.0, part)))


def _home_reach(miles: float, visits: HomeVisits, query: Query) -> Reach:
    if _visits_place(visits, query):
        return Reach(0.0, _told("comes_to_you", visits), miles)
    if visits.radius_miles:
        outside = max(0.0, miles - visits.radius_miles)
        code = "outside_home_area" if outside else "comes_to_you"
        return Reach(outside, _told(code, visits), miles)
    code, county = query.home_codes
    named = (visits.postal_codes and code) or (visits.counties and county)
    return Reach(miles, _told("not_in_home_area" if named else "home_visits", visits), miles)


def _told(code: str, visits: HomeVisits) -> str:
    """An area without a word on whether home visits are made at all promises nothing."""
    return code if visits.offered == YES else "home_visits_unknown"


def _visits_place(visits: HomeVisits, query: Query) -> bool:
    """Whether the patient's ZIP or county is named in the home-visit area."""
    code, county = query.home_codes
    return (code != "" and code in visits.postal_codes) or (
        county != "" and county in (fold(name) for name in visits.counties)
    )
