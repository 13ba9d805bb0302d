"""Reading: every row of every source goes to where it waits for the merge, and into the report."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.directory.profile import Profile

from .catalogue import Catalogue
from .gathering import Gathering
from .neighbours import settle_neighbours
from .progress import Progress
from .report import Report, SourceTally
from .settling import settle
from .sources.parts import Center
from .sources.reading import Reading, Source
from .staging import Staged, Staging

# Read in this order: who is an OT before what others add to them, plans before who takes them.
READING_ORDER = (
    "centers", "profiles", "nppes", "nppes_locations", "nppes_names", "nppes_endpoints",
    "mscs", "clinicians", "qhp_plans", "qhp_providers",
)  # fmt: skip
NO_ADDRESS = (
    "a center whose NPI is of no organization in the NPPES files, so that it has no address"
)
_ABOUT_OTS = ("clinicians", "qhp_providers", "nppes_endpoints")
_ABOUT_ALL = ("nppes_locations", "nppes_names")


@dataclass
class Intake:
    """Takes sources in; afterwards the staging area holds what becomes profiles."""

    staging: Staging
    report: Report
    catalogue: Catalogue = field(default_factory=Catalogue)
    _centers: list[tuple[int, Center]] = field(default_factory=list)

    def read(self, sources: Sequence[Source]) -> None:
        """Read every source to its end. Raises SourceUnreadable."""
        for source in sorted(sources, key=lambda source: READING_ORDER.index(source.kind)):
            self._prepare(source)
            tally = SourceTally(source)
            number = len(self.report.sources)
            self.report.sources.append(tally)
            with _progress_of(tally) as progress:
                for reading in source.readings():
                    tally.read += reading.rows
                    self._take(reading, number)
                    progress.step()

    def settle(self) -> None:
        """Once all is read: take out what is of nobody, find out who stands where."""
        self.staging.index_parts()
        settle(self.staging, self.report)
        lost = settle_neighbours(self.staging, [center for _, center in self._centers])
        for number, center in self._centers:
            if center in lost:
                tally = self.report.sources[number]
                tally.kept -= 1
                tally.skipped[NO_ADDRESS] += 1

    def refuse(self, profile: Profile, reason: str) -> None:
        """The engine cannot take a profile: all rows that made it are rejected."""
        for file, line, raw in self.staging.rows(profile.npi):
            tally = self.report.sources[file]
            tally.kept -= 1
            row = raw or {"npi": profile.npi}
            self.report.reject(tally, Reading(line, rejected=reason, raw=row))
        self.report.rejects.flush()

    def gathering(self) -> Gathering:
        """What makes records of rows, knowing which file came with which."""
        sources = [tally.source for tally in self.report.sources]
        mains = {str(s.path): n for n, s in enumerate(sources) if s.kind == "nppes"}
        came_with = {n: mains[str(s.path)] for n, s in enumerate(sources) if str(s.path) in mains}
        kinds = {n: source.kind for n, source in enumerate(sources)}
        tallies = self.report.sources
        return Gathering(
            came_with,
            kinds,
            warn=lambda file, what: sources[file].warn(what),
            overtaken=lambda file: tallies[file].overtake(),
        )

    def _prepare(self, source: Source) -> None:
        """Tell a source whom the sources before it named."""
        if source.kind in _ABOUT_OTS:
            source.wants = self.staging.names_ot
        elif source.kind in _ABOUT_ALL:
            source.wants = self.staging.names
        elif source.kind == "nppes":
            source.named = {center.npi for _, center in self._centers if center.npi}

    def _take(self, reading: Reading, number: int) -> None:
        tally = self.report.sources[number]
        if self._stage(reading, number):
            tally.kept += 1
        elif reading.plan:
            tally.superseded += 1
        elif reading.skipped:
            tally.skipped[reading.skipped] += reading.rows
        else:
            self.report.reject(tally, reading)

    def _stage(self, reading: Reading, number: int) -> bool:
        """Keep what a row says; whether it says anything that counts as kept."""
        if reading.deactivated:
            self.staging.deactivate(reading.deactivated, reading.as_of)
        if reading.organization:
            self.staging.add_organization(reading.organization)
        if reading.center:
            self._centers.append((number, reading.center))
        named = bool(reading.plan) and self.catalogue.add(reading.plan)
        for part in reading.parts:
            self.staging.add_part(part, number, reading.line)
        for record in reading.records:
            self.catalogue.learn(record)
            paid = self.catalogue.with_payers(record)
            self.staging.add(Staged(paid, number, reading.line, raw=reading.raw))
        return bool(reading.records or reading.parts or reading.center or named)


def _progress_of(tally: SourceTally) -> Progress:
    return Progress(
        f"{tally.source.kind} {tally.source.shown}",
        lambda: tally.source.progress(),
        lambda: f"{tally.read:,} rows read, {tally.kept:,} kept",
    )
