"""What the command may write over, and how: no input is lost, and no output is there by half."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from service.engines.embedded import EmbeddedEngine
from service.engines.protocol import Engine

_SQLITE = b"SQLite format 3\x00"


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
        if start in (b"", _SQLITE):
            return
    raise click.UsageError(
        f"--into: {click.format_filename(path)} is no OTMatch directory; name another file."
    )


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
