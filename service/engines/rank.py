"""The embedded engine's search: the ranking's tables compiled to numpy over the candidates."""

from dataclasses import dataclass

import numpy as np

from service.directory import ranking, weights
from service.directory.filters import counted_unknowns
from service.directory.insurance import fresh_from, fresh_to
from service.directory.query import Query

from .candidates import Candidates, Columns
from .columns import (
    ACCEPTING,
    AGES,
    CLAIMED,
    CREDENTIAL,
    KNOWN,
    SERVICE,
    STATUS,
    TAXONOMY,
    UNKNOWN_WAIT,
    bit,
    day_number,
    is_current,
)
from .masks import NEWPT, YES, compile_gates, passing

NO = KNOWN.index("no")


@dataclass(frozen=True)
class Answer:
    """Persons (row numbers) in order with their sort keys, the true total, those left out."""

    total: int
    rows: np.ndarray
    keys: list[tuple[float, ...]]
    left_out: dict[str, int]


def answer(columns: Columns, query: Query) -> Answer:
    """One page's persons and one more, in order."""
    found = Candidates(columns, query)
    gates = compile_gates(found, query)
    mask = passing(gates, len(found.rows), query.unknown)
    if query.unknown:
        full = passing(gates, len(found.rows))
        mask &= ~np.isin(found.who, found.who[full])
    people = np.unique(found.who[mask])
    left_out = {}
    for name in counted_unknowns(query):
        would = np.unique(found.who[passing(gates, len(found.rows), name)])
        left_out[name] = int((~np.isin(would, people)).sum())
    return _page(_Order(found, query, people, mask), left_out)


@dataclass(frozen=True)
class _Order:
    """Passing persons (`people`, sorted) and the mask of their passing locations."""

    found: Candidates
    query: Query
    people: np.ndarray
    mask: np.ndarray

    def keys(self) -> list[np.ndarray]:
        """Sort keys, the first the most important; lowest first."""
        who = np.searchsorted(self.people, self.found.who[self.mask])
        tie = self.found.person["tie"][self.people]
        own = self._points(_person_values(self.found, self.query, self.people), len(self.people))
        if self.query.sort == "distance":
            miles = np.full(len(self.people), np.inf)
            np.minimum.at(miles, who, self.found.miles[self.mask])
            return [miles, -np.round(own, 6), tie]
        there = self._points(_location_values(self.found, self.query), len(self.found.rows))
        best = np.full(len(self.people), -np.inf)
        np.maximum.at(best, who, there[self.mask])
        return [-np.round(own + best, 6), tie]

    def _points(self, values: dict[str, np.ndarray], size: int) -> np.ndarray:
        ceilings = ranking.ceilings(self.query)
        points = np.zeros(size)
        for signal, value in values.items():
            points += value * ceilings[signal]
        return points


def _page(order: _Order, left_out: dict[str, int]) -> Answer:
    keys = order.keys()
    rows = np.lexsort(keys[::-1])
    rows = rows[_after(keys, rows, order.query.after)][: order.query.limit + 1]
    page_keys = [tuple(key[row].item() for key in keys) for row in rows]
    return Answer(len(order.people), order.people[rows], page_keys, left_out)


def _after(keys: list[np.ndarray], order: np.ndarray, after: tuple | None) -> slice:
    """The part of the order that comes after the last page's sort key."""
    if after is None:
        return slice(None)
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if tuple(key[order[middle]].item() for key in keys) <= after:
            low = middle + 1
        else:
            high = middle
    return slice(low, None)


def _location_values(found: Candidates, query: Query) -> dict[str, np.ndarray]:
    """The switched-on signals of each candidate location, 0 to 1."""
    values = {}
    if query.by_distance:
        values["distance"] = 0.5 ** (found.miles / ranking.half_distance(query))
    if query.asks_insurance:
        evidence = found.insurance
        fresh = _fresh(evidence["day"], query)
        values["insurance"] = _table(STATUS, weights.INSURANCE_VALUES)[evidence["status"], fresh]
    if not query.accepting:
        values["availability"] = _availability(found, query)
    return values


def _fresh(day: np.ndarray, query: Query) -> np.ndarray:
    first, last = day_number(fresh_from(query.on)), day_number(fresh_to(query.on))
    return ((day >= first) & (day <= last)).astype(int)


def _table(codes: tuple[str, ...], values: dict[tuple[str, bool], float]) -> np.ndarray:
    """Values by code number and freshness (0 or 1)."""
    return np.array([[values[code, fresh] for fresh in (False, True)] for code in codes])


def _availability(found: Candidates, query: Query) -> np.ndarray:
    code, values = found.at["accepting"], weights.AVAILABILITY_VALUES
    value = _table(ACCEPTING, values)[code, _fresh(found.at["accepting_day"], query)]
    shares = np.zeros(UNKNOWN_WAIT + 1)
    shares[:UNKNOWN_WAIT] = [share for _, share in weights.WAIT_SHARES]
    shares[UNKNOWN_WAIT] = weights.UNKNOWN_WAIT_SHARE
    waiting = np.maximum(value * shares[found.at["wait"]], values["unknown", True])
    return np.where(code == NEWPT, waiting, value)


def _person_values(found: Candidates, query: Query, people: np.ndarray) -> dict[str, np.ndarray]:
    """The switched-on signals of each passing person, 0 to 1."""
    person = found.person[people]
    ages = np.array([weights.AGES_VALUES[code] for code in AGES])
    values = {"ms_expertise": _expertise(person, query), "ages": ages[person["ages"]]}
    return values | ({"services": _services(person, query)} if query.wanted else {})


def _services(person: np.ndarray, query: Query) -> np.ndarray:
    columns = [SERVICE.index(code) for code in query.wanted]
    values = weights.SERVICE_VALUES
    stated = person["services"][:, columns]
    likely = person["likely"][:, columns] >= day_number(query.on)
    value = np.where(likely, values["likely"], values["unknown"])
    value = np.where(stated == YES, values["yes"], value)
    return np.where(stated == NO, values["no"], value).mean(axis=1)


def _expertise(person: np.ndarray, query: Query) -> np.ndarray:
    """The first step that holds: later steps are written first and overwritten."""
    value = np.zeros(len(person))
    for step in reversed(weights.EXPERTISE_STEPS):
        if step.kind == "center":
            holds = person["ms_center"]
        elif step.kind == "taxonomy":
            holds = (person["taxonomies"] & bit(step.code, TAXONOMY)) > 0
        else:
            until = person["credentials"][:, CREDENTIAL.index(step.code)]
            claimed = step.kind == "claimed"
            holds = until == CLAIMED if claimed else is_current(until, query.on)
        value = np.where(holds, step.value, value)
    return value
