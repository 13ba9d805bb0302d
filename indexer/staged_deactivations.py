"""Deactivated NPIs in the staging area: as rows of NPPES say, as its report lists all of them, and
as the directory remembers from earlier loads."""

import sqlite3
from datetime import date
from typing import NamedTuple

ROW, REPORT, REMEMBERED = "row", "report", "remembered"
_TABLE = """
CREATE TABLE deactivated (
    npi TEXT, told TEXT, as_of TEXT, replaced_by TEXT, PRIMARY KEY (npi, told)
) WITHOUT ROWID
"""
_ADD = """
INSERT INTO deactivated VALUES (?, ?, ?, ?) ON CONFLICT (npi, told) DO UPDATE
SET as_of = excluded.as_of, replaced_by = coalesce(excluded.replaced_by, replaced_by)
WHERE excluded.as_of >= as_of
"""
_SINCE = """
SELECT max(as_of), max(replaced_by) FROM deactivated WHERE npi = ?
HAVING max(as_of) IS NOT NULL
"""
# A report names everybody: who was deactivated before its day and is not in it is back.
_BACK = """
DELETE FROM deactivated WHERE told = ? AND as_of <= ?
AND npi NOT IN (SELECT npi FROM deactivated WHERE told = ?)
"""


class Deactivation(NamedTuple):
    """Since when an NPI is out of use, `date.max` where nobody says; and the NPI in its place."""

    since: date
    replaced_by: str | None = None


class StagedDeactivations:
    """Who is deactivated, as far as it is read."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.execute(_TABLE)

    def add(self, npi: str, found: Deactivation, told: str = ROW) -> None:
        """Keep the last day of which each kind of source speaks."""
        values = (npi, told, found.since.isoformat(), found.replaced_by)
        self._database.execute(_ADD, values)

    def begin_report(self) -> None:
        """Of several reports only the one read last counts."""
        self._database.execute("DELETE FROM deactivated WHERE told = ?", (REPORT,))

    def settle_report(self, day: date) -> None:
        """Forget what is remembered of those who are not in the report of that day any more."""
        self._database.execute(_BACK, (REMEMBERED, day.isoformat(), REPORT))

    def of(self, npi: str) -> Deactivation | None:
        """None for an NPI of which nobody says so."""
        row = self._database.execute(_SINCE, (npi,)).fetchone()
        return Deactivation(date.fromisoformat(row[0]), row[1]) if row else None
