"""What every source gives: one Reading a row, whatever became of the row, and how files open."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from service.directory.profile import Record
from service.errors import SourceUnreadable

from ..clean import Rejected

MAX_FIELD = 1_000_000  # characters; a longer field is damage, not data


@dataclass(frozen=True)
class Reading:
    """One row: a record, or why there is none (`skipped` on purpose, `rejected` as unusable)."""

    line: int
    record: Record | None = None
    skipped: str | None = None
    rejected: str | None = None
    raw: Any = None
    deactivated_npi: str | None = None


@dataclass
class Source:
    """An open source: its kind, its file, its readings, and how far it has been read (0 to 1)."""

    kind: str
    path: Path
    read: Callable[["Source"], Iterator[Reading]]
    warnings: dict[str, int] = field(default_factory=dict)
    progress: Callable[[], float] = lambda: 0.0

    def readings(self) -> Iterator[Reading]:
        """Every row; raises SourceUnreadable when the file as a whole cannot be read."""
        try:
            yield from self.read(self)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise SourceUnreadable(f"{self.path}: cannot be read to the end: {reason}") from error

    def warn(self, what: str) -> None:
        self.warnings[what] = self.warnings.get(what, 0) + 1


@contextmanager
def open_text(source: Source, raw: IO[bytes], name: str) -> Iterator[IO[str]]:
    """Text of a byte stream: UTF-8 with or without a byte order mark; bytes that are not UTF-8
    are read as cp1252 and counted as a warning."""
    handler = f"otmatch-{id(source)}"

    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101
        source.warn(f"bytes in {name} that are not UTF-8, read as cp1252")
        damaged = error.object[error.start : error.end]
        return damaged.decode("cp1252", "replace"), error.end

    codecs.register_error(handler, as_cp1252)
    with io.TextIOWrapper(raw, encoding="utf-8-sig", errors=handler, newline="") as text:
        yield text


def csv_rows(text: IO[str]) -> Iterator[tuple[int, list[str] | None]]:
    """Rows with the number of their last line; None for a row that the CSV reader refuses."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(text)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, None
            continue
        yield reader.line_num, row


def rejection(line: int, error: Rejected, raw: Any) -> Reading:
    return Reading(line, rejected=str(error), raw=raw)
