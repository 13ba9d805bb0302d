"""otmatch: serve the directory, or search it from the command line."""

import sys
from collections.abc import Callable
from typing import Any

import click
from marshmallow import ValidationError

from service.access.opening import check_issuer
from service.api.fields import Repeatable, YesNo
from service.api.problems import problems_in
from service.api.query_schema import QuerySchema
from service.clock import eastern_today
from service.commands import records
from service.commands.eligibility import eligibility
from service.commands.outbox import outbox
from service.commands.programs import programs
from service.commands.referrals import referrals
from service.commands.report import report
from service.commands.session import REFERRALS_OFF, failures_told, read_settings
from service.commands.sessions import sessions
from service.commands.tokens import token
from service.engines.opening import open_engine
from service.errors import InvalidQuery, OTMatchError
from service.records.opening import open_records
from service.referrals.opening import read_terms
from service.search import search as ask
from service.settings import Settings
from service.table import answer_lines
from service.wording.flaws import flaw_text
from service.wording.languages import ENGLISH
from service.wording.problems import problem_text

_EPILOG = (
    "Exit codes: 0 done; 1 directory or store cannot be reached; 2 bad usage, or keys that are not "
    "the store's."
)
EXAMPLE_PATH = "/api/v1/providers?near=10001&need=fatigue"
_directory = click.option(
    "--directory",
    metavar="URL",
    help="sqlite:///directory.db, or http://HOST:PORT[,HOST:PORT] of Elasticsearch; "
    "OTMATCH_DIRECTORY if left out.",
)


@click.group(epilog=_EPILOG)
@click.version_option(package_name="otmatch")
def main() -> None:
    """Find the right occupational therapist for a person with MS."""


for command in (
    *records.COMMANDS,
    token,
    sessions,
    referrals,
    outbox,
    programs,
    eligibility,
    report,
):
    main.add_command(command)


def _query_options(command: Callable) -> Callable:
    """One option for each query parameter, described once, in the schema; a terminal's answer is
    in English."""
    fields = {n: f for n, f in QuerySchema._declared_fields.items() if n != "lang"}
    for name, field in reversed(fields.items()):
        option = click.option(
            f"--{name.replace('_', '-')}",
            name,
            multiple=isinstance(field, Repeatable),
            is_flag=isinstance(field, YesNo),
            metavar=None if isinstance(field, YesNo) else "VALUE",
            help=f"{field.metadata['description']} Example: {field.metadata['example']}",
        )
        command = option(command)
    return command


@main.command(epilog=_EPILOG)
@_directory
@_query_options
def search(directory: str | None, **asked: Any) -> None:
    """Search the directory and print a table."""
    settings = read_settings(directory)
    given = {name: _as_text(value) for name, value in asked.items() if value}
    schema = QuerySchema(today=eastern_today)
    try:
        query = schema.load(given)
        answer = ask(open_engine(settings), query)
    except (InvalidQuery, ValidationError) as error:
        raise click.UsageError(_problems_text(error, schema)) from None
    except OTMatchError as error:
        click.echo(f"{error.title}: {error}", err=True)
        sys.exit(1)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for line in answer_lines(answer, query):
        click.echo(line)


@main.command(epilog=_EPILOG)
@_directory
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64),
              help="Worker processes; about one for each core.")  # fmt: skip
@click.option("--access-log/--no-access-log", default=True, help="Log requests (never queries).")
def serve(directory: str | None, **options: Any) -> None:
    """Serve the REST API. SIGHUP reloads, SIGTERM ends, both gracefully."""
    settings = read_settings(directory)
    with failures_told():  # before all that takes long: a wrong key is told at once
        has_records = _has_records(settings)
    from service.app import open_whole_rules  # only serving needs Flask

    def tell_flaws() -> None:
        for flaw in open_whole_rules(settings).programs.flaws:
            told = flaw_text(flaw, ENGLISH)
            click.echo(f"This program cannot be decided until it is mended: {told}", err=True)

    def reloaded() -> None:
        try:
            tell_flaws()
        except ValueError as error:
            click.echo(str(error), err=True)

    with failures_told():
        tell_flaws()
        open_engine(settings).close()
        check_issuer(settings)
        read_terms(settings)
    if not has_records:
        click.echo(f"{REFERRALS_OFF}.")
    from service.serving import Server, Serving  # only serving needs gunicorn

    serving = Serving(**options, reloaded=reloaded)
    click.echo(f"OTMatch on http://{serving.host}:{serving.port} ({settings.directory})")
    click.echo(f"Try http://{serving.host}:{serving.port}{EXAMPLE_PATH}")
    Server(settings, serving).run()


def _has_records(settings: Settings) -> bool:
    """Whether the store can be opened with its keys; every worker opens its own."""
    if records := open_records(settings):
        records.close()
    return records is not None


def _as_text(value: Any) -> Any:
    return "true" if value is True else value


def _problems_text(error: InvalidQuery | ValidationError, schema: QuerySchema) -> str:
    own = isinstance(error, InvalidQuery)
    problems = error.problems if own else problems_in(error.normalized_messages(), schema)
    return "; ".join(f"{p.parameter} {problem_text(p, ENGLISH)}" for p in problems)


if __name__ == "__main__":
    main()
