"""The report of a load: what became of every row, and the rejected rows themselves."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from service.engines.protocol import Meta

from .sources.reading import Reading, Source
from .staging import Staged

# A file that is wrong in every line must not fill the memory, nor the screen.
MAX_REASONS, SHOWN_REASONS = 1000, 20
OTHER_REASONS = "for other reasons; see the file of rejected rows"


@dataclass
class SourceTally:
    """Rows of one source file: read = kept + superseded + skipped + rejected."""

    source: Source
    read: int = 0
    kept: int = 0  # while reading: rows with a record; then those that are part of a profile
    superseded: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    def settle(self, kept: int) -> None:
        self.kept = kept
        used = kept + self.skipped.total() + self.rejected.total()
        self.superseded = max(0, self.read - used)


class Rejects:
    """The file of rejected rows, one JSON object a line: file, line, reason, row."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def add(self, file: str, line: int, reason: str, raw: Any) -> None:
        entry = {"file": file, "line": line, "reason": reason, "row": raw}
        self._file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")


@dataclass
class Report:
    """Everything that a load says at its end."""

    rejects: Rejects
    sources: list[SourceTally] = field(default_factory=list)
    merged: int = 0
    meta: Meta | None = None

    @property
    def kept(self) -> int:
        return sum(tally.kept for tally in self.sources)

    @property
    def rejected(self) -> int:
        return sum(tally.rejected.total() for tally in self.sources)

    def reject(self, tally: SourceTally, reading: Reading) -> None:
        reason = reading.rejected or ""
        known = reason in tally.rejected or len(tally.rejected) < MAX_REASONS
        tally.rejected[reason if known else OTHER_REASONS] += 1
        self.rejects.add(tally.source.shown, reading.line, reason, reading.raw)

    def reject_staged(self, rows: Iterable[Staged], reason: str) -> None:
        for row in rows:
            self.reject(self.sources[row.file], Reading(row.line, rejected=reason, raw=row.raw))

    def skip_staged(self, rows: Iterable[Staged], reason: str) -> None:
        for file, _ in {(row.file, row.line) for row in rows}:
            self.sources[file].skipped[reason] += 1

    def lines(self) -> list[str]:
        """The report as text."""
        lines = []
        for tally in self.sources:
            lines += _source_lines(tally)
        if self.meta:
            lines += [
                "directory",
                f"  profiles {self.meta.profiles:,} (merged from several sources: {self.merged:,})",
                f"  locations {self.meta.locations:,} "
                f"(without coordinates: {self.meta.without_coordinates:,})",
            ]
        return lines


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
    for warning, count in tally.source.warnings.items():
        lines.append(f"    warning {count:,}: {warning}")
    return lines
