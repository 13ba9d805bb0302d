"""The embedded engine: one immutable SQLite file that holds documents, columns and postings.

A load writes a new file aside, makes it durable and renames it into place, so that readers see
the old directory or the new one. Readers notice a new file by its inode at their next search.
There are two locks: one load at a time, and for a moment one change of which file is served.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from service.directory.departure import Tombstone
from service.directory.page import Page
from service.directory.profile import Profile
from service.directory.query import Query
from service.errors import NoDirectory, OtherVersion

from .embedded_file import (
    Load,
    no_disk_errors,
    only_change,
    only_load,
    switch,
    sync,
    write_file,
    writing,
)
from .embedded_snapshot import Snapshot
from .embedded_tables import (
    changes_of,
    profile_of,
    standing_of,
    tombstone_of,
    tombstones_of,
    whole,
)
from .embedded_update import write_update
from .history import NO_LEAVERS, Burial, Change, Leavers, Served
from .protocol import ALONE, Consulted, Decided, Meta, Revise, changes_since, known_meta


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
        consulted: Consulted = ALONE,
    ) -> Meta:
        """See Engine; it takes every profile. A killed load leaves a `.loading` file behind that
        the next one overwrites."""
        with only_load(self.path), self._aside(".loading") as aside:
            before = known_meta(self)
            meta = meta.following(before)
            burial = Burial(meta.sequence, meta.day, leavers, meta.forgotten)
            file = self.path if before else None
            meta = write_file(aside, profiles, Load(meta, at_least, file, burial))
            sync(aside)  # the most of it: others wait from here on
            with only_change(self.path, patient=True):
                meta = self._with_decided(aside, meta, before, consulted.decided)
                switch(aside, self.path)
            return meta

    def _with_decided(self, aside: Path, meta: Meta, before: Meta | None, decided: Decided) -> Meta:
        """Write into the new file what was decided meanwhile; returns its record."""
        changes = changes_since(self, before.sequence) if before else ()
        revision = decided(EmbeddedEngine(aside), [change.npi for change in changes])
        if not revision.npis:
            return meta
        served = self._served(revision.npis) if before else Served({})
        burial = revision.burial(meta.sequence, meta.day, meta.forgotten, served)
        with writing(aside) as database:
            return write_update(database, revision, burial, meta)

    def _served(self, npis: Iterable[str]) -> Served:
        with self._snapshot() as snapshot:
            found = {npi: standing_of(snapshot.database, npi) for npi in npis}
        standings = {npi: here for npi, here in found.items() if here}
        return Served(standings, [npi for npi in npis if self.gone(npi)])

    def update(self, revise: Revise, on: date) -> Meta:
        """See Engine. A copy of the file is changed and takes its place."""
        with only_change(self.path), self._aside(".changing") as aside:
            before, revision = self.meta(), revise(self)
            if not revision.npis:
                return before
            burial = revision.burial(before.sequence + 1, on, before.forgotten)
            shutil.copyfile(self.path, aside)
            with writing(aside) as database:
                meta = write_update(database, revision, burial, before)
            switch(aside, self.path)
            return meta

    @contextmanager
    def _aside(self, ending: str) -> Iterator[Path]:
        """A file that nobody reads yet, gone where it does not take the directory's place."""
        aside = self.path.with_name(self.path.name + ending)
        with no_disk_errors(self.path):
            aside.unlink(missing_ok=True)
            try:
                yield aside
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
