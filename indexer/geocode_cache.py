"""The geocoder's answers on disk: each is stored at once, so a load that is cut short goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from service.errors import SourceUnreadable

_KIND = 0x07A7_6E0C  # SQLite's application_id tells this kind of file from others
_CREATE = f"""
BEGIN;
CREATE TABLE answer (address TEXT PRIMARY KEY, lat REAL, lon REAL, found_on TEXT NOT NULL);
PRAGMA application_id = {_KIND};
COMMIT;
"""
_FIX = "restore it, or name another file for the geocoder's answers"


class Answer(msgspec.Struct, frozen=True):
    """What the geocoder said of an address; without a point, that it does not know it."""

    lat: float | None
    lon: float | None
    found_on: date


class GeocodeCache:
    """Answers by normalised address."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._path, self._database = path, database

    def get(self, address: str) -> Answer | None:
        statement = "SELECT lat, lon, found_on FROM answer WHERE address = ?"
        with _translated(self._path):
            row = self._database.execute(statement, (address,)).fetchone()
            return Answer(row[0], row[1], date.fromisoformat(row[2])) if row else None

    def put(self, address: str, answer: Answer) -> None:
        row = (address, answer.lat, answer.lon, answer.found_on.isoformat())
        with _translated(self._path):
            self._database.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", row)


@contextmanager
def open_cache(path: Path) -> Iterator[GeocodeCache]:
    """The cache in this file, which is made if there is none. Raises SourceUnreadable for a file
    that is damaged, of another kind or not to be written, and leaves it as it is."""
    with _translated(path):
        database = sqlite3.connect(path, isolation_level=None)
    try:
        with _translated(path):
            _check(path, database)
        yield GeocodeCache(path, database)
    finally:
        database.close()


def _check(path: Path, database: sqlite3.Connection) -> None:
    """Of our kind, whole, and open to writing; a new file is made one of our kind."""
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    kind = database.execute("PRAGMA application_id").fetchone()[0]
    if not (tables or kind):
        database.executescript(_CREATE)
    elif kind != _KIND:
        raise SourceUnreadable(f"{path}: is no file of a geocoder's answers; name another file")
    if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise SourceUnreadable(f"{path}: is damaged; {_FIX}")
    database.execute("SELECT address, lat, lon, found_on FROM answer LIMIT 1")
    database.execute("BEGIN IMMEDIATE")
    database.execute("ROLLBACK")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise SourceUnreadable(f"{path}: {error}; {_FIX}") from error
