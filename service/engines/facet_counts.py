"""The embedded engine's facets, as `directory.facets` defines them."""

from collections.abc import Callable, Mapping

import numpy as np

from service.directory.facets import FACETS, Bucket, in_order

from . import kinds
from .candidates import ranges
from .columns import CREDENTIAL, LOCATION_BITS, SERVICE, TAKEN, TAXONOMY
from .masks import at_home, at_place
from .passing import People, Search

_BYTE_BITS = np.unpackbits(np.arange(256, dtype="u1")[:, None], axis=1, bitorder="little")
_BYTE_BITS = _BYTE_BITS.astype(float)
# Facet -> the bits of a location's word that it counts.
_OF_LOCATION = {"settings": "setting", "accepting_patients": "accepting", "access": "access"}
# Facet -> the columns of `kinds.counted`; languages follow.
_OF_KIND = {
    "credentials": (CREDENTIAL, slice(0, len(CREDENTIAL))),
    "specialties": (TAXONOMY, slice(len(CREDENTIAL), len(CREDENTIAL) + len(TAXONOMY))),
}
_LANGUAGES = slice(len(CREDENTIAL) + len(TAXONOMY), None)


def count_facets(search: Search) -> Mapping[str, tuple[Bucket, ...]]:
    """All facets of one search."""
    counter = _Counter(search)
    return {
        facet.code: in_order(zip(*counter.count(facet.code, facet.parameter), strict=True))
        for facet in FACETS
    }


def bit_counts(words: np.ndarray) -> np.ndarray:
    """How many 32-bit words hold each bit, the lowest first."""
    octets = words.astype("<u4", copy=False).view("u1").reshape(-1, 4)
    counts = np.stack([np.bincount(octets[:, place], minlength=256) for place in range(4)])
    return (counts @ _BYTE_BITS).reshape(-1).astype(int)


Counts = tuple[list[str], list[int]]


class _Counter:
    def __init__(self, search: Search) -> None:
        self.search, self.columns = search, search.found.columns
        self._made: dict[tuple[Callable, People], np.ndarray] = {}
        self._people: dict[str | None, People] = {}

    def count(self, facet: str, parameter: str | None) -> Counts:
        people = self._without(parameter)
        if facet == "services":
            offered = bit_counts(self.columns["offers"][people.rows])
            return list(SERVICE), offered[: len(SERVICE)].tolist()
        if facet in TAKEN:
            return self._taken(facet, people)
        if facet == "settings":
            return self._settings()
        if facet in _OF_LOCATION:
            return self._of_location(people, _OF_LOCATION[facet])
        codes, part = _OF_KIND.get(facet, (tuple(self.columns.languages), _LANGUAGES))
        return list(codes), self._once(self._kind_counts, people)[part].tolist()

    def _without(self, parameter: str | None) -> People:
        if parameter not in self.search.gates:
            return self.search.people
        return self._people.setdefault(parameter, self.search.without(parameter))

    def _once(self, make: Callable[[People], np.ndarray], people: People) -> np.ndarray:
        key = (make, people)  # the object, which so stays alive: its id alone may be given anew
        if key not in self._made:
            self._made[key] = make(people)
        return self._made[key]

    def _of_location(self, people: People, kind: str) -> Counts:
        counts = self._once(_word_counts, people)
        named = [(place, code) for place, (k, code) in enumerate(LOCATION_BITS) if k == kind]
        return [code for _, code in named], [int(counts[place]) for place, _ in named]

    def _settings(self) -> Counts:
        """Home visits are counted by their areas, other settings by the way to the location."""
        search = self.search
        home = search.count_instead("setting", at_home(search.found))
        if search.query.comes_home:
            people = search.instead("setting", at_place(search.found))
        else:
            people = self._without("setting")
        codes, counts = self._of_location(people, "setting")
        return codes, [home if code == "home" else n for code, n in zip(codes, counts, strict=True)]

    def _taken(self, name: str, people: People) -> Counts:
        """Payers or programs of all passing locations, each once for a person."""
        columns, codes = self.columns, self.columns.codes[name]
        rows, many = people.found.rows[people.spots], len(codes)
        start = columns[f"{name}_from"][rows]
        each = columns[f"{name}_from"][rows + 1] - start
        taken = columns[name][ranges(start, each)].astype(np.int64)
        if len(people) < len(rows):
            pairs = np.repeat(people.found.who[people.spots].astype(np.int64) * many, each) + taken
            pairs = np.sort(pairs)
            taken = pairs[np.diff(pairs, prepend=-1) != 0] % max(many, 1)
        return codes, np.bincount(taken, minlength=many).tolist()

    def _kind_counts(self, people: People) -> np.ndarray:
        """How many people each column of `kinds.counted` counts."""
        table = kinds.table(self.columns, kinds.counted, self.search.query.on)
        of_kind = np.bincount(people.kind)
        present = np.flatnonzero(of_kind)
        return (of_kind[present].astype(np.float32) @ table[present]).astype(int)


def _word_counts(people: People) -> np.ndarray:
    return bit_counts(people.best(people.found.at("word"), np.bitwise_or))
