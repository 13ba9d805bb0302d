"""The flow, one way: read, clean (in the sources), stage, settle, gather, merge, check, replace."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil

from msgspec import structs

from service.directory.doubt import doubted
from service.directory.profile import Location, Profile, Record
from service.engines.census import Census
from service.engines.protocol import (
    Consulted,
    Decided,
    Engine,
    Meta,
    SourceRead,
    nothing_decided,
)
from service.errors import LoadRefused, NoDirectory, OtherVersion
from service.merge import merge
from service.merge.addresses import only_address
from service.stewardship.staff import NOBODY, Shown, Staff, shown_by

from .changes import Changes, told_since
from .departures import Departures
from .geocoding import GeocodedPoint
from .intake import Intake
from .neighbours import with_neighbours
from .progress import Progress
from .report import Report, TooMany
from .sources.directory import DIRECTORY, open_directory
from .sources.reading import Source, not_overtaken
from .staging import open_staging

# A directory that lost more than a tenth is more likely a broken file than a changed world.
LEAST_SHARE = 0.9
# Lists that name everybody whom they concern, and how many rows fewer may mean that one was cut
# off: exclusions end seldom; a few people are active again in any month.
FULL_LISTS = {"exclusions": 1, "deactivations": 20}
UNDATED = date(2000, 1, 1)
ANEW = (
    "the directory before was made by another version: this one begins without what that one knew "
    "of who left, and readers of its changes begin anew"
)
Locate = Callable[[Location], GeocodedPoint | None]


@dataclass(frozen=True)
class Terms:
    """How a load is made: whether the directory may shrink, what finds the point of an address,
    what staff decided, and what they decided since, whether decisions that are not theirs may be
    lost, and of how many rejected rows a source may not be taken for damaged."""

    allow_shrink: bool = False
    locate: Locate | None = None
    staff: Callable[[], Staff] = lambda: NOBODY
    decided: Decided = nothing_decided
    forget: bool = False
    too_many: TooMany = lambda kept, rejected: False


def load(sources: Sequence[Source], engine: Engine, report: Report, terms: Terms = Terms()) -> None:
    """Replace the engine's directory by what the sources say and staff decided; fills the report.

    Raises LoadRefused (or one of its kinds) with the old directory as it was.
    """
    before = _before(engine, report)
    shown = shown_by(engine, before) if before and not terms.forget else Shown()
    staff = terms.staff()  # once the directory is read: what that shows is recorded by now
    staff.refuse_others(shown)
    at_least = 0 if terms.allow_shrink else _least(before)
    with open_staging() as staging:
        is_update = any(source.kind == DIRECTORY for source in sources)
        intake = Intake(staging, report, before=before if is_update else None)
        intake.read(sources)
        if before and not terms.allow_shrink:
            _refuse_short_list(report, before)
        intake.settle(staff.withdrawn)
        if not (staging.names_somebody or is_update):
            raise LoadRefused("no OT is in any of the sources; are they the right files?")
        report.rejects.flush()
        report.review.flush()
        _refuse_damaged(report, terms)
        profiles, meta = _profiles(intake, staff, terms.locate), _meta(intake)
        if intake.before:
            profiles = _on_top_of(intake.before, engine, profiles)
        others = Departures(staging, intake.gathering(counted=False), staff.withdrawn)
        consulted = Consulted(intake.refuse, terms.decided)
        report.meta = engine.replace(profiles, meta, at_least, others.leavers(), consulted)
    report.outcome += told_since(before, engine)


def update(
    sources: Sequence[Source], engine: Engine, report: Report, terms: Terms = Terms()
) -> None:
    """As `load`, but on top of what the directory's own sources had said: what is read now takes
    the place of what is older. Raises NoDirectory where there is nothing to update."""
    before = engine.meta()
    current, overtaken = not_overtaken(sources, before)
    report.more += overtaken
    own = open_directory(engine, "the directory")
    load([own, *current], engine, report, terms)


def _before(engine: Engine, report: Report) -> Meta | None:
    """The record of the directory that a load goes on from, where there is one to read."""
    try:
        return engine.meta()
    except OtherVersion:
        report.more.append(ANEW)
    except NoDirectory:
        pass
    return None


def _least(before: Meta | None) -> int:
    """How many profiles a new directory must have: nine tenths of the last, at least one."""
    return max(1, ceil(before.profiles * LEAST_SHARE)) if before else 1


def _refuse_damaged(report: Report, terms: Terms) -> None:
    """Raises LoadRefused where most of a source cannot be used: what it says would be lost."""
    for tally in report.over(terms.too_many):
        if tally.is_damaged:
            rejected, (reason, _) = tally.rejected.total(), tally.rejected.most_common(1)[0]
            every = rejected + tally.used
            raise LoadRefused(
                f"{tally.source.shown}: {rejected:,} of {every:,} rows are rejected ({reason}); "
                f"download it again, or allow so many by --max-rejects"
            )


def _refuse_short_list(report: Report, before: Meta) -> None:
    """Whoever is missing at the end of a list that was cut off would seem to be excluded, or
    deactivated, no more. Raises LoadRefused."""
    lasts = _last_lists(before)
    for tally in report.sources:
        last = lasts.get(tally.source.kind)
        if not last or not tally.source.day or last.read - tally.read < FULL_LISTS[last.source]:
            continue
        if tally.read < last.read * LEAST_SHARE:
            raise LoadRefused(
                f"{tally.source.shown}: has {tally.read:,} rows, and the list before it had "
                f"{last.read:,}; if that is right, load again with --allow-shrink"
            )


def _last_lists(before: Meta) -> dict[str, SourceRead]:
    """Of each kind of full list the newest that the directory has read."""
    read = [one for one in before.sources if one.source in FULL_LISTS and one.day]
    return {one.source: one for one in sorted(read, key=lambda one: one.day or date.min)}


def check(sources: Sequence[Source], report: Report, served: Engine | None = None) -> None:
    """A dry run: everything but the replacement; tells what would change in what is served."""
    with open_staging() as staging:
        intake, census, changes = Intake(staging, report), Census(), Changes()
        intake.read(sources)
        intake.settle()
        before = (doubted(each, ()) for each in served.scan()) if served else iter(())
        for profile in changes.followed(before, _profiles(intake)):
            census.add(profile)
        report.more += changes.lines() if served else []
        report.meta = census.complete(_meta(intake), at_least=0)


def _profiles(
    intake: Intake, staff: Staff = NOBODY, locate: Locate | None = None
) -> Iterator[Profile]:
    """Merged profiles in the order of NPIs."""
    staging, gathering = intake.staging, intake.gathering()
    total, done = staging.count(), 0
    with Progress("merge", lambda: done / total, lambda: f"{done:,} profiles") as progress:
        for rows in staging.by_npi():
            records = gathering.records(rows, staging.parts(rows[0].record.npi))
            records = with_neighbours(records, staging, in_part=intake.is_in_part)
            records = staff.with_records(records[0].npi, records)
            profile = merge(records)
            if locate and (point := _points(profile, locate)):
                profile = merge([*records, point])
            intake.report.count(profile)
            yield staff.settled(profile)
            done += 1
            progress.step()


def _on_top_of(before: Meta, engine: Engine, profiles: Iterator[Profile]) -> Iterator[Profile]:
    """The profiles, which the engine asks for once no other load can run. Raises LoadRefused where
    one has ended since the directory was read: what it brought would be lost."""
    now = engine.meta()
    if (now.lineage, now.loaded_at) != (before.lineage, before.loaded_at):
        raise LoadRefused("another load ended while this update ran; run the update again")
    yield from profiles


def _points(profile: Profile, locate: Locate) -> Record | None:
    """The record of a geocoder on those locations of which only the ZIP's middle is known."""
    vague = [at for at in profile.locations if at.precision != "address" and not at.address_hidden]
    found = [(at, point) for at in vague if (point := locate(at))]
    if not found:
        return None
    locations = tuple(
        structs.replace(only_address(at), lat=point.lat, lon=point.lon, precision="address")
        for at, point in found
    )
    day = min(point.found_on for _, point in found)
    return Record(source="geocoder", npi=profile.npi, as_of=day, locations=locations)


def _meta(intake: Intake) -> Meta:
    now = datetime.now(UTC)
    reads = [
        SourceRead(
            source=tally.source.kind,
            file=tally.source.name,
            read_at=now,
            read=tally.read,
            kept=tally.kept,
            day=tally.source.day,
            rejected=dict(tally.rejected.most_common()),
        )
        for tally in intake.report.sources
        if tally.source.kind != DIRECTORY and not tally.is_overtaken
    ]
    if intake.before:  # the others still count
        again = {(read.source, read.file) for read in reads}
        reads = [r for r in intake.before.sources if (r.source, r.file) not in again] + reads
    return Meta(
        loaded_at=now,
        date=intake.staging.newest_date() or UNDATED,
        sources=tuple(reads),
        plans=intake.catalogue.plans(),
        reinstated=intake.staging.exclusions.reinstated(),
    )
