"""Place text, ZIP or point -> Place, offline: the ZIP table of the `zipcodes` package.

Coordinates come from GeoNames and the US Postal Service by way of that package.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import zipcodes
from geopy.distance import great_circle
from rapidfuzz import process

from ..errors import InvalidQuery, Problem
from .states import STATES, state_code
from .text import fold

_ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")
_POINT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)")
# "Albany, NY 12203": the ZIP says all that the words do.
_WITH_ZIP = re.compile(
    r"[^0-9]*[a-z][^0-9]*\b([0-9]{5})(?:-[0-9]{4})?|([0-9]{5})[ ,]+[a-z ]+", re.I
)
_NUMBERS = re.compile(r"[0-9.,+\s-]+")
_SHORT = {"st": "saint", "ft": "fort", "mt": "mount"}
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


@dataclass(frozen=True, slots=True)
class PostalCode:
    """A row of the ZIP table; `county` as "Albany County, NY"."""

    code: str
    lat: float
    lon: float
    city: str
    state: str
    county: str
    kind: str  # "STANDARD", "PO BOX", or "UNIQUE": of one firm, office or school

    @property
    def standard(self) -> bool:
        return self.kind == "STANDARD"


class ZipTable:
    """The national ZIP table with its cities; about 43,000 rows, read in 0.3 s."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.by_code: dict[str, PostalCode] = {}
        self.by_city: dict[tuple[str, str], list[PostalCode]] = defaultdict(list)
        self.by_alias: dict[tuple[str, str], list[PostalCode]] = defaultdict(list)
        self._titles: dict[tuple[str, str], str] = {}  # names as they are written
        for row in rows:
            self._add(row)

    def _add(self, row: dict[str, Any]) -> None:
        lat, lon, state = float(row["lat"] or 0), float(row["long"] or 0), row["state"]
        if not (lat or lon) or state not in STATES:  # military and a few unused codes
            return
        county = f"{row['county']}, {state}" if row["county"] else ""
        kind = row["zip_code_type"]
        code = PostalCode(row["zip_code"], lat, lon, row["city"], state, county, kind)
        self.by_code[code.code] = code
        city = fold(code.city), state
        if city not in self.by_city:
            self._titles[city] = code.city
        self.by_city[city].append(code)
        for alias in (*row["acceptable_cities"], *row["unacceptable_cities"]):
            other = fold(alias), state
            self.by_alias[other].append(code)
            self._titles.setdefault(other, alias)

    def city(self, name: str, state: str) -> list[PostalCode]:
        """ZIPs of a city by its main name, else by another name in use; standard ones first."""
        return self.listed(self._key(name, state))

    def listed(self, key: tuple[str, str]) -> list[PostalCode]:
        """The same by the folded name and the state."""
        found = self.by_city.get(key) or self.by_alias.get(key) or []
        return [code for code in found if code.standard] or found

    def title(self, name: str, state: str) -> str:
        """A city of the table as it is written: "st. paul" in MN is "Saint Paul, MN"."""
        return f"{self._titles[self._key(name, state)]}, {state}"

    def _key(self, name: str, state: str) -> tuple[str, str]:
        spellings = (fold(name), spelled_out(name))
        tables = (self.by_city, self.by_alias)
        keys = [(spelled, state) for spelled in spellings]
        return next((key for table in tables for key in keys if key in table), keys[0])

    def states_of(self, name: str) -> list[str]:
        """States that have a city of this name, the one with the most ZIPs first."""
        spellings = (fold(name), spelled_out(name))
        for cities in (self.by_city, self.by_alias):
            states = {state for city, state in cities if city in spellings}
            if states:
                sizes = {state: len(cities[self._key(name, state)]) for state in states}
                return sorted(states, key=lambda state: (-sizes[state], state))
        return []

    def guess_codes(self, code: str, count: int = 3) -> list[str]:
        """Existing ZIPs numerically next to one that does not exist."""
        return sorted(self.by_code, key=lambda known: abs(int(known) - int(code)))[:count]

    def guess_cities(self, name: str, state: str | None, count: int = 3) -> list[str]:
        """City names closest in spelling, as "Albany, NY"."""
        keys = [key for key in self.by_city if state is None or key[1] == state]
        best = process.extract(fold(name), [city for city, _ in keys], limit=count)
        return [label(self.by_city[keys[index]][0]) for _, _, index in best]


def spelled_out(name: str) -> str:
    """The folded name without short forms: "St. Paul" -> "saint paul"."""
    return long_form(fold(name))


def long_form(folded: str) -> str:
    """The same of a name that is folded."""
    return " ".join(_SHORT.get(word, word) for word in folded.split())


def label(code: PostalCode) -> str:
    return f"{code.city}, {code.state}"


@cache
def zip_table() -> ZipTable:
    """The table, read once a process."""
    return ZipTable(zipcodes.list_all())


def postal_code(code: str) -> PostalCode | None:
    """The row of a ZIP or ZIP+4, with or without hyphen; None if it has no place on the map."""
    matched = _ZIP.fullmatch(code.strip())
    return zip_table().by_code.get(matched[1]) if matched else None


def open_place(text: str) -> Place:
    """The place that `near` names: a ZIP, "City, ST" or "lat,lon".

    Raises InvalidQuery with the nearest valid guesses.
    """
    text = text.strip()
    if matched := _ZIP.fullmatch(text):
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
