"""The tables of the embedded engine's file, and how rows come into them and out again."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec
import numpy as np
from msgspec import structs

from service.directory.departure import Tombstone
from service.directory.profile import Profile, Record

from .history import Change, Standing
from .protocol import Meta

FORMAT = 8  # goes up with every change of what the file holds; another one is not read
TABLES = """
CREATE TABLE meta (document BLOB NOT NULL, codes BLOB NOT NULL, names BLOB NOT NULL);
CREATE TABLE profile (
    row INTEGER PRIMARY KEY, npi TEXT NOT NULL UNIQUE,
    document BLOB NOT NULL, records BLOB NOT NULL,
    digest TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL
);
CREATE TABLE tombstone (
    npi TEXT PRIMARY KEY, sequence INTEGER NOT NULL, document BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE posting (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""
# Made when all rows are in, which is quicker.
INDEXES = """
CREATE INDEX profile_changed ON profile (changed, npi);
CREATE INDEX tombstone_sequence ON tombstone (sequence, npi);
"""
_CHANGES = """
SELECT changed, npi, added, NULL FROM (
    SELECT changed, npi, added FROM profile WHERE (changed, npi) > (:sequence, :npi)
    ORDER BY changed, npi LIMIT :limit)
UNION ALL SELECT sequence, npi, 0, document FROM (
    SELECT sequence, npi, document FROM tombstone WHERE (sequence, npi) > (:sequence, :npi)
    ORDER BY sequence, npi LIMIT :limit)
ORDER BY 1, 2 LIMIT :limit
"""
encode = msgspec.json.Encoder().encode
decode_profile = msgspec.json.Decoder(Profile).decode
_decode_records = msgspec.json.Decoder(tuple[Record, ...]).decode
_decode_tombstone = msgspec.json.Decoder(Tombstone).decode


def digest_of(data: bytes) -> bytes:
    """What tells a whole column from a damaged one."""
    return blake2b(data, digest_size=16).digest()


def documents_of(profile: Profile) -> tuple[bytes, bytes]:
    """What is kept of a profile for answers, and its records, which only loads need."""
    return encode(structs.replace(profile, records=())), encode(profile.records)


def whole(document: bytes, records: bytes) -> Profile:
    """The profile with its records."""
    return structs.replace(decode_profile(document), records=_decode_records(records))


def profile_of(database: sqlite3.Connection, npi: str) -> Profile | None:
    """With its records."""
    statement = "SELECT document, records FROM profile WHERE npi = ?"
    row = database.execute(statement, (npi,)).fetchone()
    return whole(*row) if row else None


def standing_of(database: sqlite3.Connection, npi: str, table: str = "profile") -> Standing | None:
    statement = f"SELECT digest, added, changed FROM {table} WHERE npi = ?"
    row = database.execute(statement, (npi,)).fetchone()
    return Standing(*row) if row else None


def tombstone_of(database: sqlite3.Connection, npi: str) -> Tombstone | None:
    row = database.execute("SELECT document FROM tombstone WHERE npi = ?", (npi,)).fetchone()
    return _decode_tombstone(row[0]) if row else None


def tombstones_of(database: sqlite3.Connection, table: str = "tombstone") -> Iterator[Tombstone]:
    statement = f"SELECT document FROM {table} ORDER BY npi"
    return (_decode_tombstone(document) for (document,) in database.execute(statement))


def changes_of(database: sqlite3.Connection, after: tuple[int, str], limit: int) -> list[Change]:
    """See Engine."""
    asked = {"sequence": after[0], "npi": after[1], "limit": limit}
    return [
        Change(sequence, npi, added, _decode_tombstone(document) if document else None)
        for sequence, npi, added, document in database.execute(_CHANGES, asked)
    ]


def write_tombstones(database: sqlite3.Connection, tombstones: Iterable[Tombstone]) -> None:
    database.executemany(
        "INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)",
        ((each.npi, each.sequence, encode(each)) for each in tombstones),
    )


def write_arrays(database: sqlite3.Connection, arrays: Iterable[tuple[str, np.ndarray]]) -> None:
    for name, array in arrays:
        data = array.tobytes()
        row = (name, data, digest_of(data))
        database.execute("INSERT OR REPLACE INTO columns VALUES (?, ?, ?)", row)


def write_postings(
    database: sqlite3.Connection, postings: Iterable[tuple[str, np.ndarray]]
) -> None:
    for key, rows in postings:
        row = (key, rows.tobytes())
        database.execute("INSERT OR REPLACE INTO posting VALUES (?, ?)", row)


def write_meta(
    database: sqlite3.Connection, meta: Meta, codes: Mapping[str, list[str]], names: list[str]
) -> None:
    """The directory's record, the codes by number of what is taken, and all words of names."""
    database.execute("DELETE FROM meta")
    about = (encode(meta), encode(codes), encode(names))
    database.execute("INSERT INTO meta VALUES (?, ?, ?)", about)
