"""What every command does around its work: reads the settings, opens the store, tells failures."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from service.access.principal import Actor, Principal
from service.errors import OTMatchError, WrongKey
from service.records.opening import Records, open_records
from service.settings import Settings

CLI = Actor(Principal(id="cli", name="Operator", roles=frozenset({"admin"})), "cli")
EPILOG = "Exit codes: 0 done; 1 it failed; 2 bad usage, or keys that are not the store's."
FAILED, REFUSED = 1, 2
REFERRALS_OFF = "Referrals are off: OTMATCH_KEYS and OTMATCH_INDEX_KEY are not set"


def read_settings(directory: str | None = None, only: type | None = None) -> Settings:
    try:
        settings = Settings.from_environment(only=only)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return replace(settings, directory=directory) if directory else settings


@contextmanager
def failures_told() -> Iterator[None]:
    """Our errors as one line and an exit code."""
    try:
        yield
    except OTMatchError as error:
        click.echo(": ".join(filter(None, (error.title, str(error)))), err=True)
        sys.exit(REFUSED if isinstance(error, WrongKey) else FAILED)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def opened_records() -> Iterator[Records]:
    """The store with its keys, for commands that can do nothing without."""
    with failures_told():
        records = open_records(read_settings())
    if records is None:
        raise click.UsageError(f"{REFERRALS_OFF}; `otmatch keys new` prints a key for each")
    try:
        with failures_told():
            yield records
    finally:
        records.close()
