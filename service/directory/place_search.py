"""What somebody types -> places that it can mean: ZIP codes and cities, the likeliest first.

Exactly so comes before beginning so, that before typos; within each, the place with the most ZIPs.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from .places import Place, open_place
from .spelling import NONE, Names, Numbers, together, typed_like, typos_allowed
from .states import STATES
from .text import fold
from .zip_table import ZipTable, long_form, zip_table

# A ZIP being typed, with what may stand around one that is complete.
_ZIP_BEGUN = re.compile(r"([0-9]{1,5})|([0-9]{5})-?[0-9]{0,4}")
_ZIP_WITHIN = re.compile(r"(?<![0-9])([0-9]{5})(?![0-9])")
_COUNTRY = {"us", "usa", "u s", "u s a", "united states"}
_STATE_NAMES = {fold(name): code for code, name in STATES.items()}
_STATES = {
    **_STATE_NAMES,
    **{" ".join(code.lower()): code for code in STATES},  # "N.Y."
    **{code.lower(): code for code in STATES},
}
# With as many places spelled just so, nobody needs guesses; "pitsburg" is a village in Ohio too.
_ENOUGH = 10
_BIG = 10  # ZIPs of a city of which half make the whole: those of "Nyc" are most of New York's


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place, and the text by which a search finds it again."""

    near: str
    place: Place


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    total: int
    places: tuple[FoundPlace, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take a text: a city's name, and the states where it may lie (None: any)."""

    name: str
    states: frozenset[str] | None = None
    guess: bool = False  # whether the name may have typos


class Cities:
    """Every city of the table under all its names, numbered by size."""

    def __init__(self, table: ZipTable) -> None:
        sizes = {key: len(rows) for key, rows in (table.by_alias | table.by_city).items() if key[0]}
        known_as = {key: known for key in sizes if (known := _listed_as(table, key))}
        self.keys = sorted(set(known_as.values()), key=lambda key: (-sizes[key], key))
        number_of = {key: number for number, key in enumerate(self.keys)}
        self.names = Names(
            (spelled, number_of[known])
            for (name, _), known in known_as.items()
            for spelled in _spellings(name)
        )
        self._states = np.array([list(STATES).index(state) for _, state in self.keys])
        first: dict[tuple[str, ...], int] = {}
        self._same = np.array([
            first.setdefault(tuple(row.code for row in table.listed(key)), number)
            for number, key in enumerate(self.keys)
        ])  # fmt: skip

    def within(self, numbers: Numbers, states: frozenset[str] | None) -> Numbers:
        if states is None:
            return numbers
        wanted = [place for place, state in enumerate(STATES) if state in states]
        return numbers[np.isin(self._states[numbers], wanted)]

    def distinct(self, groups: Iterable[Numbers]) -> Numbers:
        """Cities in the order of the groups; of several names of the same ZIPs the first."""
        every = np.concatenate([NONE, *groups])
        _, at = np.unique(self._same[every], return_index=True)
        return every[np.sort(at)]


def _listed_as(table: ZipTable, key: tuple[str, str]) -> tuple[str, str] | None:
    """The city that a name stands for: itself, or the big city that has it as one more name, as
    "Nyc" and "Slc"; None for a firm's or an office's."""
    if key in table.by_city:
        return key
    rows = table.by_alias[key]
    if all(row.kind == "UNIQUE" for row in rows):
        return None
    ((city, count),) = Counter((fold(row.city), row.state) for row in rows).most_common(1)
    whole = len(table.by_city[city])
    return city if whole >= _BIG and 2 * count >= whole else key


@cache
def _cities() -> Cities:
    return Cities(zip_table())


@cache
def _codes() -> list[str]:
    return sorted(zip_table().by_code)


def read_places() -> None:
    """Reads all tables that a process needs once; about a second."""
    _cities()
    _codes()


def find_places(text: str, limit: int) -> FoundPlaces:
    """Places that the text names or begins to name. What `near` takes is found here too, except
    for a point, which names no place."""
    codes = _codes_of(text)
    if codes is not None:
        return _found(codes, limit)
    cities = _cities()
    numbers = cities.distinct(_groups(cities, list(_readings(text)), fold(text)))
    shown = [zip_table().title(*cities.keys[number]) for number in numbers[:limit]]
    return FoundPlaces(len(numbers), _found(shown, limit).places)


def _found(texts: list[str], limit: int) -> FoundPlaces:
    places = tuple(FoundPlace(near, open_place(near)) for near in texts[:limit])
    return FoundPlaces(len(texts), places)


def _codes_of(text: str) -> list[str] | None:
    """ZIP codes that begin so, or the one in the text; None where it speaks of no ZIP."""
    begun = _ZIP_BEGUN.fullmatch(text.strip())
    within = _ZIP_WITHIN.findall(text) if re.search("[A-Za-z]", text) else []
    if not (begun or within):
        return [] if not re.search(r"[^\W\d_]", text) else None
    digits = (begun[1] or begun[2]) if begun else within[-1]
    first = bisect_left(_codes(), digits)
    return _codes()[first : bisect_left(_codes(), digits + "~", first)]


def _readings(text: str) -> Iterator[_Reading]:
    """The most telling first: "albany ny" is Albany in New York before a city of that name."""
    name, comma, region = text.rpartition(",")
    if comma and fold(region) in _COUNTRY:
        text = name
        name, comma, region = text.rpartition(",")
    if comma and fold(name):
        yield _Reading(fold(name), _states_meant(region), guess=True)
        return
    words = fold(text).split()
    while len(words) > 1 and words[-1].isdigit():  # a ZIP begun behind the city
        words.pop()
    inside = [
        _Reading(" ".join(words[:cut]), frozenset([state]), guess=True)
        for cut in range(1, len(words))
        if (state := _STATES.get(" ".join(words[cut:])))
    ]
    yield from inside
    yield _Reading(" ".join(words), guess=not inside)


def _states_meant(region: str) -> frozenset[str] | None:
    """States of that code or name, else those that begin so, else those nearest in spelling."""
    words = " ".join(word for word in fold(region).split() if not word.isdigit())
    if not words:
        return None
    if words in _STATES:
        return frozenset([_STATES[words]])
    begun = frozenset(code for name, code in _STATES.items() if name.startswith(words))
    near = typed_like(words, _STATE_NAMES, typos_allowed(words))
    return begun or frozenset(_STATE_NAMES[name] for name, _ in near)


def _groups(cities: Cities, readings: list[_Reading], text: str) -> list[Numbers]:
    """Numbers of cities, the best group first."""

    def each(found: Callable[[str], Numbers], reading: _Reading) -> Numbers:
        return cities.within(together(map(found, _spellings(reading.name))), reading.states)

    groups = [each(cities.names.exactly, one) for one in readings]
    groups += [each(cities.names.beginning, one) for one in reversed(readings)]
    if text in _STATES:
        everywhere = np.arange(len(cities.keys))
        groups.append(cities.within(everywhere, frozenset([_STATES[text]])))
    if sum(map(len, groups)) < _ENOUGH:
        groups += [group for one in readings if one.guess for group in _guesses(cities, one)]
    return groups


def _spellings(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, long_form(name))))


def _guesses(cities: Cities, reading: _Reading) -> Iterator[Numbers]:
    """With one typo, with two, and names that begin with typos."""
    allowed = typos_allowed(reading.name)
    for found in (
        *cities.names.misspelled(reading.name, allowed),
        cities.names.beginning_misspelled(reading.name, allowed),
    ):
        yield cities.within(found, reading.states)
