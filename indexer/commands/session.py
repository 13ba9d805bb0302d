"""What every command does around its work: opens the directory, and tells failures."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.errors import DirectoryShrank, OTMatchError
from service.records.store import Store, is_there
from service.settings import Settings
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions

LOADED_WITH_REJECTS, REFUSED, SHRANK, STOPPED = 1, 2, 3, 130


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    try:
        settings = replace(Settings.from_environment(), directory=url)
        engine = open_engine(settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def decided(*, make: bool = True) -> Iterator[Decisions]:
    """What staff decided, and more that they decide; without `make` a store that is not there is
    not made for it."""
    url, opened_stores = Settings.from_environment().store, []

    def find() -> Corrections | None:
        if not opened_stores and (make or is_there(url)):
            opened_stores.append(_store(url))
        return Corrections(opened_stores[0]) if opened_stores else None

    try:
        yield Decisions(find)
    finally:
        for store in opened_stores:
            store.close()


def _store(url: str) -> Store:
    try:
        return Store(url)
    except ValueError as error:
        raise click.UsageError(f"OTMATCH_STORE: {error}") from None


@contextmanager
def failures_told() -> Iterator[None]:
    """Our errors as one line and an exit code; nothing was changed."""
    try:
        yield
    except OTMatchError as error:
        click.echo(f"{error.title}: {error}", err=True)
        sys.exit(SHRANK if isinstance(error, DirectoryShrank) else REFUSED)
    except BrokenPipeError:
        raise  # whoever read our output went away; click ends quietly
    except (OSError, sqlite3.Error) as error:
        where = click.format_filename(getattr(error, "filename", None) or "the work files")
        click.echo(f"{where}: {getattr(error, 'strerror', None) or error}", err=True)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        click.echo("Stopped before the end; the served directory is as it was.", err=True)
        sys.exit(STOPPED)
