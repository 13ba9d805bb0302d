"""Reading: every row of every source goes to where it waits for the merge, and into the report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.directory.profile import Profile
from service.engines.protocol import Meta

from .catalogue import Catalogue
from .gathering import Gathering
from .namesakes import list_namesakes, list_other_names
from .neighbours import settle_neighbours
from .networks import Networks
from .progress import Progress
from .report import Report, SourceTally
from .roles import Roles
from .settling import settle
from .sources.archive import companions_in
from .sources.directory import DIRECTORY
from .sources.parts import Center
from .sources.reading import OVERTAKEN, Reading, Source
from .staged import Staged
from .staged_deactivations import REMEMBERED, REPORT, ROW, Deactivation
from .staging import Staging

# Read in this order: who is an OT before what others add to them, plans before who takes them.
READING_ORDER = (
    "directory", "centers", "profiles", "nppes", "registry", "npd", "nppes_locations",
    "nppes_names", "nppes_endpoints", "mscs", "clinicians", "qhp_plans", "benefits",
    "qhp_providers", "exclusions", "deactivations",
)  # fmt: skip
NO_ADDRESS = (
    "a center whose NPI is of no organization in the NPPES files, so that it has no address"
)
_ABOUT_OTS = ("clinicians", "npd", "qhp_providers", "nppes_endpoints", "exclusions")
_ABOUT_ALL = ("nppes_locations", "nppes_names")
# A row of these holds all records of an NPI, and each record all that came with its row.
_WHOLE = (DIRECTORY, "profiles", "registry")
# Who says that an NPI is deactivated, where it is not a row of NPPES.
_TOLD = {"deactivations": REPORT, DIRECTORY: REMEMBERED}


@dataclass
class Intake:
    """Takes sources in; afterwards the staging area holds what becomes profiles."""

    staging: Staging
    report: Report
    catalogue: Catalogue = field(default_factory=Catalogue)
    before: Meta | None = None  # of the directory that an update goes on from
    _centers: list[tuple[int, Center]] = field(default_factory=list)
    _directory: int | None = None
    _alone: set[int] = field(default_factory=set)

    def read(self, sources: Sequence[Source]) -> None:
        """Read every source to its end. Raises SourceUnreadable."""
        for source in sorted(sources, key=_reading_order):
            self._prepare(source)
            tally = SourceTally(source)
            number = len(self.report.sources)
            self.report.sources.append(tally)
            self._note(source, number)
            with _progress_of(tally) as progress:
                for reading in source.readings():
                    tally.read += reading.rows
                    self._take(reading, number)
                    progress.step(reading.rows)

    def settle(self, withdrawn: Iterable[str] = ()) -> None:
        """Once all is read: take out what is of nobody and who is withdrawn, find out who stands
        where."""
        self.staging.index_parts()
        for tally in self.report.sources:
            if tally.source.kind == "deactivations":
                self.staging.deactivations.settle_report(tally.source.day or date.min)
        self._settle_exclusions()
        settle(self.staging, self.report, withdrawn)
        for listing in Networks(self.staging.resources).listings():
            self.catalogue.add(listing)
        lost = settle_neighbours(self.staging, [center for _, center in self._centers])
        for number, center in self._centers:
            if center in lost:
                self.report.sources[number].give_up(NO_ADDRESS)
        list_other_names(self.staging, self.report)
        list_namesakes(self.staging, self.report)

    def _settle_exclusions(self) -> None:
        """Of several main lists the newest counts, and none that is older than one before."""
        read = self.before.sources if self.before else ()
        days = [each.day for each in read if each.source == "exclusions" and each.day]
        known, exclusions = max(days, default=date.min), self.staging.exclusions
        lists = [
            (tally.source.day, number)
            for number, tally in enumerate(self.report.sources)
            if tally.source.kind == "exclusions" and tally.source.day
        ]
        newest, main = max(lists, default=(date.min, None))
        for day, number in lists:
            if number != main or day < known:
                exclusions.pass_over(number)
                tally = self.report.sources[number]
                tally.overtake_all()
                self.report.more.append(OVERTAKEN.format(tally.source.shown, max(known, newest)))
        exclusions.settle(main if newest >= known else None, max(newest, known))

    def refuse(self, profile: Profile, reason: str) -> None:
        """The engine cannot take a profile: all rows that made it are rejected."""
        for file, line, raw in self.staging.rows(profile.npi):
            tally = self.report.sources[file]
            tally.kept -= 1
            row = raw or {"npi": profile.npi}
            self.report.reject(tally, Reading(line, rejected=reason, raw=row))
        self.report.rejects.flush()

    @property
    def is_in_part(self) -> bool:
        """Whether NPPES was read without organizations' other names and further places."""
        read = {tally.source.kind for tally in self.report.sources}
        return bool(self._alone) and not {"nppes_locations", "nppes_names"} <= read

    def gathering(self, *, counted: bool = True) -> Gathering:
        """What makes records of rows, knowing which file came with which; not `counted` for those
        of which the report has told already."""
        sources = [tally.source for tally in self.report.sources]
        mains = {str(s.path): n for n, s in enumerate(sources) if s.kind == "nppes"}
        came_with = {n: mains[str(s.path)] for n, s in enumerate(sources) if str(s.path) in mains}
        kinds = {n: source.kind for n, source in enumerate(sources)}
        tallies = self.report.sources
        whole = {n for n, source in enumerate(sources) if source.kind in _WHOLE}

        def warn(file: int, what: str) -> None:
            if counted:
                sources[file].warn(what)

        return Gathering(
            came_with,
            kinds,
            whole,
            warn=warn,
            overtaken=lambda file: tallies[file].overtake() if counted else None,
            roles=Roles(
                self.staging.resources,
                Networks(self.staging.resources),
                warn=warn,
            ),
        )

    def _note(self, source: Source, number: int) -> None:
        """Remember the directory, and which file of NPPES comes without its companions."""
        if source.kind == DIRECTORY:
            self._directory = number
        elif source.kind == "nppes" and not companions_in(source.path):
            self._alone.add(number)

    def _prepare(self, source: Source) -> None:
        """Tell a source whom the sources before it named."""
        if source.kind == "npd":
            source.named = self.staging.resources
        if source.kind in _ABOUT_OTS:
            source.wants = self.staging.names_ot
        elif source.kind in _ABOUT_ALL:
            source.wants = self.staging.names
        elif source.kind == "deactivations":
            self.staging.deactivations.begin_report()
        elif source.kind == "nppes":
            source.named = {center.npi for _, center in self._centers if center.npi}
            source.known = self.staging.npis_of("nppes")

    def _take(self, reading: Reading, number: int) -> None:
        tally = self.report.sources[number]
        if self._stage(reading, number):
            tally.kept += 1
        elif reading.plan or reading.benefit:
            tally.superseded += 1
        elif reading.skipped:
            tally.skipped[reading.skipped] += reading.rows
        else:
            self.report.reject(tally, reading)

    def _stage(self, reading: Reading, number: int) -> bool:
        """Keep what a row says; whether it says anything that counts as kept."""
        if reading.deactivated:
            found = Deactivation(reading.as_of or date.max, reading.replaced_by)
            told = _TOLD.get(self.report.sources[number].source.kind, ROW)
            self.staging.deactivations.add(reading.deactivated, found, told)
        if reading.resource:
            self.staging.resources.add(reading.resource, number, reading.line)
        if reading.left:
            self.staging.former.add(reading.left, reading.as_of)
        if reading.organization:
            self.staging.add_organization(reading.organization)
        if reading.center:
            self._centers.append((number, reading.center))
        if reading.exclusion and self.report.sources[number].source.kind == DIRECTORY:
            self.staging.exclusions.remember(reading.exclusion)
        elif reading.exclusion:
            self.staging.exclusions.add(reading.exclusion, number, reading.line)
        excludes = bool(reading.exclusion) and not reading.skipped
        named = bool(reading.plan) and self.catalogue.add(reading.plan)
        for part in reading.parts:
            self.staging.add_part(part, number, reading.line)
        yields = self._directory if number in self._alone else None
        for record in reading.records:
            self.catalogue.learn(record)
            paid = self.catalogue.with_payers(record)
            self.staging.add(Staged(paid, number, reading.line, raw=reading.raw, yields=yields))
        named |= bool(reading.benefit) and self.catalogue.add_benefit(reading.benefit)
        kept = reading.records or reading.parts or reading.resource or reading.center
        return bool(kept or named or excludes)


def _reading_order(source: Source) -> tuple[int, date]:
    """Of several reports the newest last."""
    return READING_ORDER.index(source.kind), source.day or date.min


def _progress_of(tally: SourceTally) -> Progress:
    return Progress(
        f"{tally.source.kind} {tally.source.shown}",
        lambda: tally.source.progress(),
        lambda: f"{tally.read:,} rows read, {tally.kept:,} kept",
    )
