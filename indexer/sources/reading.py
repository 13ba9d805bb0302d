"""What every source gives: one Reading a row, whatever became of the row, and how files open."""

import codecs
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import msgspec

from service.clock import eastern_today
from service.directory.clean import Rejected
from service.directory.profile import Record
from service.engines.protocol import Meta
from service.errors import SourceUnreadable

from .blocks import Blocks, Raw
from .parts import Center, Exclusion, Organization, Part, Resource
from .qhp import BenefitListing, PlanListing

# What a file that is cut, corrupt or gone makes the standard library raise.
_DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


# How files begin that are no text of ours, and what to do about them.
_NO_TEXT = {
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
    b"\x1f\x8b": "is compressed (gzip); unpack it first",
    b"<": "is a web page and no data; download the file itself",
    b"\xd0\xcf\x11\xe0": "is a spreadsheet; save it as CSV in UTF-8",
}


OVERTAKEN = "not read: {}: a list of {} was read before"


def shown(path: Path) -> str:
    """A path as text that can be printed and stored, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "replace")


class Reading(msgspec.Struct, frozen=True):
    """One row: its records, or why there is none (`skipped` on purpose, `rejected` as unusable).

    Only the lines of an export hold several records. A row may bring something that joins other
    records later: `parts`, an `organization`, an MS `center`, a `plan` or its `benefit`, a
    `resource` that others name. `deactivated` is an NPI that is no longer in use since the day
    `as_of`, or since an unknown day; an `exclusion` takes somebody out too. Where `rows` is more
    than 1, so many rows from this line on were skipped alike, and others between them.
    """

    line: int
    records: tuple[Record, ...] = ()
    skipped: str | None = None
    rejected: str | None = None
    raw: Any = None
    deactivated: str | None = None
    as_of: date | None = None
    replaced_by: str | None = None  # the NPI that took the place of a deactivated one
    left: str | None = None  # an NPI that is no OT's any more, as of that day
    parts: tuple[Part, ...] = ()
    organization: Organization | None = None
    center: Center | None = None
    plan: PlanListing | None = None
    exclusion: Exclusion | None = None
    benefit: BenefitListing | None = None
    resource: Resource | None = None
    rows: int = 1


@dataclass
class Source:
    """An open source: its kind, its file, its readings, and how far it has been read (0 to 1)."""

    kind: str
    path: Path
    read: Callable[["Source"], Iterator[Reading]]
    warnings: dict[str, int] = field(default_factory=dict)
    # Whether an NPI will be in the directory. A source that only adds to OTs whom others name
    # asks before it cleans a row: nearly all of its rows are of other professions.
    wants: Callable[[str], bool] = lambda npi: True
    named: Container[str] = ()  # what other sources name: NPIs of MS centers, keys of resources
    known: Container[str] = ()  # NPIs that are OTs by what was read of the same kind before
    entry: str | None = None  # the file inside a zip, where it is not the only one read
    day: date | None = None  # of which the file as a whole is, where it is a full list
    # Parse every row, also those that the raw bytes show to be of no use: slow, with one Reading
    # for each row. Only tests ask for it, and hold the quick way to it.
    in_full: bool = False
    progress: Callable[[], float] = lambda: 0.0

    @property
    def shown(self) -> str:
        path = shown(self.path)
        return f"{path}/{self.entry}" if self.entry else path

    def told(self, entry: str) -> str:
        """The file, and the entry where it is one of a zip, at the head of a message."""
        return f"{self.shown}:" if entry == self.name else f"{self.shown}: {entry}"

    @property
    def name(self) -> str:
        return self.shown.rsplit("/", 1)[-1]

    def readings(self) -> Iterator[Reading]:
        """Every row; raises SourceUnreadable when the file as a whole cannot be read."""
        try:
            yield from self.read(self)
        except _DAMAGE as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise SourceUnreadable(f"{self.shown}: cannot be read to the end: {reason}") from error

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The file's bytes; says how far they are read, unless the file is a pipe."""
        with self.path.open("rb") as file:
            if size := os.fstat(file.fileno()).st_size:
                self.progress = lambda: file.tell() / size
            if file.seekable():
                self._refuse_other_kinds(file.read(16))
                file.seek(0)
            yield file
        self.progress = lambda: 1.0

    def _refuse_other_kinds(self, start: bytes) -> None:
        for kind, advice in _NO_TEXT.items():
            if start.startswith(kind):
                raise SourceUnreadable(f"{self.shown}: {advice}")

    def warn(self, what: str) -> None:
        self.warnings[what] = self.warnings.get(what, 0) + 1


def refuse_to_come(path: Path, day: date | None) -> None:
    """Raises SourceUnreadable for a file of a day that is to come: all that follow would be older.
    A day is allowed for clocks and time zones."""
    if day and day > eastern_today() + timedelta(days=1):
        raise SourceUnreadable(
            f"{shown(path)}: is of {day}, which is to come; check its name, its manifest.json and "
            "the clock of this machine"
        )


def not_overtaken(sources: Iterable[Source], before: Meta) -> tuple[list[Source], list[str]]:
    """The sources but those full lists of which the directory has a newer one; and why."""
    days: dict[str, date] = {}
    for read in before.sources:
        if read.day:
            days[read.source] = max(read.day, days.get(read.source, read.day))
    kept, why = [], []
    for source in sources:
        newest = days.get(source.kind)
        if source.day and newest and source.day < newest:
            why.append(OVERTAKEN.format(source.shown, newest))
        else:
            kept.append(source)
    return kept, why


@contextmanager
def open_text(source: Source, raw: IO[bytes], name: str) -> Iterator[IO[str]]:
    """Text of a byte stream: UTF-8 with or without a byte order mark; bytes that are not UTF-8
    are read as cp1252 and counted as a warning."""
    errors = _as_cp1252(source, name)
    with io.TextIOWrapper(raw, encoding="utf-8-sig", errors=errors, newline="") as text:
        yield text


def open_blocks(source: Source, raw: Raw, name: str) -> Blocks:
    """The same text, in blocks."""
    return Blocks(raw, _as_cp1252(source, name))


def _as_cp1252(source: Source, name: str) -> str:
    """The name of an error handler for bytes that are not UTF-8."""
    handler = f"otmatch-{id(source)}"

    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101
        source.warn(f"bytes in {name} that are not UTF-8, read as cp1252")
        damaged = error.object[error.start : error.end]
        return damaged.decode("cp1252", "replace"), error.end

    codecs.register_error(handler, as_cp1252)
    return handler


def rejection(line: int, error: Rejected, raw: Any) -> Reading:
    return Reading(line, rejected=str(error), raw=raw)
