"""The embedded engine: one immutable SQLite file that holds documents, columns and postings.

A load writes a new file aside, makes it durable and renames it into place, so that readers see
the old directory or the new one. Readers notice a new file by its inode at their next search.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

import msgspec
import numpy as np
from msgspec import structs

from service.directory.filters import counted_unknowns
from service.directory.page import Page
from service.directory.profile import Profile, Record
from service.directory.query import Query
from service.errors import NoDirectory

from .candidates import Columns
from .columns import ARRAYS, EVIDENCE
from .embedded_file import FORMAT, digest_of, no_disk_errors, only_load, switch, write_file
from .facet_counts import count_facets
from .name_index import NameIndex
from .passing import Search
from .protocol import Meta, Refuse, finish_matches, left_out, refuse_load
from .rank import in_order

_MAPPED = 1 << 40  # bytes: all that SQLite can
_MOST_KEPT = 4096  # profiles, some 20 MB of them
_decode_profile = msgspec.json.Decoder(Profile).decode
_decode_records = msgspec.json.Decoder(tuple[Record, ...]).decode


class Snapshot:
    """One directory file, open for reading; stays readable after the file is replaced."""

    def __init__(self, path: Path, identity: tuple[int, int, int]) -> None:
        self.identity = identity
        self.database = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self.database.execute(f"PRAGMA mmap_size={1 << 40}")
        finalize(self, self.database.close)
        if self._one("PRAGMA user_version") != FORMAT:
            raise sqlite3.DatabaseError("another format")
        about, payers = self.database.execute("SELECT document, payers FROM meta").fetchone()
        self.meta = msgspec.json.decode(about, type=Meta)
        self._kept: dict[int, Profile] = {}
        posting = lru_cache(256)(self._posting)
        self.columns = Columns(
            arrays={name: self._array(name) for name in ARRAYS},
            payers=msgspec.json.decode(payers),
            languages=self._keys("language:"),
            posting=posting,
            names=NameIndex(self._names, self._posting),
        )
        self._refuse_damage()

    def _refuse_damage(self) -> None:
        """A file that was cut or lost a part would answer some searches and not others."""
        size = self._one("PRAGMA page_count") * self._one("PRAGMA page_size")
        person, persons = self.columns["person"], self.columns.persons
        whole = size == self.identity[2] and persons == self.meta.profiles
        if not whole or not (person < persons).all():
            raise ValueError("a part is missing")

    def _one(self, statement: str, *values: str | int) -> bytes:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def _array(self, name: str) -> np.ndarray:
        statement = "SELECT data, digest FROM columns WHERE name = ?"
        data, digest = self.database.execute(statement, (name,)).fetchone()
        if digest_of(data) != digest:
            raise ValueError("a column is damaged")
        return np.frombuffer(data, ARRAYS[name])

    def _keys(self, prefix: str) -> list[str]:
        """The keys of posting lists that begin so, sorted, without the prefix."""
        statement = "SELECT key FROM posting WHERE key >= ? AND key < ? ORDER BY key"
        found = self.database.execute(statement, (prefix, prefix + "\uffff"))
        return [key.removeprefix(prefix) for (key,) in found]

    def _names(self) -> list[str]:
        return msgspec.json.decode(self._one("SELECT names FROM meta"))

    def _posting(self, key: str) -> np.ndarray | None:
        data = self._one("SELECT data FROM posting WHERE key = ?", key)
        if data is None:
            return None
        of_evidence = key.startswith(("plan:", "payer:", "any"))
        return np.frombuffer(data, EVIDENCE if of_evidence else "<i4")

    def _profiles(self, rows: list[int]) -> list[Profile]:
        """Profiles by row. Those read last are kept: who leads a city is asked for often."""
        kept = self._kept
        missing = [row for row in rows if row not in kept]
        if len(kept) + len(missing) > _MOST_KEPT:
            kept, missing = {}, rows
        marks = ",".join("?" * len(missing))
        statement = f"SELECT row, document FROM profile WHERE row IN ({marks})"
        for row, document in self.database.execute(statement, missing) if missing else ():
            kept[row] = _decode_profile(document)
        self._kept = kept
        if not kept.keys() >= set(rows):
            raise sqlite3.DatabaseError("a profile is missing")
        return [kept[row] for row in rows]

    def search(self, query: Query) -> Page:
        asked = Search(self.columns, query)
        total = len(asked.people)
        if not query.limit:
            return Page(total)
        rows, keys = in_order(asked.people, query)
        rows = rows[: query.limit]
        ties = self.columns["tie"][rows].tolist()
        profiles = zip(self._profiles(rows.tolist()), ties, strict=True)
        return Page(
            total=total,
            matches=finish_matches(profiles, query),
            left_out_unknown=left_out(query, counted_unknowns(query), asked.left_out),
            facets=count_facets(asked),
            next=keys[query.limit - 1] if len(keys) > query.limit else None,
        )


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
        refuse: Refuse = refuse_load,
    ) -> Meta:
        """See Engine; it takes every profile. Only one load at a time; a killed one leaves a
        `.loading` file behind that the next one overwrites."""
        aside = self.path.with_name(self.path.name + ".loading")
        with only_load(self.path), no_disk_errors(self.path):
            aside.unlink(missing_ok=True)
            try:
                stored = write_file(aside, profiles, meta, at_least)
                switch(aside, self.path)
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
        except (sqlite3.Error, ValueError, TypeError):
            if self._identity() == identity:
                raise
            return None

    def _unreadable(self, error: Exception) -> NoDirectory:
        return NoDirectory(
            f"the directory file {self.path.name} cannot be read ({type(error).__name__}); "
            "load it again with otmatch-index load"
        )
