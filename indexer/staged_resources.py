"""What roles and plans name, on disk: first the keys alone, then what is read of them, each release
by itself: what an older one says under a key is not what a newer one means by it."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from .sources.parts import Resource
from .staged import day_text

_decode = msgspec.json.Decoder(Resource).decode
_TABLES = """
CREATE TABLE named (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE resource (
    key TEXT, as_of TEXT, file INTEGER, line INTEGER, resource BLOB, PRIMARY KEY (key, as_of)
);
CREATE TABLE serves (
    network TEXT, as_of TEXT, plan TEXT, PRIMARY KEY (network, as_of, plan)
) WITHOUT ROWID;
"""
# In this order: SQLite would rather go through all resources, to have them sorted.
_PLANS_OF = """
SELECT resource FROM serves CROSS JOIN resource ON key = plan AND resource.as_of = serves.as_of
WHERE network = ? AND serves.as_of = ? ORDER BY plan
"""
_PLANS = """
SELECT resource FROM resource WHERE key > 'InsurancePlan/' AND key < 'InsurancePlan0'
ORDER BY key, as_of
"""


class StagedResources:
    """Resources by their keys, in the database of the staging area; contains the keys that
    somebody named so far."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for statement in filter(None, map(str.strip, _TABLES.split(";"))):
            database.execute(statement)

    def __contains__(self, key: object) -> bool:
        row = self._database.execute("SELECT 1 FROM named WHERE key = ?", (key,))
        return row.fetchone() is not None

    def name(self, keys: Iterable[str]) -> None:
        """Remember that somebody names these."""
        self._database.executemany("INSERT OR IGNORE INTO named VALUES (?)", [(k,) for k in keys])

    def add(self, found: Resource, file: int, line: int) -> None:
        """Keep a resource; of two with one key in one release always the same one, whichever comes
        first."""
        written, day = msgspec.json.encode(found), day_text(found.as_of)
        known = self._resource(found.key, day)
        if known and known >= written:
            return
        values = (found.key, day, file, line, written)
        self._database.execute("INSERT OR REPLACE INTO resource VALUES (?, ?, ?, ?, ?)", values)
        if known:
            gone = (found.key, day)
            self._database.execute("DELETE FROM serves WHERE plan = ? AND as_of = ?", gone)
        self._database.executemany(
            "INSERT INTO serves VALUES (?, ?, ?)",
            [(network, day, found.key) for network in found.networks],
        )
        self.name([found.owner] if found.owner else [])

    def get(self, key: str, as_of: date | None) -> Resource | None:
        """What the release of that day says of it."""
        written = self._resource(key, day_text(as_of))
        return _decode(written) if written else None

    def plans_of(self, network: str, as_of: date | None) -> list[Resource]:
        """The plans that a network serves in the release of that day."""
        values = (network, day_text(as_of))
        return [_decode(row[0]) for row in self._database.execute(_PLANS_OF, values)]

    def plans(self) -> Iterator[Resource]:
        """Every plan."""
        return (_decode(row[0]) for row in self._database.execute(_PLANS))

    def _resource(self, key: str, day: str) -> bytes | None:
        statement = "SELECT resource FROM resource WHERE key = ? AND as_of = ?"
        row = self._database.execute(statement, (key, day))
        return next(row, (None,))[0]
