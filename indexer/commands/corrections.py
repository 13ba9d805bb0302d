"""Commands by which staff keep the directory true: withdraw, close, hide, correct, undo."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from service.directory.clean import Rejected, clean_npi
from service.directory.departure import OF_STAFF
from service.directory.profile import Profile
from service.engines.protocol import Engine
from service.errors import DirectoryUnavailable, LoadRefused, NotFound
from service.settings import Settings
from service.stewardship.corrections import WITHDRAW, Correction
from service.stewardship.decisions import (
    Decisions,
    as_corrected,
    as_sources_name,
    closing,
    correcting,
    hiding,
    withdrawal,
)

from ..options import decorated
from .session import REFUSED, decided, failures_told, opened

_EPILOG = """\b
Exit codes: 0 done; 1 recorded, but the directory does not show it yet;
2 bad usage, or the store or the directory cannot be used."""
NOT_SHOWN = 1


class Npi(click.ParamType):
    name = "npi"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        try:
            return clean_npi(str(value))
        except Rejected as error:
            self.fail(str(error), param, ctx)


def into(what: str) -> Callable[[Callable], Callable]:
    """The option that names the served directory."""
    return click.option("--into", "url", default=Settings().directory, show_default=True,
                        metavar="URL", envvar="OTMATCH_DIRECTORY", show_envvar=True,
                        help=what)  # fmt: skip


def _text(most: int) -> Callable[[Any, Any, str], str]:
    def check(_: Any, __: Any, value: str) -> str:
        text = " ".join(value.split())
        if not text or len(text) > most or not text.isprintable():
            raise click.BadParameter(f"must be 1 to {most} printable characters")
        return text

    return check


def _deciding(command: Callable) -> Callable:
    """The options of every decision: who, why, and the directory that shows it."""
    options = [
        click.option("--by", required=True, metavar="NAME", callback=_text(100),
                     envvar="OTMATCH_STAFF", show_envvar=True, help="Who decides."),
        click.option("--why", required=True, metavar="TEXT", callback=_text(500),
                     help="What it is based on: a call, a letter."),
    ]  # fmt: skip
    return decorated(into("The directory that shows it at once.")(command), options)


_npi = click.argument("npi", type=Npi())
_location = click.option("--location", metavar="ID", help="Which of several, by its id.")


@click.command(epilog=_EPILOG)
@_npi
@click.option("--reason", type=click.Choice(OF_STAFF), default="withdrawn", show_default=True,
              help="What the directory says of it.")  # fmt: skip
@_deciding
def withdraw(npi: str, url: str, reason: str, by: str, why: str) -> None:
    """Take an OT out of the directory; no load brings them back until this is undone."""
    with _deciding_on(url) as (decisions, engine):
        _record(decisions, engine, withdrawal(npi, reason, by, why))


@click.command(epilog=_EPILOG)
@_npi
@_location
@_deciding
def hide(npi: str, url: str, location: str | None, by: str, why: str) -> None:
    """Hide a location's address: city and ZIP only, and distances from the ZIP's middle."""
    with _deciding_on(url) as (decisions, engine):
        profile, location = _profile(engine, npi), as_sources_name(engine, npi, location)
        _record(decisions, engine, hiding(profile, location, by, why))


@click.command(epilog=_EPILOG)
@_npi
@_location
@_deciding
def close(npi: str, url: str, location: str | None, by: str, why: str) -> None:
    """Take a location out, where this OT treats nobody any more; the OT stays."""
    with _deciding_on(url) as (decisions, engine):
        profile, location = _profile(engine, npi), as_sources_name(engine, npi, location)
        _record(decisions, engine, closing(profile, location, by, why))


@click.command(epilog=_EPILOG)
@_npi
@click.argument("field")
@click.argument("value", required=False)
@click.option("--location", metavar="ID", help="The location that the fact is of; of the person "
              "if left out.")  # fmt: skip
@_deciding
def correct(  # noqa: PLR0913 - as many as the command has options
    npi: str, field: str, value: str | None, location: str | None, url: str, by: str, why: str
) -> None:
    """Say what is true of an OT: FIELD is phone, services.driving, access.parking, ...; VALUE is
    text or JSON. Without VALUE what is known is confirmed as of today."""
    with _deciding_on(url) as (decisions, engine):
        profile, location = _profile(engine, npi), as_sources_name(engine, npi, location)
        told = _value(value)
        made = correcting(profile, location, field, told, by=by, why=why)
        _record(decisions, engine, made)


@click.command(epilog=_EPILOG)
@click.argument("identity", metavar="ID")
@_deciding
def undo(identity: str, url: str, by: str, why: str) -> None:
    """Take a decision or a doubt back, by the id that `corrections` lists; it stays on record."""
    with _deciding_on(url) as (decisions, engine):
        try:
            _tell_who_stays(decisions, identity)
            _tell(identity, lambda: decisions.undo(identity, by, why, engine))
        except NotFound:
            raise Rejected("id: is of no decision that is in force") from None


COMMANDS = (withdraw, close, hide, correct, undo)


@contextmanager
def _deciding_on(url: str) -> Iterator[tuple[Decisions, Engine]]:
    with failures_told(), opened(url) as engine, decided() as decisions:
        try:
            engine.meta()  # nothing is recorded for a directory that is not there
            yield decisions, engine
        except Rejected as error:
            click.echo(str(error), err=True)
            sys.exit(REFUSED)


def _profile(engine: Engine, npi: str) -> Profile:
    profile = as_corrected(engine, npi)
    if profile is None:
        raise Rejected("npi: is not in this directory")
    return profile


def _record(decisions: Decisions, engine: Engine, made: Correction) -> None:
    _tell(made.id, lambda: decisions.record(made, engine))


def _tell(identity: str, decide: Callable[[], bool]) -> None:
    """What became of a decision. Once it is recorded it holds, whatever the directory does."""
    try:
        shown = decide()
    except (LoadRefused, DirectoryUnavailable) as error:
        click.echo(
            f"{identity}: recorded; not shown yet ({error}). Show it by otmatch-index apply",
            err=True,
        )
        sys.exit(NOT_SHOWN)
    if shown:
        click.echo(f"{identity}: recorded, and the directory shows it")
    else:
        click.echo(f"{identity}: recorded; this directory does not know the OT")


def _tell_who_stays(decisions: Decisions, identity: str) -> None:
    """Of two withdrawals of one OT each is taken back by itself."""
    withdrawals = [each for each in decisions.every() if each.kind == WITHDRAW and each.in_force]
    of = {each.npi for each in withdrawals if each.id == identity}
    for each in withdrawals:
        if each.npi in of and each.id != identity:
            click.echo(
                f"{each.npi} stays withdrawn by {each.id} of {each.at:%Y-%m-%d} ({each.by}); to "
                "bring them back, undo that too",
                err=True,
            )


def _value(text: str | None) -> Any:
    if text is None:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if isinstance(value, int) and len(text) > 9 else value  # a phone is no number
