"""Which words of which records are about one and the same location."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.directory.profile import STAFF, Location, Record

from .addresses import Key, joined, location_key
from .precedence import ABOUT_ADDRESSES


class Place(NamedTuple):
    """One record's word on one location."""

    location: Location
    record: Record


@dataclass(frozen=True)
class Group:
    """All that is said of one location: by those who say that the OT works there, about its
    address (by staff too), and about the whole building, which names no unit."""

    key: Key
    places: list[Place]
    about: list[Place]
    building: list[Place]

    @property
    def told(self) -> list[Place]:
        """Whose word on the location counts."""
        return [place for place in self.about if place.record.source == STAFF] + self.places

    @property
    def is_hidden(self) -> bool:
        """Whether anybody wishes so, of the location or of the whole building."""
        every = (*self.places, *self.about, *self.building)
        return any(place.location.address_hidden for place in every)


def grouped(records: Sequence[Record]) -> list[Group]:
    """What the records say, by location, in the order in which they name the locations."""
    every = [(location_key(at), Place(at, record)) for record in records for at in record.locations]
    placed = [(key, place) for key, place in every if not _about(place)]
    counts_as = joined(key for key, _ in placed)
    groups: dict[Key, Group] = {}
    for key, place in placed:
        group = groups.setdefault(counts_as[key], Group(counts_as[key], [], [], []))
        group.places.append(place)
    for key, place in every:
        if _about(place):
            _tell(groups, counts_as.get(key, key), place)
    return list(groups.values())


def _about(place: Place) -> bool:
    return place.record.source in ABOUT_ADDRESSES or place.record.source == STAFF


def _tell(groups: dict[Key, Group], key: Key, place: Place) -> None:
    """Give a word about an address to the location there, or to every one in its building."""
    if key in groups:
        groups[key].about.append(place)
        return
    line1, unit, postal_code = key
    # An address stays hidden even if its unit is not named any more.
    whole_street = not unit or place.location.address_hidden
    for group in groups.values():
        if whole_street and (line1, postal_code) == (group.key[0], group.key[2]):
            group.building.append(place)
