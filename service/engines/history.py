"""What becomes of whom from one load to the next, the same for every engine.

Loads and updates are numbered in `Meta.sequence`. A profile keeps the number of the one that added
it and of the last one that changed it; who left has a tombstone. That is all that the change feed
needs.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from msgspec import structs

from service.directory.departure import NEVER_HERE, Departure, Tombstone
from service.directory.profile import Profile

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
DepartureOf = Callable[[str], Departure]


class Standing(NamedTuple):
    """Since which load a profile is here, and is as it is; `digest` tells it from another."""

    digest: str
    added: int
    changed: int


class Revision(NamedTuple):
    """A few people of a directory as they are to be: profiles that are put in, each in the place
    of the one of its NPI, and who departs."""

    profiles: tuple[Profile, ...] = ()
    departures: Mapping[str, Departure] = {}

    @property
    def npis(self) -> set[str]:
        return {profile.npi for profile in self.profiles} | set(self.departures)

    def burial(
        self, sequence: int, on: date, forgotten: int, served: "Served | None" = None
    ) -> "Burial":
        """What makes the tombstones of those who depart."""
        return Burial(sequence, on, Leavers(self.departures.__getitem__), forgotten, served)


class Change(NamedTuple):
    """The last that became of an NPI: the load that brought it, and the load that added it (of
    one that was removed, the tombstone)."""

    sequence: int
    npi: str
    added: int = 0
    tombstone: Tombstone | None = None

    def kind(self, since: int) -> str:
        """What it is to somebody who knows the directory as of the load `since`."""
        if self.tombstone:
            return REMOVED
        return ADDED if self.added > since else CHANGED


def not_listed(npi: str) -> Departure:
    """The reason where no source gives one."""
    return Departure()


def standing(document: bytes, before: Standing | None, sequence: int) -> Standing:
    """Where a profile of this document stands after the load of that number."""
    digest = blake2b(document, digest_size=12).hexdigest()
    if before is None:
        return Standing(digest, sequence, sequence)
    changed = before.changed if before.digest == digest else sequence
    return Standing(digest, before.added, changed)


@dataclass(frozen=True)
class Leavers:
    """What sources say of those who are not in a directory: why somebody left, and what waits for
    those who never were in it, by NPI."""

    departure_of: DepartureOf = not_listed
    waiting: Callable[[], Iterable[tuple[str, Departure]]] = tuple


NO_LEAVERS = Leavers()


@dataclass(frozen=True)
class Served:
    """How a few people stand in the directory that a load is about to take the place of; `gone`
    are those who left it."""

    standings: Mapping[str, Standing]
    gone: Collection[str] = ()

    def knows(self, npi: str) -> bool:
        return npi in self.standings or npi in self.gone


@dataclass
class Burial:
    """Makes the tombstones of one load or update. With `served` it tells of what was decided while
    a load wrote: all who follow the served directory hear of it again, and nobody is said to have
    left who never was in that one."""

    sequence: int
    on: date
    leavers: Leavers = NO_LEAVERS
    forgotten: int = 0  # the newest tombstone that is not kept any longer
    served: Served | None = None

    def standing(self, npi: str, document: bytes, before: Standing | None) -> Standing:
        """Where a profile stands that stood at `before` in the directory that is written."""
        known = self.served.standings.get(npi) if self.served else before
        return standing(document, known, self.sequence)

    def revised(self, npi: str, left: Profile | None, known: Tombstone | None) -> Tombstone | None:
        """The tombstone of one who departs: it was a profile, or had left already."""
        if self.served and not self.served.knows(npi):
            return None
        made = self.of(left) if left else known and self.learned(known)
        if made and self.served:
            return structs.replace(made, sequence=self.sequence)
        return made

    def of(self, profile: Profile) -> Tombstone:
        """The tombstone of one who leaves with this load."""
        departure = self.leavers.departure_of(profile.npi)
        if not departure.records:
            departure = structs.replace(departure, records=profile.records)
        return Tombstone(
            npi=profile.npi, departure=departure, removed_on=self.on, sequence=self.sequence
        )

    def kept(self, old: Iterable[Tombstone]) -> Iterator[Tombstone]:
        """Those of earlier loads whose time is not over; with another reason where one is known
        by now."""
        for tombstone in old:
            if not tombstone.was_here:
                continue  # the sources of this load say it again
            if tombstone.is_over(self.on):
                self.forgotten = max(self.forgotten, tombstone.sequence)
            else:
                yield self.learned(tombstone)

    def learned(self, tombstone: Tombstone) -> Tombstone:
        """With what is known by now."""
        before, now = tombstone.departure, self.leavers.departure_of(tombstone.npi)
        if now.is_as(Departure()) and not now.records:  # nothing new is said of why
            return structs.replace(tombstone, departure=structs.replace(before, words=now.words))
        sequence = tombstone.sequence if now.is_as(before) else self.sequence
        if not now.records:
            now = structs.replace(now, records=before.records)
        return structs.replace(tombstone, departure=now, sequence=sequence)

    def waiting(self) -> Iterator[Tombstone]:
        """Of those who never were here; some of them may be by now, or have been."""
        for npi, departure in self.leavers.waiting():
            yield Tombstone(npi=npi, departure=departure, removed_on=self.on, sequence=NEVER_HERE)
