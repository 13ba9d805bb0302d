"""What the command may write over, and how: no input is lost, and no output is there by half."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import click

from service.engines.embedded import EmbeddedEngine
from service.engines.protocol import Engine

_SQLITE = b"SQLite format 3\x00"
_TABLES = {"meta", "profile", "columns"}  # of a directory of any version


def file_of(engine: Engine) -> Path | None:
    """The file of an embedded directory; nothing but a load may write over it."""
    return engine.path if isinstance(engine, EmbeddedEngine) else None


def refuse_same(option: str, path: Path | None, other: Path | None) -> None:
    """Raises UsageError if the option's file is also another part of the command."""
    if path and other and _same(path, other):
        raise click.UsageError(f"{option}: {click.format_filename(path)} is used for another part.")


def _same(path: Path, other: Path) -> bool:
    """Also by a link of either kind."""
    if path.resolve() == other.resolve():
        return True
    return path.is_file() and other.is_file() and path.samefile(other)


def refuse_foreign(path: Path | None) -> None:
    """Raises UsageError if a load would take the place of a file that never was a directory."""
    if path is None or not path.exists():
        return
    if path.is_file():
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
        if start == b"" or (start == _SQLITE and not _is_of_others(path)):
            return
    raise click.UsageError(
        f"--into: {click.format_filename(path)} is no OTMatch directory; name another file."
    )


def _is_of_others(path: Path) -> bool:
    """Whether an SQLite file holds other tables than a directory's, as a store does; one that is
    damaged is taken for a directory, which a load repairs."""
    file = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(file, uri=True)) as database, suppress(sqlite3.DatabaseError):
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        return bool(tables) and not tables >= _TABLES
    return False


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all; a device or pipe is written as it is."""
    path = path.resolve()  # a link stays a link
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    aside = path.with_name(path.name + ".writing")
    try:
        with aside.open("wb") as out:
            yield out
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
