"""What roles and plans name, on disk: first the keys alone, then what is read of them."""

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from .sources.parts import Resource

_decode = msgspec.json.Decoder(Resource).decode
_TABLES = """
CREATE TABLE named (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE resource (key TEXT PRIMARY KEY, file INTEGER, line INTEGER, resource BLOB);
CREATE TABLE serves (network TEXT, plan TEXT, PRIMARY KEY (network, plan)) WITHOUT ROWID;
"""
# In this order: SQLite would rather go through all resources, to have them sorted.
_PLANS_OF = """
SELECT resource FROM serves CROSS JOIN resource ON key = plan WHERE network = ? ORDER BY plan
"""
_PLANS = """
SELECT resource FROM resource WHERE key > 'InsurancePlan/' AND key < 'InsurancePlan0' ORDER BY key
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
        """Keep a resource; of two with one key always the same one, whichever comes first."""
        written = msgspec.json.encode(found)
        known = self._resource(found.key)
        if known and known >= written:
            return
        values = (found.key, file, line, written)
        self._database.execute("INSERT OR REPLACE INTO resource VALUES (?, ?, ?, ?)", values)
        if known:
            self._database.execute("DELETE FROM serves WHERE plan = ?", (found.key,))
        self._database.executemany(
            "INSERT INTO serves VALUES (?, ?)", [(network, found.key) for network in found.networks]
        )
        self.name([found.owner] if found.owner else [])

    def get(self, key: str) -> Resource | None:
        written = self._resource(key)
        return _decode(written) if written else None

    def plans_of(self, network: str) -> list[Resource]:
        """The plans that a network serves."""
        return [_decode(row[0]) for row in self._database.execute(_PLANS_OF, (network,))]

    def plans(self) -> Iterator[Resource]:
        """Every plan."""
        return (_decode(row[0]) for row in self._database.execute(_PLANS))

    def _resource(self, key: str) -> bytes | None:
        row = self._database.execute("SELECT resource FROM resource WHERE key = ?", (key,))
        return next(row, (None,))[0]
