"""The report of a load: what became of every row, and the rejected rows themselves."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from service.directory.profile import Profile
from service.engines.protocol import Meta
from service.merge.grouping import ABOUT_ADDRESSES, grouped

from .sources.reading import Reading, Source
from .staged import Staged

# A file that is wrong in every line must not fill the memory, nor the screen.
MAX_REASONS, SHOWN_REASONS = 1000, 20
# Rejected rows of one file that say nothing of the file as a whole.
FEW = 20
OTHER_REASONS = "for other reasons; see the file of rejected rows"


TooMany = Callable[[int, int], bool]  # of so many kept rows and so many rejected ones


@dataclass
class SourceTally:
    """Rows of one source file: read = kept + superseded + skipped + rejected."""

    source: Source
    read: int = 0
    kept: int = 0  # while reading: rows with a record; then those that are part of a profile
    superseded: int = 0
    is_overtaken: bool = False
    skipped: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    @property
    def used(self) -> int:
        """Rows that say something of use, even if others say it again or newer."""
        return self.kept + self.superseded

    @property
    def is_damaged(self) -> bool:
        """Whether most of the rows that count were rejected: what the last file said would go."""
        return self.rejected.total() > self.used

    def overtake(self) -> None:
        """One of the rows that counted as kept gives way to a newer file's."""
        self.kept -= 1
        self.superseded += 1

    def overtake_all(self) -> None:
        """Of the whole list a newer one was read: nothing of it counts."""
        self.superseded, self.kept = self.superseded + self.kept, 0
        self.is_overtaken = True

    def give_up(self, reason: str) -> None:
        """One of the rows that counted as kept turns out to say nothing of anybody here."""
        self.kept -= 1
        self.skipped[reason] += 1

    def settle(self, kept: int) -> None:
        self.kept = kept
        used = kept + self.skipped.total() + self.rejected.total()
        self.superseded = max(0, self.read - used)


class Rejects:
    """The file of rejected rows, one JSON object a line: file, line, reason, row."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def flush(self) -> None:
        """Have all of them on disk; raises OSError while nothing is changed yet."""
        self._file.flush()

    def add(self, file: str, line: int, reason: str, raw: Any) -> None:
        entry = {"file": file, "line": line, "reason": reason, "row": raw}
        self._file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")


class Review:
    """The file of what staff should look at, one JSON object a line; without a file, a count."""

    def __init__(self, file: IO[str] | None = None) -> None:
        self._file, self.count = file, 0

    def flush(self) -> None:
        if self._file:
            self._file.flush()

    def add(self, entry: dict[str, Any]) -> None:
        self.count += 1
        if self._file:
            self._file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")


@dataclass
class KindTally:
    """What the records of one kind of source brought to the profiles."""

    locations: int = 0
    joined: int = 0  # locations that another kind of source names too
    evidence: int = 0  # plan evidence and certificates
    conflicts: int = 0  # facts that another source says otherwise, and that do not count


@dataclass
class Report:
    """Everything that a load says at its end."""

    rejects: Rejects
    review: Review = field(default_factory=Review)
    sources: list[SourceTally] = field(default_factory=list)
    kinds: dict[str, KindTally] = field(default_factory=lambda: defaultdict(KindTally))
    merged: int = 0
    meta: Meta | None = None
    more: list[str] = field(default_factory=list)  # lines of a step that tells its own story
    outcome: list[str] = field(default_factory=list)  # what became of the directory before

    @property
    def kept(self) -> int:
        return sum(tally.kept for tally in self.sources)

    @property
    def rejected(self) -> int:
        return sum(tally.rejected.total() for tally in self.sources)

    def over(self, allowed: TooMany) -> list[SourceTally]:
        """The sources of which more is rejected than that, each by itself: among millions of good
        rows of others a file that is damaged throughout would not show."""
        told = [(tally, tally.rejected.total()) for tally in self.sources]
        counts = [(tally, n) for tally, n in told if n > FEW or (n and not tally.used)]
        return [tally for tally, count in counts if allowed(tally.used, count)]

    def reject(self, tally: SourceTally, reading: Reading) -> None:
        reason = reading.rejected or ""
        known = reason in tally.rejected or len(tally.rejected) < MAX_REASONS
        tally.rejected[reason if known else OTHER_REASONS] += 1
        self.rejects.add(tally.source.shown, reading.line, reason, reading.raw)

    def reject_staged(self, rows: Iterable[Staged], reason: str) -> None:
        by_row = {(row.file, row.line): row for row in rows}
        for row in by_row.values():
            self.reject(self.sources[row.file], Reading(row.line, rejected=reason, raw=row.raw))

    def skip_staged(self, rows: Iterable[Staged], reason: str) -> None:
        self.skip_rows({(row.file, row.line) for row in rows}, reason)

    def skip_rows(self, rows: set[tuple[int, int]], reason: str) -> None:
        """Rows by the number of their file and their line."""
        for file, _ in rows:
            self.sources[file].skipped[reason] += 1

    def count(self, profile: Profile) -> None:
        """Count what each kind of source brought to one profile."""
        self.merged += len({r.source for r in profile.records} - {*ABOUT_ADDRESSES}) > 1
        kind_of = {record.provenance().source: record.source for record in profile.records}
        for record in profile.records:
            tally = self.kinds[record.source]
            tally.evidence += len(record.credentials)
            tally.evidence += sum(len(at.plans) for at in record.locations)
        for conflict in profile.conflicts:
            kind = kind_of.get(conflict.source, "profiles")  # a curated row names its own source
            self.kinds[kind].conflicts += 1
        for group in grouped(profile.records):
            kinds = {place.record.source for place in group.places}
            about = {place.record.source for place in (*group.about, *group.building)}
            for kind in kinds | about:
                self.kinds[kind].locations += 1
                self.kinds[kind].joined += len(kinds | about) > 1

    def lines(self) -> list[str]:
        """The report as text."""
        lines = []
        for tally in self.sources:
            lines += _source_lines(tally)
        lines += [_kind_line(kind, tally) for kind, tally in sorted(self.kinds.items())]
        lines += self.more
        if self.meta:
            lines += [
                "directory",
                f"  profiles {self.meta.profiles:,} (merged from several sources: {self.merged:,})",
                f"  locations {self.meta.locations:,} "
                f"(without coordinates: {self.meta.without_coordinates:,})",
            ]
        return lines + self.outcome


def _kind_line(kind: str, tally: KindTally) -> str:
    return (
        f"records of {kind}: evidence {tally.evidence:,}   conflicts {tally.conflicts:,}   "
        f"locations {tally.locations:,} (merged with another source's: {tally.joined:,})"
    )


def _source_lines(tally: SourceTally) -> list[str]:
    lines = [
        f"{tally.source.kind} {tally.source.shown}",
        f"  read {tally.read:,}   kept {tally.kept:,}   superseded {tally.superseded:,}   "
        f"skipped {tally.skipped.total():,}   rejected {tally.rejected.total():,}",
    ]
    for what, counts in (("skipped", tally.skipped), ("rejected", tally.rejected)):
        for reason, count in counts.most_common(SHOWN_REASONS):
            lines.append(f"    {what} {count:,}: {reason}")
        if (more := len(counts) - SHOWN_REASONS) > 0:
            lines.append(f"    {what} for {more:,} more reasons")
    if not tally.used:
        lines.append("    warning: nothing of it is used; is it the right file, and whole?")
    for warning, count in tally.source.warnings.items():
        lines.append(f"    warning {count:,}: {warning}")
    return lines
