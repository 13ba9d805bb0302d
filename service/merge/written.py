"""One record written as plain data, by a chapter's hand or of what staff and offices say: checked
against the directory's schema, and made a Record."""

import re
from datetime import date
from typing import Any

import msgspec
from marshmallow import ValidationError
from msgspec import structs

from service.directory.clean import (
    Rejected,
    clean_line,
    clean_npi,
    clean_phone,
    clean_postal_code,
    refuse_to_come,
)
from service.directory.profile import Location, Record
from service.directory.schema import ProfileLineSchema

# What a line only repeats of what follows from its records, with today's tables.
DERIVED = ("likely", "evidence", "conflicts", "records", "version")
_schema = ProfileLineSchema()


def checked_record(written: dict[str, Any]) -> Record:
    """The record of a line without `records`, given as plain data; raises Rejected."""
    written = cleaned(written)
    refuse_unfit(written)
    clean_npi(written["npi"])
    return record_of_line(written)


def cleaned(value: Any) -> Any:
    """Without what says nothing: nulls, blank texts, and what cannot be seen in a text."""
    if isinstance(value, dict):
        parts = ((name, cleaned(part)) for name, part in value.items())
        return {name: part for name, part in parts if part is not None}
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    return clean_line(value) if isinstance(value, str) else value


def refuse_unfit(written: dict[str, Any]) -> None:
    try:
        _schema.load(written)
    except ValidationError as refused:
        raise Rejected(_first_problem(refused.messages)) from None


def record_of_line(written: dict[str, Any]) -> Record:
    """A line without `records` is itself the record of source `profiles`."""
    facts = {name: value for name, value in written.items() if name not in DERIVED}
    label = facts.pop("source", None)
    record = converted("", {**facts, "source": "profiles", "label": label})
    refuse_to_come(record.as_of, "as_of")
    places = (_clean_location(f"locations.{n}", at) for n, at in enumerate(record.locations))
    return structs.replace(record, locations=tuple(_dated(at, record.as_of) for at in places))


def converted(path: str, facts: dict[str, Any]) -> Record:
    """The structure of what the schema let pass; stricter than it in numbers and dates."""
    try:
        return msgspec.convert(facts, Record)
    except msgspec.ValidationError as refused:
        what, _, where = str(refused).partition(" - at ")
        what = "must be a date such as 2026-10-01" if "date" in what else what.replace("`", "")
        field = re.sub(r"\[(\d+)\]", r".\1", where.strip("`").removeprefix("$."))
        raise Rejected(f"{path}{field}: {what}") from None


def _first_problem(messages: Any, path: str = "") -> str:
    """The first field that the schema refuses, with its place: "locations.0.lat: ..."."""
    while isinstance(messages, dict):
        name, messages = next(iter(messages.items()))
        if name not in ("key", "value", "_schema"):  # marshmallow's own words
            path = f"{path}.{name}" if path else str(name)
    return f"{path}: {messages[0]}"


def _dated(location: Location, day: date | None) -> Location:
    """A line's date is that of all that it says of plans and programs, unless it says another."""
    plans = [structs.replace(row, as_of=row.as_of or day) for row in location.plans]
    programs = [structs.replace(row, as_of=row.as_of or day) for row in location.programs]
    for name, rows in (("plans", plans), ("programs", programs)):
        for row in rows:
            refuse_to_come(row.as_of, f"locations.{name}.as_of")
    return structs.replace(location, plans=tuple(plans), programs=tuple(programs))


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
