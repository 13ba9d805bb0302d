"""How far an OT's location is from the patient: great-circle miles, home-visit areas counted in."""

from dataclasses import dataclass

from geopy.distance import great_circle

from .profile import HomeVisits, Location
from .query import Query
from .text import fold


@dataclass(frozen=True)
class Reach:
    """Miles that count for this query, and whether the patient lies in a home-visit area."""

    miles: float
    comes_to_you: bool = False


def reach(location: Location, visits: HomeVisits, query: Query) -> Reach | None:
    """Distance to a location, or to the edge of the home-visit area if home visits are asked.

    None if the query has no place, or the location no point.
    """
    if query.place is None:
        return None
    if query.comes_home and visits_place(visits, query):
        return Reach(0.0, comes_to_you=True)
    if location.lat is None or location.lon is None:
        return None
    here, there = (query.place.lat, query.place.lon), (location.lat, location.lon)
    miles = great_circle(here, there).miles
    if query.comes_home and visits.radius_miles:
        miles = max(0.0, miles - visits.radius_miles)
        return Reach(miles, comes_to_you=miles == 0.0)
    return Reach(miles)


def visits_place(visits: HomeVisits, query: Query) -> bool:
    """Whether the patient's ZIP or county is named in the home-visit area."""
    code, county = query.home_codes
    return (code != "" and code in visits.postal_codes) or (
        county != "" and county in (fold(name) for name in visits.counties)
    )
