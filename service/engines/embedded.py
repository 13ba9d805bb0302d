"""The embedded engine: one immutable SQLite file that holds documents, columns and postings.

A load writes a new file aside, makes it durable and renames it into place, so that readers see
the old directory or the new one. Readers notice a new file by its inode at their next search.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from service.directory.departure import Departure, Tombstone
from service.directory.page import Page
from service.directory.profile import Profile
from service.directory.query import Query
from service.errors import NoDirectory, OtherVersion

from .embedded_file import Load, no_disk_errors, only_load, switch, write_file, writing
from .embedded_snapshot import Snapshot
from .embedded_tables import changes_of, profile_of, tombstone_of, tombstones_of, whole
from .embedded_update import write_update
from .history import NO_LEAVERS, Burial, Change, Leavers
from .protocol import Meta, Refuse, known_meta, refuse_load


class EmbeddedEngine:
    """A directory in one file on this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: Snapshot | None = None

    def replace(
        self,
        profiles: Iterable[Profile],
        meta: Meta,
        at_least: int = 0,
        leavers: Leavers = NO_LEAVERS,
        refuse: Refuse = refuse_load,
    ) -> Meta:
        """See Engine; it takes every profile. Only one load at a time; a killed one leaves a
        `.loading` file behind that the next one overwrites."""
        with self._written() as aside:
            before = known_meta(self)
            meta = meta.following(before)
            burial = Burial(meta.sequence, meta.day, leavers, meta.forgotten)
            file = self.path if before else None
            return write_file(aside, profiles, Load(meta, at_least, file, burial))

    def update(
        self, profiles: Iterable[Profile], departures: Mapping[str, Departure], on: date
    ) -> Meta:
        """See Engine. A copy of the file is changed and takes its place."""
        with self._written() as aside:
            before = self.meta()
            burial = Burial(
                before.sequence + 1, on, Leavers(departures.__getitem__), before.forgotten
            )
            shutil.copyfile(self.path, aside)
            with writing(aside) as database:
                return write_update(database, profiles, departures, burial, before)

    @contextmanager
    def _written(self) -> Iterator[Path]:
        """A file aside that takes the directory's place once it is written."""
        aside = self.path.with_name(self.path.name + ".loading")
        with only_load(self.path), no_disk_errors(self.path):
            aside.unlink(missing_ok=True)
            try:
                yield aside
                switch(aside, self.path)
            except BaseException:
                aside.unlink(missing_ok=True)
                raise

    def search(self, query: Query) -> Page:
        with self._snapshot() as snapshot:
            return snapshot.search(query)

    def get(self, npi: str, *, with_records: bool = False) -> Profile | None:
        with self._snapshot() as snapshot:
            if with_records:
                return profile_of(snapshot.database, npi)
            return snapshot.profile(npi)

    def scan(self) -> Iterator[Profile]:
        with self._snapshot() as snapshot:
            statement = "SELECT document, records FROM profile ORDER BY npi"
            for document, records in snapshot.read_whole(statement):
                yield whole(document, records)

    def gone(self, npi: str, was_here: bool = True) -> Tombstone | None:
        with self._snapshot() as snapshot:
            found = tombstone_of(snapshot.database, npi)
            return found if found and (found.was_here or not was_here) else None

    def tombstones(self) -> Iterator[Tombstone]:
        with self._snapshot() as snapshot:
            yield from tombstones_of(snapshot.database)

    def changes(self, after: tuple[int, str], limit: int) -> list[Change]:
        with self._snapshot() as snapshot:
            return changes_of(snapshot.database, after, limit)

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
            identity = self._identity()
            snapshot = self._open
            while snapshot is None or snapshot.identity != identity:
                snapshot, identity = self._opened(identity), self._identity()
            self._open = snapshot
            return snapshot
        except FileNotFoundError:
            raise NoDirectory(
                f"there is no directory file {self.path.name} yet; make one with otmatch-index load"
            ) from None
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise self._unreadable(error) from error

    def _identity(self) -> tuple[int, int, int]:
        found = self.path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _opened(self, identity: tuple[int, int, int]) -> Snapshot | None:
        """The file of this identity; None if another took its place while it was opened."""
        try:
            return Snapshot(self.path, identity)
        except (sqlite3.Error, ValueError, TypeError, OtherVersion):
            if self._identity() == identity:
                raise
            return None

    def _unreadable(self, error: Exception) -> NoDirectory:
        return NoDirectory(
            f"the directory file {self.path.name} cannot be read ({type(error).__name__}); "
            "load it again with otmatch-index load"
        )
