"""What roles and plans of the National Provider Directory name by id: locations, organizations and
networks, insurance plans, Direct addresses. None of them is a record of an OT."""

import re
from datetime import date
from typing import Any

from msgspec import structs

from service.directory.clean import clean_direct_address, clean_name, clean_text
from service.directory.profile import Location

from .fhir import (
    Json,
    all_referred,
    codes_of,
    has_ended,
    is_active,
    key_of,
    location_of,
    number_of,
    object_of,
    referred,
)
from .npd_people import ENDED, NOT_ACTIVE
from .parts import Resource
from .points import point_of
from .qhp import objects_of, plan_id_of, text_of, texts_of
from .reading import Source

NO_PLACE = "an address that is empty, or a post office box"
NO_PLAN = "a plan without a network and without an id"
OTHER_ENDPOINT = "an endpoint that is no Direct address"
MAX_PLAN_ID = 60  # as long as a profile may hold

_IDS = re.compile(rb'"id"\s*:\s*"([^"]*)"')
# Contract, plan and segment as CMS numbers Medicare plans; the segment may be left out.
_CMS_ID = re.compile(r"[A-Z][0-9]{4}-[0-9]{3}(?:-[0-9]{1,3})?")
_PROVIDER, _TAX_RECORD = b'"prov"', b'"ein"'
_INSURER = re.compile(rb'"(?:pay|ins)"')
_DIRECT = "direct-project"
Said = dict[str, Any]  # what a row makes of its Reading


def is_named(kind: str, source: Source, line: bytes) -> bool:
    """Whether a line can be a resource that somebody named; quick, and never wrongly no."""
    ids = _IDS.findall(line)
    return not ids or any(key_of(kind, each.decode("utf-8", "replace")) in source.named
                          for each in ids)  # fmt: skip


def may_matter(source: Source, line: bytes) -> bool:
    """As `is_named`, for organizations. Who runs a network is only known once the network is
    read, so insurers are kept, and all that are neither providers nor their tax records: few."""
    is_other = _PROVIDER not in line and _TAX_RECORD not in line
    return is_other or _INSURER.search(line) is not None or is_named("Organization", source, line)


def location(source: Source, resource: Json, day: date | None) -> Said:
    """A place of care with its point; raises Rejected."""
    if not is_active(resource):
        return {"skipped": NOT_ACTIVE}
    place = location_of(object_of(resource, "address"))
    if not (place.line1 or (place.postal_code and not _lines(resource))):
        return {"skipped": NO_PLACE}
    place = structs.replace(
        place,
        name=_door_name(resource, place),
        phone=number_of(resource, "phone"),
        fax=number_of(resource, "fax"),
        **point_of(object_of(resource, "position")),
    )
    return _kept("Location", resource, day, location=place)


def organization(source: Source, resource: Json, day: date | None) -> Said:
    """A name, and what it is part of; raises Rejected."""
    if not is_active(resource):
        return {"skipped": NOT_ACTIVE}
    name = clean_name(text_of(resource, "name"))
    part_of = referred("Organization", resource, "partOf")
    return _kept("Organization", resource, day, name=name, part_of=part_of)


def insurance_plan(source: Source, resource: Json, day: date | None) -> Said:
    """A plan, who owns it, and its networks; one of next year counts too, as it is on sale."""
    if not is_active(resource):
        return {"skipped": NOT_ACTIVE}
    if has_ended(resource, day):
        return {"skipped": ENDED}
    plan_id = _plan_id(resource)
    networks = all_referred("Organization", resource, "network")
    if not (plan_id or networks):
        return {"skipped": NO_PLAN}
    return _kept(
        "InsurancePlan",
        resource,
        day,
        name=_plan_name(resource),
        owner=referred("Organization", resource, "ownedBy"),
        plan_id=plan_id,
        networks=networks,
    )


def endpoint(source: Source, resource: Json, day: date | None) -> Said:
    """A Direct address, for referrals; raises Rejected."""
    if not is_active(resource):
        return {"skipped": NOT_ACTIVE}
    kind = object_of(resource, "connectionType")
    if _DIRECT not in (text_of(kind, "code"), *codes_of(kind)):
        return {"skipped": OTHER_ENDPOINT}
    address = (text_of(resource, "address") or "").removeprefix("mailto:")
    direct_address = clean_direct_address(address, "address")
    return _kept("Endpoint", resource, day, direct_address=direct_address)


def _kept(kind: str, resource: Json, day: date | None, **facts: Any) -> Said:
    return {"resource": Resource(key=key_of(kind, resource["id"]), as_of=day, **facts)}


def _lines(resource: Json) -> list[str]:
    return texts_of(object_of(resource, "address"), "line")


def _door_name(resource: Json, place: Location) -> str | None:
    """CMS names most locations by their street, which is no name."""
    name = clean_name(text_of(resource, "name"))
    lines = (*_lines(resource), place.line1, place.line2)
    is_street = name and any(name.casefold() == line.casefold() for line in lines if line)
    return None if is_street else name


def _plan_id(resource: Json) -> str | None:
    """The id that stands on the card: a Medicare or a HIOS one; else the first alias."""
    aliases = [text for text in texts_of(resource, "alias") if len(text) <= MAX_PLAN_ID]
    numbered = (a for a in aliases if _CMS_ID.fullmatch(a.upper()) or plan_id_of({"plan_id": a}))
    return next(numbered, None) or next(iter(aliases), None)


def _plan_name(resource: Json) -> str | None:
    """The name with the kind of plan, which people look for too."""
    name = clean_text(text_of(resource, "name"))
    kinds = [text_of(each, "text", "type.") for each in objects_of(resource, "type")]
    kind = next(filter(None, kinds), None)
    if not (name and kind) or kind.casefold() in name.casefold():
        return name or kind
    return clean_text(f"{name}, {kind}")
