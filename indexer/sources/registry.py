"""Responses of the NPI Registry's API, saved as files: what the registry says of each NPI."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from service.directory.clean import Rejected, clean_name, clean_npi, clean_person_name
from service.directory.profile import Record
from service.errors import SourceUnreadable

from .joining import join_part, with_further
from .json_items import read_items
from .nppes import NOT_AN_OT, ORGANIZATION
from .nppes_companions import endpoint_part, location_part
from .nppes_row import Fields, medicaid_states, nppes_record
from .parts import MEDICAID_NUMBER, Part
from .reading import Reading, Source, rejection
from .registry_fields import Item, endpoints_of, fields_of, number_of, places_of

DEACTIVATED = "deactivated"
_OWN_FIELDS = ("number", "enumeration_type", "basic", "addresses", "taxonomies")
_NO_ENDPOINT = "endpoint left out: {}"


class Entry(msgspec.Struct, frozen=True):
    """What the registry says of one NPI: a record of an OT, or why there is none."""

    npi: str
    record: Record | None = None
    why_none: str | None = None
    name: str | None = None
    since: date | None = None  # of a deactivation; the last of all days if it is not told


def open_registry(path: Path) -> Source:
    return Source("registry", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    for number, item in enumerate(results(source), 1):
        try:
            entry = read_entry(item, source.warn)
        except Rejected as error:
            yield rejection(number, error, {"number": _shown(item)})
            continue
        if entry.record:
            yield Reading(number, (entry.record,))
        elif entry.why_none == DEACTIVATED:
            yield Reading(number, skipped=DEACTIVATED, deactivated=entry.npi, as_of=entry.since)
        else:
            yield Reading(number, skipped=entry.why_none)


def results(source: Source) -> Iterator[Any]:
    """Every result of a response, or of an array of them. Raises SourceUnreadable, also for a
    response that is nothing but an error."""
    for item in read_items(source, _OWN_FIELDS):
        if isinstance(item, dict) and "description" in item and "basic" not in item:
            told = str(item["description"])[:200]
            raise SourceUnreadable(f"{source.shown}: the registry answered with an error: {told}")
        yield item


def read_entry(item: Any, warn: Callable[[str], None]) -> Entry:
    """One result. Raises Rejected; what cannot be used of a person's places is warned of."""
    if not isinstance(item, dict):
        raise Rejected("result: must be an object")
    fields = fields_of(item)
    npi = clean_npi(fields("npi"))
    name = _name(fields)
    if since := fields.deactivated_since():
        return Entry(npi, why_none=DEACTIVATED, name=name, since=since)
    if fields("entity_type_code") == "2":
        return Entry(npi, why_none=ORGANIZATION, name=name)
    if fields("entity_type_code") != "1":
        raise Rejected("enumeration_type: must be NPI-1 or NPI-2")
    if not fields.show_an_ot():
        return Entry(npi, why_none=NOT_AN_OT, name=name)
    return Entry(npi, _whole(nppes_record(fields), item, fields, warn), name=name)


def _whole(record: Record, item: Item, fields: Fields, warn: Callable[[str], None]) -> Record:
    """The record with all that other files of NPPES say of its NPI: a response says it at once."""
    parts = [*_parts(places_of(item), location_part, warn)]
    states = medicaid_states(fields)
    parts += [Part(record.npi, MEDICAID_NUMBER, text=state) for state in states]
    direct = (row for row in endpoints_of(item) if row["endpoint_type"].upper() == "DIRECT")
    parts += _parts(direct, endpoint_part, warn)
    locations = with_further(record.locations, parts)
    for part in parts:
        if problem := join_part(locations, part):
            warn(problem)
    return structs.replace(record, locations=tuple(locations))


def _parts(
    rows: Iterator[dict[str, str]],
    part_of: Callable[[dict[str, str]], Part | str],
    warn: Callable[[str], None],
) -> Iterator[Part]:
    for row in rows:
        try:
            part = part_of(row)
        except Rejected as error:
            part = _NO_ENDPOINT.format(error)
        if isinstance(part, Part):
            yield part
        else:
            warn(part)


def _name(fields: Fields) -> str | None:
    person = [clean_person_name(fields(f"provider_{part}"))
              for part in ("first_name", "last_name_legal_name")]  # fmt: skip
    legal = fields("provider_organization_name_legal_business_name")
    return " ".join(filter(None, person)) or clean_name(legal)


def _shown(item: Any) -> str | None:
    """The number of a result that cannot be used, as far as it is one."""
    try:
        return number_of(item) if isinstance(item, dict) else None
    except Rejected:
        return None
