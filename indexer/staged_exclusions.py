"""Exclusions in the staging area: by NPI and by whose list says so, and where the OIG knows no
NPI by name. A list takes back only its own word; a reinstatement by the OIG also ends the flags of
directories of its day or earlier, for these copy the OIG's list.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from service.directory.text import fold

from .sources.parts import NPD, OIG, Exclusion

# How many letters of a name the OIG's file holds at most; it cuts longer ones off.
LAST_WIDTH, FIRST_WIDTH = 20, 15
_decode = msgspec.json.Decoder(Exclusion).decode
_REMEMBERED = -1  # in place of a file's number
_TABLES = """
CREATE TABLE exclusion (
    npi TEXT, list TEXT, file INTEGER, since TEXT, PRIMARY KEY (npi, list, file)
) WITHOUT ROWID;
CREATE TABLE ended (npi TEXT, list TEXT, day TEXT, PRIMARY KEY (npi, list)) WITHOUT ROWID;
CREATE TABLE numbered (npi TEXT, file INTEGER, line INTEGER, exclusion BLOB);
CREATE TABLE unnumbered (name TEXT, file INTEGER, line INTEGER, exclusion BLOB);
CREATE TABLE namesake (row INTEGER, npi TEXT, PRIMARY KEY (row, npi)) WITHOUT ROWID;
CREATE INDEX unnumbered_name ON unnumbered (name);
"""
_EXCLUDE = """
INSERT INTO exclusion VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET since = max(since, excluded.since)
"""
# The main list and a list of reinstatements may both name a person, in any order.
_END = """
INSERT INTO ended VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET day = max(day, excluded.day)
"""
# The main list names all who are excluded on its day: nobody else of earlier lists still is.
_NOT_IN_MAIN = """
DELETE FROM exclusion WHERE list = :list AND file IS NOT :main
AND CASE file WHEN :remembered THEN :main IS NOT NULL ELSE since <= :day END
"""
_REINSTATED = """
DELETE FROM exclusion WHERE since <=
    (SELECT day FROM ended WHERE npi = exclusion.npi AND list = :list)
"""
_TAKEN_BACK = _REINSTATED + "AND list = :list AND file = :remembered"
# A release that has a record of the person did not flag them: an older one's flag is no news.
_OVERTAKEN = """
DELETE FROM exclusion WHERE list = :list AND file <> :remembered AND since > :undated
AND since < (SELECT max(as_of) FROM record WHERE npi = exclusion.npi AND source = :list)
"""
_WORDS = """
SELECT list, max(since) FROM exclusion WHERE npi = ? GROUP BY list ORDER BY list DESC
"""
_OF_OTS = """
SELECT DISTINCT npi FROM exclusion
WHERE EXISTS (SELECT 1 FROM record WHERE record.npi = exclusion.npi) ORDER BY npi
"""
_NUMBERED = """
SELECT npi, file, line, exclusion FROM numbered
WHERE npi IN (SELECT npi FROM exclusion) ORDER BY file, line
"""
_NAMED = "SELECT rowid, exclusion FROM unnumbered WHERE name = ?"
_LISTED = """
SELECT file, line, exclusion, (SELECT group_concat(npi, ' ') FROM namesake WHERE row = u.rowid)
FROM unnumbered u ORDER BY file, line
"""


class Listed(NamedTuple):
    """A row of a list, where it was read, and the OTs who are or may be meant."""

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

    def remember(self, told: Exclusion) -> None:
        """What the directory knows from earlier lists: an exclusion, or its end."""
        self._keep(told, _REMEMBERED)

    def add(self, exclusion: Exclusion, file: int, line: int) -> None:
        if exclusion.npi:
            self._keep(exclusion, file)
            if not exclusion.is_over:
                values = (exclusion.npi, file, line, msgspec.json.encode(exclusion))
                self._database.execute("INSERT INTO numbered VALUES (?, ?, ?, ?)", values)
        else:
            name = name_key(exclusion.last, exclusion.first)
            values = (name, file, line, msgspec.json.encode(exclusion))
            self._database.execute("INSERT INTO unnumbered VALUES (?, ?, ?, ?)", values)

    def _keep(self, told: Exclusion, file: int) -> None:
        """Of several words of one list the last day counts."""
        if not told.is_over:
            values = (told.npi, told.source, file, told.since.isoformat())
            self._database.execute(_EXCLUDE, values)
        if told.reinstated:
            values = (told.npi, told.source, told.reinstated.isoformat())
            self._database.execute(_END, values)

    def pass_over(self, file: int) -> None:
        """Forget what a list says of which a newer one was read."""
        for table in ("exclusion", "numbered", "unnumbered"):
            self._database.execute(f"DELETE FROM {table} WHERE file = ?", (file,))

    def settle(self, main: int | None, day: date) -> None:
        """Once all is read: let each list take back its own word. `main` is the number of the
        newest main list that is read now, `day` of which the newest known is."""
        about = {"main": main, "day": day.isoformat(), "remembered": _REMEMBERED}
        about["undated"] = date.min.isoformat()
        for statement, source in (
            (_NOT_IN_MAIN, OIG), (_REINSTATED, OIG), (_TAKEN_BACK, NPD), (_OVERTAKEN, NPD)
        ):  # fmt: skip
            self._database.execute(statement, about | {"list": source})

    def words(self, npi: str) -> list[tuple[str, date]]:
        """Whose lists exclude an NPI, in the directory or not, and since when each does; the OIG
        first."""
        found = self._database.execute(_WORDS, (npi,))
        return [(source, date.fromisoformat(since)) for source, since in found]

    def reinstated(self) -> dict[str, date]:
        """Everybody whom the OIG was read to have reinstated, and the last day of it."""
        statement = "SELECT npi, day FROM ended WHERE list = ? ORDER BY npi"
        found = self._database.execute(statement, (OIG,))
        return {npi: date.fromisoformat(day) for npi, day in found}

    def of_ots(self) -> list[str]:
        """The excluded NPIs of which there are records."""
        return [npi for (npi,) in self._database.execute(_OF_OTS)]

    def numbered(self) -> Iterator[Listed]:
        """Every row of a list that was read now and excludes an NPI which still is excluded."""
        for npi, file, line, stored in self._database.execute(_NUMBERED):
            yield Listed(file, line, _decode(stored), (npi,))

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
