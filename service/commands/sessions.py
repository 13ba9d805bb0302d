"""otmatch sessions: who is signed in on pages, and an end to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from service.access.opening import open_sessions
from service.access.sessions import Sessions
from service.records.store import Store

from .session import failures_told, read_settings

_EPILOG = "Exit codes: 0 done; 1 the store cannot be used; 2 bad usage."


@click.group(epilog=_EPILOG)
def sessions() -> None:
    """Who is signed in on pages, without their names; an end to it at the next request."""


@sessions.command(name="list", epilog=_EPILOG)
def list_sessions() -> None:
    """List sessions: whose, since when, last used. A revoked token's have ended already."""
    with _opened() as opened:
        found = opened.every()
    for each in found:
        begun, used = (f"{at:%Y-%m-%d %H:%M} UTC" for at in (each.begun_at, each.used_at))
        click.echo(f"{each.principal}  since {begun}  used {used}")


@sessions.command(epilog=_EPILOG)
@click.argument("who", metavar="WHO")
def end(who: str) -> None:
    """End all sessions of WHO, by the name that `list` shows."""
    with _opened() as opened:
        ended = opened.end_all(who)
    click.echo(f"{who}: {ended} ended")


@contextmanager
def _opened() -> Iterator[Sessions]:
    """Needs no keys: a session must be ended also where they are lost."""
    with failures_told():
        settings = read_settings()
        store = Store(settings.store)
        try:
            yield open_sessions(settings, store)
        finally:
            store.close()
