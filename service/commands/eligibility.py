"""Commands on recorded decisions: decided again, erased."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from service.casework.casework import Casework
from service.casework.replaying import CHANGED_TEXT, FACTS_REFUSED, OTHER, SAME, Replayed
from service.casework.replaying import replay as replay_case
from service.casework.retention import erase_case

from .session import CLI, EPILOG, FAILED, failures_told, opened_records

_SAID = {
    SAME: "as recorded",
    OTHER: "DIFFERS from what was recorded",
    CHANGED_TEXT: "CANNOT BE MADE AGAIN: the kept text of its rule was changed",
    FACTS_REFUSED: "CANNOT BE MADE AGAIN: its facts are no longer taken",
}


@click.group()
def eligibility() -> None:
    """Recorded decisions: decide them again, erase them."""


@eligibility.command(
    epilog="""\b
Exit codes: 0 every decision is as recorded; 1 one is not, or cannot be made again; 2 bad usage, or
keys that are not the store's."""
)
@click.argument("identity", metavar="ID")
def replay(identity: str) -> None:
    """Decide a case again, by the rule and the facts that were kept with it.

    ID is of a case, or of one of its decisions. The programme's version need not be in effect any
    more. Prints no fact of the person; that somebody replayed it stands on the trail.
    """
    with _opened() as casework:
        found = replay_case(casework, CLI, identity)
    for each in found:
        click.echo(_line(each))
    if any(each.found != SAME for each in found):
        sys.exit(FAILED)


@eligibility.command(epilog=EPILOG)
@click.argument("identity", metavar="ID")
@click.option("--why", required=True, help="The reason; it stays in the trail, so name nobody.")
@click.confirmation_option(prompt="This cannot be undone. Erase it?")
def erase(identity: str, why: str) -> None:
    """Destroy the key of one case: nobody can read it again. Its trail stays whole."""
    with _opened() as casework:
        erase_case(casework, CLI, identity, why)
    click.echo(f"{identity}: erased")


@contextmanager
def _opened() -> Iterator[Casework]:
    with opened_records() as records, failures_told():
        yield Casework(records)


def _line(each: Replayed) -> str:
    rule = f"{each.program} version {each.version} ({each.fingerprint[:12]})"
    return f"{each.decision}  {each.outcome}  {rule}  {_SAID[each.found]}"
