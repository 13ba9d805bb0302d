"""What sources say of the programs that one location takes: all of it, the newest first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import structs

from service.directory.profile import NO, YES, Conflict, ProgramEvidence

from .claims import Ledger
from .grouping import Place
from .precedence import newest_first


def merge_programs(places: Sequence[Place], ledger: Ledger) -> tuple[ProgramEvidence, ...]:
    """Each row once, with its record's source where it names none; as with plans the newest counts
    when somebody asks, and an older yes beside its no (or the other way round) is a conflict."""
    ordered = sorted(set(_rows(places)), key=_in_order)
    told: dict[str, list[ProgramEvidence]] = defaultdict(list)
    for row in ordered:
        told[row.program].append(row)
    for newest, *others in told.values():
        for row in others:
            if {newest.accepts, row.accepts} == {YES, NO} and row.source != newest.source:
                field, source = f"programs.{row.program}", row.source or ""
                value = str(row.accepts)
                ledger.note(Conflict(field=field, value=value, source=source, as_of=row.as_of))
    return tuple(ordered)


def _rows(places: Sequence[Place]) -> Iterator[ProgramEvidence]:
    for location, record in places:
        for row in location.programs:
            yield structs.replace(row, source=row.source or record.provenance().source)


def _in_order(row: ProgramEvidence) -> tuple:
    return newest_first(row.as_of), row.program, row.accepts, row.source or ""
