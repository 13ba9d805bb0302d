"""The OIG's exclusions in the staging area: by NPI, and where the OIG knows none by name."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from service.directory.text import fold

from .sources.parts import Exclusion

# How many letters of a name the OIG's file holds at most; it cuts longer ones off.
LAST_WIDTH, FIRST_WIDTH = 20, 15
_decode = msgspec.json.Decoder(Exclusion).decode
_TABLES = """
CREATE TABLE exclusion (
    npi TEXT PRIMARY KEY, since TEXT, reinstated TEXT, remembered INTEGER
) WITHOUT ROWID;
CREATE TABLE unnumbered (name TEXT, file INTEGER, line INTEGER, exclusion BLOB);
CREATE TABLE namesake (row INTEGER, npi TEXT, PRIMARY KEY (row, npi)) WITHOUT ROWID;
CREATE INDEX unnumbered_name ON unnumbered (name);
"""
# The main list and a list of reinstatements may both name a person, in any order.
_EXCLUDE = """
INSERT INTO exclusion VALUES (?, ?, ?, ?) ON CONFLICT (npi) DO UPDATE
SET since = max(since, excluded.since), reinstated = max(reinstated, excluded.reinstated),
    remembered = min(remembered, excluded.remembered)
"""
# The main list names all who are excluded; one of reinstatements alone says nothing of others.
_MAIN_LIST = """
SELECT 1 FROM exclusion WHERE reinstated = '' AND NOT remembered UNION SELECT 1 FROM unnumbered
"""
_SINCE = "SELECT since FROM exclusion WHERE npi = ? AND reinstated < since"
_OF_OTS = """
SELECT npi FROM exclusion WHERE reinstated < since
AND EXISTS (SELECT 1 FROM record WHERE record.npi = exclusion.npi) ORDER BY npi
"""
_NAMED = "SELECT rowid, exclusion FROM unnumbered WHERE name = ?"
_LISTED = """
SELECT file, line, exclusion, (SELECT group_concat(npi, ' ') FROM namesake WHERE row = u.rowid)
FROM unnumbered u ORDER BY file, line
"""


class Listed(NamedTuple):
    """An exclusion without an NPI, where it was read, and the OTs who may be meant."""

    file: int
    line: int
    exclusion: Exclusion
    candidates: tuple[str, ...]


class StagedExclusions:
    """Who is excluded, as far as it is read."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for statement in filter(str.strip, _TABLES.split(";")):
            self._database.execute(statement)

    def remember(self, npi: str, since: date) -> None:
        """An exclusion of which the directory knows from an earlier list."""
        self._database.execute(_EXCLUDE, (npi, since.isoformat(), "", True))

    def settle(self) -> None:
        """Forget what is remembered of those who are not in a main list that was read now."""
        if self._database.execute(_MAIN_LIST).fetchone():
            self._database.execute("DELETE FROM exclusion WHERE remembered")

    def add(self, exclusion: Exclusion, file: int, line: int) -> None:
        if exclusion.npi:
            back = exclusion.reinstated.isoformat() if exclusion.reinstated else ""
            values = (exclusion.npi, exclusion.since.isoformat(), back, False)
            self._database.execute(_EXCLUDE, values)
        else:
            name = name_key(exclusion.last, exclusion.first)
            values = (name, file, line, msgspec.json.encode(exclusion))
            self._database.execute("INSERT INTO unnumbered VALUES (?, ?, ?, ?)", values)

    def since(self, npi: str) -> date | None:
        """The day since when the OIG excludes an NPI, in the directory or not; None if it does
        not, or no longer."""
        row = self._database.execute(_SINCE, (npi,)).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def of_ots(self) -> list[str]:
        """The excluded NPIs of which there are records."""
        return [npi for (npi,) in self._database.execute(_OF_OTS)]

    def have_names(self) -> bool:
        return self._database.execute("SELECT 1 FROM unnumbered LIMIT 1").fetchone() is not None

    def note_namesake(self, npi: str, last: str | None, first: str | None, states: set) -> None:
        """Keep an OT as a candidate for the rows of that name. A state that is not known on
        either side rules nobody out."""
        for row, stored in self._database.execute(_NAMED, (name_key(last, first),)).fetchall():
            state = _decode(stored).state
            if not (state and states) or state in states:
                self._database.execute("INSERT OR IGNORE INTO namesake VALUES (?, ?)", (row, npi))

    def listed(self) -> Iterator[Listed]:
        """Every exclusion without an NPI, in the order of reading."""
        for file, line, stored, npis in self._database.execute(_LISTED):
            yield Listed(file, line, _decode(stored), tuple(sorted((npis or "").split())))


def name_key(last: str | None, first: str | None) -> str:
    """A surname in one word, as far as the OIG's file holds it, and the first of the first names:
    "Van den Berg, Mary Ann" -> "vandenberg mary"."""
    surname = fold((last or "")[:LAST_WIDTH]).replace(" ", "")
    firsts = fold((first or "")[:FIRST_WIDTH]).split()
    return f"{surname} {firsts[0] if firsts else ''}"
