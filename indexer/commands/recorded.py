"""Commands on what is recorded: list decisions and open doubts, and show what is not shown yet."""

import json
import sys
from typing import Any

import click

from service.errors import LoadRefused
from service.stewardship.corrections import DOUBT, Correction
from service.stewardship.decisions import Decisions
from service.stewardship.waiting import Waiting, waiting

from .corrections import NOT_SHOWN, Npi, into
from .session import decided, failures_told, opened

_EPILOG = """\b
Exit codes: 0 done; 1 the directory cannot be changed just now: try again;
2 bad usage, or the store or the directory cannot be used."""


@click.command()
@click.argument("npi", type=Npi(), required=False)
@click.option("--all", "every", is_flag=True, help="Those too that were undone, and doubts.")
@click.option("--open", "doubts", is_flag=True,
              help="Only doubts that nobody has decided: what referrals found otherwise than the "
              "directory says, the oldest first.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="json: one object a line.")  # fmt: skip
@into("With --open, the directory whose facts are in doubt.")
def corrections(npi: str | None, every: bool, doubts: bool, form: str, url: str) -> None:
    """List the decisions that are in force, of one OT or of all."""
    if every and doubts:
        raise click.UsageError("give --all or --open, not both")
    with failures_told(), decided(make=False) as decisions:
        if doubts:
            return _list_doubts(decisions, npi, url, form)
        known = decisions.every(npi)
    for each in known:
        if every or (each.in_force and each.kind != DOUBT):
            click.echo(json.dumps(_data(each)) if form == "json" else _line(each))
    return None


@click.command(epilog=_EPILOG)
@into("The directory that shows it.")
def apply(url: str) -> None:
    """Show in the directory all decisions and doubts that are recorded and not shown yet."""
    with failures_told(), opened(url) as engine, decided(make=False) as decisions:
        engine.meta()
        try:
            shown = decisions.apply(engine)
        except LoadRefused:
            shown = False
    if not shown:
        click.echo("not all is shown: the directory is being changed; try again", err=True)
        sys.exit(NOT_SHOWN)
    click.echo("the directory shows all that is recorded")


COMMANDS = (corrections, apply)


def _list_doubts(decisions: Decisions, npi: str | None, url: str, form: str) -> None:
    with opened(url) as engine:
        for each in waiting(decisions.every(npi), engine):
            data = _data(each.first) | each.counts()
            click.echo(json.dumps(data) if form == "json" else _doubt_line(each))


def _data(each: Correction) -> dict[str, Any]:
    names = ("id", "npi", "kind", "place", "field", "value", "by", "why", "at")
    undone = ("undone_by", "undone_why", "undone_at")
    told = {name: getattr(each, name) for name in (*names, *undone)}
    return {name: str(v) if name.endswith("at") and v else v for name, v in told.items()}


def _line(each: Correction) -> str:
    undone = f"; undone {each.undone_at:%Y-%m-%d} by {each.undone_by}" if each.undone_at else ""
    return f"{_fact(each)}  ({each.by}: {each.why}){undone}"


def _doubt_line(each: Waiting) -> str:
    outcomes = f"{each.outcomes} outcomes, the last on {each.last}" if each.outcomes > 1 else ""
    told = "; ".join(filter(None, (", ".join(each.why), outcomes)))
    return f"{_fact(each.first)}  ({each.first.by}: {told})"


def _fact(each: Correction) -> str:
    what = " ".join(filter(None, (each.kind, each.field, each.value and json.dumps(each.value))))
    where = each.place and (each.place.get("line1") or each.place.get("name"))
    return f"{each.id}  {each.npi}  {each.at:%Y-%m-%d}  {what}{f' at {where}' if where else ''}"
