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

    def __init__(self, columns: Columns, query: Query) -> None:
        self.query = query
        self.found = Candidates(columns, query)

    @cached_property
    def gates(self) -> dict[str, Masks]:
        return compile_gates(self.found, self.query)

    @cached_property
    def people(self) -> People:
        """Who is in the answer."""
        return People(self.found, self._mask(self.gates, self.query.unknown))

    def without(self, parameter: str | None) -> People:
        """Who would be without this filter."""
        return self.instead(parameter, {}) if parameter in self.gates else self.people

    def instead(self, parameter: str | None, others: dict[str, Masks]) -> People:
        """Who would be with others in place of this filter."""
        return People(self.found, self._mask_instead(parameter, others))

    def count_instead(self, parameter: str, others: dict[str, Masks]) -> int:
        """How many they would be."""
        return _count_distinct(self.found.who[self._mask_instead(parameter, others)])

    def left_out(self, parameter: str) -> int:
        """How many this filter alone leaves out for lack of a fact."""
        mask = passing(self.gates, len(self.found), parameter)
        return _count_distinct(self.found.who[mask & ~self._shown])

    @cached_property
    def _shown(self) -> np.ndarray:
        """Where a location is of somebody who is in the answer."""
        return flags(self.people.rows, self.found.columns.persons)[self.found.who]

    def _mask_instead(self, parameter: str | None, others: dict[str, Masks]) -> np.ndarray:
        gates = {name: masks for name, masks in self.gates.items() if name != parameter}
        unknown = self.query.unknown
        return self._mask(gates | others, None if unknown == parameter else unknown)

    def _mask(self, gates: dict[str, Masks], unknown: str | None) -> np.ndarray:
        mask = passing(gates, len(self.found), unknown)
        if unknown:
            full = self.found.who[passing(gates, len(self.found))]
            mask &= ~flags(full, self.found.columns.persons)[self.found.who]
        return mask


def _count_distinct(who: np.ndarray) -> int:
    """How many persons; np.unique would take five times as long for a few hundred."""
    who = np.sort(who)
    return int(np.count_nonzero(who[1:] != who[:-1])) + bool(len(who))
