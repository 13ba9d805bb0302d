"""What waits in the staging area: a record or a part, with where it was read."""

from datetime import date
from typing import Any

import msgspec

from service.directory.profile import Record

from .sources.parts import Part

_decode = msgspec.json.Decoder(Record).decode


class Staged(msgspec.Struct, frozen=True):
    """A record with where it was read: the number of its source, its line, its row as it was.
    `yields` to the record of that source where both are of one day."""

    record: Record
    file: int
    line: int
    number: int = 0
    raw: Any = None
    yields: int | None = None


class StagedPart(msgspec.Struct, frozen=True):
    """A part with the number of the source that it was read from."""

    part: Part
    file: int


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def staged_of(row: tuple) -> Staged:
    _, _, _, number, _, record, file, line, raw = row
    return Staged(_decode(record), file, line, number, msgspec.json.decode(raw) if raw else None)
