"""profiles.ndjson: one JSON object a line, written by a chapter's hand or by our export."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from service.directory.clean import Rejected, clean_npi
from service.directory.doubt import doubted
from service.directory.profile import Profile, Record
from service.directory.schema import FORMAT_VERSION
from service.merge import merge
from service.merge.written import DERIVED, cleaned, converted, record_of_line, refuse_unfit

from .reading import Reading, Source, open_text, rejection
from .rows import MAX_RAW, Lines

MAX_LINE = 5_000_000  # characters; a longer line is damage, not a profile
# Of a location, as DERIVED of a person.
_DERIVED_OF_LOCATION = ("id", "evidence", "likely_settings", "ms_center")
_OF_THE_ZIP = ("lat", "lon", "precision")


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
        return Reading(number, _records(cleaned(written)), raw=written)
    except msgspec.DecodeError:
        reason = "line: is not valid JSON; one object a line"
    except RecursionError:
        reason = "line: is nested too deeply"
    except Rejected as error:
        return rejection(number, error, written)
    return Reading(number, rejected=reason, raw=line[:MAX_RAW].rstrip())


def _records(written: dict[str, Any]) -> tuple[Record, ...]:
    refuse_unfit(written)
    npi = clean_npi(written["npi"])
    if "records" not in written:
        return (record_of_line(written),)
    records = tuple(converted(f"records.{n}.", r) for n, r in enumerate(written["records"]))
    if {record.npi for record in records} != {npi}:
        raise Rejected("records: each must carry the line's own npi")
    _refuse_edits(written, _written(merge(records)))
    return records


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
    facts = {name: value for name, value in line.items() if name not in DERIVED}
    if places := facts.get("locations"):
        facts["locations"] = [_stated_of(place) for place in places]
    return facts


def _stated_of(place: dict[str, Any]) -> dict[str, Any]:
    of_the_zip = _OF_THE_ZIP if place.get("precision") == "postal_code" else ()
    left_out = (*_DERIVED_OF_LOCATION, *of_the_zip)
    return {name: value for name, value in place.items() if name not in left_out}
