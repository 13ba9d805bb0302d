"""Evidence on one fact, side by side: what every source says of it, and which word counts."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from service.directory.profile import Location, Profile, Record
from service.directory.sourced import Sourced, plan_facts, sourced
from service.directory.whereabouts import Place, locations_at
from service.engines.protocol import Engine
from service.merge import merge

PLANS = "plans"
LISTED = "listed"  # what a source says of a listing, by naming the OT at all


class Evidence(NamedTuple):
    """One source's word; of plans there can be several, each with its field "plans.plan:ID"."""

    field: str
    value: str
    source: str | None
    as_of: date | None
    counts: bool


def evidence_on(engine: Engine, npi: str, place: Place | None, field: str) -> list[Evidence]:
    """The word that counts first; empty for somebody who is not in the directory."""
    profile = engine.get(npi, with_records=True)
    if profile is None:
        return []
    counting = {_told(fact) for fact in _facts(profile, place, field)}
    found = dict.fromkeys(
        Evidence(*_told(fact), counts=_told(fact) in counting)
        for record in profile.records
        for fact in _said(record, place, field)
    )
    return sorted(found, key=lambda each: not each.counts)


def _told(fact: Sourced) -> tuple[str, str, str | None, date | None]:
    return fact.field, fact.value, fact.source, fact.as_of


def _said(record: Record, place: Place | None, field: str) -> Iterator[Sourced]:
    if field == "listing":
        told = record.provenance()
        yield Sourced(field, LISTED, told.source, told.as_of)
    elif place is None or record.locations:
        yield from _facts(merge([record]), place, field)


def _facts(profile: Profile, place: Place | None, field: str) -> Iterator[Sourced]:
    for holder in _holders(profile, place):
        if field == PLANS and isinstance(holder, Location):
            yield from plan_facts(holder)
        elif fact := _fact(holder, field):
            yield fact


def _fact(holder: Profile | Location, field: str) -> Sourced | None:
    return None if field in (PLANS, "listing") else sourced(holder, field)


def _holders(profile: Profile, place: Place | None) -> list[Profile | Location]:
    return [profile] if place is None else list(locations_at(profile, place))
