"""A few persons changed in columns and posting lists, without writing the rest again.

A person keeps their row; who leaves leaves a row that nothing points to; who comes gets a new one.
Locations stay in the order of `spot`, so they are numbered anew, and with them all evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .candidates import ranges
from .columns import TAKEN

_BY_PERSON = ("tie", "services", "offers", "home_radius")
_BY_LOCATION = ("spot", "point", "state", "word", "availability", "accepting_day")
Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Part:
    """Columns of some persons, with the codes of what is taken in them, by TAKEN."""

    arrays: Arrays
    codes: Mapping[str, list[str]]


class ColumnPatch:
    """`after` are the columns once those of `gone` are out and those of `new` are in, at `rows`.

    `place_of_old` and `place_of_new` say where each location is now, -1 for one that is gone.
    """

    def __init__(self, old: Part, new: Part, rows: np.ndarray, gone: np.ndarray) -> None:
        self._old, self._new, self._rows = old.arrays, new.arrays, rows
        self._keep = ~np.isin(old.arrays["person"], gone)
        spot = self._joined("spot")
        self._order = np.argsort(spot, kind="stable")
        places = np.empty(len(spot), "<i4")
        places[self._order] = np.arange(len(spot))
        kept = int(self._keep.sum())
        self.place_of_old = np.full(len(self._keep), -1, "<i4")
        self.place_of_old[self._keep] = places[:kept]
        self.place_of_new = places[kept:]
        self.first_kind = len(self._old["kinds"])
        self.codes = {name: _joined_codes(old.codes[name], new.codes[name]) for name in TAKEN}
        self.after = self._locations() | self._persons()
        for name in TAKEN:
            self.after |= self._taken(name, new.codes[name])

    def evidence(self, old: np.ndarray, new: np.ndarray | None) -> np.ndarray:
        """A posting list of evidence with its rows numbered anew."""
        parts = [_moved(old, self.place_of_old)]
        if new is not None:
            parts.append(_moved(new, self.place_of_new))
        return np.sort(np.concatenate(parts), order="row")

    def _joined(self, name: str) -> np.ndarray:
        return np.concatenate([self._old[name][self._keep], self._new[name]])

    def _locations(self) -> dict[str, np.ndarray]:
        found = {name: self._joined(name)[self._order] for name in _BY_LOCATION}
        own = self._rows[self._new["person"]]
        person = np.concatenate([self._old["person"][self._keep], own])[self._order]
        counts = np.bincount(person, minlength=self._width())
        return found | {
            "person": person.astype("<i4"),
            "rows_of": np.argsort(person, kind="stable").astype("<i4"),
            "rows_from": np.concatenate([[0], np.cumsum(counts)]).astype("<i4"),
        }

    def _width(self) -> int:
        """How many rows of persons there are."""
        return max(len(self._old["tie"]), int(self._rows.max(initial=-1)) + 1)

    def _persons(self) -> dict[str, np.ndarray]:
        found = {name: self._replaced(name, self._new[name]) for name in _BY_PERSON}
        found["kind"] = self._replaced("kind", self._new["kind"] + self.first_kind)
        found["kinds"] = np.concatenate([self._old["kinds"], self._new["kinds"]])
        return found

    def _replaced(self, name: str, new: np.ndarray) -> np.ndarray:
        old = self._old[name]
        values = np.zeros((self._width(), *old.shape[1:]), old.dtype)
        values[: len(old)] = old
        values[self._rows] = new
        return values

    def _taken(self, name: str, codes: list[str]) -> dict[str, np.ndarray]:
        """What every location takes, one list after the other."""
        numbers = {code: number for number, code in enumerate(self.codes[name])}
        number_of = np.array([numbers[code] for code in codes], "<u2")
        old, new = self._old[f"{name}_from"], self._new[f"{name}_from"]
        flat = np.concatenate([self._old[name], number_of[self._new[name]]])
        start = np.concatenate([old[:-1][self._keep], new[:-1] + len(self._old[name])])
        count = np.concatenate([np.diff(old)[self._keep], np.diff(new)])
        start, count = start[self._order], count[self._order]
        begins = np.concatenate([[0], np.cumsum(count)]).astype("<i4")
        return {name: flat[ranges(start, count)].astype("<u2"), f"{name}_from": begins}


def _joined_codes(old: list[str], new: list[str]) -> list[str]:
    known = set(old)
    return old + [code for code in new if code not in known]


def _moved(table: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The entries of those locations that are still there."""
    moved = table.copy()
    moved["row"] = places[table["row"]]
    return moved[moved["row"] >= 0]
