"""Who is no OT any more: NPPES says so in a newer row, which has no OT's taxonomy."""

import sqlite3
from datetime import date

from .staged import Staged, day_text, staged_of

_TABLE = "CREATE TABLE no_ot (npi TEXT PRIMARY KEY, as_of TEXT) WITHOUT ROWID"
_ADD = """
INSERT INTO no_ot VALUES (?, ?) ON CONFLICT (npi) DO UPDATE SET as_of = max(as_of, excluded.as_of)
"""
_RECORDS = """
SELECT record.* FROM record JOIN no_ot USING (npi)
WHERE source = 'nppes' AND record.as_of <= no_ot.as_of
"""


class StagedFormer:
    """Former OTs, as far as they are read."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.execute(_TABLE)

    def add(self, npi: str, as_of: date | None) -> None:
        """The last day of which a row is counts."""
        self._database.execute(_ADD, (npi, day_text(as_of)))

    def since(self, npi: str) -> date | None:
        """The day of the row; None for one who is an OT, as far as NPPES says."""
        row = self._database.execute("SELECT as_of FROM no_ot WHERE npi = ?", (npi,)).fetchone()
        return date.fromisoformat(row[0]) if row and row[0] else None

    def records(self) -> list[Staged]:
        """What NPPES said of them before."""
        return [staged_of(row) for row in self._database.execute(_RECORDS)]
