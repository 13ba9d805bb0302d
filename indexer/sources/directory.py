"""The directory itself as a source: what its sources had said, so that an update goes on from it.

The plan catalogue comes first, then everybody with their records, then those who left.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from service.directory.departure import Tombstone
from service.engines.protocol import Engine, Plan

from .parts import Exclusion
from .qhp import BenefitListing, PlanListing
from .reading import Reading, Source

LEFT = "left the directory earlier"


def open_directory(engine: Engine, name: str, *, exclusions: bool) -> Source:
    """`exclusions` says whether the directory's own are to be remembered: not where a list of
    them is read too."""
    return Source("directory", Path(name), lambda source: _read(engine, exclusions=exclusions))


def _read(engine: Engine, *, exclusions: bool) -> Iterator[Reading]:
    number = 0
    for plan in engine.meta().plans.values():
        for told in _of_plan(plan):
            number += 1
            yield structs.replace(told, line=number)
    for profile in engine.scan():
        number += 1
        yield Reading(number, profile.records)
    for tombstone in engine.tombstones():
        number += 1
        yield _of_tombstone(number, tombstone, exclusions=exclusions)


def _of_plan(plan: Plan) -> Iterator[Reading]:
    if plan.name:
        listing = PlanListing(plan_id=plan.plan_id, name=plan.name, last_updated_on=plan.as_of)
        yield Reading(0, plan=listing)
    for benefit in plan.benefits:
        yield Reading(0, benefit=BenefitListing(plan.plan_id, benefit))


def _of_tombstone(number: int, tombstone: Tombstone, *, exclusions: bool) -> Reading:
    """The records of who left for a reason that can end; the reason with them."""
    departure = tombstone.departure
    day = departure.as_of or tombstone.removed_on
    records = departure.records
    if departure.reason in ("deactivated", "merged"):
        return Reading(
            number,
            records,
            deactivated=tombstone.npi,
            as_of=day,
            replaced_by=departure.replaced_by,
        )
    if departure.reason == "excluded":
        excluded = Exclusion(npi=tombstone.npi, since=day) if exclusions else None
        return Reading(number, records, exclusion=excluded)
    if departure.reason == "not-listed":
        if departure.as_of is None:
            return Reading(number, skipped=LEFT)
        return Reading(number, records, left=tombstone.npi, as_of=day)
    return Reading(number, records)
