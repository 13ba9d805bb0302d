"""The embedded engine's order: the ranking's tables compiled to numpy over who passes."""

from datetime import date
from functools import lru_cache

import numpy as np

from service.directory import ranking, weights
from service.directory.freshness import fresh_from, fresh_to
from service.directory.query import Query

from . import kinds
from .candidates import Candidates
from .columns import (
    ACCEPTING,
    FOREVER,
    SERVICE,
    SERVICE_YES,
    STATUS,
    UNKNOWN_WAIT,
    WAITS,
    day_number,
)
from .passing import People

_DAYS = np.arange(FOREVER + 1)


def in_order(people: People, query: Query) -> tuple[np.ndarray, list[tuple[float, ...]]]:
    """The persons (row numbers) of one page and one more, with their sort keys."""
    keys = _keys(people, query)
    places = _first(keys, _after(keys, query.after), query.limit + 1)
    return people.rows[places], [tuple(key[place].item() for key in keys) for place in places]


def _keys(people: People, query: Query) -> list[np.ndarray]:
    """Sort keys, the first the most important; lowest first."""
    found = people.found
    tie = found.columns["tie"][people.rows]
    own = _person_points(people, query)
    if query.sort == "distance":
        return [people.best(found.miles, np.minimum), -np.round(own, 6), tie]
    there = np.zeros(len(found)) + _location_points(found, query)
    return [-np.round(own + people.best(there, np.maximum), 6), tie]


def _after(keys: list[np.ndarray], after: tuple[float, ...] | None) -> np.ndarray | None:
    """Where somebody comes after the last page's sort key; None if everybody does."""
    if after is None:
        return None
    later, level = np.zeros(len(keys[0]), bool), np.ones(len(keys[0]), bool)
    for key, last in zip(keys, after, strict=True):
        later |= level & (key > last)
        level &= key == last
    return later


def _first(keys: list[np.ndarray], mask: np.ndarray | None, count: int) -> np.ndarray:
    """Places of the first `count` in order. Only those who may be among them are sorted."""
    places = np.arange(len(keys[0])) if mask is None else np.flatnonzero(mask)
    if len(places) > 2 * count:
        leading = keys[0][places]
        places = places[leading <= np.partition(leading, count - 1)[count - 1]]
    return places[np.lexsort([key[places] for key in reversed(keys)])][:count]


def _location_points(found: Candidates, query: Query) -> np.ndarray | float:
    """What each candidate location earns together."""
    ceilings, points = ranking.ceilings(query), 0.0
    if "distance" in ceilings:
        points += ceilings["distance"] * np.exp2(found.miles / -ranking.half_distance(query))
    if "insurance" in ceilings:
        evidence = found.insurance
        fresh = _is_fresh("plans", query.on)[evidence["day"]]
        points += ceilings["insurance"] * _INSURANCE[evidence["status"], fresh]
    if "availability" in ceilings:
        fresh = _is_fresh("accepting_patients", query.on)[found.at("accepting_day")]
        points += ceilings["availability"] * _AVAILABILITY[found.at("availability"), fresh]
    return points


@lru_cache(16)
def _is_fresh(field: str, on: date) -> np.ndarray:
    """Of every day that a column can hold whether it is fresh: 0 or 1."""
    first, last = day_number(fresh_from(field, on)), day_number(fresh_to(on))
    return ((first <= _DAYS) & (last >= _DAYS)).view("u1")


def _table(codes: tuple[str, ...], values: dict[tuple[str, bool], float]) -> np.ndarray:
    """Values by code number and freshness (0 or 1)."""
    return np.array([[values[code, fresh] for fresh in (False, True)] for code in codes])


def _availability() -> np.ndarray:
    """Values by the number in the column `availability` and freshness."""
    values = np.repeat(_table(ACCEPTING, weights.AVAILABILITY_VALUES), WAITS, axis=0)
    shares = [share for _, share in weights.WAIT_SHARES] + [weights.UNKNOWN_WAIT_SHARE]
    assert len(shares) == UNKNOWN_WAIT + 1  # noqa: S101
    first = ACCEPTING.index("newpt") * WAITS
    waiting = values[first : first + WAITS] * np.array(shares)[:, None]
    least = weights.AVAILABILITY_VALUES["unknown", True]
    values[first : first + WAITS] = np.maximum(waiting, least)
    return values


_INSURANCE, _AVAILABILITY = _table(STATUS, weights.INSURANCE_VALUES), _availability()


def _person_points(people: People, query: Query) -> np.ndarray:
    """What each passing person earns wherever they are met."""
    ceilings, columns = ranking.ceilings(query), people.found.columns
    points = ceilings["ms_expertise"] * kinds.table(columns, kinds.expertise, query.on)[people.kind]
    points += ceilings["ages"] * kinds.table(columns, kinds.ages, query.on)[people.kind]
    if "services" in ceilings:
        points += ceilings["services"] * _services(people, query)
    return points


def _services(people: People, query: Query) -> np.ndarray:
    """The mean over the services asked for."""
    asked = np.array([SERVICE.index(code) for code in query.wanted])
    standing = people.found.columns["services"][people.rows[:, None], asked]
    return _service_values(query.on)[standing].sum(axis=1) / len(asked)


@lru_cache(8)
def _service_values(on: date) -> np.ndarray:
    """The value of every number that the column `services` can hold."""
    values = weights.SERVICE_VALUES
    steps = [values[code] for code in ("unknown", "no", "unknown", "likely", "yes")]
    edges = np.array([1, 2, max(2, day_number(on)), SERVICE_YES], "u2")
    return np.array(steps)[np.searchsorted(edges, _DAYS, side="right")]
