"""merge(records) -> Profile: a pure function; every field of a profile derives from its records.

Whose word counts stands in `precedence.py`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import structs

from service.directory.clean import clean_credentials
from service.directory.likely import LIKELY_SERVICES
from service.directory.person_name import Name
from service.directory.profile import (
    NO_END,
    SOURCE_KINDS,
    UNKNOWN,
    AgesServed,
    Credential,
    HomeVisits,
    License,
    Likely,
    Location,
    Profile,
    Record,
)
from service.directory.services import SERVICES
from service.directory.vocabulary import Known

from .claims import Claim, Ledger, claims_of
from .locations import merge_locations
from .precedence import PERSON_RULES, newest_first


def merge(records: Iterable[Record]) -> Profile:
    """One profile of all records of one NPI; their order does not matter.

    Raises ValueError if the records are of several NPIs, or none.
    """
    ordered = sorted(records, key=_in_order)
    if len({record.npi for record in ordered}) != 1:
        raise ValueError("merge takes the records of one NPI")
    ledger = Ledger()
    taxonomies = _together("taxonomies", ordered, ledger)
    credentials = _credentials(ordered)
    locations, conflicts = merge_locations(ordered)
    return Profile(
        npi=ordered[0].npi,
        name=_structure("name", ordered, ledger, Name()),
        gender=_first("gender", ordered, ledger),
        taxonomies=taxonomies,
        licenses=_licenses(_together("licenses", ordered, ledger)),
        privileges=_licenses(_together("privileges", ordered, ledger)),
        credentials=credentials,
        services=_services(ordered, ledger),
        ages_served=_structure("ages_served", ordered, ledger, AgesServed()),
        languages=_together("languages", ordered, ledger),
        telehealth=_first("telehealth", ordered, ledger) or Known.UNKNOWN,
        home_visits=_home_visits(ordered, locations, ledger),
        locations=locations,
        likely=likely_services(taxonomies, credentials),
        evidence=ledger.evidence,
        conflicts=(*ledger.conflicts, *conflicts),
        records=tuple(ordered),
    )


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


def _in_order(record: Record) -> tuple[int, str, int, bytes]:
    """By source; of one source the newest first. The last part only makes the order total."""
    known = record.source in SOURCE_KINDS
    place = SOURCE_KINDS.index(record.source) if known else len(SOURCE_KINDS)
    return place, record.source, newest_first(record.as_of), msgspec.json.encode(record)


def _claims(field: str, records: Sequence[Record]) -> list[Claim]:
    return claims_of(records, lambda record: getattr(record, field))


def _first(field: str, records: Sequence[Record], ledger: Ledger) -> Any:
    return ledger.decide(field, _claims(field, records), PERSON_RULES[field])


def _structure(field: str, records: Sequence[Record], ledger: Ledger, unknown: Any) -> Any:
    """A structure whose parts come each from the first record that knows that part."""
    claims = [claim for claim in _claims(field, records) if claim.value != unknown]
    return ledger.decide_parts(field, claims, PERSON_RULES[field]) or unknown


def _together(field: str, records: Sequence[Record], ledger: Ledger) -> tuple:
    """What all records say, each thing once."""
    claims = _claims(field, records)
    ledger.decide(field, claims, PERSON_RULES[field])
    return tuple(dict.fromkeys(each for claim in claims for each in claim.value))


def _licenses(every: Sequence[License]) -> tuple[License, ...]:
    """Licences by state and number; one without a number gives way to one with."""
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


def _services(records: Sequence[Record], ledger: Ledger) -> dict[str, Known]:
    stated: dict[str, Known] = {}
    told = {code for record in records for code in record.services}
    for code in filter(told.__contains__, SERVICES):
        claims = claims_of(records, lambda record, code=code: record.services.get(code))
        known = ledger.decide(f"services.{code}", claims, PERSON_RULES["services"])
        if known:
            stated[code] = known
    return stated


def _home_visits(
    records: Sequence[Record], locations: Sequence[Location], ledger: Ledger
) -> HomeVisits:
    """As stated; a location whose setting is `home` says that home visits are offered."""
    visits: HomeVisits = _structure("home_visits", records, ledger, HomeVisits())
    if visits.offered == UNKNOWN:
        at_home = [location for location in locations if "home" in location.settings]
        if at_home:
            ledger.evidence["home_visits"] = at_home[0].evidence["settings"]
            return structs.replace(visits, offered=Known.YES)
    return visits
