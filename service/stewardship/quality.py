"""The scorecard: how much is known of the OTs of each state, and how far it can be trusted.

One pass over the directory; memory holds counts only.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from service.directory.disputes import Dispute, disputes
from service.directory.freshness import BUDGETS, is_fresh
from service.directory.profile import YES, Location, PlanEvidence, Profile
from service.directory.sourced import sourced

NO_STATE = "unknown"  # locations of which the state is not known, and people without a location


@dataclass(frozen=True)
class Seen:
    """One person at those of their locations that count together: a state's, or all."""

    profile: Profile
    locations: tuple[Location, ...]
    disputes: tuple[Dispute, ...]
    on: date

    @cached_property
    def plans(self) -> list[PlanEvidence]:
        return [row for at in self.locations for row in at.plans if row.status != "unknown"]

    @cached_property
    def precision(self) -> str | None:
        """Of the location that is placed best; None if none is placed."""
        placed = {at.precision or "address" for at in self.locations if at.lat is not None}
        return "address" if "address" in placed else next(iter(placed), None)

    def has_fresh_phone(self) -> bool:
        phones = (sourced(at, "phone") for at in self.locations)
        return any(phone and not phone.overdue(self.on) for phone in phones)

    def is_specialist(self) -> bool:
        return is_specialist(self.profile, self.on)


def is_specialist(profile: Profile, on: date) -> bool:
    """Whether an MSCS of theirs counts on that day."""
    held = (c.status(on) for c in profile.credentials if c.code == "MSCS")
    return any(status in ("current", "expiring") for status in held)


# What is counted of each person, in the order of the tables.
MEASURES: dict[str, Callable[[Seen], bool]] = {
    "coordinates_address": lambda seen: seen.precision == "address",
    "coordinates_postal_code": lambda seen: seen.precision == "postal_code",
    "coordinates_none": lambda seen: seen.precision is None,
    "plan_evidence": lambda seen: bool(seen.plans),
    "fresh_plan_evidence": lambda seen: any(
        is_fresh("plans", row.standing_day, seen.on) for row in seen.plans
    ),
    "fresh_phone": Seen.has_fresh_phone,
    "accepting_known": lambda seen: any(at.accepting_patients for at in seen.locations),
    "confirmed_services": lambda seen: YES in seen.profile.services.values(),
    "current_mscs": Seen.is_specialist,
    "in_conflict": lambda seen: bool(seen.disputes),
}


@dataclass
class Tally:
    """Counts of people: all, by measure, and by field that sources contradict each other in."""

    profiles: int = 0
    measures: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)

    def add(self, seen: Seen) -> None:
        self.profiles += 1
        self.measures.update(code for code, holds in MEASURES.items() if holds(seen))
        self.conflicts.update({found.kind for found in seen.disputes})

    def share(self, measure: str) -> float | None:
        """Of all people here; None where there is nobody."""
        return self.measures[measure] / self.profiles if self.profiles else None


@dataclass
class Scorecard:
    """Of the whole directory and of each state, by the location's state. Somebody with locations
    in two states counts in both, and once in the whole."""

    on: date
    whole: Tally = field(default_factory=Tally)
    states: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def count(self, profiles: Iterable[Profile]) -> None:
        for profile in profiles:
            self.add(profile)

    def add(self, profile: Profile) -> None:
        told = tuple(disputes(profile))
        self.whole.add(Seen(profile, profile.locations, told, self.on))
        for state in dict.fromkeys(at.region or NO_STATE for at in profile.locations):
            there = tuple(at for at in profile.locations if (at.region or NO_STATE) == state)
            of_state = tuple(d for d in told if d.location is None or d.location in there)
            self.states[state].add(Seen(profile, there, of_state, self.on))
        if not profile.locations:
            self.states[NO_STATE].add(Seen(profile, (), told, self.on))

    def in_order(self) -> dict[str, Tally]:
        """States by code; abroad and unknown last."""
        codes = sorted(self.states, key=lambda code: (not code.isupper(), code))
        return {code: self.states[code] for code in codes}


def scorecard_data(card: Scorecard) -> dict[str, Any]:
    """All counts and shares by their codes."""
    return {
        "on": card.on,
        "budgets": BUDGETS,
        "whole": _data(card.whole),
        "states": {state: _data(tally) for state, tally in card.in_order().items()},
    }


def _data(tally: Tally) -> dict[str, Any]:
    def measured(code: str) -> dict[str, Any]:
        share = tally.share(code)
        return {"count": tally.measures[code], "share": None if share is None else round(share, 4)}

    return {
        "profiles": tally.profiles,
        **{code: measured(code) for code in MEASURES},
        "conflicts": dict(sorted(tally.conflicts.items())),
    }
