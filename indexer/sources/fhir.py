"""FHIR R4 resources as CMS's National Provider Directory writes them: every value where it may
stand, in spellings of several years. Raises Rejected where a value is of another kind."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from service.directory.clean import (
    Rejected,
    clean_name,
    clean_phone,
    clean_postal_code_of,
    clean_state,
    street_lines,
)
from service.directory.profile import Location

from .ndjson import json_object
from .nppes_row import foreign_country
from .qhp import objects_of, text_of, texts_of

Json = dict[str, Any]
# The id at the end of a reference: relative, absolute, of one version, or a URN.
_REFERRED = re.compile(r"([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]*)?$")
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?=T|$)")


def resource_of(line: bytes, kind: str) -> Json:
    """The resource in a line, of that kind and with an id; raises Rejected."""
    resource = json_object(line)
    if resource.get("resourceType") != kind:
        raise Rejected(f"resourceType: must be {kind} in this file")
    identity = text_of(resource, "id")
    if not identity:
        raise Rejected("id: is missing")
    return resource | {"id": identity}


def key_of(kind: str, identity: str) -> str:
    """One key of a resource, whether or not its id repeats its kind: "Location-7" is "7"."""
    return f"{kind}/{identity.removeprefix(f'{kind}-')}"


def referred(kind: str, holder: Json, field: str) -> str | None:
    """The key of the resource to which a field refers."""
    reference = text_of(object_of(holder, field), "reference", f"{field}.")
    found = _REFERRED.search(reference or "")
    return key_of(kind, found[1]) if found and not reference.startswith("#") else None


def all_referred(kind: str, holder: Json, field: str) -> tuple[str, ...]:
    """The keys of the resources to which a list refers, each once."""
    found = (referred(kind, {field: each}, field) for each in objects_of(holder, field))
    return tuple(dict.fromkeys(key for key in found if key))


def object_of(holder: Json, field: str) -> Json:
    """An object; an empty one if the field is not there."""
    value = holder.get(field)
    if not isinstance(value, dict | None):
        raise Rejected(f"{field}: must be an object")
    return value or {}


def extensions(holder: Json, name: str) -> Iterator[Json]:
    """Those of this name, whatever stands before it in their URL."""
    for each in objects_of(holder, "extension"):
        if (text_of(each, "url", "extension.") or "").rsplit("/", 1)[-1] == name:
            yield each


def codes_of(concept: Json) -> list[str]:
    """The codes of a CodeableConcept, of any system: CMS has named one system in two ways."""
    told = (text_of(coding, "code", "coding.") for coding in objects_of(concept, "coding"))
    return [code for code in told if code]


def is_active(resource: Json) -> bool:
    """Unless it says that it is not."""
    return resource.get("active") is not False and resource.get("status") in (None, "active")


def has_ended(holder: Json, day: date | None) -> bool:
    """Whether its period is over on the day; if no day is known, nobody can say so."""
    end = _written_day(holder, "end")
    return bool(day and end) and end < day.isoformat()[: len(end)]


def is_to_come(holder: Json, day: date | None) -> bool:
    """Whether its period begins after the day."""
    start = _written_day(holder, "start")
    return bool(day and start) and start > day.isoformat()[: len(start)]


def _written_day(holder: Json, end: str) -> str:
    """One end of a period as it is written: a day, a month or a year; also one that no calendar
    of ours reaches, as of 9999."""
    text = text_of(object_of(holder, "period"), end, "period.") or ""
    found = _DAY.match(text)
    if text and not found:
        raise Rejected(f"period.{end}: must be a date such as 2026-10-01")
    return found[0] if found else ""


def number_of(resource: Json, system: str) -> str | None:
    """The one US phone or fax number of a resource; None where it has several, which may be of
    other places."""
    told = (entry for entry in objects_of(resource, "telecom") if entry.get("system") == system)
    numbers = {clean_phone(text_of(entry, "value", "telecom.")) for entry in told} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def location_of(address: Json, path: str = "address.") -> Location:
    """An Address; one abroad keeps its lines, but neither state nor ZIP."""
    country = foreign_country(text_of(address, "country", path) or "")
    first, *others = [clean_name(line) for line in texts_of(address, "line")] or [None]
    line1, line2 = street_lines(first, ", ".join(filter(None, others)) or None)
    state = clean_state(text_of(address, "state", path))
    code = clean_postal_code_of(text_of(address, "postalCode", path), state)
    return Location(
        line1=line1,
        line2=line2,
        city=clean_name(text_of(address, "city", path)),
        state=state if country is None else None,
        postal_code=code if country is None else None,
        country=country,
    )
