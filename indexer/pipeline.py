"""The flow, one way: read, clean (in the sources), stage, merge, check, replace."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import ceil

from service.directory.profile import Profile, Record
from service.directory.text import fold
from service.engines.protocol import Census, Engine, Meta, SourceRead
from service.errors import DirectoryUnavailable

from .merge import merge
from .progress import Progress
from .report import Report, SourceTally
from .sources.reading import Reading, Source
from .staging import Origin, Staged, Staging, open_staging

# A directory that lost more than a tenth is more likely a broken file than a changed world.
LEAST_SHARE = 0.9
UNDATED = date(2000, 1, 1)
NO_OT = "no OT of this NPI in the other sources"
DEACTIVATED = "deactivated in NPPES"
OTHER_NAME = "name: is not the name that other sources give for this NPI; check both"


def load(
    sources: list[Source], engine: Engine, report: Report, *, allow_shrink: bool = False
) -> None:
    """Replace the engine's directory by what the sources say; fills the report.

    Raises LoadRefused (or one of its kinds) with the old directory as it was.
    """
    at_least = 0 if allow_shrink else _least(engine)
    with open_staging() as staging:
        gone = _read(sources, staging, report)
        meta = _meta(staging, report)
        report.meta = engine.replace(_profiles(staging, gone, report), meta, at_least)


def check(sources: list[Source], report: Report) -> None:
    """A dry run: everything but the replacement."""
    with open_staging() as staging:
        gone = _read(sources, staging, report)
        census = Census()
        for profile in _profiles(staging, gone, report):
            census.add(profile)
        report.meta = census.complete(_meta(staging, report), at_least=0)


def _least(engine: Engine) -> int:
    """How many profiles a new directory must have: nine tenths of the last, at least one."""
    try:
        return max(1, ceil(engine.meta().profiles * LEAST_SHARE))
    except DirectoryUnavailable:
        return 1


def _read(sources: list[Source], staging: Staging, report: Report) -> set[str]:
    """Read every source into the staging area; gives the NPIs that NPPES deactivated."""
    gone: set[str] = set()
    for number, source in enumerate(sources):
        tally = SourceTally(source)
        report.sources.append(tally)
        with Progress(source) as progress:
            last_line = 0
            for reading in source.readings():
                tally.read += reading.line != last_line
                last_line = reading.line
                _take(reading, number, staging, report)
                if reading.deactivated_npi:
                    gone.add(reading.deactivated_npi)
                progress.step(tally.read, tally.kept)
    return gone


def _take(reading: Reading, number: int, staging: Staging, report: Report) -> None:
    tally = report.sources[number]
    if reading.record:
        # Only a roster's rows can still be refused later, so only they keep their raw form.
        raw = reading.raw if reading.record.source == "mscs" else None
        if staging.add(reading.record, Origin(number, reading.line, raw)):
            tally.kept += 1
        else:
            tally.superseded += 1
    elif reading.skipped:
        tally.skipped[reading.skipped] += 1
    else:
        report.reject(tally, reading)


def _profiles(staging: Staging, gone: set[str], report: Report) -> Iterator[Profile]:
    """Merged profiles in the order of NPIs; what does not become one is in the report."""
    for npi, staged in staging.by_npi():
        kept = list(_agreeing(staged, report))
        if npi in gone:
            _unkeep(kept, DEACTIVATED, report)
        elif all(record.source == "mscs" for record, _ in kept):
            _unkeep(kept, NO_OT, report)
        else:
            report.merged += len(kept) > 1
            yield merge(record for record, _ in kept)


def _agreeing(staged: list[Staged], report: Report) -> Iterator[Staged]:
    """The records, without a roster row that names somebody else than the NPI's other sources."""
    others = [record for record, _ in staged if record.source != "mscs"]
    for record, origin in staged:
        if record.source == "mscs" and not _same_person(record, others):
            tally = report.sources[origin.source]
            tally.kept -= 1
            report.reject(tally, Reading(origin.line, rejected=OTHER_NAME, raw=origin.raw))
        else:
            yield record, origin


def _same_person(record: Record, others: list[Record]) -> bool:
    """Whether the names share a word; names that nobody gives contradict nothing."""
    words = _words(record)
    known = [found for other in others if (found := _words(other))]
    return not words or not known or any(words & found for found in known)


def _words(record: Record) -> set[str]:
    name = record.name
    return set(fold(" ".join(filter(None, (name.first, name.middle, name.last)))).split())


def _unkeep(staged: list[Staged], reason: str, report: Report) -> None:
    for _, origin in staged:
        tally = report.sources[origin.source]
        tally.kept -= 1
        tally.skipped[reason] += 1


def _meta(staging: Staging, report: Report) -> Meta:
    now = datetime.now(UTC)
    reads = tuple(
        SourceRead(
            source=tally.source.kind,
            file=tally.source.path.name,
            read_at=now,
            read=tally.read,
            kept=tally.kept,
        )
        for tally in report.sources
    )
    return Meta(loaded_at=now, date=staging.newest_date() or UNDATED, sources=reads)
