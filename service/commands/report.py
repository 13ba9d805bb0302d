"""otmatch report: a chapter's quarter in figures."""

from collections.abc import Iterator
from typing import Any

import click

from service.access.rights import is_chapter
from service.api.present import dump
from service.api.present_chapter_report import report_data
from service.casework.casework import Casework
from service.casework.quarters import EXAMPLE, read_quarter
from service.chapter_report import report_for
from service.eligibility.opening import open_rules
from service.engines.opening import open_engine
from service.referrals.opening import open_desk

from .session import CLI, EPILOG, failures_told, opened_records, read_settings


@click.command(epilog=EPILOG)
@click.option("--chapter", required=True, metavar="ID", help="The chapter's id.")
@click.option("--quarter", required=True, metavar="QUARTER", help=f"As in {EXAMPLE}.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
def report(chapter: str, quarter: str, form: str) -> None:
    """Checks, referrals and awards of a chapter in a quarter.

    No count under 11 is shown ("hidden"), and none from which such a one follows.
    """
    if not is_chapter(chapter):
        raise click.BadParameter("must be a chapter's id", param_hint="--chapter")
    try:
        asked = read_quarter(quarter)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--quarter") from None
    settings = read_settings()
    with opened_records() as records, failures_told():
        engine = open_engine(settings)
        try:
            desk = open_desk(settings, records, engine)
            casework = Casework(records, open_rules(settings))
            data = report_data(report_for(desk, casework, CLI, (chapter, asked)))
        finally:
            engine.close()
    click.echo(dump(data).decode() if form == "json" else "\n".join(_lines(data)))


def _lines(data: dict[str, Any]) -> Iterator[str]:
    yield f"{data['chapter']}  {data['quarter']}"
    checks, referrals, awards = data["checks"], data["referrals"], data["awards"]
    yield from _part("checks", checks["outcomes"], "outcome", checks["total"])
    if told := checks["deciding"]:
        yield f"  most often decided by  {told['program']} {told['criterion']}"
    if referrals is None:
        yield "referrals  no data say which places the chapter serves"
    else:
        yield from _part("referrals", referrals["steps"], "step", referrals["total"])
        yield from _part("declines", referrals["declines"], "reason", referrals["declined"])
    yield from _part("awards", awards["states"], "state", awards["total"])
    for name in ("visits", "visits_used", "visits_over", "amount", "spent"):
        yield f"  {name}  {_shown(awards[name])}"


def _part(title: str, rows: list[dict[str, Any]], name: str, total: int | None) -> Iterator[str]:
    yield f"{title}  {_shown(total)}"
    for row in rows:
        days = row.get("median_days")
        after = f"  median {days} days after sending" if days is not None else ""
        yield f"  {row[name]}  {_shown(row['count'])}{after}"


def _shown(figure: float | None) -> str:
    return "hidden" if figure is None else str(figure)
