"""Records on disk between reading and merging, so that memory stays the same however many.

One record for each (source, NPI): the newest; of equal dates the one read last. Of a roster
every row stays until it is known which of them are of this person.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from service.directory.profile import Record

ROSTER = "mscs"
_decode = msgspec.json.Decoder(Record).decode
_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE record (
    npi TEXT, source TEXT, number INTEGER, as_of TEXT, record BLOB,
    file INTEGER, line INTEGER, raw BLOB, PRIMARY KEY (npi, source, number)
) WITHOUT ROWID;
CREATE TABLE deactivated (npi TEXT PRIMARY KEY, as_of TEXT) WITHOUT ROWID;
CREATE TABLE disputed (npi TEXT PRIMARY KEY) WITHOUT ROWID;
BEGIN;
"""
_ADD = """
INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (npi, source, number) DO UPDATE SET as_of = excluded.as_of, record = excluded.record,
    file = excluded.file, line = excluded.line, raw = excluded.raw
WHERE excluded.as_of >= as_of
"""
_DEACTIVATE = """
INSERT INTO deactivated VALUES (?, ?)
ON CONFLICT (npi) DO UPDATE SET as_of = max(as_of, excluded.as_of)
"""


class Staged(msgspec.Struct, frozen=True):
    """A record with where it was read: the number of its source, its line, its row as it was."""

    record: Record
    file: int
    line: int
    number: int = 0
    raw: Any = None


class Staging:
    """Takes records in any order; gives them back by NPI."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.executescript(_TABLES)
        self._roster_rows = 0

    def add(self, staged: Staged) -> None:
        """Keep the record, unless a newer one of its source is here for its NPI."""
        record, number, raw = staged.record, 0, None
        if record.source == ROSTER:  # the only rows that can still be refused later
            self._roster_rows = number = self._roster_rows + 1
            raw = msgspec.json.encode(staged.raw)
        self._database.execute(
            _ADD,
            (record.npi, record.source, number, _day(record.as_of), msgspec.json.encode(record),
             staged.file, staged.line, raw),
        )  # fmt: skip

    def deactivate(self, npi: str, as_of: date | None) -> None:
        """Remember that the NPI is out of use since that day, the last one told."""
        self._database.execute(_DEACTIVATE, (npi, _day(as_of or date.max)))

    def disputed(self) -> Iterator[tuple[date | None, list[Staged]]]:
        """The records of every NPI with a roster row, or deactivated, and since when it is."""
        self._database.execute(
            "INSERT INTO disputed SELECT DISTINCT npi FROM record WHERE source = ?"
            " OR npi IN (SELECT npi FROM deactivated)", (ROSTER,)
        )  # fmt: skip
        npis = self._database.execute(
            "SELECT npi, as_of FROM disputed LEFT JOIN deactivated USING (npi) ORDER BY npi"
        )
        for npi, as_of in npis:
            rows = self._database.execute("SELECT * FROM record WHERE npi = ?", (npi,))
            yield as_of and date.fromisoformat(as_of), [_staged(row) for row in rows]

    def remove(self, staged: Iterable[Staged]) -> None:
        self._database.executemany(
            "DELETE FROM record WHERE npi = ? AND source = ? AND number = ?",
            [(s.record.npi, s.record.source, s.number) for s in staged],
        )

    def newest_date(self) -> date | None:
        """The newest date that any record carries."""
        newest = self._database.execute("SELECT max(as_of) FROM record").fetchone()[0]
        return date.fromisoformat(newest) if newest else None

    def kept(self, file: int) -> int:
        """How many rows of one source file have a record here."""
        statement = "SELECT count(DISTINCT line) FROM record WHERE file = ?"
        return self._database.execute(statement, (file,)).fetchone()[0]

    def count(self) -> int:
        """How many NPIs have a record here."""
        return self._database.execute("SELECT count(DISTINCT npi) FROM record").fetchone()[0]

    def by_npi(self) -> Iterator[list[Record]]:
        """The records of each NPI, in the order of NPIs."""
        rows = self._database.execute("SELECT npi, record FROM record ORDER BY npi, source, number")
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [_decode(record) for _, record in group]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _staged(row: tuple) -> Staged:
    _, _, number, _, record, file, line, raw = row
    return Staged(_decode(record), file, line, number, msgspec.json.decode(raw) if raw else None)


@contextmanager
def open_staging() -> Iterator[Staging]:
    """A staging area that is gone when the load ends."""
    with tempfile.TemporaryDirectory(prefix="otmatch-") as folder:
        database = sqlite3.connect(Path(folder) / "staging.db", isolation_level=None)
        try:
            yield Staging(database)
        finally:
            database.close()
