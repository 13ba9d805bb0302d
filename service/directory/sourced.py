"""A fact with its source and day, found in a profile or a location by the name of its field."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from .freshness import BUDGETS, days_over, is_overdue
from .insurance import Stance, evidence_key, stances
from .person_name import Name
from .profile import UNKNOWN, Location, Profile, ProgramEvidence
from .programs import program_words

# Who says so, of which day, a later one on which another says the same, and one of doubt.
Said = tuple[str | None, date | None, date | None, date | None]
# Facts of an office with a budget or that can be in doubt, and the field of their evidence.
OFFICE = {
    **{field: field for field in BUDGETS if field not in ("plans", "programs")},
    "address": "line1",
    "fax": "fax",
    "email": "email",
}


class Sourced(NamedTuple):
    """One fact as text: "phone", "services.driving", "programs.ID", or "plans.plan:ID"."""

    field: str
    value: str
    source: str | None = None
    as_of: date | None = None
    confirmed_on: date | None = None
    doubted_on: date | None = None

    @property
    def last_said(self) -> date | None:
        return self.confirmed_on or self.as_of

    @property
    def kind(self) -> str:
        """The field without which service or plan it is of."""
        return self.field.partition(".")[0]

    def overdue(self, on: date) -> bool:
        """Whether it is older than its field's budget, of no known day, or in doubt."""
        days = (self.as_of, self.confirmed_on)
        return is_overdue(self.field, on, *days, doubted_on=self.doubted_on)

    def days_over(self, on: date) -> int | None:
        """Days over the budget; None for a fact within it, or of no known day."""
        if not is_overdue(self.field, on, self.as_of, self.confirmed_on):
            return None
        days = (days_over(self.kind, day, on) for day in (self.as_of, self.confirmed_on))
        return min((over for over in days if over is not None), default=None)


def perishable_facts(at: Location) -> Iterator[Sourced]:
    """What is known of a location's fields with a budget, or that can be in doubt."""
    yield from office_facts(at)
    yield from plan_facts(at)
    yield from map(_of_program, program_words(at).values())


def office_facts(at: Location) -> Iterator[Sourced]:
    """Those of the office itself: how it is reached, and whether it takes new patients."""
    for field in OFFICE:
        if fact := sourced(at, field):
            yield fact


def office_said(at: Location) -> Iterator[tuple[str, Said]]:
    """The same without their values, for answers that show these anyway."""
    for field, part in OFFICE.items():
        if getattr(at, part):
            yield field, _said(at, field)


def plan_facts(at: Location) -> Iterator[Sourced]:
    """What counts of each plan and payer that the evidence names; what follows from these for
    others is no fact of its own."""
    told = stances(at) if at.plans else {}
    for key in dict.fromkeys(map(evidence_key, at.plans)):
        if now := told.get(key):
            yield _of_plan(f"plans.{key}", now)


def sourced(holder: Profile | Location, field: str) -> Sourced | None:
    """The fact that counts; None if nothing is known of the field."""
    name, _, rest = field.partition(".")
    if name == "plans":
        now = stances(holder).get(rest)
        return now and _of_plan(field, now)
    if name == "programs":
        row = program_words(holder).get(rest)
        return row and _of_program(row)
    value = shown(_value(holder, name, rest))
    if not value:
        return None
    return Sourced(field, value, *_said(holder, field))


def _of_plan(field: str, now: Stance) -> Sourced:
    return Sourced(field, now.status, now.source, now.as_of, doubted_on=now.doubted_on)


def _of_program(row: ProgramEvidence) -> Sourced:
    return Sourced(f"programs.{row.program}", str(row.accepts), row.source, row.as_of)


def shown(value: Any) -> str:
    """A value as text for people to compare; empty if it is not known."""
    if isinstance(value, Name):
        return " ".join(filter(None, (value.first, value.last)))
    if value in (None, UNKNOWN):
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def shown_point(lat: float, lon: float) -> str:
    return f"{lat:.4f}, {lon:.4f}"


def _said(holder: Profile | Location, field: str) -> Said:
    name = field.partition(".")[0]
    evidence = holder.evidence
    given = evidence.get(field) or evidence.get(OFFICE.get(name, name))
    source, doubted_on = (given.source, given.doubted_on) if given else (None, None)
    if name == "accepting_patients":
        return source, holder.accepting_as_of, None, doubted_on
    return (source, given.as_of, given.confirmed_on, doubted_on) if given else (None,) * 4


def _value(holder: Profile | Location, name: str, rest: str) -> Any:
    if name == "address":
        return _address(holder)
    if name == "point":
        known = holder.lat is not None and holder.lon is not None
        return shown_point(holder.lat, holder.lon) if known else None
    value = getattr(holder, name)
    if rest:
        return value.get(rest) if isinstance(value, dict) else getattr(value, rest)
    return value


def _address(at: Location) -> str | None:
    """Street and town; without a street there is no address to check."""
    town = " ".join(filter(None, (at.state, at.postal_code)))
    parts = (at.line1, at.line2, at.city, town, at.country)
    return ", ".join(filter(None, parts)) if at.line1 else None
