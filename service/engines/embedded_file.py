"""Writing the embedded engine's file: aside, durable, then renamed into place under a lock."""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from msgspec import structs

from service.directory.departure import Tombstone
from service.directory.profile import Profile
from service.errors import LoadRefused, LoadRunning

from .census import Census
from .column_writer import ColumnWriter
from .embedded_tables import (
    FORMAT,
    INDEXES,
    TABLES,
    documents_of,
    profile_of,
    standing_of,
    tombstone_of,
    tombstones_of,
    write_arrays,
    write_meta,
    write_postings,
    write_tombstones,
)
from .history import Burial, standing
from .protocol import Meta, tie_of


@contextmanager
def only_load(path: Path) -> Iterator[None]:
    """Hold the lock of loads; raises LoadRunning while another load holds it."""
    with _locked(path, ".lock", f"another load into {path.name} is running; wait for it"):
        yield


@contextmanager
def only_change(path: Path, *, patient: bool = False) -> Iterator[None]:
    """Hold the lock under which another file takes the directory's place; unless `patient`, raises
    LoadRunning while somebody else holds it."""
    told = None if patient else f"another change of {path.name} is being written; wait for it"
    with _locked(path, ".changing.lock", told):
        yield


@contextmanager
def _locked(path: Path, ending: str, told: str | None) -> Iterator[None]:
    """Hold a lock; without a text to refuse it with, wait for it."""
    try:
        lock = path.with_name(path.name + ending).open("w")
    except OSError as error:
        raise LoadRefused(f"cannot write beside {path}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (fcntl.LOCK_NB if told else 0))
        except BlockingIOError:
            raise LoadRunning(told) from None
        yield


@contextmanager
def no_disk_errors(path: Path) -> Iterator[None]:
    """A full or failing disk refuses the load."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LoadRefused(f"writing {path.name} failed: {error}") from error


@dataclass(frozen=True)
class Load:
    """One load: its meta, the least number of profiles, and what it goes on from: the file before
    it, where there is one, and the tombstones that it makes."""

    meta: Meta
    at_least: int
    before: Path | None
    burial: Burial


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that nobody reads yet, in one transaction."""
    database = sqlite3.connect(f"file:{quote(str(path))}", uri=True, isolation_level=None)
    try:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")
        yield database
        database.execute("COMMIT")
    finally:
        database.close()


def write_file(path: Path, profiles: Iterable[Profile], load: Load) -> Meta:
    """A whole directory in a new file; returns its completed meta."""
    with writing(path) as database:
        for statement in filter(str.strip, TABLES.split(";")):
            database.execute(statement)
        census, columns = Census(), ColumnWriter()
        with _directory_before(load.before) as before:
            insert = "INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?)"
            for row, profile in enumerate(profiles):
                columns.add(profile, tie_of(profile.npi, load.meta.date))
                document, records = documents_of(profile)
                old = standing_of(before, profile.npi) if before else None
                now = standing(document + records, old, load.meta.sequence)
                database.execute(insert, (row, profile.npi, document, records, *now))
                census.add(profile)
            meta = census.complete(load.meta, load.at_least)
            if before:
                write_tombstones(database, _buried(before, database, load.burial))
        write_tombstones(database, _waiting(database, load.burial))
        meta = structs.replace(meta, forgotten=load.burial.forgotten)
        write_arrays(database, columns.arrays())
        write_postings(database, columns.postings())
        write_meta(database, meta, columns.codes(), columns.names())
        for statement in filter(str.strip, INDEXES.split(";")):
            database.execute(statement)
        database.execute(f"PRAGMA user_version={FORMAT}")
        return meta


@contextmanager
def _directory_before(path: Path | None) -> Iterator[sqlite3.Connection | None]:
    if path is None:
        yield None
        return
    file = f"file:{quote(str(path))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(file, uri=True)) as database:
        yield database


def _buried(
    before: sqlite3.Connection, now: sqlite3.Connection, burial: Burial
) -> Iterator[Tombstone]:
    """The tombstones of the directory before whose NPIs are not back, and of those who left."""
    for old in burial.kept(tombstones_of(before)):
        if standing_of(now, old.npi) is None:
            yield old
    for (npi,) in before.execute("SELECT npi FROM profile ORDER BY npi"):
        if standing_of(now, npi) is None and (left := profile_of(before, npi)):
            yield burial.of(left)


def _waiting(database: sqlite3.Connection, burial: Burial) -> Iterator[Tombstone]:
    for each in burial.waiting():
        if standing_of(database, each.npi) is None and tombstone_of(database, each.npi) is None:
            yield each


def switch(aside: Path, path: Path) -> None:
    """Make the new file durable, then rename it over the old one."""
    sync(aside)
    aside.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
