"""Overdue facts page by page, for staff to verify: read once for each directory, day and area."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from service.access.principal import Actor
from service.engines.protocol import Engine

from .area import EVERYWHERE, Area
from .lists import Overdue, overdue_facts
from .stewardship import Stewardship, check_reach

Place = tuple[str, str, str]  # NPI, location and field: where a page ended


@dataclass(frozen=True)
class Wanted:
    """Of an area, or of one OT; with `field`, only facts of this field."""

    on: date
    area: Area = EVERYWHERE
    npi: str | None = None
    field: str | None = None
    after: Place | None = None
    limit: int = 20


@dataclass(frozen=True)
class Facts:
    total: int
    rows: list[Overdue]
    next: Place | None


def list_overdue(stewardship: Stewardship, actor: Actor, wanted: Wanted) -> Facts:
    """In the order of NPIs. Raises Forbidden."""
    check_reach(actor, "corrections.list")
    engine = stewardship.engine
    if wanted.npi:
        profile = engine.get(wanted.npi)
        every = tuple(overdue_facts([profile] if profile else [], wanted.on, wanted.area))
    else:
        every = _of_area(engine, engine.meta().fingerprint, wanted.on, wanted.area)
    covered = stewardship.covered(actor, {row.npi for row in every})
    mine = (row for row in every if row.npi in covered)
    found = [row for row in mine if wanted.field in (None, row.field.partition(".")[0])]
    rest = list(_after(found, wanted.after))
    page = rest[: wanted.limit]
    more = len(rest) > wanted.limit
    return Facts(len(found), page, place_of_row(page[-1]) if more else None)


def place_of_row(row: Overdue) -> Place:
    return row.npi, row.location_id, row.field


# A directory of the whole country takes seconds to go through, and its pages follow each other.
@lru_cache(maxsize=8)
def _of_area(engine: Engine, _: str, on: date, area: Area) -> tuple[Overdue, ...]:
    return tuple(overdue_facts(engine.scan(), on, area))


def _after(rows: list[Overdue], last: Place | None) -> Iterator[Overdue]:
    """Those after the last one seen; where that is no longer there, from its OT's next on."""
    if last is None:
        yield from rows
        return
    places = [place_of_row(row) for row in rows]
    if last in places:
        yield from rows[places.index(last) + 1 :]
    else:
        yield from (row for row in rows if row.npi > last[0])
