"""The locations of a profile: the same place from several sources is one, each fact from the
first source that knows it, and every place gets a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from msgspec import structs

from service.directory.places import postal_code
from service.directory.profile import Location, PlanEvidence, Provenance, Record

from .addresses import joined, location_id, location_key
from .filling import fill, is_known

_WITHOUT_EVIDENCE = ("id", "precision", "evidence", "plans")  # plans carry their own source


@dataclass(frozen=True)
class _Place:
    """One source's word on one location."""

    location: Location
    record: Record


def merge_locations(records: Sequence[Record]) -> tuple[Location, ...]:
    """Locations by their key, in the order in which the records name them."""
    placed = [_Place(location, record) for record in records for location in record.locations]
    counts_as = joined(location_key(place.location) for place in placed)
    grouped: dict[Any, list[_Place]] = {}
    for place in placed:
        grouped.setdefault(counts_as[location_key(place.location)], []).append(place)
    npi = records[0].npi
    return tuple(_location(location_id(npi, key), places) for key, places in grouped.items())


def _location(identity: str, places: list[_Place]) -> Location:
    merged = fill([place.location for place in places])
    evidence: dict[str, Provenance] = {}
    for name in merged.__struct_fields__:
        givers = (p.record for p in places if is_known(getattr(p.location, name)))
        giver = next(givers, None)
        if giver and name not in _WITHOUT_EVIDENCE:
            evidence[name] = giver.provenance()
    merged = structs.replace(
        merged,
        id=identity,
        accepting_as_of=_accepting_date(places),
        plans=_plans(places),
        evidence=evidence,
    )
    return _located(merged, places)


def _accepting_date(places: list[_Place]) -> date | None:
    """The date of the source that says whether new patients are taken."""
    for place in places:
        if place.location.accepting_patients:
            return place.location.accepting_as_of or place.record.as_of
    return None


def _plans(places: list[_Place]) -> tuple[PlanEvidence, ...]:
    """All plan evidence, newest first; a row without its own date or source has its record's."""
    rows = [
        structs.replace(
            row,
            as_of=row.as_of or place.record.as_of,
            source=row.source or place.record.provenance().source,
        )
        for place in places
        for row in place.location.plans
    ]
    rows.sort(key=_plan_order)
    return tuple(row for row, _ in groupby(rows))


def _plan_order(row: PlanEvidence) -> tuple:
    newest_first = -(row.as_of or date.min).toordinal()
    return newest_first, row.plan_id or "", row.payer or "", row.status, row.source or ""


def _located(location: Location, places: list[_Place]) -> Location:
    """With a point: the first that a source gives, else the middle of the ZIP; 4 decimals."""
    for at in (place.location for place in places):
        if at.lat is not None and at.lon is not None:
            lat, lon, precision = at.lat, at.lon, at.precision or "address"
            break
    else:
        row = postal_code(location.postal_code or "")
        if row is None:
            return structs.replace(location, lat=None, lon=None, precision=None)
        lat, lon, precision = row.lat, row.lon, "postal_code"
    return structs.replace(location, lat=round(lat, 4), lon=round(lon, 4), precision=precision)
