"""The embedded engine's people: which candidates pass, with one filter turned round or lifted."""

from functools import cached_property

import numpy as np

from service.directory.query import Query

from .candidates import Candidates, Columns, flags
from .masks import Masks, compile_gates, passing


class People:
    """The persons with a passing location. `spots` are places in the candidates' arrays, sorted
    by person; `starts` says where each person's begin."""

    def __init__(self, found: Candidates, mask: np.ndarray) -> None:
        spots = np.flatnonzero(mask)
        who = found.who[spots]
        order = np.argsort(who, kind="stable")
        who = who[order]
        self.found, self.spots = found, spots[order]
        first = np.ones(len(who), bool)
        first[1:] = who[1:] != who[:-1]
        self.starts = np.flatnonzero(first)
        self.rows = who[self.starts]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def kind(self) -> np.ndarray:
        return self.found.columns["kind"][self.rows]

    def best(self, values: np.ndarray, choose: np.ufunc) -> np.ndarray:
        """For each person what `choose` makes of the values of their locations."""
        if not len(self):
            return values[:0]
        own = values[self.spots]
        return own if len(own) == len(self) else choose.reduceat(own, self.starts)


class Search:
    """One query's candidates and gates, and who passes them."""

    def __init__(self, columns: Columns, query: Query, visiting: bool = False) -> None:
        self.query = query
        self.found = Candidates(columns, query, visiting)

    @cached_property
    def gates(self) -> dict[str, Masks]:
        return compile_gates(self.found, self.query)

    @cached_property
    def people(self) -> People:
        """Who is in the answer."""
        return self._people(self.gates, self.query.unknown)

    def without(self, parameter: str | None) -> People:
        """Who would be without this filter."""
        if parameter not in self.gates:
            return self.people
        gates = {name: masks for name, masks in self.gates.items() if name != parameter}
        unknown = self.query.unknown
        return self._people(gates, None if unknown == parameter else unknown)

    def left_out(self, parameter: str) -> int:
        """How many this filter alone leaves out for lack of a fact."""
        mask = passing(self.gates, len(self.found), parameter)
        if not mask.any():
            return 0
        would = People(self.found, mask)
        shown = flags(self.people.rows, self.found.columns.persons)
        return len(would) - int(np.count_nonzero(shown[would.rows]))

    def _people(self, gates: dict[str, Masks], unknown: str | None) -> People:
        mask = passing(gates, len(self.found), unknown)
        if unknown:
            full = self.found.who[passing(gates, len(self.found))]
            mask &= ~flags(full, self.found.columns.persons)[self.found.who]
        return People(self.found, mask)
