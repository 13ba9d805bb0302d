"""What is in doubt, fact by fact, for staff to decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from service.directory.doubt import Doubt, doubted, is_in_doubt
from service.engines.protocol import Engine

from .corrections import Correction
from .doubts import as_doubt, open_doubts


class Waiting(NamedTuple):
    """One fact: the first doubt of it, how many outcomes say so, why, and the day of the last."""

    first: Correction
    outcomes: int
    why: tuple[str, ...]
    last: date

    def counts(self) -> dict[str, Any]:
        return {"outcomes": self.outcomes, "reasons": self.why, "last": self.last.isoformat()}


def waiting(corrections: Iterable[Correction], engine: Engine) -> list[Waiting]:
    """The oldest first; without those that a source has answered since, or whose fact or OT is no
    longer there."""
    groups: dict[tuple, list[Correction]] = {}
    for each in open_doubts(corrections):
        place = tuple(sorted((each.place or {}).items()))
        groups.setdefault((each.npi, place, each.field, each.value), []).append(each)
    return [
        Waiting(same[0], len(same), tuple(dict.fromkeys(d.why for d in same)), same[-1].day)
        for same in groups.values()
        if _holds(engine, same[0].npi, as_doubt(same[-1]))
    ]


def _holds(engine: Engine, npi: str, doubt: Doubt) -> bool:
    profile = engine.get(npi)
    return profile is not None and is_in_doubt(doubted(profile, [doubt]))
