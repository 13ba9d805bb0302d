"""How far an OT's location is from the patient: great-circle miles, home-visit areas counted in."""

from dataclasses import dataclass

from geopy.distance import great_circle

from .profile import HomeVisits, Location
from .query import Query
from .text import fold


@dataclass(frozen=True)
class Reach:
    """Miles that count for this query, and what they mean: a reason's code.

    "distance" (about), "distance_exact" (both ends precise), and with home visits asked
    "comes_to_you", "outside_home_area" (miles to its edge) or "home_visits" (no area known).
    """

    miles: float
    code: str = "distance"


def reach(location: Location, visits: HomeVisits, query: Query) -> Reach | None:
    """Distance to a location, or to the edge of the home-visit area if home visits are asked.

    None if the query has no place, or the location no point.
    """
    if query.place is None:
        return None
    if query.comes_home and _visits_place(visits, query):
        return Reach(0.0, "comes_to_you")
    if location.lat is None or location.lon is None:
        return None
    here, there = (query.place.lat, query.place.lon), (location.lat, location.lon)
    miles = great_circle(here, there).miles
    if query.comes_home:
        return _home_reach(miles, visits)
    exact = query.place.precision == "point" and location.precision == "address"
    return Reach(miles, "distance_exact" if exact else "distance")


def _home_reach(miles: float, visits: HomeVisits) -> Reach:
    if not visits.radius_miles:
        return Reach(miles, "home_visits")
    outside = max(0.0, miles - visits.radius_miles)
    return Reach(outside, "outside_home_area" if outside else "comes_to_you")


def _visits_place(visits: HomeVisits, query: Query) -> bool:
    """Whether the patient's ZIP or county is named in the home-visit area."""
    code, county = query.home_codes
    return (code != "" and code in visits.postal_codes) or (
        county != "" and county in (fold(name) for name in visits.counties)
    )
