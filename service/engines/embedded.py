"""The embedded engine: one immutable SQLite file that holds documents, columns and postings.

A load writes a new file aside, makes it durable and renames it into place, so that readers see
the old directory or the new one. Readers notice a new file by its inode at their next search.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

import msgspec
import numpy as np
from msgspec import structs

from service.directory.page import Page
from service.directory.profile import Profile, Record
from service.directory.query import Query
from service.errors import LoadRefused, NoDirectory

from .candidates import Columns
from .columns import EVIDENCE, LOCATION, PERSON, ColumnWriter
from .protocol import Census, Meta, finish_matches, left_out, tie_of
from .rank import answer

_FORMAT = 1
_TABLES = """
CREATE TABLE meta (document BLOB NOT NULL);
CREATE TABLE profile (
    row INTEGER PRIMARY KEY, npi TEXT NOT NULL UNIQUE,
    document BLOB NOT NULL, records BLOB NOT NULL
);
CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE posting (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""
_decode_profile = msgspec.json.Decoder(Profile).decode
_decode_records = msgspec.json.Decoder(tuple[Record, ...]).decode
_encode = msgspec.json.Encoder().encode


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


class Snapshot:
    """One directory file, open for reading; stays readable after the file is replaced."""

    def __init__(self, path: Path, identity: tuple[int, int, int]) -> None:
        self.identity = identity
        self.database = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        finalize(self, self.database.close)
        if self._one("PRAGMA user_version") != _FORMAT:
            raise sqlite3.DatabaseError("another format")
        self.meta = msgspec.json.decode(self._one("SELECT document FROM meta"), type=Meta)
        person = np.frombuffer(self._column("person"), PERSON)
        location = np.frombuffer(self._column("location"), LOCATION)
        self.columns = Columns(person, location, lru_cache(256)(self._posting))
        self._refuse_damage()

    def _refuse_damage(self) -> None:
        """A file that was cut or lost a part would answer some searches and not others."""
        size = self._one("PRAGMA page_count") * self._one("PRAGMA page_size")
        person, location = self.columns.person, self.columns.location
        whole = size == self.identity[2] and len(person) == self.meta.profiles
        if not whole or not (location["person"] < len(person)).all():
            raise ValueError("a part is missing")

    def _one(self, statement: str, *values: str | int) -> bytes:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def _column(self, name: str) -> bytes:
        statement = "SELECT data, digest FROM columns WHERE name = ?"
        data, digest = self.database.execute(statement, (name,)).fetchone()
        if _digest(data) != digest:
            raise ValueError("a column is damaged")
        return data

    def _posting(self, key: str) -> np.ndarray | None:
        data = self._one("SELECT data FROM posting WHERE key = ?", key)
        if data is None:
            return None
        of_evidence = key.startswith(("plan:", "payer:", "any"))
        return np.frombuffer(data, EVIDENCE if of_evidence else "<i4")

    def _with_tie(self, row: int) -> tuple[Profile, int]:
        document = self._one("SELECT document FROM profile WHERE row = ?", row)
        if document is None:
            raise sqlite3.DatabaseError("a profile is missing")
        return _decode_profile(document), int(self.columns.person["tie"][row])

    def search(self, query: Query) -> Page:
        found = answer(self.columns, query)
        rows = [int(row) for row in found.rows[: query.limit]]
        return Page(
            total=found.total,
            matches=finish_matches(map(self._with_tie, rows), query),
            left_out_unknown=left_out(query, list(found.left_out), found.left_out.__getitem__),
            next=found.keys[query.limit - 1] if len(found.keys) > query.limit else None,
        )


class EmbeddedEngine:
    """A directory in one file on this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: Snapshot | None = None

    def replace(self, profiles: Iterable[Profile], meta: Meta, at_least: int = 0) -> Meta:
        """See Engine. Only one load at a time; a killed one leaves a `.loading` file behind that
        the next one overwrites."""
        aside = self.path.with_name(self.path.name + ".loading")
        with _only_load(self.path), _no_disk_errors(self.path):
            aside.unlink(missing_ok=True)
            try:
                stored = _write(aside, profiles, meta, at_least)
                _switch(aside, self.path)
            except BaseException:
                aside.unlink(missing_ok=True)
                raise
        return stored

    def search(self, query: Query) -> Page:
        with self._snapshot() as snapshot:
            return snapshot.search(query)

    def get(self, npi: str) -> Profile | None:
        with self._snapshot() as snapshot:
            document = snapshot._one("SELECT document FROM profile WHERE npi = ?", npi)
            return _decode_profile(document) if document else None

    def scan(self) -> Iterator[Profile]:
        with self._snapshot() as snapshot:
            statement = "SELECT document, records FROM profile ORDER BY npi"
            for document, records in snapshot.database.execute(statement):
                profile = _decode_profile(document)
                yield structs.replace(profile, records=_decode_records(records))

    def meta(self) -> Meta:
        with self._snapshot() as snapshot:
            return snapshot.meta

    def close(self) -> None:
        self._open = None

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        """The newest directory; one request sees one snapshot."""
        snapshot = self._newest()
        try:
            yield snapshot
        except (sqlite3.Error, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._unreadable(error) from error

    def _newest(self) -> Snapshot:
        try:
            found = self.path.stat()
            identity = (found.st_ino, found.st_mtime_ns, found.st_size)
            if self._open is None or self._open.identity != identity:
                self._open = Snapshot(self.path, identity)
            return self._open
        except FileNotFoundError:
            raise NoDirectory(
                f"there is no directory file {self.path.name} yet; make one with otmatch-index load"
            ) from None
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> NoDirectory:
        return NoDirectory(
            f"the directory file {self.path.name} cannot be read ({type(error).__name__}); "
            "load it again with otmatch-index load"
        )


@contextmanager
def _only_load(path: Path) -> Iterator[None]:
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
def _no_disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LoadRefused(f"writing {path.name} failed: {error}") from error


def _write(path: Path, profiles: Iterable[Profile], meta: Meta, at_least: int) -> Meta:
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
        for name, table in columns.columns():
            data = table.tobytes()
            database.execute("INSERT INTO columns VALUES (?, ?, ?)", (name, data, _digest(data)))
        for key, rows in columns.postings():
            database.execute("INSERT INTO posting VALUES (?, ?)", (key, rows.tobytes()))
        database.execute("INSERT INTO meta VALUES (?)", (_encode(stored),))
        database.execute("COMMIT")
        database.execute(f"PRAGMA user_version={_FORMAT}")
        return stored
    finally:
        database.close()


def _switch(aside: Path, path: Path) -> None:
    """Make the new file durable, then rename it over the old one."""
    for name in (aside, None, path.parent):
        if name is None:
            aside.replace(path)
            continue
        handle = os.open(name, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
