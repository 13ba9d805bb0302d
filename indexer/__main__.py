"""otmatch-index: load, check, export and inspect a directory."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import msgspec

from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.errors import DirectoryShrank, LoadRefused, OTMatchError
from service.settings import Settings

from . import pipeline
from .files import file_of, refuse_foreign, refuse_same, written
from .options import geocoder_of, geocoder_options, source_options, sources_of
from .profile_json_schema import json_schema
from .report import Rejects, Report
from .sources.profiles import dump_line

LOADED_WITH_REJECTS, REFUSED, SHRANK, STOPPED = 1, 2, 3, 130

_EPILOG = """\b
Exit codes: 0 done; 1 done, but more rows rejected than --max-rejects;
2 bad usage, or a source or the directory cannot be used: nothing changed;
3 the new directory is below 90 % of the last: nothing changed (--allow-shrink)."""


@click.group(epilog=_EPILOG)
@click.version_option(package_name="otmatch")
def main() -> None:
    """Build and look after an OTMatch directory."""


@main.command(epilog=_EPILOG)
@source_options
@geocoder_options
@click.option("--into", "url", required=True, metavar="URL",
              help="sqlite:///directory.db, or http://HOST:PORT of an Elasticsearch.")  # fmt: skip
@click.option("--allow-shrink", is_flag=True,
              help="Load even if the directory loses more than a tenth.")  # fmt: skip
def load(url: str, allow_shrink: bool, **options: Any) -> None:
    """Read the sources, merge them by NPI and replace the directory in one step."""
    with failures_told(), opened(url) as engine:
        refuse_foreign(file_of(engine))
        sources = sources_of(options, served=file_of(engine))
        with geocoder_of(options) as geocoder, reporting(options) as report:
            locate = geocoder.locate if geocoder else None
            try:
                pipeline.load(sources, engine, report, allow_shrink=allow_shrink, locate=locate)
            except LoadRefused:
                click.echo("\n".join(report.lines()))
                raise
            report.more += geocoder.lines() if geocoder else []
    finish(report, options)


@main.command(epilog=_EPILOG)
@source_options
@click.option("--against", "url", metavar="URL", envvar="OTMATCH_DIRECTORY", show_envvar=True,
              help="The served directory: also tell what a load would change in it.")  # fmt: skip
def check(url: str | None, **options: Any) -> None:
    """Read and merge the sources without changing anything; report only."""
    with failures_told(), ExitStack() as stack:
        served = stack.enter_context(opened(url)) if url else None
        sources = sources_of(options)
        refuse_same("--rejects", options["rejects"], file_of(served) if served else None)
        with reporting(options) as report:
            pipeline.check(sources, report, served)
    finish(report, options)


@main.command()
@click.option("--from", "url", required=True, metavar="URL", help="The directory to read.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to write; standard output if left out.")  # fmt: skip
def export(url: str, to: Path | None) -> None:
    """Write every profile as profiles.ndjson; loading that file gives the same directory."""
    with failures_told(), opened(url) as engine, ExitStack() as stack:
        refuse_same("--to", to, file_of(engine))
        engine.meta()  # so that a directory that is not there leaves no empty file
        out = stack.enter_context(written(to)) if to else sys.stdout.buffer
        for profile in engine.scan():
            out.write(dump_line(profile) + b"\n")
        out.flush()


@main.command()
@click.option("--from", "url", required=True, metavar="URL", help="The directory to read.")
def stats(url: str) -> None:
    """Print the directory's sources and counts."""
    with failures_told(), opened(url) as engine:
        meta = engine.meta()
    click.echo(f"profiles             {meta.profiles:,}")
    click.echo(f"locations            {meta.locations:,}")
    click.echo(f"without coordinates  {meta.without_coordinates:,}")
    click.echo(f"plans                {len(meta.plans):,}")
    click.echo(f"payers               {len(meta.payers):,}")
    click.echo(f"newest source date   {meta.newest or 'not known'}")
    click.echo(f"loaded at            {meta.loaded_at:%Y-%m-%d %H:%M} UTC")
    for read in meta.sources:
        click.echo(f"source               {read.source} {read.file}: {read.kept:,} kept")


@main.command()
def schema() -> None:
    """Print the JSON Schema of one line of profiles.ndjson."""
    click.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode())


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    try:
        settings = replace(Settings.from_environment(), directory=url)
        engine = open_engine(settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def reporting(options: dict[str, Any]) -> Iterator[Report]:
    try:
        with options["rejects"].open("w", encoding="utf-8") as file:
            yield Report(Rejects(file))
    except OSError as error:
        # One that names no file is of writing to this one: all others are told of as ours.
        error.filename = error.filename or str(options["rejects"])
        raise


@contextmanager
def failures_told() -> Iterator[None]:
    """Our errors as one line and an exit code; nothing was changed."""
    try:
        yield
    except OTMatchError as error:
        click.echo(f"{error.title}: {error}", err=True)
        sys.exit(SHRANK if isinstance(error, DirectoryShrank) else REFUSED)
    except BrokenPipeError:
        raise  # whoever read our output went away; click ends quietly
    except (OSError, sqlite3.Error) as error:
        where = click.format_filename(getattr(error, "filename", None) or "the work files")
        click.echo(f"{where}: {getattr(error, 'strerror', None) or error}", err=True)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        click.echo("Stopped before the end; the served directory is as it was.", err=True)
        sys.exit(STOPPED)


def finish(report: Report, options: dict[str, Any]) -> None:
    """Print the report; exit 1 when too many rows were rejected."""
    click.echo("\n".join(report.lines()))
    if report.rejected:
        click.echo(f"{report.rejected:,} rejected rows are in {options['rejects']}")
    useless = [t.source.shown for t in report.sources if t.rejected and not t.kept]
    for file in useless:
        click.echo(f"{file}: every row that was not skipped is rejected.", err=True)
    if useless and options["max_rejects"](0, 1):
        sys.exit(LOADED_WITH_REJECTS)
    if options["max_rejects"](report.kept, report.rejected):
        click.echo("More rows were rejected than --max-rejects allows.", err=True)
        sys.exit(LOADED_WITH_REJECTS)


if __name__ == "__main__":
    main()
