"""Where a person lives, as `near` names it: a ZIP code, a county, a state, a city or a point."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from geopy.distance import great_circle
from rapidfuzz import process

from service.directory.places import open_place
from service.directory.states import state_code
from service.directory.text import fold
from service.directory.zip_table import postal_code, zip_table
from service.errors import InvalidQuery, Problem

from .person import Person
from .values import county_key

# What only a county is called; "Albany, NY" is the city.
_KIND = re.compile(r"\b(?:county|parish|borough|census area|municipality|municipio)\b", re.I)

# Belton, MO 64012 lies in Cass County, and partly in Jackson County, whose next ZIP code is 5 miles
# away; in thinly settled counties it is four times as far.
_REACH_MILES = 20


@dataclass(frozen=True)
class Where:
    """`tentative` names what was not told but follows from a table that can be wrong: the county of
    a ZIP code or a city, and all but the point itself of a point. `middle`: latitude and longitude
    of what was told, where it is no county or state."""

    label: str
    state: str | None = None
    county: str | None = None
    postal_code: str | None = None
    tentative: frozenset[str] = field(default_factory=frozenset)
    middle: tuple[float, float] | None = None


def open_where(text: str) -> Where:
    """Raises InvalidQuery with the nearest guesses for what is no place."""
    if state := state_code(text):
        return Where(state, state)
    if county := _counties().get(fold(text)):
        return _of_county(county)
    if _KIND.search(text):
        return _named_county(text)
    place = open_place(text)
    tentative = {"county"} if place.precision != "point" else {"postal_code", "county", "state"}
    return Where(
        place.label,
        place.state,
        place.county or None,
        place.postal_code,
        frozenset(tentative),
        (place.lat, place.lon),
    )


def home_of(person: Person) -> Where | None:
    """Where a person lives by their facts; None if nothing tells."""
    state, code, county = map(person.get, ("state", "postal_code", "county"))
    if state is None:
        return None
    tentative = frozenset() if county else frozenset({"county"})
    label = code or county or state
    row = postal_code(code) if code else None
    middle = (row.lat, row.lon) if row else None
    return Where(label, state, county or person.tentative_county, code, tentative, middle)


def may_lie_in(where: Where, counties: Iterable[str]) -> tuple[str, ...]:
    """Which of some counties of its state a place may lie in, for they have ZIP codes so near."""
    if where.middle is None:
        return ()
    return tuple(each for each in counties if each[-2:] == where.state and _is_near(where, each))


def _is_near(where: Where, county: str) -> bool:
    middles = _middles().get(county_key(county), ())
    return any(great_circle(where.middle, middle).miles <= _REACH_MILES for middle in middles)


@cache
def _middles() -> dict[str, list[tuple[float, float]]]:
    """Where the ZIP codes of each county lie."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in zip_table().by_code.values():
        if row.county:
            found[row.county].append((row.lat, row.lon))
    return {county_key(county): middles for county, middles in found.items()}


def _named_county(text: str) -> Where:
    """A county by another spelling, or a refusal that names the nearest."""
    name, _, state = text.rpartition(",")
    code = state_code(state)
    found = _by_key().get(county_key(f"{name.strip()}, {code}")) if code else None
    if found:
        return _of_county(found)
    labels = [label for label in _counties().values() if code in (None, label[-2:])]
    nearest = [label for label, _, _ in process.extract(text, labels, limit=3)]
    values = {"nearest": nearest}
    raise InvalidQuery(Problem("near", "county_unknown", values, "Albany County, NY"))


def _of_county(label: str) -> Where:
    return Where(label, label[-2:], label)


@cache
def _counties() -> dict[str, str]:
    """Counties of the ZIP table by their folded names, such as "albany county ny"."""
    return {fold(row.county): row.county for row in zip_table().by_code.values() if row.county}


@cache
def _by_key() -> dict[str, str]:
    return {county_key(label): label for label in _counties().values()}
