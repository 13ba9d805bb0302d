"""otmatch-index: load, check, export and inspect a directory."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from service.errors import LoadRefused

from . import pipeline
from .commands.corrections import COMMANDS as CORRECTIONS
from .commands.recorded import COMMANDS as RECORDED
from .commands.session import LOADED_WITH_REJECTS, decided, failures_told, opened
from .commands.trust import conflicts, overdue, quality
from .files import file_of, refuse_foreign, refuse_same, written
from .lookup_options import LOOKUP_EPILOG, lookup_of, lookup_options
from .lookup_text import told
from .options import (
    geocoder_of,
    geocoder_options,
    review_of,
    source_options,
    sources_of,
    target_options,
)
from .profile_json_schema import json_schema
from .report import Rejects, Report, Review
from .sources.profiles import dump_line

LOOKED_UP_WITH_GAPS = 1

_EPILOG = """\b
Exit codes: 0 done; 1 done, but more rows rejected than --max-rejects, of all or of one source;
2 bad usage, or a source or the directory cannot be used: nothing changed;
3 the new directory is below 90 % of the last: nothing changed (--allow-shrink)."""


@click.group(epilog=_EPILOG)
@click.version_option(package_name="otmatch")
def main() -> None:
    """Build and look after an OTMatch directory."""


@main.command(epilog=_EPILOG)
@source_options
@geocoder_options
@target_options
def load(url: str, **options: Any) -> None:
    """Read the sources, merge them by NPI and replace the directory in one step."""
    _replace(pipeline.load, url, options)


@main.command(epilog=_EPILOG)
@source_options
@geocoder_options
@target_options
def update(url: str, **options: Any) -> None:
    """Read newer files on top of what the directory has: weekly NPPES files, the report of
    deactivated NPIs, a new roster, an issuer's new files. Of each source's word on an NPI the
    newest counts, in whatever order files come, and a file read twice changes nothing more."""
    _replace(pipeline.update, url, options)


def _replace(step: Callable[..., None], url: str, options: dict[str, Any]) -> None:
    """One step of the pipeline that ends in a new directory, with its report."""
    with failures_told(), opened(url) as engine:
        refuse_foreign(file_of(engine))
        sources = sources_of(options, served=file_of(engine))
        with (
            geocoder_of(options) as geocoder,
            reporting(options) as report,
            decided(make=False) as decisions,
        ):
            terms = pipeline.Terms(
                allow_shrink=options["allow_shrink"],
                locate=geocoder.locate if geocoder else None,
                staff=decisions.staff,
                decided=decisions.decided,
                forget=options["forget_decisions"],
                too_many=options["max_rejects"],
            )
            try:
                step(sources, engine, report, terms)
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
        for option, path in (("--rejects", options["rejects"]), ("--review", review_of(options))):
            refuse_same(option, path, file_of(served) if served else None)
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


@main.command(epilog=LOOKUP_EPILOG)
@lookup_options
def lookup(npis: tuple[str, ...], url: str | None, **options: Any) -> None:
    """Print what the NPI registry says of each NPI: from saved responses, and of the others from
    the live service where its address is given."""
    with failures_told(), ExitStack() as stack:
        served = stack.enter_context(opened(url)) if url else None
        found = stack.enter_context(lookup_of(options, npis))
        if not told(found, npis, served, options["form"]):
            sys.exit(LOOKED_UP_WITH_GAPS)


@main.command()
def schema() -> None:
    """Print the JSON Schema of one line of profiles.ndjson."""
    click.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode())


for command in (quality, overdue, conflicts, *CORRECTIONS, *RECORDED):
    main.add_command(command)


@contextmanager
def reporting(options: dict[str, Any]) -> Iterator[Report]:
    review = review_of(options)
    try:
        with ExitStack() as stack:
            rejects = stack.enter_context(options["rejects"].open("w", encoding="utf-8"))
            told = stack.enter_context(review.open("w", encoding="utf-8")) if review else None
            yield Report(Rejects(rejects), Review(told))
    except OSError as error:
        # One that names no file is of writing to this one: all others are told of as ours.
        error.filename = error.filename or str(options["rejects"])
        raise


def finish(report: Report, options: dict[str, Any]) -> None:
    """Print the report; exit 1 when too many rows were rejected."""
    click.echo("\n".join(report.lines()))
    if report.rejected:
        click.echo(f"{report.rejected:,} rejected rows are in {options['rejects']}")
    if report.review.count:
        click.echo(f"rows for staff to review: {report.review.count:,}, in {review_of(options)}")
    useless = [t.source.shown for t in report.sources if t.rejected and not t.used]
    for file in useless:
        click.echo(f"{file}: every row that was not skipped is rejected.", err=True)
    if useless and options["max_rejects"](0, 1):
        sys.exit(LOADED_WITH_REJECTS)
    too_many = [tally.source.shown for tally in report.over(options["max_rejects"])]
    for file in too_many:
        click.echo(f"{file}: more of its rows were rejected than --max-rejects allows.", err=True)
    if options["max_rejects"](report.kept, report.rejected):
        click.echo("More rows were rejected than --max-rejects allows.", err=True)
    elif not too_many:
        return
    sys.exit(LOADED_WITH_REJECTS)


if __name__ == "__main__":
    main()
