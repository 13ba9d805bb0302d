"""The directory itself as a source: what its sources had said, so that an update goes on from it.

The plan catalogue comes first, then who left, then everybody with their records.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from service.directory.departure import Tombstone
from service.engines.protocol import Engine, Plan

from .parts import Exclusion
from .qhp import BenefitListing, PlanListing
from .reading import Reading, Source

DIRECTORY = "directory"
NOT_HERE = "not in the directory"


def open_directory(engine: Engine, name: str) -> Source:
    return Source(DIRECTORY, Path(name), lambda source: _read(engine))


def _read(engine: Engine) -> Iterator[Reading]:
    number = 0
    for plan in engine.meta().plans.values():
        for told in _of_plan(plan):
            number += 1
            yield structs.replace(told, line=number)
    gone = set()
    for tombstone in engine.tombstones():
        number += 1
        gone.add(tombstone.npi)
        yield _of_tombstone(number, tombstone)
    for profile in engine.scan():
        number += 1
        yield Reading(number, profile.records)
    # Staff may withdraw somebody, or undo it, while this reads; nobody may fall between.
    for tombstone in engine.tombstones():
        if tombstone.npi not in gone:
            number += 1
            yield _of_tombstone(number, tombstone)


def _of_plan(plan: Plan) -> Iterator[Reading]:
    if plan.name:
        listing = PlanListing(plan_id=plan.plan_id, name=plan.name, last_updated_on=plan.as_of)
        yield Reading(0, plan=listing)
    for benefit in plan.benefits:
        yield Reading(0, benefit=BenefitListing(plan.plan_id, benefit))


def _of_tombstone(number: int, tombstone: Tombstone) -> Reading:
    """What is kept of who is not here, with the reason; nothing of one who left without any."""
    departure = tombstone.departure
    day = departure.as_of or tombstone.removed_on
    kept = Reading(number, departure.records, skipped=None if departure.records else NOT_HERE)
    if departure.reason in ("deactivated", "merged"):
        return structs.replace(
            kept, deactivated=tombstone.npi, as_of=day, replaced_by=departure.replaced_by
        )
    if departure.reason == "excluded":
        return structs.replace(kept, exclusion=Exclusion(npi=tombstone.npi, since=day))
    if departure.reason == "not-listed" and departure.as_of:
        return structs.replace(kept, left=tombstone.npi, as_of=day)
    if departure.reason == "not-listed" and tombstone.was_here:
        return Reading(number, skipped=NOT_HERE)
    return kept
