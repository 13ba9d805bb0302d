"""merge(records) -> Profile: a pure function; every field of a profile derives from its records.

Records are taken in the order of PRECEDENCE; the first that knows a fact gives it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from msgspec import structs

from service.directory.likely import LIKELY_SERVICES
from service.directory.places import postal_code
from service.directory.profile import (
    NO_END,
    UNKNOWN,
    Credential,
    HomeVisits,
    License,
    Likely,
    Location,
    PlanEvidence,
    Profile,
    Provenance,
    Record,
    Struct,
)
from service.directory.vocabulary import SERVICES, Known

from .addresses import joined, location_id, location_key
from .clean import clean_credentials

# What people curated by hand beats the registry; the roster knows certificates only.
PRECEDENCE = ("profiles", "nppes", "mscs")

T = TypeVar("T", bound=Struct)


def merge(records: Iterable[Record]) -> Profile:
    """One profile of all records of one NPI; their order does not matter.

    Raises ValueError if the records are of several NPIs, or none.
    """
    ordered = sorted(records, key=_precedence)
    if len({record.npi for record in ordered}) != 1:
        raise ValueError("merge takes the records of one NPI")
    evidence: dict[str, Provenance] = {}
    taxonomies = _union(ordered, lambda record: record.taxonomies)
    credentials = _credentials(ordered)
    locations = _locations(ordered)
    profile = Profile(
        npi=ordered[0].npi,
        name=_filled(ordered, "name", evidence),
        gender=_first(ordered, "gender", evidence),
        taxonomies=taxonomies,
        licenses=_licenses(ordered, lambda record: record.licenses),
        privileges=_licenses(ordered, lambda record: record.privileges),
        credentials=credentials,
        services=_services(ordered, evidence),
        ages_served=_filled(ordered, "ages_served", evidence),
        languages=_union(ordered, lambda record: record.languages),
        telehealth=_first(ordered, "telehealth", evidence) or Known.UNKNOWN,
        home_visits=_home_visits(ordered, locations, evidence),
        locations=locations,
        likely=likely_services(taxonomies, credentials),
        evidence=evidence,
        records=tuple(ordered),
    )
    for name in ("taxonomies", "licenses", "privileges", "languages"):
        _note(evidence, name, ordered, lambda record, name=name: getattr(record, name))
    return profile


def likely_services(
    taxonomies: Sequence[str], credentials: Iterable[Credential]
) -> dict[str, Likely]:
    """Services that the specialties and credentials make likely, each by its longest evidence."""
    grounds = [(code, NO_END) for code in taxonomies]
    grounds += [(held.code, held.until or NO_END) for held in credentials]
    found: dict[str, Likely] = {}
    for because, until in grounds:
        for service in LIKELY_SERVICES.get(because, ()):
            if service not in found or until > found[service].until:
                found[service] = Likely(because=because, until=until)
    return {service: found[service] for service in SERVICES if service in found}


def _precedence(record: Record) -> tuple[int, str]:
    known = record.source in PRECEDENCE
    return PRECEDENCE.index(record.source) if known else len(PRECEDENCE), record.source


def _is_known(value: Any) -> bool:
    return value not in (None, UNKNOWN, (), {})


def _note(
    evidence: dict[str, Provenance],
    field: str,
    records: Sequence[Record],
    get: Callable[[Record], Any],
) -> None:
    """Keep which record was the first to know the field."""
    giver = next((record for record in records if _is_known(get(record))), None)
    if giver:
        evidence[field] = giver.provenance()


def _first(records: Sequence[Record], field: str, evidence: dict[str, Provenance]) -> Any:
    _note(evidence, field, records, lambda record: getattr(record, field))
    values = (getattr(record, field) for record in records)
    return next((value for value in values if _is_known(value)), None)


def _filled(records: Sequence[Record], field: str, evidence: dict[str, Provenance]) -> Any:
    """A structure whose parts come each from the first record that knows that part."""
    values = [getattr(record, field) for record in records]
    empty = type(values[0])()
    _note(evidence, field, records, lambda record: getattr(record, field) != empty or None)
    return fill(values)


def fill(values: Sequence[T]) -> T:
    """The first structure, its unknown parts filled from the next ones."""
    first = values[0]
    gaps = [name for name in first.__struct_fields__ if not _is_known(getattr(first, name))]
    found = {}
    for name in gaps:
        others = (getattr(value, name) for value in values[1:])
        known = next((other for other in others if _is_known(other)), None)
        if known is not None:
            found[name] = known
    return structs.replace(first, **found)


def _union(records: Sequence[Record], get: Callable[[Record], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for record in records for code in get(record)))


def _licenses(
    records: Sequence[Record], get: Callable[[Record], tuple[License, ...]]
) -> tuple[License, ...]:
    """Licences by state and number; one without a number gives way to one with."""
    every = dict.fromkeys(held for record in records for held in get(record))
    numbered = {held.state for held in every if held.number}
    kept = [held for held in every if held.number or held.state not in numbered]
    return tuple(sorted(kept, key=lambda held: (held.state, held.number or "")))


def _credentials(records: Sequence[Record]) -> tuple[Credential, ...]:
    """One certificate for each code: a checked one beats a claim, then the newest check, then
    the longest validity. A code in the credential text alone is a claim."""
    every = [held for record in records for held in record.credentials]
    for record in records:
        codes = clean_credentials(record.name.credentials)
        every += [Credential(code=code, source=record.provenance().source) for code in codes]
    every.sort(key=_credential_strength, reverse=True)
    best: dict[str, Credential] = {}
    for held in every:
        best.setdefault(held.code, held)
    return tuple(best[code] for code in sorted(best))


def _credential_strength(held: Credential) -> tuple:
    return (
        held.until is not None,
        held.checked_on or date.min,
        held.until or date.min,
        held.source or "",
    )


def _services(records: Sequence[Record], evidence: dict[str, Provenance]) -> dict[str, Known]:
    stated: dict[str, Known] = {}
    for record in records:
        for code, known in record.services.items():
            if known != UNKNOWN and code not in stated:
                stated[code] = known
                evidence[f"services.{code}"] = record.provenance()
    return {code: stated[code] for code in SERVICES if code in stated}


def _home_visits(
    records: Sequence[Record], locations: Sequence[Location], evidence: dict[str, Provenance]
) -> HomeVisits:
    """As stated; a location whose setting is `home` says that home visits are offered."""
    visits: HomeVisits = _filled(records, "home_visits", evidence)
    if visits.offered == UNKNOWN:
        at_home = [location for location in locations if "home" in location.settings]
        if at_home:
            evidence["home_visits"] = at_home[0].evidence["settings"]
            return structs.replace(visits, offered=Known.YES)
    return visits


@dataclass(frozen=True)
class _Place:
    """One source's word on one location."""

    location: Location
    record: Record


def _locations(records: Sequence[Record]) -> tuple[Location, ...]:
    """Locations by their key; the same place from several sources is one."""
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
        givers = (p.record for p in places if _is_known(getattr(p.location, name)))
        giver = next(givers, None)
        if giver and name not in ("id", "precision", "evidence", "plans"):
            evidence[name] = giver.provenance()
    merged = structs.replace(
        merged,
        id=identity,
        accepting_as_of=_accepting_date(places),
        plans=_plans(places),
        evidence=evidence,
    )
    return _located(merged)


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


def _located(location: Location) -> Location:
    """With a point: the source's own, else the middle of the ZIP; rounded to 4 decimals."""
    if location.lat is not None and location.lon is not None:
        lat, lon, precision = location.lat, location.lon, location.precision or "address"
    else:
        row = postal_code(location.postal_code or "")
        if row is None:
            return structs.replace(location, lat=None, lon=None, precision=None)
        lat, lon, precision = row.lat, row.lon, "postal_code"
    return structs.replace(location, lat=round(lat, 4), lon=round(lon, 4), precision=precision)
