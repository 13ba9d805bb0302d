"""Commands that move referrals on: timers, retention, erasure."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from service.casework.casework import Casework
from service.casework.retention import expire_cases
from service.engines.opening import open_engine
from service.referrals.desk import Desk
from service.referrals.opening import open_desk
from service.referrals.retention import erase as erase_referral
from service.referrals.retention import expire
from service.referrals.running import alone
from service.referrals.timers import tick as run_timers

from .session import CLI, EPILOG, failures_told, opened_records, read_settings


@click.group()
def referrals() -> None:
    """Referrals: timers, retention, erasure."""


@referrals.command(epilog=EPILOG)
def tick() -> None:
    """Do all that is due: reminders, escalations, offers to the next OT, plans of care.

    For cron, every few minutes. Running it again does nothing twice; a second one that starts
    while one runs does nothing.
    """
    with _opened() as desk, alone(desk, "tick") as is_alone:
        if not is_alone:
            click.echo("another tick is running")
            return
        for name, count in sorted(run_timers(desk).items()):
            click.echo(f"{name}  {count}")


@referrals.command(epilog=EPILOG)
def purge() -> None:
    """Erase what was kept long enough: closed referrals and cases, drafts, answers kept for
    retries."""
    with _opened() as desk:
        click.echo(f"{expire(desk, CLI)} referrals erased")
        kept = desk.terms.kept_days["closed"]
        casework = Casework(desk.records, clock=desk.clock)
        click.echo(f"{expire_cases(casework, CLI, kept)} cases erased")


@referrals.command(epilog=EPILOG)
@click.argument("identity", metavar="ID")
@click.option("--why", required=True, help="The reason; it stays in the trail, so name nobody.")
@click.confirmation_option(prompt="This cannot be undone. Erase it?")
def erase(identity: str, why: str) -> None:
    """Destroy the key of one referral: nobody can read it again. Its trail stays whole."""
    with _opened() as desk:
        erase_referral(desk, CLI, identity, why)
    click.echo(f"{identity}: erased")


@contextmanager
def _opened() -> Iterator[Desk]:
    settings = read_settings()
    with opened_records() as records, failures_told():
        engine = open_engine(settings)
        try:
            yield open_desk(settings, records, engine)
        finally:
            engine.close()
