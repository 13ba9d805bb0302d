"""profiles.ndjson: one JSON object a line, written by a chapter's hand or by our export."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from marshmallow import ValidationError
from msgspec import structs

from service.directory.doubt import doubted
from service.directory.profile import Location, Profile, Record
from service.directory.schema import FORMAT_VERSION, ProfileLineSchema

from ..clean import Rejected, clean_line, clean_npi, clean_phone, clean_postal_code
from ..merge import merge
from .reading import Reading, Source, open_text, rejection
from .rows import MAX_RAW, Lines

MAX_LINE = 5_000_000  # characters; a longer line is damage, not a profile
# What a line only repeats of what follows from its records, with today's tables.
_DERIVED = ("likely", "evidence", "conflicts", "records", "version")
_DERIVED_OF_LOCATION = ("id", "evidence", "likely_settings", "ms_center")
_OF_THE_ZIP = ("lat", "lon", "precision")
_schema = ProfileLineSchema()


def open_profiles(path: Path) -> Source:
    return Source("profiles", path, _read)


def dump_line(profile: Profile) -> bytes:
    """One line of the export, without its line end; `_read` gives the same records back. What is
    in doubt stays with the store that says so."""
    return msgspec.json.encode({"version": FORMAT_VERSION, **_written(doubted(profile, ()))})


def _written(profile: Profile) -> dict[str, Any]:
    """The profile as its line says it, without what is unknown."""
    plain = msgspec.json.decode(msgspec.json.encode(profile))
    return {name: value for name, value in plain.items() if value != {}}


def _read(source: Source) -> Iterator[Reading]:
    with source.opened() as file, open_text(source, file, source.name) as text:
        for line in Lines(text, MAX_LINE):
            if not line.whole:
                reason = "line: longer than 5 million characters"
                yield Reading(line.number, rejected=reason, raw=line.text[:MAX_RAW])
            elif line.text.strip():
                yield _reading(line.number, line.text)


def _reading(number: int, line: str) -> Reading:
    try:
        written = msgspec.json.decode(line)
        if not isinstance(written, dict):
            raise Rejected("line: must be one JSON object")
        return Reading(number, _records(_clean(written)), raw=written)
    except msgspec.DecodeError:
        reason = "line: is not valid JSON; one object a line"
    except RecursionError:
        reason = "line: is nested too deeply"
    except Rejected as error:
        return rejection(number, error, written)
    return Reading(number, rejected=reason, raw=line[:MAX_RAW].rstrip())


def _clean(value: Any) -> Any:
    """Without what says nothing: nulls, blank texts, and what cannot be seen in a text."""
    if isinstance(value, dict):
        cleaned = ((name, _clean(part)) for name, part in value.items())
        return {name: part for name, part in cleaned if part is not None}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return clean_line(value) if isinstance(value, str) else value


def checked_record(written: dict[str, Any]) -> Record:
    """The record of a line without `records`, given as plain data; raises Rejected."""
    written = _clean(written)
    _refuse_unfit(written)
    clean_npi(written["npi"])
    return _record(written)


def _refuse_unfit(written: dict[str, Any]) -> None:
    try:
        _schema.load(written)
    except ValidationError as refused:
        raise Rejected(_first_problem(refused.messages)) from None


def _records(written: dict[str, Any]) -> tuple[Record, ...]:
    _refuse_unfit(written)
    npi = clean_npi(written["npi"])
    if "records" not in written:
        return (_record(written),)
    records = tuple(_converted(f"records.{n}.", r) for n, r in enumerate(written["records"]))
    if {record.npi for record in records} != {npi}:
        raise Rejected("records: each must carry the line's own npi")
    _refuse_edits(written, _written(merge(records)))
    return records


def _first_problem(messages: Any, path: str = "") -> str:
    """The first field that the schema refuses, with its place: "locations.0.lat: ..."."""
    while isinstance(messages, dict):
        name, messages = next(iter(messages.items()))
        if name not in ("key", "value", "_schema"):  # marshmallow's own words
            path = f"{path}.{name}" if path else str(name)
    return f"{path}: {messages[0]}"


def _refuse_edits(written: dict[str, Any], merged: dict[str, Any]) -> None:
    """A fact changed beside the records would be lost. What is derived may differ: tables of
    ZIPs and likely services change from one version to the next."""
    written, merged = _stated(written), _stated(merged)
    for name in sorted({*merged, *written}):
        if merged.get(name) != written.get(name):
            raise Rejected(
                f"{name}: differs from what the line's records say; change it in the record, "
                "or take `records` out to make the line itself the record"
            )


def _stated(line: dict[str, Any]) -> dict[str, Any]:
    facts = {name: value for name, value in line.items() if name not in _DERIVED}
    if places := facts.get("locations"):
        facts["locations"] = [_stated_of(place) for place in places]
    return facts


def _stated_of(place: dict[str, Any]) -> dict[str, Any]:
    of_the_zip = _OF_THE_ZIP if place.get("precision") == "postal_code" else ()
    left_out = (*_DERIVED_OF_LOCATION, *of_the_zip)
    return {name: value for name, value in place.items() if name not in left_out}


def _record(written: dict[str, Any]) -> Record:
    """A line without `records` is itself the record of source `profiles`."""
    facts = {name: value for name, value in written.items() if name not in _DERIVED}
    label = facts.pop("source", None)
    record = _converted("", {**facts, "source": "profiles", "label": label})
    places = (_clean_location(f"locations.{n}", at) for n, at in enumerate(record.locations))
    return structs.replace(record, locations=tuple(_dated(at, record.as_of) for at in places))


def _dated(location: Location, day: date | None) -> Location:
    """A line's date is that of all that it says of plans and programs, unless it says another."""
    plans = (structs.replace(row, as_of=row.as_of or day) for row in location.plans)
    programs = (structs.replace(row, as_of=row.as_of or day) for row in location.programs)
    return structs.replace(location, plans=tuple(plans), programs=tuple(programs))


def _converted(path: str, facts: dict[str, Any]) -> Record:
    """The structure of what the schema let pass; stricter than it in numbers and dates."""
    try:
        return msgspec.convert(facts, Record)
    except msgspec.ValidationError as refused:
        what, _, where = str(refused).partition(" - at ")
        what = "must be a date such as 2026-10-01" if "date" in what else what.replace("`", "")
        field = re.sub(r"\[(\d+)\]", r".\1", where.strip("`").removeprefix("$."))
        raise Rejected(f"{path}{field}: {what}") from None


def _clean_location(path: str, location: Location) -> Location:
    if (location.lat is None) != (location.lon is None):
        raise Rejected(f"{path}: give both lat and lon, or neither")
    return structs.replace(
        location,
        id="",
        evidence={},
        likely_settings={},
        ms_center=None,
        postal_code=clean_postal_code(location.postal_code),
        phone=_phone(f"{path}.phone", location.phone),
        fax=_phone(f"{path}.fax", location.fax),
    )


def _phone(path: str, value: str | None) -> str | None:
    number = clean_phone(value)
    if value and number is None:
        raise Rejected(f"{path}: must be a US number of ten digits")
    return number
