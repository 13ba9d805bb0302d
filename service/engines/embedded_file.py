"""Writing the embedded engine's file: aside, durable, then renamed into place under a lock."""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import structs

from service.directory.profile import Profile
from service.errors import LoadRefused

from .column_writer import ColumnWriter
from .protocol import Census, Meta, tie_of

FORMAT = 4  # goes up with every change of what the file holds; another one is not read
_TABLES = """
CREATE TABLE meta (document BLOB NOT NULL, payers BLOB NOT NULL, names BLOB NOT NULL);
CREATE TABLE profile (
    row INTEGER PRIMARY KEY, npi TEXT NOT NULL UNIQUE,
    document BLOB NOT NULL, records BLOB NOT NULL
);
CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE posting (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""
_encode = msgspec.json.Encoder().encode


def digest_of(data: bytes) -> bytes:
    """What tells a whole column from a damaged one."""
    return blake2b(data, digest_size=16).digest()


@contextmanager
def only_load(path: Path) -> Iterator[None]:
    """Hold the load's lock; raises LoadRefused while another load holds it."""
    try:
        lock = path.with_name(path.name + ".lock").open("w")
    except OSError as error:
        raise LoadRefused(f"cannot write beside {path}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoadRefused(f"another load into {path.name} is running; wait for it") from None
        yield


@contextmanager
def no_disk_errors(path: Path) -> Iterator[None]:
    """A full or failing disk refuses the load."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LoadRefused(f"writing {path.name} failed: {error}") from error


def write_file(path: Path, profiles: Iterable[Profile], meta: Meta, at_least: int) -> Meta:
    """A whole directory in a new file; returns its completed meta."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        database.execute("BEGIN")
        census, columns = Census(), ColumnWriter()
        insert = "INSERT INTO profile (row, npi, document, records) VALUES (?, ?, ?, ?)"
        for row, profile in enumerate(profiles):
            columns.add(profile, tie_of(profile.npi, meta.date))
            document = _encode(structs.replace(profile, records=()))
            database.execute(insert, (row, profile.npi, document, _encode(profile.records)))
            census.add(profile)
        stored = census.complete(meta, at_least)
        for name, array in columns.arrays():
            data = array.tobytes()
            database.execute("INSERT INTO columns VALUES (?, ?, ?)", (name, data, digest_of(data)))
        for key, rows in columns.postings():
            database.execute("INSERT INTO posting VALUES (?, ?)", (key, rows.tobytes()))
        about = (_encode(stored), _encode(columns.payer_codes()), _encode(columns.names()))
        database.execute("INSERT INTO meta VALUES (?, ?, ?)", about)
        database.execute("COMMIT")
        database.execute(f"PRAGMA user_version={FORMAT}")
        return stored
    finally:
        database.close()


def switch(aside: Path, path: Path) -> None:
    """Make the new file durable, then rename it over the old one."""
    _sync(aside)
    aside.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
