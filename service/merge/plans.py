"""The plan evidence of one location: all rows, newest first, payers by their canonical names."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from service.directory.insurance import ACCEPTING, REFUSING, speaking
from service.directory.payers import payer_named
from service.directory.profile import Conflict, PlanEvidence

from .claims import Ledger
from .grouping import Place
from .precedence import newest_first


def merge_plans(
    places: Sequence[Place], state: str | None, ledger: Ledger
) -> tuple[PlanEvidence, ...]:
    """All rows, each once; a row without a source has its record's. Nothing is decided here: the
    newest row wins when somebody asks. What an older row of another source says otherwise is
    kept as a conflict."""
    ordered = sorted(set(_rows(places, state)), key=_in_order)
    for key, told in speaking(ordered).items():
        _compare(key, sorted(told, key=lambda row: newest_first(row.as_of)), ledger)
    return tuple(ordered)


def _rows(places: Sequence[Place], state: str | None) -> Iterator[PlanEvidence]:
    for location, record in places:
        for row in location.plans:
            payer = payer_named(row.payer, state) if row.payer else None
            source = row.source or record.provenance().source
            yield structs.replace(row, payer=payer, source=source)


def _in_order(row: PlanEvidence) -> tuple:
    rest = (row.plan_id, row.payer, row.status, row.source, row.tier, row.assignment)
    return newest_first(row.as_of), *(part or "" for part in rest)


def _compare(key: str, told: list[PlanEvidence], ledger: Ledger) -> None:
    """Keep each row that takes the plan where the newest does not, or the other way round."""
    newest, *others = told
    for row in others:
        opposite = {_taken(newest), _taken(row)} == {True, False}
        if opposite and row.source != newest.source:
            field, source = f"plans.{key}", row.source or ""
            ledger.note(Conflict(field=field, value=row.status, source=source, as_of=row.as_of))


def _taken(row: PlanEvidence) -> bool | None:
    if row.status in ACCEPTING:
        return True
    return False if row.status in REFUSING else None
