"""Writing the embedded engine's file: aside, durable, then renamed into place under a lock."""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from msgspec import structs

from service.directory.departure import Tombstone
from service.directory.profile import Profile
from service.errors import LoadRefused

from .column_writer import ColumnWriter
from .embedded_tables import (
    FORMAT,
    INDEXES,
    TABLES,
    documents_of,
    standing_of,
    tombstones_of,
    whole,
    write_arrays,
    write_meta,
    write_postings,
    write_tombstones,
)
from .history import Burial, standing
from .protocol import Census, Meta, tie_of

_LEFT = """
SELECT document, records FROM before.profile
WHERE npi NOT IN (SELECT npi FROM main.profile) ORDER BY npi
"""


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


@dataclass(frozen=True)
class Load:
    """One load: its meta, the least number of profiles, and what it goes on from: the file before
    it, where there is one, and the tombstones that it makes."""

    meta: Meta
    at_least: int
    before: Path | None
    burial: Burial


def write_file(path: Path, profiles: Iterable[Profile], load: Load) -> Meta:
    """A whole directory in a new file; returns its completed meta."""
    database = sqlite3.connect(f"file:{quote(str(path))}", uri=True, isolation_level=None)
    try:
        database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {TABLES}")
        if load.before:
            file = f"file:{quote(str(load.before))}?mode=ro&immutable=1"
            database.execute("ATTACH DATABASE ? AS before", (file,))
        database.execute("BEGIN")
        census, columns = Census(), ColumnWriter()
        insert = "INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?)"
        for row, profile in enumerate(profiles):
            columns.add(profile, tie_of(profile.npi, load.meta.date))
            document, records = documents_of(profile)
            old = standing_of(database, profile.npi, "before.profile") if load.before else None
            now = standing(document + records, old, load.meta.sequence)
            database.execute(insert, (row, profile.npi, document, records, *now))
            census.add(profile)
        meta = census.complete(load.meta, load.at_least)
        if load.before:
            write_tombstones(database, _buried(database, load.burial))
        meta = structs.replace(meta, forgotten=load.burial.forgotten)
        write_arrays(database, columns.arrays())
        write_postings(database, columns.postings())
        write_meta(database, meta, columns.payer_codes(), columns.names())
        database.execute("COMMIT")
        database.executescript(f"{INDEXES} PRAGMA user_version={FORMAT}")
        return meta
    finally:
        database.close()


def _buried(database: sqlite3.Connection, burial: Burial) -> Iterator[Tombstone]:
    """The tombstones of the directory before whose NPIs are not back, and of those who left."""
    back = "SELECT 1 FROM main.profile WHERE npi = ?"
    for old in burial.kept(tombstones_of(database, "before.tombstone")):
        if database.execute(back, (old.npi,)).fetchone() is None:
            yield old
    for document, records in database.execute(_LEFT):
        yield burial.of(whole(document, records))


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
