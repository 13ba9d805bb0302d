"""Doubt: a referral found otherwise than a fact says, and nobody has settled it yet.

The fact stays and counts as an overdue one, until a source says it anew on a later day. Only what
speaks for an OT can be in doubt, so that a doubt never makes anybody count more.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from msgspec import structs

from .insurance import ACCEPTING, evidence_key
from .profile import Location, PlanEvidence, Profile, Provenance
from .query import payer_key
from .sourced import OFFICE
from .struct import Struct
from .whereabouts import locations_at

Told = TypeVar("Told", Provenance, PlanEvidence)
OPEN_PANEL = "newpt"
# Who left a place takes nobody's plan and no new patients there.
_WITH_ADDRESS = ("address", "accepting_patients", "plans")


class Doubt(Struct):
    """What is doubted of the location at `place`: `value` is the phone number, "newpt", or the
    plan or payer as "plan:ID" or "payer:CODE"; None of an address, which is the place itself."""

    field: str  # "plans", or one of OFFICE
    place: dict[str, str]
    day: date
    value: str | None = None


def doubted(profile: Profile, doubts: Iterable[Doubt]) -> Profile:
    """The profile with these doubts on its facts, and no others."""
    about: dict[str, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        for at in locations_at(profile, doubt.place):
            about[at.id].append(doubt)
    places = tuple(_doubted(at, about.get(at.id, ())) for at in profile.locations)
    return structs.replace(profile, locations=places)


def is_in_doubt(profile: Profile) -> bool:
    return any(
        any(given.doubted_on for given in (*at.evidence.values(), *at.plans))
        for at in profile.locations
    )


def _doubted(at: Location, doubts: Sequence[Doubt]) -> Location:
    field_of = {part: field for field, part in OFFICE.items()}
    evidence = {
        part: _marked(given, given.last_said, _of_office(at, field_of.get(part), doubts))
        for part, given in at.evidence.items()
    }
    plans = tuple(_marked(row, row.as_of, _of_plan(row, doubts)) for row in at.plans)
    return structs.replace(at, evidence=evidence, plans=plans)


def _of_office(at: Location, field: str | None, doubts: Sequence[Doubt]) -> list[date]:
    if field is None or (field == "accepting_patients" and at.accepting_patients != OPEN_PANEL):
        return []
    value = None if field == "address" else getattr(at, field)
    return [d.day for d in doubts if _speaks_of(d, field, value)]


def _of_plan(row: PlanEvidence, doubts: Sequence[Doubt]) -> list[date]:
    """A payer that was found turned away is so with all its plans."""
    if row.status not in ACCEPTING:
        return []
    keys = (evidence_key(row), payer_key(row.payer or ""))
    return [d.day for d in doubts if any(_speaks_of(d, "plans", key) for key in keys)]


def _speaks_of(doubt: Doubt, field: str, value: str | None) -> bool:
    if doubt.field == "address":
        return field in _WITH_ADDRESS
    return doubt.field == field and doubt.value == value


def _marked(told: Told, last_said: date | None, days: Iterable[date]) -> Told:
    """With the last of the days, unless somebody says so later than that."""
    day = max(days, default=None)
    holds = day is not None and (last_said or date.min) <= day
    return structs.replace(told, doubted_on=day if holds else None)
