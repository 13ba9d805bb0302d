"""Records on disk between reading and merging, so that memory stays the same however many.

One record for each (source, label, NPI): the newest; of equal dates the one read last, but for rows
of NPPES without the files that come with them, which know less than the directory. Of sources
whose rows add up, every row stays; so do the parts that join a record later.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any

import msgspec

from service.directory.profile import NAMING

from .sources.parts import Organization, Part
from .staged import Staged, StagedPart, day_text, staged_of
from .staged_deactivations import Deactivation, StagedDeactivations
from .staged_exclusions import StagedExclusions
from .staged_former import StagedFormer
from .staged_resources import StagedResources

ROSTER = "mscs"
# Sources that add to OTs whom others name, a row for each certificate, contract or office.
ADDING = (ROSTER, "qhp", "clinicians")
_decode_part = msgspec.json.Decoder(Part).decode
_decode_organization = msgspec.json.Decoder(Organization).decode
_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE record (
    npi TEXT, source TEXT, label TEXT, number INTEGER, as_of TEXT, record BLOB,
    file INTEGER, line INTEGER, raw BLOB, PRIMARY KEY (npi, source, label, number)
) WITHOUT ROWID;
CREATE TABLE part (npi TEXT, file INTEGER, line INTEGER, kind TEXT, part BLOB);
CREATE TABLE organization (npi TEXT PRIMARY KEY, as_of TEXT, organization BLOB) WITHOUT ROWID;
CREATE TABLE withheld AS SELECT * FROM record;
CREATE TABLE disputed (npi TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE neighbour (line1 TEXT, postal_code TEXT, neighbour BLOB);
BEGIN;
"""
_ADD = """
INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET as_of = excluded.as_of, record = excluded.record,
    file = excluded.file, line = excluded.line, raw = excluded.raw
WHERE excluded.as_of > as_of OR excluded.as_of = as_of AND (file IS NOT ? OR as_of = '')
"""
_ADD_ORGANIZATION = """
INSERT INTO organization VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET as_of = excluded.as_of, organization = excluded.organization
WHERE excluded.as_of >= as_of
"""
_DISPUTED = f"""
INSERT INTO disputed SELECT DISTINCT npi FROM record
WHERE source IN ({", ".join("?" * len(ADDING))}) OR npi IN (SELECT npi FROM deactivated)
OR npi IN (SELECT npi FROM no_ot)
"""
_KEPT = """
SELECT count(*) FROM (SELECT line FROM record WHERE file = :file
UNION SELECT line FROM part WHERE file = :file AND npi NOT IN (SELECT npi FROM withheld)
UNION SELECT line FROM resource WHERE file = :file)
"""
_ROWS_OF = """
SELECT file, line FROM record WHERE npi = :npi UNION SELECT file, line FROM part WHERE npi = :npi
"""
_NOT_HERE = """
SELECT npi FROM (SELECT npi FROM withheld UNION SELECT npi FROM exclusion
UNION SELECT npi FROM no_ot UNION SELECT npi FROM deactivated WHERE as_of BETWEEN ? AND ?)
WHERE npi NOT IN (SELECT npi FROM record) ORDER BY npi
"""
_NO_DAY = "9999-12-30"  # a deactivation without one is of nobody knows when
_ROWS = """
SELECT file, line, max(raw) FROM (SELECT file, line, raw FROM record WHERE npi = :npi
UNION ALL SELECT file, line, NULL FROM part WHERE npi = :npi) GROUP BY file, line
"""


class Staging:
    """Takes records and parts in any order; gives them back by NPI."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.executescript(_TABLES)
        self.resources = StagedResources(database)
        self._added = 0
        self.exclusions = StagedExclusions(database)
        self.deactivations = StagedDeactivations(database)
        self.former = StagedFormer(database)
        # Asked of every row of the big files: a set answers thirty times as fast as a table.
        self._ots: set[str] = set()
        self.names_somebody = False  # whether a source that says who is an OT was read to name one

    def add(self, staged: Staged) -> None:
        """Keep the record, unless there is a newer one of its source for its NPI."""
        record, number, raw = staged.record, 0, None
        self._ots.add(record.npi)
        self.names_somebody |= record.source in NAMING
        if record.source in ADDING:  # its row is kept too: it may yet be rejected
            self._added = number = self._added + 1
            raw = msgspec.json.encode(staged.raw)
        self._database.execute(
            _ADD,
            (record.npi, record.source, record.label or "", number, day_text(record.as_of),
             msgspec.json.encode(record), staged.file, staged.line, raw, staged.yields),
        )  # fmt: skip

    def add_part(self, part: Part, file: int, line: int) -> None:
        values = (part.npi, file, line, part.kind, msgspec.json.encode(part))
        self._database.execute("INSERT INTO part VALUES (?, ?, ?, ?, ?)", values)
        if part.role:
            self.resources.name(part.role.named)

    def add_organization(self, found: Organization) -> None:
        """Keep the organization, unless there is a newer one of its NPI."""
        values = (found.npi, day_text(found.as_of), msgspec.json.encode(found))
        self._database.execute(_ADD_ORGANIZATION, values)

    def npis_of(self, source: str) -> frozenset[str]:
        """Whom a kind of source names so far."""
        rows = self._database.execute("SELECT npi FROM record WHERE source = ?", (source,))
        return frozenset(npi for (npi,) in rows)

    def holds(self, npi: str) -> bool:
        """Whether a record of the NPI is here."""
        row = self._database.execute("SELECT 1 FROM record WHERE npi = ? LIMIT 1", (npi,))
        return row.fetchone() is not None

    def names_ot(self, npi: str) -> bool:
        """Whether a record so far says that the NPI is an OT's."""
        return npi in self._ots

    def names(self, npi: str) -> bool:
        """Whether the NPI is an OT's, or an organization's that is used."""
        row = self._database.execute("SELECT 1 FROM organization WHERE npi = ?", (npi,))
        return npi in self._ots or row.fetchone() is not None

    def disputed(self) -> Iterator[tuple[Deactivation | None, list[Staged]]]:
        """The records of every NPI to which a source adds, that is deactivated or no OT's any
        more, and since when it is deactivated."""
        self._database.execute(_DISPUTED, ADDING)
        for (npi,) in self._database.execute("SELECT npi FROM disputed ORDER BY npi"):
            rows = self._database.execute("SELECT * FROM record WHERE npi = ?", (npi,))
            yield self.deactivations.of(npi), [staged_of(row) for row in rows]

    def withhold(self, npi: str) -> set[tuple[int, int]]:
        """Take an NPI out of the directory, and keep its records apart for its tombstone; returns
        the file and line of each row that spoke of it."""
        rows = self._database.execute(_ROWS_OF, {"npi": npi}).fetchall()
        self._database.execute("INSERT INTO withheld SELECT * FROM record WHERE npi = ?", (npi,))
        self._database.execute("DELETE FROM record WHERE npi = ?", (npi,))
        return set(rows)

    def not_here(self, since: date) -> Iterator[str]:
        """NPIs of which something is known and that have no record: excluded, deactivated on that
        day or later, or withheld."""
        for (npi,) in self._database.execute(_NOT_HERE, (since.isoformat(), _NO_DAY)):
            yield npi

    def withheld(self, npi: str) -> list[Staged]:
        """What was kept apart of an NPI, in the order of its records."""
        statement = "SELECT * FROM withheld WHERE npi = ? ORDER BY source, label, number"
        return [staged_of(row) for row in self._database.execute(statement, (npi,))]

    def remove(self, staged: Iterable[Staged]) -> None:
        self._database.executemany(
            "DELETE FROM record WHERE npi = ? AND source = ? AND label = ? AND number = ?",
            [(s.record.npi, s.record.source, s.record.label or "", s.number) for s in staged],
        )

    def newest_date(self) -> date | None:
        """The newest date that any record carries."""
        newest = self._database.execute("SELECT max(as_of) FROM record").fetchone()[0]
        return date.fromisoformat(newest) if newest else None

    def index_parts(self) -> None:
        """Call once all is read: parts are then found by their NPI."""
        self._database.execute("CREATE INDEX part_of_npi ON part (npi)")
        self._database.execute("CREATE INDEX withheld_npi ON withheld (npi)")

    def add_neighbour(self, street: tuple[str, str], neighbour: bytes) -> None:
        """Something that stands at a line 1 in a ZIP."""
        self._database.execute("INSERT INTO neighbour VALUES (?, ?, ?)", (*street, neighbour))

    def index_neighbours(self) -> None:
        """Call once all are added: they are then found by their street."""
        self._database.execute("CREATE INDEX neighbour_of ON neighbour (line1, postal_code)")

    def neighbours(self, street: tuple[str, str]) -> list[bytes]:
        """What stands at a line 1 in a ZIP, in the order in which it was added."""
        rows = self._database.execute(
            "SELECT neighbour FROM neighbour WHERE line1 = ? AND postal_code = ? ORDER BY rowid",
            street,
        )
        return [row[0] for row in rows]

    def kept(self, file: int) -> int:
        """How many rows of one source file have a record or a part here."""
        return self._database.execute(_KEPT, {"file": file}).fetchone()[0]

    def rows(self, npi: str) -> list[tuple[int, int, Any]]:
        """File, line and, where it was kept, the row itself, of every row that tells of an NPI."""
        found = self._database.execute(_ROWS, {"npi": npi})
        return [(file, line, raw and msgspec.json.decode(raw)) for file, line, raw in found]

    def count(self) -> int:
        """How many NPIs have a record here."""
        return self._database.execute("SELECT count(DISTINCT npi) FROM record").fetchone()[0]

    def parts(self, npi: str) -> list[StagedPart]:
        """The parts of one NPI, in the order in which they were read."""
        rows = self._database.execute(
            "SELECT part, file FROM part WHERE npi = ? ORDER BY rowid", (npi,)
        )
        return [StagedPart(_decode_part(part), file) for part, file in rows]

    def organizations(self) -> Iterator[Organization]:
        rows = self._database.execute("SELECT organization FROM organization ORDER BY npi")
        return (_decode_organization(row[0]) for row in rows)

    def by_npi(self) -> Iterator[list[Staged]]:
        """The records of each NPI, in the order of NPIs."""
        rows = self._database.execute("SELECT * FROM record ORDER BY npi, source, label, number")
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [staged_of(row) for row in group]


@contextmanager
def open_staging() -> Iterator[Staging]:
    """A staging area on disk that is gone when the load ends, however it ends: a database without
    a name is deleted by SQLite as soon as it is open."""
    database = sqlite3.connect("", isolation_level=None)
    try:
        yield Staging(database)
    finally:
        database.close()
