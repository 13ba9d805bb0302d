"""merge(records) -> Profile: a pure function; every field of a profile derives from its records.

Records are taken in the order of PRECEDENCE; the first that knows a fact gives it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import structs

from service.directory.likely import LIKELY_SERVICES
from service.directory.profile import (
    NO_END,
    UNKNOWN,
    Credential,
    HomeVisits,
    License,
    Likely,
    Location,
    Profile,
    Provenance,
    Record,
)
from service.directory.vocabulary import SERVICES, Known

from .clean import clean_credentials
from .filling import fill, is_known
from .merge_locations import merge_locations

# What people curated by hand beats the registry; the roster knows certificates only.
PRECEDENCE = ("profiles", "nppes", "mscs")


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
    locations = merge_locations(ordered)
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


def _precedence(record: Record) -> tuple[int, str, int, bytes]:
    """By source; of one source the newest first. The last part only makes the order total."""
    known = record.source in PRECEDENCE
    place = PRECEDENCE.index(record.source) if known else len(PRECEDENCE)
    newest_first = -(record.as_of or date.min).toordinal()
    return place, record.source, newest_first, msgspec.json.encode(record)


def _note(
    evidence: dict[str, Provenance],
    field: str,
    records: Sequence[Record],
    get: Callable[[Record], Any],
) -> None:
    """Keep which record was the first to know the field."""
    giver = next((record for record in records if is_known(get(record))), None)
    if giver:
        evidence[field] = giver.provenance()


def _first(records: Sequence[Record], field: str, evidence: dict[str, Provenance]) -> Any:
    _note(evidence, field, records, lambda record: getattr(record, field))
    values = (getattr(record, field) for record in records)
    return next((value for value in values if is_known(value)), None)


def _filled(records: Sequence[Record], field: str, evidence: dict[str, Provenance]) -> Any:
    """A structure whose parts come each from the first record that knows that part."""
    values = [getattr(record, field) for record in records]
    empty = type(values[0])()
    _note(evidence, field, records, lambda record: getattr(record, field) != empty or None)
    return fill(values)


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
    every: list[Credential] = []
    for record in records:
        source = record.provenance().source
        every += [structs.replace(c, source=c.source or source) for c in record.credentials]
        codes = clean_credentials(record.name.credentials)
        every += [Credential(code=code, source=source) for code in codes]
    every.sort(key=_credential_strength, reverse=True)
    best: dict[str, Credential] = {}
    for held in every:
        best.setdefault(held.code, held)
    return tuple(best[code] for code in sorted(best))


def _credential_strength(held: Credential) -> tuple:
    return (
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
