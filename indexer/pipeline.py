"""The flow, one way: read, clean (in the sources), stage, settle, merge, check, replace."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import ceil

from service.directory.profile import Profile
from service.engines.protocol import Census, Engine, Meta, SourceRead
from service.errors import NoDirectory

from .merge import merge
from .progress import Progress
from .report import Report, SourceTally
from .settling import one_roster_record, settle
from .sources.reading import Reading, Source
from .staging import Staged, Staging, open_staging

# A directory that lost more than a tenth is more likely a broken file than a changed world.
LEAST_SHARE = 0.9
UNDATED = date(2000, 1, 1)


def load(
    sources: list[Source], engine: Engine, report: Report, *, allow_shrink: bool = False
) -> None:
    """Replace the engine's directory by what the sources say; fills the report.

    Raises LoadRefused (or one of its kinds) with the old directory as it was.
    """
    at_least = 0 if allow_shrink else _least(engine)
    with open_staging() as staging:
        _read(sources, staging, report)
        settle(staging, report)
        meta = _meta(staging, report)
        report.meta = engine.replace(_profiles(staging, report), meta, at_least)


def check(sources: list[Source], report: Report) -> None:
    """A dry run: everything but the replacement."""
    with open_staging() as staging:
        _read(sources, staging, report)
        settle(staging, report)
        census = Census()
        for profile in _profiles(staging, report):
            census.add(profile)
        report.meta = census.complete(_meta(staging, report), at_least=0)


def _least(engine: Engine) -> int:
    """How many profiles a new directory must have: nine tenths of the last, at least one."""
    try:
        return max(1, ceil(engine.meta().profiles * LEAST_SHARE))
    except NoDirectory:
        return 1


def _read(sources: list[Source], staging: Staging, report: Report) -> None:
    """Read every source into the staging area."""
    for number, source in enumerate(sources):
        tally = SourceTally(source)
        report.sources.append(tally)
        with _progress_of(tally) as progress:
            for reading in source.readings():
                tally.read += 1
                _take(reading, number, staging, report)
                progress.step()


def _progress_of(tally: SourceTally) -> Progress:
    return Progress(
        f"{tally.source.kind} {tally.source.shown}",
        lambda: tally.source.progress(),
        lambda: f"{tally.read:,} rows read, {tally.kept:,} kept",
    )


def _take(reading: Reading, number: int, staging: Staging, report: Report) -> None:
    tally = report.sources[number]
    if reading.deactivated:
        staging.deactivate(reading.deactivated, reading.as_of)
    for record in reading.records:
        staging.add(Staged(record, number, reading.line, raw=reading.raw))
    if reading.records:
        tally.kept += 1
    elif reading.skipped:
        tally.skipped[reading.skipped] += 1
    else:
        report.reject(tally, reading)


def _profiles(staging: Staging, report: Report) -> Iterator[Profile]:
    """Merged profiles in the order of NPIs."""
    total, done = staging.count(), 0
    with Progress("merge", lambda: done / total, lambda: f"{done:,} profiles") as progress:
        for staged in staging.by_npi():
            records = one_roster_record(staged)
            report.merged += len(records) > 1
            yield merge(records)
            done += 1
            progress.step()


def _meta(staging: Staging, report: Report) -> Meta:
    now = datetime.now(UTC)
    reads = tuple(
        SourceRead(
            source=tally.source.kind,
            file=tally.source.name,
            read_at=now,
            read=tally.read,
            kept=tally.kept,
        )
        for tally in report.sources
    )
    return Meta(loaded_at=now, date=staging.newest_date() or UNDATED, sources=reads)
