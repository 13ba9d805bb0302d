"""What staff have to look after, row by row in the order of NPIs: overdue facts, and conflicts."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from service.directory.disputes import Dispute, disputes
from service.directory.profile import Profile
from service.directory.sourced import perishable_facts

from .area import EVERYWHERE, Area


class Overdue(NamedTuple):
    """A fact over its field's budget or in doubt; `days_over` None for one within it, or of no
    known day."""

    npi: str
    name: str
    location_id: str
    field: str
    value: str
    source: str | None
    as_of: date | None
    confirmed_on: date | None
    doubted_on: date | None
    days_over: int | None


class Contradicted(NamedTuple):
    """A fact that counts (its value None where nothing does), and what another source says."""

    npi: str
    name: str
    location_id: str | None
    field: str
    value: str | None
    source: str | None
    as_of: date | None
    other_value: str
    other_source: str
    other_as_of: date | None


def overdue_facts(
    profiles: Iterable[Profile], on: date, area: Area = EVERYWHERE
) -> Iterator[Overdue]:
    """Every fact of a location in the area that is overdue or in doubt."""
    for profile in profiles:
        person = profile.npi, profile.display_name()
        for at in area.within(profile):
            for fact in perishable_facts(at):
                if fact.overdue(on):
                    yield Overdue(*person, at.id, *fact, fact.days_over(on))


def contradictions(
    profiles: Iterable[Profile], fields: Collection[str] = ()
) -> Iterator[Contradicted]:
    """Every conflict; with `fields`, on those."""
    for profile in profiles:
        for found in disputes(profile):
            if not fields or found.kind in fields:
                yield _contradicted(profile, found)


def _contradicted(profile: Profile, found: Dispute) -> Contradicted:
    counts, said = found.counts, found.conflict
    return Contradicted(
        npi=profile.npi,
        name=profile.display_name(),
        location_id=found.location.id if found.location else None,
        field=found.field,
        value=counts and counts.value,
        source=counts and counts.source,
        as_of=counts and counts.as_of,
        other_value=said.value,
        other_source=said.source,
        other_as_of=said.as_of,
    )
