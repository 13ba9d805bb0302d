"""Commands that look after the store of health information: its keys, and its trail."""

import sys
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import click

from service.records.keys import new_key
from service.records.rotation import rotate as rotate_keys
from service.records.verification import ChainState
from service.records.vouched_rows import CHANGED, GONE, UNTOLD, of_no_chain
from service.referrals.verifying import OTHERWISE, verify_referrals

from .session import EPILOG, FAILED, opened_records


@click.group()
def keys() -> None:
    """The keys that health information is sealed with."""


@keys.command()
def new() -> None:
    """Print a fresh key, fit for OTMATCH_KEYS and for OTMATCH_INDEX_KEY."""
    click.echo(new_key())


@keys.command(epilog=EPILOG)
def rotate() -> None:
    """Seal all records with the newest key, while the service runs.

    First put the new key before the old one in OTMATCH_KEYS, everywhere, and restart the service.
    When this is done the old key can be left out. It can be stopped and started again.
    """
    with opened_records() as records:
        done = rotate_keys(records.store, records.keys, _progress)
    click.echo(f"{done} records sealed anew; older keys can be left out of OTMATCH_KEYS now")


def _progress(done: int) -> None:
    click.echo(f"{done} records sealed anew ...", err=True)


@click.group()
def audit() -> None:
    """The trail of who did and read what."""


@audit.command(epilog=EPILOG)
@click.option("--chain", metavar="ID", help="Only this one: a referral's id, or reads.")
def verify(chain: str | None) -> None:
    """Check every event of the trail, and every referral against it; print number and head.

    Note both down elsewhere: that nothing was cut off at the end shows by comparing. Exit code 1
    names every chain that is broken, and where, and every row of a referral that is not as its
    events say.
    """
    whole = _Whole()
    with opened_records() as records, records.store.reading() as session:
        try:
            states = map(whole.add, records.trail.states(session, chain))
            for found in verify_referrals(session, records.keys, states):
                whole.differs(*found)
            for found in () if chain else of_no_chain(session):
                whole.differs(*found)
        except ValueError:  # a time or values that are none any more
            click.echo(f"broken: an event after {whole.chains} chains cannot be read", err=True)
            sys.exit(FAILED)
    if chain is not None and not whole.chains:
        raise click.BadParameter("is of no chain", param_hint="--chain")
    click.echo(f"chains  {whole.chains}")
    click.echo(f"events  {whole.events}")
    click.echo(f"head    {whole.head}")
    if whole.broken:
        sys.exit(FAILED)


@dataclass
class _Whole:
    """What all chains come to; the head of a single one is its own. What is wrong is told."""

    chains: int = 0
    events: int = 0
    broken: bool = False
    head: str = ""
    digest: Any = field(default_factory=sha256)

    def differs(self, referral: str, row: str, how: str) -> None:
        self.broken = True
        click.echo(f"{referral}: {row} {_HOW[how]}", err=True)

    def add(self, state: ChainState) -> ChainState:
        self.chains += 1
        self.events += state.count
        self.digest.update(f"{state.name} {state.count} {state.head}\n".encode())
        self.head = state.head if self.chains == 1 else self.digest.hexdigest()
        if state.broken_at is not None:
            self.broken = True
            click.echo(f"{state.name}: broken at event {state.broken_at}", err=True)
        return state


_HOW = {
    CHANGED: "was changed, and no event tells of it",
    GONE: "is gone, and no event tells of it",
    UNTOLD: "is of no event",
    OTHERWISE: "is in another state than its history leads to",
}


COMMANDS = (keys, audit)
