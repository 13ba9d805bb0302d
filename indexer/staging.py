"""Records on disk between reading and merging, so that memory stays the same however many.

One record for each (source, NPI): the newest; of equal dates the one read last.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from service.directory.profile import Record

_decode = msgspec.json.Decoder(Record).decode


class Origin(msgspec.Struct, frozen=True):
    """Where a staged record was read: the number of its source, its line, its row as it was."""

    source: int
    line: int
    raw: Any = None


_decode_origin = msgspec.json.Decoder(Origin).decode
Staged = tuple[Record, Origin]


class Staging:
    """Takes records in any order; gives them back by NPI."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE record (npi TEXT, source TEXT, as_of TEXT, record BLOB, origin BLOB,"
            " PRIMARY KEY (npi, source)) WITHOUT ROWID"
        )

    def add(self, record: Record, origin: Origin) -> bool:
        """Keep the record; False if it took the place of, or gave way to, another."""
        known = self._known(record)
        if known and record.source == "mscs":
            record = _both_certificates(known, record)
        elif known and (known.as_of or date.min) > (record.as_of or date.min):
            return False
        self._database.execute(
            "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)",
            (
                record.npi,
                record.source,
                record.as_of.isoformat() if record.as_of else None,
                msgspec.json.encode(record),
                msgspec.json.encode(origin),
            ),
        )
        return known is None

    def _known(self, record: Record) -> Record | None:
        row = self._database.execute(
            "SELECT record FROM record WHERE npi = ? AND source = ?", (record.npi, record.source)
        ).fetchone()
        return _decode(row[0]) if row else None

    def newest_date(self) -> date | None:
        """The newest date that any record carries."""
        newest = self._database.execute("SELECT max(as_of) FROM record").fetchone()[0]
        return date.fromisoformat(newest) if newest else None

    def count(self) -> int:
        return self._database.execute("SELECT count(DISTINCT npi) FROM record").fetchone()[0]

    def by_npi(self) -> Iterator[tuple[str, list[Staged]]]:
        """Every NPI in order with its records."""
        rows = self._database.execute("SELECT npi, record, origin FROM record ORDER BY npi, source")
        for npi, group in groupby(rows, key=lambda row: row[0]):
            yield npi, [(_decode(record), _decode_origin(origin)) for _, record, origin in group]


@contextmanager
def open_staging() -> Iterator[Staging]:
    """A staging area that is gone when the load ends."""
    with tempfile.TemporaryDirectory(prefix="otmatch-") as folder:
        database = sqlite3.connect(Path(folder) / "staging.db", isolation_level=None)
        try:
            yield Staging(database)
        finally:
            database.close()


def _both_certificates(known: Record, record: Record) -> Record:
    """A renewal and the certificate before it are two rows of one roster."""
    newer = record if (record.as_of or date.min) >= (known.as_of or date.min) else known
    held = dict.fromkeys((*known.credentials, *record.credentials))
    ordered = sorted(held, key=lambda credential: credential.until or date.min)
    return structs.replace(newer, credentials=tuple(ordered))
