"""profiles.ndjson: one JSON object a line, written by a chapter's hand or by our export."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from marshmallow import ValidationError

from service.directory.profile import Location, Profile, Record
from service.directory.schema import FORMAT_VERSION, ProfileLineSchema

from ..clean import Rejected, clean_npi, clean_phone, clean_postal_code
from ..merge import merge
from .reading import Reading, Source, open_text, rejection

MAX_LINE = 5_000_000  # characters; a longer line is damage, not a profile
_DERIVED = ("likely", "evidence", "records", "version")
_schema = ProfileLineSchema()


def open_profiles(path: Path) -> Source:
    return Source("profiles", path, _read)


def dump_line(profile: Profile) -> bytes:
    """One line of the export, without its line end; `_read` gives the same records back."""
    return msgspec.json.encode({"version": FORMAT_VERSION, **_written(profile)})


def _written(profile: Profile) -> dict[str, Any]:
    """The profile as its line says it, without what is unknown."""
    plain = msgspec.json.decode(msgspec.json.encode(profile))
    return {name: value for name, value in plain.items() if value != {}}


def _read(source: Source) -> Iterator[Reading]:
    size = source.path.stat().st_size or 1
    with source.path.open("rb") as file, open_text(source, file, source.path.name) as text:
        source.progress = lambda: file.tell() / size
        number = 0
        while line := text.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith("\n"):
                while (rest := text.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                yield Reading(number, rejected="line: longer than 5 million characters")
            elif line.strip():
                yield from _readings(number, line)


def _readings(number: int, line: str) -> Iterator[Reading]:
    try:
        written = msgspec.json.decode(line)
        if not isinstance(written, dict):
            raise Rejected("line: must be one JSON object")
        for record in _records(written):
            yield Reading(number, record=record, raw=written)
    except msgspec.DecodeError:
        error = Rejected("line: is not valid JSON; one object a line")
        yield rejection(number, error, line[:2000])
    except ValidationError as refused:
        yield rejection(number, Rejected(_first_problem(refused.messages)), written)
    except Rejected as error:
        yield rejection(number, error, written)


def _first_problem(messages: Any, path: str = "") -> str:
    """The first field that the schema refuses, with its place: "locations.0.lat: ..."."""
    while isinstance(messages, dict):
        name, messages = next(iter(messages.items()))
        path = f"{path}.{name}" if path else str(name)
    return f"{path}: {messages[0]}"


def _records(written: dict[str, Any]) -> list[Record]:
    _schema.load(written)
    npi = clean_npi(written["npi"])
    if "records" not in written:
        return [_record(written)]
    records = [msgspec.convert(_filled(record), Record) for record in written["records"]]
    if {record.npi for record in records} != {npi}:
        raise Rejected("records: each must carry the line's own npi")
    merged = _written(merge(records))
    for name in sorted({*merged, *written} - {"version"}):
        if merged.get(name) != written.get(name):
            raise Rejected(
                f"{name}: differs from what the line's records say; change it in the record, "
                "or take `records` out to make the line itself the record"
            )
    return records


def _record(written: dict[str, Any]) -> Record:
    """A line without `records` is itself the record of source `profiles`."""
    facts = {name: value for name, value in _filled(written).items() if name not in _DERIVED}
    label = facts.pop("source", None)
    record = msgspec.convert({**facts, "source": "profiles", "label": label}, Record)
    places = tuple(_clean_location(location) for location in record.locations)
    return msgspec.structs.replace(record, locations=places)


def _filled(value: Any) -> Any:
    """Without the nulls, which say nothing."""
    if isinstance(value, dict):
        return {name: _filled(part) for name, part in value.items() if part is not None}
    return [_filled(part) for part in value] if isinstance(value, list) else value


def _clean_location(location: Location) -> Location:
    if (location.lat is None) != (location.lon is None):
        raise Rejected("locations: give both lat and lon, or neither")
    return msgspec.structs.replace(
        location,
        id="",
        evidence={},
        postal_code=clean_postal_code(location.postal_code),
        phone=clean_phone(location.phone),
        fax=clean_phone(location.fax),
    )
