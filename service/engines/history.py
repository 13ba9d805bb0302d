"""What becomes of whom from one load to the next, the same for every engine.

Loads are numbered in `Meta.sequence`. A profile keeps the number of the load that added it and of
the last one that changed it; who left has a tombstone. That is all that the change feed needs.
"""

from collections.abc import Callable, Iterable, Iterator
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


@dataclass
class Burial:
    """Makes the tombstones of one load."""

    sequence: int
    on: date
    leavers: Leavers = NO_LEAVERS
    forgotten: int = 0  # the newest tombstone that is not kept any longer

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
