"""A few profiles changed in a copy of the embedded engine's file."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from msgspec import structs

from service.directory.departure import Tombstone
from service.directory.profile import Profile

from .census import Census
from .column_patch import ColumnPatch, Part
from .column_writer import ColumnWriter, posting_keys
from .columns import ARRAYS, EVIDENCE
from .embedded_tables import (
    documents_of,
    profile_of,
    standing_of,
    tombstone_of,
    write_arrays,
    write_meta,
    write_postings,
    write_tombstones,
)
from .history import Burial, Revision
from .protocol import Meta, tie_of

_NAME, _LANGUAGE = "name:", "language:"
_OF_EVIDENCE = "key = 'any' OR key GLOB 'plan:*' OR key GLOB 'payer:*' OR key GLOB 'program:*'"
_NO_ROWS = np.empty(0, "<i4")


@dataclass(frozen=True)
class Changed:
    """One NPI: its row, the profile that stood there, and the one that stands there now."""

    npi: str
    row: int
    old: Profile | None
    new: Profile | None


def write_update(
    database: sqlite3.Connection, revision: Revision, burial: Burial, before: Meta
) -> Meta:
    """Put the profiles in and take out those who depart; returns the directory's new record."""
    new = {profile.npi: profile for profile in revision.profiles}
    changed = list(_changed(database, new, revision.departures))
    for each in changed:
        _write_profile(database, each, burial)
    write_tombstones(database, _buried(database, changed, burial))
    meta = _counted(before, changed, burial.sequence)
    codes, names = database.execute("SELECT codes, names FROM meta").fetchone()
    patch, lists = _patched(database, changed, msgspec.json.decode(codes), meta)
    write_arrays(database, patch.after.items())
    _write_lists(database, _persons(database, changed))
    _write_lists(database, _languages(database, lists, patch.first_kind))
    _write_lists(database, _evidence(database, lists, patch))
    words = _words(database, msgspec.json.decode(names), changed)
    write_meta(database, meta, patch.codes, words)
    return meta


def _changed(
    database: sqlite3.Connection, new: Mapping[str, Profile], departing: Iterable[str]
) -> Iterator[Changed]:
    statement = "SELECT length(data) FROM columns WHERE name = 'tie'"
    following = database.execute(statement).fetchone()[0] // ARRAYS["tie"].itemsize
    for npi in sorted({*new, *departing}):
        row = database.execute("SELECT row FROM profile WHERE npi = ?", (npi,)).fetchone()
        old = profile_of(database, npi)
        yield Changed(npi, row[0] if row else following, old, new.get(npi))
        following += row is None


def _write_profile(database: sqlite3.Connection, each: Changed, burial: Burial) -> None:
    before = standing_of(database, each.npi)
    database.execute("DELETE FROM profile WHERE npi = ?", (each.npi,))
    if each.new:
        document, records = documents_of(each.new)
        now = burial.standing(each.npi, document + records, before)
        values = (each.row, each.npi, document, records, *now)
        database.execute("INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        database.execute("DELETE FROM tombstone WHERE npi = ?", (each.npi,))


def _buried(
    database: sqlite3.Connection, changed: Iterable[Changed], burial: Burial
) -> Iterator[Tombstone]:
    for each in changed:
        if each.new is None:
            known = None if each.old else tombstone_of(database, each.npi)
            if made := burial.revised(each.npi, each.old, known):
                yield made


def _counted(before: Meta, changed: Iterable[Changed], sequence: int) -> Meta:
    come, left = Census(), Census()
    for each in changed:
        for census, profile in ((come, each.new), (left, each.old)):
            if profile:
                census.add(profile)
    return structs.replace(come.after(before, left), sequence=sequence)


def _patched(
    database: sqlite3.Connection,
    changed: Sequence[Changed],
    codes: Mapping[str, list[str]],
    meta: Meta,
) -> tuple[ColumnPatch, dict[str, np.ndarray]]:
    """The columns, and the posting lists of those who are new in them."""
    stored = dict(database.execute("SELECT name, data FROM columns"))
    old = {name: np.frombuffer(stored[name], kind) for name, kind in ARRAYS.items()}
    writer = ColumnWriter()
    new = [each for each in changed if each.new]
    for each in new:
        if each.new:
            writer.add(each.new, tie_of(each.npi, meta.date))
    # An array of nobody has forgotten how wide its rows are.
    arrays = {name: np.frombuffer(a.tobytes(), ARRAYS[name]) for name, a in writer.arrays()}
    rows = np.array([each.row for each in new], "<i4")
    gone = np.array([each.row for each in changed if each.old], "<i4")
    part = Part(arrays, writer.codes())
    return ColumnPatch(Part(old, codes), part, rows, gone), dict(writer.postings())


def _persons(
    database: sqlite3.Connection, changed: Sequence[Changed]
) -> Iterator[tuple[str, np.ndarray]]:
    """Every list in which one of them stood or stands."""
    before = {each.row: posting_keys(each.old) for each in changed if each.old}
    now = {each.row: posting_keys(each.new) for each in changed if each.new}
    for key in sorted({key for keys in (*before.values(), *now.values()) for key in keys}):
        gone = [row for row, keys in before.items() if key in keys]
        here = [row for row, keys in now.items() if key in keys]
        rows = np.setdiff1d(_list(database, key, _NO_ROWS.dtype), gone)
        yield key, np.union1d(rows, here).astype("<i4")


def _languages(
    database: sqlite3.Connection, new: Mapping[str, np.ndarray], first_kind: int
) -> Iterator[tuple[str, np.ndarray]]:
    for key, kinds in new.items():
        if key.startswith(_LANGUAGE):
            before = _list(database, key, kinds.dtype)
            yield key, np.concatenate([before, kinds + first_kind]).astype("<i4")


def _evidence(
    database: sqlite3.Connection, new: Mapping[str, np.ndarray], patch: ColumnPatch
) -> Iterator[tuple[str, np.ndarray]]:
    """All of it: its rows are numbered anew."""
    statement = f"SELECT key FROM posting WHERE {_OF_EVIDENCE}"
    keys = {key for (key,) in database.execute(statement)}
    keys |= {key for key, rows in new.items() if rows.dtype == EVIDENCE}
    for key in sorted(keys):
        yield key, patch.evidence(_list(database, key, EVIDENCE), new.get(key))


def _list(database: sqlite3.Connection, key: str, kind: np.dtype) -> np.ndarray:
    """A posting list, empty if there is none."""
    row = database.execute("SELECT data FROM posting WHERE key = ?", (key,)).fetchone()
    return np.frombuffer(row[0] if row else b"", kind)


def _write_lists(database: sqlite3.Connection, lists: Iterable[tuple[str, np.ndarray]]) -> None:
    """Those that are empty now go."""
    for key, rows in lists:
        if len(rows):
            write_postings(database, [(key, rows)])
        else:
            database.execute("DELETE FROM posting WHERE key = ?", (key,))


def _words(
    database: sqlite3.Connection, words: Iterable[str], changed: Iterable[Changed]
) -> list[str]:
    """The words of all names, sorted, with those that came and without those that went."""
    every = set(words)
    touched = {
        key.removeprefix(_NAME)
        for each in changed
        for profile in (each.old, each.new)
        if profile
        for key in posting_keys(profile)
        if key.startswith(_NAME)
    } - {""}
    there = {word for word in touched if len(_list(database, _NAME + word, _NO_ROWS.dtype))}
    return sorted((every - touched) | there)
