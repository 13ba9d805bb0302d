"""The directory itself as a source: what its sources had said, so that an update goes on from it.

The plan catalogue comes first, then reinstatements, who left, and everybody with their records.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import structs

from service.directory.departure import EXCLUDED, NOT_LISTED, Tombstone, Word
from service.engines.protocol import Engine, Plan

from .parts import OIG, Exclusion
from .qhp import BenefitListing, PlanListing
from .reading import Reading, Source

DIRECTORY = "directory"
NOT_HERE = "not in the directory"


def open_directory(engine: Engine, name: str) -> Source:
    return Source(DIRECTORY, Path(name), lambda source: _read(engine))


def _read(engine: Engine) -> Iterator[Reading]:
    number, meta = 0, engine.meta()
    for plan in meta.plans.values():
        for told in _of_plan(plan):
            number += 1
            yield structs.replace(told, line=number)
    for npi, day in meta.reinstated.items():
        ended = Exclusion(npi=npi, since=date.min, reinstated=day)
        yield Reading(number, skipped=NOT_HERE, exclusion=ended, rows=0)
    gone = set()
    for tombstone in engine.tombstones():
        number += 1
        gone.add(tombstone.npi)
        yield from _of_tombstone(number, tombstone)
    for profile in engine.scan():
        number += 1
        yield Reading(number, profile.records)
    # Staff may withdraw somebody, or undo it, while this reads; nobody may fall between.
    for tombstone in engine.tombstones():
        if tombstone.npi not in gone:
            number += 1
            yield from _of_tombstone(number, tombstone)


def _of_plan(plan: Plan) -> Iterator[Reading]:
    if plan.name:
        listing = PlanListing(plan_id=plan.plan_id, name=plan.name, last_updated_on=plan.as_of)
        yield Reading(0, plan=listing)
    for benefit in plan.benefits:
        yield Reading(0, benefit=BenefitListing(plan.plan_id, benefit))


def _of_tombstone(number: int, tombstone: Tombstone) -> Iterator[Reading]:
    """What is kept of who is not here, and every word on why; no records of one whom nobody lists
    any more."""
    departure = tombstone.departure
    unlisted = any(word.reason == NOT_LISTED and not word.as_of for word in departure.words)
    records = () if unlisted else departure.records
    yield Reading(number, records, skipped=None if records else NOT_HERE)
    for word in departure.words:
        yield _of_word(number, tombstone, word)


def _of_word(number: int, tombstone: Tombstone, word: Word) -> Reading:
    npi, told = tombstone.npi, Reading(number, skipped=NOT_HERE, rows=0)
    if word.reason == EXCLUDED:
        listed = Exclusion(npi=npi, source=word.source or OIG, since=word.as_of or date.min)
        return structs.replace(told, exclusion=listed)
    if word.reason == NOT_LISTED:
        return structs.replace(told, left=word.as_of and npi, as_of=word.as_of)
    day = word.as_of or tombstone.removed_on
    return structs.replace(told, deactivated=npi, as_of=day, replaced_by=word.replaced_by)
