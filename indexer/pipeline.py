"""The flow, one way: read, clean (in the sources), stage, settle, gather, merge, check, replace."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from math import ceil

from service.directory.profile import Location, Profile, Record
from service.engines.protocol import Census, Engine, Meta, SourceRead
from service.errors import LoadRefused, NoDirectory

from .changes import Changes
from .geocoding import GeocodedPoint
from .intake import Intake
from .merge import merge
from .neighbours import with_neighbours
from .progress import Progress
from .report import Report
from .sources.reading import Source
from .staging import open_staging

# A directory that lost more than a tenth is more likely a broken file than a changed world.
LEAST_SHARE = 0.9
UNDATED = date(2000, 1, 1)
Locate = Callable[[Location], GeocodedPoint | None]


def load(
    sources: Sequence[Source],
    engine: Engine,
    report: Report,
    *,
    allow_shrink: bool = False,
    locate: Locate | None = None,
) -> None:
    """Replace the engine's directory by what the sources say; fills the report. `locate` finds
    the point of an address.

    Raises LoadRefused (or one of its kinds) with the old directory as it was.
    """
    at_least = 0 if allow_shrink else _least(engine)
    with open_staging() as staging:
        intake = Intake(staging, report)
        intake.read(sources)
        intake.settle()
        if at_least and not staging.count():
            raise LoadRefused("no OT is in any of the sources; are they the right files?")
        report.rejects.flush()
        profiles = _profiles(intake, locate)
        report.meta = engine.replace(profiles, _meta(intake), at_least, intake.refuse)


def check(sources: Sequence[Source], report: Report, served: Engine | None = None) -> None:
    """A dry run: everything but the replacement; tells what would change in what is served."""
    with open_staging() as staging:
        intake, census, changes = Intake(staging, report), Census(), Changes()
        intake.read(sources)
        intake.settle()
        before = served.scan() if served else iter(())
        for profile in changes.followed(before, _profiles(intake, None)):
            census.add(profile)
        report.more += changes.lines() if served else []
        report.meta = census.complete(_meta(intake), at_least=0)


def _least(engine: Engine) -> int:
    """How many profiles a new directory must have: nine tenths of the last, at least one."""
    try:
        return max(1, ceil(engine.meta().profiles * LEAST_SHARE))
    except NoDirectory:
        return 1


def _profiles(intake: Intake, locate: Locate | None) -> Iterator[Profile]:
    """Merged profiles in the order of NPIs."""
    staging, gathering = intake.staging, intake.gathering()
    total, done = staging.count(), 0
    with Progress("merge", lambda: done / total, lambda: f"{done:,} profiles") as progress:
        for rows in staging.by_npi():
            records = gathering.records(rows, staging.parts(rows[0].record.npi))
            records = with_neighbours(records, staging)
            profile = merge(records)
            if locate and (point := _points(profile, locate)):
                profile = merge([*records, point])
            intake.report.count(profile)
            yield profile
            done += 1
            progress.step()


def _points(profile: Profile, locate: Locate) -> Record | None:
    """The record of a geocoder on those locations of which only the ZIP's middle is known."""
    vague = [at for at in profile.locations if at.precision != "address"]
    found = [(at, point) for at in vague if (point := locate(at))]
    if not found:
        return None
    locations = tuple(
        Location(
            line1=at.line1, line2=at.line2, city=at.city, state=at.state,
            postal_code=at.postal_code, name=None if at.line1 else at.name,
            lat=point.lat, lon=point.lon, precision="address",
        )
        for at, point in found
    )  # fmt: skip
    day = min(point.found_on for _, point in found)
    return Record(source="geocoder", npi=profile.npi, as_of=day, locations=locations)


def _meta(intake: Intake) -> Meta:
    now = datetime.now(UTC)
    reads = tuple(
        SourceRead(
            source=tally.source.kind,
            file=tally.source.name,
            read_at=now,
            read=tally.read,
            kept=tally.kept,
        )
        for tally in intake.report.sources
    )
    return Meta(
        loaded_at=now,
        date=intake.staging.newest_date() or UNDATED,
        sources=reads,
        plans=intake.catalogue.plans(),
    )
