"""What organizations and MS centers at an OT's addresses say: records about those addresses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from msgspec import structs

from service.directory.profile import Location, Record
from service.merge.addresses import Key, location_key, same_place
from service.merge.grouping import ABOUT_ADDRESSES

from .sources.parts import LOCATION, NAME, Center
from .staging import Staging

ORGANIZATIONS, CENTERS = "organizations", "centers"
LABEL = "NPPES organizations"


class Neighbour(msgspec.Struct, frozen=True, omit_defaults=True):
    """An organization or a center at one address; its location holds its name and settings."""

    kind: str
    location: Location
    label: str | None = None
    as_of: date | None = None


_decode = msgspec.json.Decoder(Neighbour).decode


def settle_neighbours(staging: Staging, centers: Sequence[Center]) -> list[Center]:
    """Note who stands where; returns the centers of whose address nothing is known."""
    wanted = {center.npi: center for center in centers if center.npi}
    places_of_npi: dict[str, list[Location]] = {}
    for organization in staging.organizations():
        parts = [staged.part for staged in staging.parts(organization.npi)]
        name = next((part.text for part in parts if part.kind == NAME), organization.name)
        more = [part.location for part in parts if part.kind == LOCATION and part.location]
        places = [organization.location, *more]
        if organization.npi in wanted:
            places_of_npi[organization.npi] = places
        if organization.settings:
            for place in places:
                located = structs.replace(place, name=name, settings=organization.settings)
                _add(staging, Neighbour(ORGANIZATIONS, located, LABEL, organization.as_of))
    lost = []
    for center in centers:
        places = [center.location] if center.location else []
        places += places_of_npi.get(center.npi or "", [])
        for place in places:
            located = structs.replace(place, name=center.name)
            _add(staging, Neighbour(CENTERS, located, center.recognised_by, center.checked_on))
        if not places:
            lost.append(center)
    staging.index_neighbours()
    return lost


def _add(staging: Staging, neighbour: Neighbour) -> None:
    if neighbour.location.line1 and neighbour.location.postal_code:
        staging.add_neighbour(_street(neighbour.location), msgspec.json.encode(neighbour))


def with_neighbours(
    records: Sequence[Record], staging: Staging, *, in_part: bool = False
) -> list[Record]:
    """The records, and those of organizations and centers at their addresses. What an earlier
    load found of the same kind gives way to what is found now (not where organizations are known
    `in_part`, without their other names and places), and what it found of an address where the OT
    is no longer, is gone."""
    places = [
        at for record in records if record.source not in ABOUT_ADDRESSES for at in record.locations
    ]
    told: dict[tuple[str, str], list[Neighbour]] = defaultdict(list)
    known = {record.source for record in records} if in_part else set()
    for neighbour in _said(places, staging):
        if neighbour.kind == CENTERS or neighbour.kind not in known:
            told[neighbour.kind, neighbour.label or ""].append(neighbour)
    streets = {_street(place) for place in places}
    others = (_still_there(r, streets) for r in records if (r.source, r.label or "") not in told)
    kept = [record for record in others if record]
    return kept + [_record(records[0].npi, said) for said in told.values()]


def _still_there(record: Record, streets: set[tuple[str, str]]) -> Record | None:
    """A record about addresses without those at which nobody says that the OT works."""
    if record.source not in ABOUT_ADDRESSES:
        return record
    there = tuple(at for at in record.locations if _street(at) in streets)
    return structs.replace(record, locations=there) if there else None


def _street(place: Location) -> tuple[str, str]:
    line1, _, postal_code = location_key(place)
    return line1, postal_code


def _said(places: Iterable[Location], staging: Staging) -> Iterator[Neighbour]:
    """What is said of the places, written with the OT's own address where it is the same one."""
    by_key: dict[Key, Location] = {}
    for place in places:
        by_key.setdefault(location_key(place), place)
    for key, place in by_key.items():
        for stored in staging.neighbours((key[0], key[2])):
            neighbour = _decode(stored)
            found = neighbour.location
            other = location_key(found)
            same_phone = bool(place.phone) and place.phone == found.phone
            if same_place(key, other, same_phone):
                yield structs.replace(neighbour, location=_at(place, found))
            elif not other[1] and neighbour.kind == ORGANIZATIONS:
                yield structs.replace(neighbour, location=_at(found, found))


def _at(place: Location, found: Location) -> Location:
    return Location(
        name=found.name,
        line1=place.line1,
        line2=place.line2,
        city=place.city,
        state=place.state,
        postal_code=place.postal_code,
        settings=found.settings,
    )


def _record(npi: str, said: Sequence[Neighbour]) -> Record:
    """As of the oldest day that any of them is of: nothing is newer than it is; each once."""
    locations = {msgspec.json.encode(each.location): each.location for each in said}
    return Record(
        source=said[0].kind,
        label=said[0].label,
        npi=npi,
        as_of=min((each.as_of for each in said if each.as_of), default=None),
        locations=tuple(locations[key] for key in sorted(locations)),
    )
