"""One file of the embedded engine, open for reading: columns in memory, documents on disk."""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

import msgspec
import numpy as np

from service.directory.filters import counted_unknowns
from service.directory.page import Page
from service.directory.profile import Profile
from service.directory.query import Query
from service.errors import OtherVersion

from .candidates import Columns
from .columns import ARRAYS, EVIDENCE, PROGRAM
from .embedded_tables import FORMAT, decode_profile, digest_of
from .facet_counts import count_facets
from .name_index import NameIndex
from .passing import Search
from .protocol import Meta, finish_matches, left_out
from .rank import in_order

_MAPPED = 1 << 40  # bytes: all that SQLite can
_MOST_KEPT = 4096  # profiles, some 20 MB of them


class Snapshot:
    """One directory file, open for reading; stays readable after the file is replaced."""

    def __init__(self, path: Path, identity: tuple[int, int, int]) -> None:
        self.identity = identity
        self.database = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._map(_MAPPED)
        finalize(self, self.database.close)
        if self._one("PRAGMA user_version") != FORMAT:
            raise OtherVersion(
                f"the directory file {path.name} was made by another version of OTMatch; load it "
                "again with otmatch-index load"
            )
        about, codes = self.database.execute("SELECT document, codes FROM meta").fetchone()
        self.meta = msgspec.json.decode(about, type=Meta)
        self._kept: dict[int, Profile] = {}
        posting = lru_cache(256)(self._posting)
        self.columns = Columns(
            arrays={name: self._array(name) for name in ARRAYS},
            codes=msgspec.json.decode(codes),
            languages=self._keys("language:"),
            posting=posting,
            names=NameIndex(self._names, self._posting),
        )
        self._refuse_damage()

    def _refuse_damage(self) -> None:
        """A file that was cut or lost a part would answer some searches and not others. There are
        rows without a person: of those who left."""
        size = self._one("PRAGMA page_count") * self._one("PRAGMA page_size")
        person, persons = self.columns["person"], self.columns.persons
        there = self._one("SELECT count(*) FROM profile") == self.meta.profiles
        whole = size == self.identity[2] and there and len(self.columns["rows_from"]) == persons + 1
        if not whole or not (person < persons).all():
            raise ValueError("a part is missing")

    def read_whole(self, statement: str) -> Iterator[tuple]:
        """The rows of a statement that reads most of the file. It is not mapped meanwhile: all that
        was read would count as this process's memory."""
        self._map(0)
        try:
            yield from self.database.execute(statement)
        finally:
            self._map(_MAPPED)

    def _map(self, most_bytes: int) -> None:
        self.database.execute(f"PRAGMA mmap_size={most_bytes}")

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
        of_evidence = key.startswith(("plan:", "payer:", PROGRAM, "any"))
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
            kept[row] = decode_profile(document)
        self._kept = kept
        if not kept.keys() >= set(rows):
            raise sqlite3.DatabaseError("a profile is missing")
        return [kept[row] for row in rows]

    def profile(self, npi: str) -> Profile | None:
        document = self._one("SELECT document FROM profile WHERE npi = ?", npi)
        return decode_profile(document) if document else None

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
