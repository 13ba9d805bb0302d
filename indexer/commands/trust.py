"""How far the directory can be trusted: its scorecard, overdue facts, and conflicts."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
import msgspec

from service.clock import eastern_today
from service.directory.states import STATES
from service.engines.protocol import Engine
from service.merge.precedence import COMPARED_FIELDS
from service.stewardship.area import Area
from service.stewardship.lists import Contradicted, Overdue, contradictions, overdue_facts
from service.stewardship.quality import Scorecard, scorecard_data

from ..listing import FORMATS, Listing
from ..quality_report import scorecard_lines
from .session import failures_told, opened

_from = click.option("--from", "url", required=True, metavar="URL", help="The directory to read.")


def _day(_: Any, __: Any, given: datetime | None) -> date:
    if given is None:
        return eastern_today()
    if not 2000 <= given.year <= 2100:
        raise click.BadParameter("must be a day from 2000 to 2100, such as 2026-11-22.")
    return given.date()


_on = click.option(
    "--on", type=click.DateTime(formats=["%Y-%m-%d"]), callback=_day, metavar="YYYY-MM-DD",
    help="The day on which facts are judged; today in the US East if left out.",
)  # fmt: skip


def _format(*forms: str) -> Callable:
    return click.option("--format", "form", type=click.Choice(forms), default="text",
                        show_default=True, help="How to write it.")  # fmt: skip


@click.command()
@_from
@_on
@_format("text", "json")
def quality(url: str, on: date, form: str) -> None:
    """Print a scorecard of every state: what is known, and how far it can be trusted."""
    card = Scorecard(on)
    with _reading(url) as engine:
        card.count(engine.scan())
    if form == "json":
        data = msgspec.json.encode(scorecard_data(card))
        click.echo(msgspec.json.format(data, indent=2).decode())
    else:
        click.echo("\n".join(scorecard_lines(card)))


@click.command()
@_from
@_on
@click.option("--state", type=click.Choice(list(STATES), case_sensitive=False), metavar="CODE",
              help="Only of locations in this state, such as NY.")  # fmt: skip
@_format(*FORMATS)
def overdue(url: str, on: date, state: str | None, form: str) -> None:
    """List every fact that is older than its field's budget, for staff to confirm."""
    listing = Listing("overdue", Overdue, {"on": on} | ({"state": state} if state else {}))
    with _reading(url) as engine:
        _write(listing, overdue_facts(engine.scan(), on, Area(state)), form)


@click.command()
@_from
@click.option("--field", "fields", type=click.Choice(COMPARED_FIELDS), multiple=True,
              metavar="FIELD",
              help="Only on this field, such as phone or plans; repeatable.")  # fmt: skip
@_format(*FORMATS)
def conflicts(url: str, fields: tuple[str, ...], form: str) -> None:
    """List what sources say otherwise than the directory shows, for staff to settle."""
    listing = Listing("conflicts", Contradicted)
    with _reading(url) as engine:
        _write(listing, contradictions(engine.scan(), fields), form)


@contextmanager
def _reading(url: str) -> Iterator[Engine]:
    with failures_told(), opened(url) as engine:
        engine.meta()  # so that of a directory that is not there nothing is printed
        yield engine


def _write(listing: Listing, rows: Iterator[Any], form: str) -> None:
    sys.stdout.writelines(listing.lines(rows, form))
    sys.stdout.flush()
    if form == "csv":
        click.echo(listing.summary(), err=True)
