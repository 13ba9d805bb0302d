"""Place text, ZIP or point -> Place, offline, by the ZIP table."""

import re
from dataclasses import dataclass
from typing import Any

from geopy.distance import great_circle

from ..errors import InvalidQuery, Problem
from .states import STATES, state_code
from .text import fold
from .zip_table import ZIP, label, zip_table

_POINT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)")
# "Albany, NY 12203": the ZIP says all that the words do.
_WITH_ZIP = re.compile(
    r"[^0-9]*[a-z][^0-9]*\b([0-9]{5})(?:-[0-9]{4})?|([0-9]{5})[ ,]+[a-z ]+", re.I
)
_NUMBERS = re.compile(r"[0-9.,+\s-]+")
EXAMPLE = "10001"


@dataclass(frozen=True)
class Place:
    """Where the patient is. `precision`: "postal_code", "city" or "point"."""

    label: str  # of a point the nearest town, or empty
    lat: float
    lon: float
    precision: str
    state: str | None = None
    postal_code: str | None = None
    county: str | None = None  # "Albany County, NY"


def open_place(text: str) -> Place:
    """The place that `near` names: a ZIP, "City, ST" or "lat,lon".

    Raises InvalidQuery with the nearest valid guesses.
    """
    text = text.strip()
    if matched := ZIP.fullmatch(text):
        return _at_code(matched[1])
    if matched := _WITH_ZIP.fullmatch(text):
        return _at_code(matched[1] or matched[2])
    if matched := _POINT.fullmatch(text):
        return _at_point(float(matched[1]), float(matched[2]))
    return _at_city(text)


def _refuse(code: str, example: str = EXAMPLE, **values: Any) -> InvalidQuery:
    return InvalidQuery(Problem("near", code, values, example))


def _unknown(code: str, nearest: list[str], **values: Any) -> InvalidQuery:
    """A refusal that tells what is nearest; the first of it is the example."""
    return _refuse(code, nearest[0] if nearest else EXAMPLE, nearest=nearest, **values)


def _at_code(code: str) -> Place:
    row = zip_table().by_code.get(code)
    if row is None:
        raise _unknown("zip_unknown", zip_table().guess_codes(code))
    return Place(
        label=f"{label(row)} {row.code}",
        lat=row.lat,
        lon=row.lon,
        precision="postal_code",
        state=row.state,
        postal_code=row.code,
        county=row.county,
    )


def _at_point(lat: float, lon: float) -> Place:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise _refuse("point_outside")
    nearest = min(
        zip_table().by_code.values(),
        key=lambda row: (row.lat - lat) ** 2 + ((row.lon - lon) * 0.75) ** 2,
    )
    if great_circle((lat, lon), (nearest.lat, nearest.lon)).miles > 60:
        return Place(label="", lat=lat, lon=lon, precision="point")
    return Place(
        label=label(nearest),
        lat=lat,
        lon=lon,
        precision="point",
        state=nearest.state,
        postal_code=nearest.code,
        county=nearest.county,
    )


def _at_city(text: str) -> Place:
    if _NUMBERS.fullmatch(text):
        raise _refuse("only_numbers")
    name, comma, region = text.rpartition(",")
    if not comma:
        name, _, region = text.rpartition(" ")
        if not (name and region.upper() in STATES):
            name, region = text, ""
    state = state_code(region)
    if not fold(name) or (comma and state is None):
        raise _refuse("not_a_place")
    state = state or _only_state(name)
    rows = zip_table().city(name, state)
    if not rows:
        raise _unknown("city_unknown_in", zip_table().guess_cities(name, state), state=state)
    lat = sum(row.lat for row in rows) / len(rows)
    lon = sum(row.lon for row in rows) / len(rows)
    counties = {row.county for row in rows}
    county = counties.pop() if len(counties) == 1 else None
    return Place(
        label=zip_table().title(name, state),
        lat=round(lat, 4),
        lon=round(lon, 4),
        precision="city",
        state=state,
        county=county,
    )


def _only_state(name: str) -> str:
    """The state of a city given without one, where just one state has it; else a refusal."""
    states = zip_table().states_of(name)
    if len(states) == 1:
        return states[0]
    if states:
        choices = [zip_table().title(name, state) for state in states]
        raise _refuse("state_needed", choices[0], places=choices[:12])
    raise _unknown("city_unknown", zip_table().guess_cities(name, None))
