"""Facets: how many people an answer would hold for each value of a filter.

A person counts for a value if a location that passes the radius and all filters but the facet's
own has it, so that choosing a value finds just so many. Of access facts all that are asked for
must hold, so each fact is a filter of its own, and the others stay on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from .filters import passing_locations
from .insurance import ACCEPTING, Stance, stances
from .profile import YES, Location, Profile
from .programs import programs_taken
from .query import Query

PAYER = "payer:"
Values = Callable[[Profile, Location, Query], Iterable[str]]


class Bucket(msgspec.Struct, frozen=True, gc=False):
    """One value of a facet and the people who have it."""

    code: str
    count: int


@dataclass(frozen=True)
class Facet:
    """`parameter` is the filter lifted, `lifted` the query's fields without it."""

    code: str
    parameter: str | None
    lifted: dict[str, Any]
    values: Values

    def without(self, query: Query) -> Query:
        """The query with this facet's own filter lifted."""
        own = query.unknown is not None and query.unknown == self.parameter
        return replace(query, unknown=None if own else query.unknown, **self.lifted)


def _settings(profile: Profile, at: Location, query: Query) -> Iterable[str]:
    """Settings of a location; home visits are the person's and have their own area."""
    return [code for code in at.settings if code != "home"]


def payers_taken(known: Mapping[str, Stance]) -> list[str]:
    """Codes of the payers that a location takes, by its stances."""
    return [
        key.removeprefix(PAYER)
        for key, stance in known.items()
        if key.startswith(PAYER) and stance.status in ACCEPTING
    ]


def current_credentials(profile: Profile, query: Query) -> list[str]:
    return [
        held.code
        for held in profile.credentials
        if held.status(query.on) in ("current", "expiring")
    ]


FACETS: tuple[Facet, ...] = (
    Facet("services", None, {}, lambda p, at, q: [c for c, k in p.services.items() if k == YES]),
    Facet(
        "credentials", "credential", {"credentials": ()}, lambda p, at, q: current_credentials(p, q)
    ),
    Facet("specialties", "specialty", {"specialties": ()}, lambda p, at, q: p.taxonomies),
    Facet(
        "payers",
        "insurance_mode",
        {"insurance_required": False},
        lambda p, at, q: payers_taken(stances(at)),
    ),
    Facet("programs", "program", {"programs": ()}, lambda p, at, q: programs_taken(at)),
    Facet("languages", "language", {"languages": ()}, lambda p, at, q: p.languages),
    Facet("settings", "setting", {"setting": None}, _settings),
    Facet(
        "accepting_patients",
        "accepting",
        {"accepting": False},
        lambda p, at, q: [at.accepting_patients or "unknown"],
    ),
    Facet("access", None, {}, lambda p, at, q: [c for c, k in at.access.items() if k == YES]),
)
SETTINGS_FACET = next(facet for facet in FACETS if facet.code == "settings")


def choosing_home(query: Query) -> Query:
    """What is asked by choosing home visits; the way to the patient then counts as their area."""
    return replace(SETTINGS_FACET.without(query), setting="home")


def facet_codes(profile: Profile, query: Query) -> dict[str, set[str]]:
    """The values of each facet for which a person counts."""
    found: dict[str, set[str]] = {}
    for facet in FACETS:
        asked = facet.without(query)
        locations = passing_locations(profile, asked)
        found[facet.code] = {v for at in locations for v in facet.values(profile, at, asked)}
    if passing_locations(profile, choosing_home(query)):
        found["settings"].add("home")
    return found


def in_order(counts: Iterable[tuple[str, int]]) -> tuple[Bucket, ...]:
    """Buckets by count, then code; none that is empty."""
    ordered = sorted((-count, code) for code, count in counts if count)
    return tuple(Bucket(code, -less) for less, code in ordered)
