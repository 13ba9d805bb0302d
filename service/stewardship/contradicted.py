"""What sources say otherwise, page by page, for staff to settle: read once for each directory and
area."""

from dataclasses import dataclass
from functools import lru_cache

from service.access.principal import Actor
from service.engines.protocol import Engine

from .area import Area
from .lists import Contradicted, contradictions
from .stewardship import Stewardship, check_reach


@dataclass(frozen=True)
class Contradictions:
    """`next` is where the next page begins; None on the last one."""

    total: int
    rows: list[Contradicted]
    next: int | None


def list_contradicted(
    stewardship: Stewardship, actor: Actor, area: Area, start: int, limit: int = 20
) -> Contradictions:
    """In the order of NPIs, from the row number `start` on. Raises Forbidden."""
    check_reach(actor, "corrections.list")
    engine = stewardship.engine
    every = _of_area(engine, engine.meta().fingerprint, area)
    covered = stewardship.covered(actor, {row.npi for row in every})
    found = [row for row in every if row.npi in covered]
    end = start + limit
    return Contradictions(len(found), found[start:end], end if end < len(found) else None)


# A directory of the whole country takes seconds to go through, and its pages follow each other.
@lru_cache(maxsize=8)
def _of_area(engine: Engine, _: str, area: Area) -> tuple[Contradicted, ...]:
    """Conflicts on a location of the area, or on somebody who has one there."""
    there = (profile for profile in engine.scan() if area.within(profile))
    return tuple(contradictions(there))
