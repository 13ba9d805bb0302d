"""The national ZIP table with its cities, of the `zipcodes` package.

Coordinates come from GeoNames and the US Postal Service by way of that package.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import zipcodes
from rapidfuzz import fuzz, process

from .states import STATES
from .text import fold

ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")
# https://pe.usps.com/text/pub28/28c2_010.htm: AA, AE and AP
_FORCES = frozenset(("340", *(f"0{n}" for n in range(90, 99)), *(str(n) for n in range(962, 967))))
_SHORT = {"st": "saint", "ft": "fort", "mt": "mount"}
# Of 100: "nueva york" (78) and "filadelfia" (73) mean something; "qwerty" (67) is no "Westby".
_LIKE = 70


def is_of_forces(code: str) -> bool:
    """Whether a ZIP is one of the armed forces (APO, FPO, DPO), which lie in no state."""
    return code[:3] in _FORCES


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

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
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

    def is_plausible(self, code: str) -> bool:
        """Whether there can be such a ZIP: new ones come up next to those of the table, in which
        those of the armed forces do not stand."""
        return code[:3] in self.areas or is_of_forces(code)

    @cached_property
    def areas(self) -> frozenset[str]:
        """The first three digits of all: a sorting center's."""
        return frozenset(code[:3] for code in self.by_code)

    def guess_codes(self, code: str, count: int = 3) -> list[str]:
        """Existing ZIPs numerically next to one that does not exist."""
        wanted = int(code)
        return sorted(self.by_code, key=lambda known: (abs(int(known) - wanted), known))[:count]

    def guess_cities(self, name: str, state: str | None, count: int = 3) -> list[str]:
        """City names closest in spelling, as "Albany, NY"; none where nothing is like it."""
        keys = [key for key in self.by_city if state is None or key[1] == state]
        best = process.extract(fold(name), [city for city, _ in keys], scorer=fuzz.ratio,
                               score_cutoff=_LIKE, limit=count)  # fmt: skip
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
    return ZipTable(_rows())


def _rows() -> Iterator[dict[str, Any]]:
    """State by state: all rows at once took 90 MB, which the process then kept."""
    for state in STATES:
        yield from _spelled_once(zipcodes.filter_by_state(state))


def _spelled_once(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each county of a state as most of its rows spell it: the table has "DuPage" and "Dupage",
    "St." and "St", "Carolina" and "Carolina Municipio"."""
    counted = Counter(row["county"] for row in rows)
    best: dict[str, str] = {}
    for county in sorted(counted, key=lambda name: (-counted[name], -len(name), name)):
        best.setdefault(county_spelled(county), county)
    return (row | {"county": best[county_spelled(row["county"])]} for row in rows)


@lru_cache(8192)
def county_spelled(county: str) -> str:
    """What all spellings of one county have in common, with or without its state."""
    name, comma, state = county.rpartition(", ")
    told = spelled_out(name or state).removesuffix(" municipio").replace(" ", "")
    return f"{told}, {state}" if comma else told


def postal_code(code: str) -> PostalCode | None:
    """The row of a ZIP or ZIP+4, with or without hyphen; None if it has no place on the map."""
    matched = ZIP.fullmatch(code.strip())
    return zip_table().by_code.get(matched[1]) if matched else None
