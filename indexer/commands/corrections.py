"""Commands by which staff keep the directory true: withdraw, hide, correct, undo, corrections."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from service.directory.departure import OF_STAFF
from service.directory.profile import Profile
from service.engines.protocol import Engine
from service.errors import LoadRefused, NotFound
from service.settings import Settings
from service.stewardship.corrections import Correction

from ..clean import Rejected, clean_npi
from ..decisions import Decisions, as_sources_say, correcting, hiding, withdrawal
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
        click.option("--into", "url", default=Settings().directory, show_default=True,
                     metavar="URL", envvar="OTMATCH_DIRECTORY", show_envvar=True,
                     help="The directory that shows it at once."),
    ]  # fmt: skip
    return decorated(command, options)


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
        profile = _profile(engine, npi)
        _record(decisions, engine, hiding(profile, location, by, why))


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
        profile = _profile(engine, npi)
        told = _value(value)
        made = correcting(profile, location, field, told, by=by, why=why)
        _record(decisions, engine, made)


@click.command(epilog=_EPILOG)
@click.argument("identity", metavar="ID")
@_deciding
def undo(identity: str, url: str, by: str, why: str) -> None:
    """Take a decision back, by the id that `corrections` lists; it stays on record."""
    with _deciding_on(url) as (decisions, engine):
        try:
            shown = decisions.undo(identity, by, why, engine)
        except NotFound:
            raise Rejected("id: is of no decision that is in force") from None
        _tell(identity, shown)


@click.command()
@click.argument("npi", type=Npi(), required=False)
@click.option("--all", "every", is_flag=True, help="Those too that were undone.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="json: one object a line.")  # fmt: skip
def corrections(npi: str | None, every: bool, form: str) -> None:
    """List the decisions that are in force, of one OT or of all."""
    with failures_told(), decided(make=False) as decisions:
        found = [each for each in decisions.every(npi) if every or each.in_force]
    for each in found:
        click.echo(json.dumps(_data(each)) if form == "json" else _line(each))


COMMANDS = (withdraw, hide, correct, undo, corrections)


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
    profile = as_sources_say(engine, npi)
    if profile is None:
        raise Rejected("npi: is not in this directory")
    return profile


def _record(decisions: Decisions, engine: Engine, made: Correction) -> None:
    identity = made.id
    try:
        _tell(identity, decisions.record(made, engine))
    except LoadRefused as error:
        click.echo(f"{identity}: recorded; not shown yet ({error})", err=True)
        sys.exit(NOT_SHOWN)


def _tell(identity: str, shown: bool) -> None:
    if shown:
        click.echo(f"{identity}: recorded, and the directory shows it")
    else:
        click.echo(f"{identity}: recorded; this directory does not know the OT")


def _value(text: str | None) -> Any:
    if text is None:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if isinstance(value, int) and len(text) > 9 else value  # a phone is no number


def _data(each: Correction) -> dict[str, Any]:
    names = ("id", "npi", "kind", "place", "field", "value", "by", "why", "at")
    undone = ("undone_by", "undone_why", "undone_at")
    told = {name: getattr(each, name) for name in (*names, *undone)}
    return {name: str(v) if name.endswith("at") and v else v for name, v in told.items()}


def _line(each: Correction) -> str:
    what = " ".join(filter(None, (each.kind, each.field, each.value and json.dumps(each.value))))
    where = each.place and (each.place.get("line1") or each.place.get("name"))
    at = f" at {where}" if where else ""
    undone = f"; undone {each.undone_at:%Y-%m-%d} by {each.undone_by}" if each.undone_at else ""
    return f"{each.id}  {each.npi}  {each.at:%Y-%m-%d}  {what}{at}  ({each.by}: {each.why}){undone}"
