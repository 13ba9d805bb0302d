"""Practitioner and PractitionerRole of the National Provider Directory: who is an OT, and where
an OT works in which networks."""

import re
from datetime import date
from typing import Any

from msgspec import structs

from service.directory.clean import (
    Rejected,
    clean_gender,
    clean_language,
    clean_last_name,
    clean_npi,
    clean_person_name,
)
from service.directory.person_name import Name
from service.directory.profile import Location, Record
from service.directory.vocabulary import ACCEPTING_PATIENTS, TAXONOMIES

from .fhir import (
    Json,
    all_referred,
    codes_of,
    extensions,
    has_ended,
    is_active,
    is_to_come,
    key_of,
    location_of,
    number_of,
    object_of,
    referred,
)
from .nppes_row import OT
from .parts import NPD, ROLE, Exclusion, Part, Role
from .qhp import objects_of, text_of, texts_of
from .qhp_listing import GENERATIONS, NO_LANGUAGE, NO_PANEL_WORD
from .reading import Source

LABEL = "CMS National Provider Directory"
NOT_AN_OT = "not an OT"
NOT_ACTIVE = "not active"
EXCLUDED = "on the exclusion list of the HHS"
NO_NPI = "a role that does not name its practitioner by NPI"
ENDED, TO_COME = "a period that has ended", "a period that has not begun"
NOTHING_SAID = "a role without location, network and endpoint"

_NPI_SYSTEMS = ("http://terminology.hl7.org/NamingSystem/npi", "http://hl7.org/fhir/sid/us-npi")
_NPI = re.compile(r"[12][0-9]{9}")
_ID = re.compile(rb'"id"\s*:\s*"Practitioner-([0-9]{10})"')
_PRACTITIONER = re.compile(rb"Practitioner[-/]([0-9]{10})\b")
_OT = OT.encode()
Said = dict[str, Any]  # what a row makes of its Reading


def may_be_ours(source: Source, line: bytes) -> bool:
    """Whether a line can be an OT's Practitioner, or that of somebody who is named as one; quick,
    and never wrongly no."""
    found = _ID.search(line)
    return found is None or _OT in line or source.wants(found[1].decode())


def may_be_their_role(source: Source, line: bytes) -> bool:
    """Whether a line can be the PractitionerRole of an OT."""
    found = _PRACTITIONER.search(line)
    return found is None or source.wants(found[1].decode())


def practitioner(source: Source, resource: Json, day: date | None) -> Said:
    """An OT's record, or why there is none; raises Rejected."""
    npi = _npi_among(resource) or key_of("Practitioner", resource["id"]).rsplit("/")[-1]
    codes = _taxonomies(resource, day)
    if not any(code.startswith(OT) for code in codes) and not source.wants(npi):
        return {"skipped": NOT_AN_OT}
    npi = clean_npi(npi)
    listed = Exclusion(npi=npi, source=NPD, since=day or date.min)
    if _is_excluded(resource):
        return {"skipped": EXCLUDED, "exclusion": listed}
    not_listed = structs.replace(listed, reinstated=listed.since)
    if not is_active(resource):
        return {"skipped": NOT_ACTIVE, "exclusion": not_listed}
    known = tuple(dict.fromkeys(code for code in codes if code in TAXONOMIES))
    if not known and not source.wants(npi):
        raise Rejected("qualification: begins with 225X but is no NUCC OT code")
    record = Record(
        source=NPD,
        label=LABEL,
        as_of=day,
        npi=npi,
        name=_name(resource),
        gender=clean_gender(text_of(resource, "gender")),
        taxonomies=known,
        languages=_languages(source, resource),
        locations=_places(resource),
    )
    return {"records": (record,), "exclusion": not_listed}


def practitioner_role(source: Source, resource: Json, day: date | None) -> Said:
    """A part that joins an OT's record, or why there is none; raises Rejected."""
    npi = _practitioner_of(resource)
    if npi is None or not source.wants(npi):
        return {"skipped": NOT_AN_OT if npi else NO_NPI}
    if not is_active(resource):
        return {"skipped": NOT_ACTIVE}
    if has_ended(resource, day) or is_to_come(resource, day):
        return {"skipped": ENDED if has_ended(resource, day) else TO_COME}
    networks = (
        referred("Organization", each, "valueReference")
        for each in extensions(resource, "base-ext-network-reference")
    )
    role = Role(
        key=key_of("PractitionerRole", resource["id"]),
        as_of=day,
        organization=referred("Organization", resource, "organization"),
        locations=all_referred("Location", resource, "location"),
        networks=tuple(dict.fromkeys(key for key in networks if key)),
        endpoints=all_referred("Endpoint", resource, "endpoint"),
        accepting_patients=_panel(source, resource),
        phone=number_of(resource, "phone"),
        fax=number_of(resource, "fax"),
    )
    if not (role.locations or role.networks or role.endpoints):
        return {"skipped": NOTHING_SAID}
    return {"parts": (Part(npi, ROLE, role=role),)}


def _npi_among(holder: Json) -> str | None:
    """The NPI among its identifiers."""
    for each in objects_of(holder, "identifier"):
        if text_of(each, "system", "identifier.") in _NPI_SYSTEMS:
            return text_of(each, "value", "identifier.")
    return None


def _practitioner_of(role: Json) -> str | None:
    """The NPI of a role's practitioner: in the reference, or beside it as an identifier."""
    found = (referred("Practitioner", role, "practitioner") or "").rsplit("/")[-1]
    if _NPI.fullmatch(found):
        return found
    identifier = object_of(object_of(role, "practitioner"), "identifier")
    return _npi_among({"identifier": [identifier]})


def _is_excluded(resource: Json) -> bool:
    """Whether the person is on the exclusion list of the Department of Health (HHS)."""
    told = extensions(resource, "base-ext-hhs-in-exclusion-list")
    return any(each.get("valueBoolean") in (True, "true") for each in told)


def _taxonomies(resource: Json, day: date | None) -> list[str]:
    """The codes of all qualifications that are held on the day."""
    held = [each for each in objects_of(resource, "qualification") if not has_ended(each, day)]
    return [code for each in held for code in codes_of(object_of(each, "code"))]


def _name(resource: Json) -> Name:
    """The official name, else the first. Suffixes hold letters such as "OTR/L" too."""
    names = objects_of(resource, "name")
    told = next((name for name in names if name.get("use") == "official"), (names or [{}])[0])
    given = [*texts_of(told, "given"), ""]
    suffixes = texts_of(told, "suffix")
    born = [text for text in suffixes if text.upper().rstrip(".") in GENERATIONS]
    first = clean_person_name(given[0])
    return Name(
        first=first,
        middle=clean_person_name(" ".join(given[1:])),
        last=clean_last_name(text_of(told, "family", "name."), first),
        suffix=clean_person_name(" ".join(born)),
        credentials=", ".join(text for text in suffixes if text not in born) or None,
    )


def _languages(source: Source, resource: Json) -> tuple[str, ...]:
    """Languages spoken; "es-US" is Spanish."""
    known: dict[str, None] = {}
    for concept in objects_of(resource, "communication"):
        told = [*(code.split("-")[0] for code in codes_of(concept)), text_of(concept, "text") or ""]
        code = next(filter(None, map(clean_language, told)), None)
        if code:
            known[code] = None
        else:
            source.warn(NO_LANGUAGE)
    return tuple(known)


def _places(resource: Json) -> tuple[Location, ...]:
    """Addresses of work; what is for bills and mail is no place of care. A number is of the place
    where there is but one of both."""
    places: list[Location] = []
    for address in objects_of(resource, "address"):
        if address.get("use") == "work" and address.get("type") != "postal":
            place = location_of(address)
            if (place.line1 or place.postal_code) and place not in places:
                places.append(place)
    if len(places) == 1:
        numbers = {name: number_of(resource, name) for name in ("phone", "fax")}
        places = [structs.replace(places[0], **numbers)]
    return tuple(places)


def _panel(source: Source, role: Json) -> str | None:
    """Whether new patients are taken; unknown where a role says several things of several
    networks."""
    told = {
        code
        for each in extensions(role, "base-ext-newpatients")
        for one in extensions(each, "acceptingPatients")
        for code in codes_of(object_of(one, "valueCodeableConcept"))
    }
    known = told & {*ACCEPTING_PATIENTS}
    if told - known:
        source.warn(NO_PANEL_WORD)
    return known.pop() if len(told) == 1 and known else None
