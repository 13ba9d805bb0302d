"""The awards of a chapter and quarter in sums that tell of nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from operator import gt

from sqlalchemy import select
from sqlalchemy.orm import Session

from .award_table import STATES, Award
from .quarters import Quarter
from .suppressing import LEAST, Shown, suppressed

_OVER = "visits_over"
_SUMS = ("visits", "visits_used", _OVER, "amount_cents", "spent_cents")
_OF = {"visits_used": "visits", "spent_cents": "amount_cents"}  # what is used, and of what


@dataclass(frozen=True)
class AwardFigures:
    """Of the awards that were made in the quarter; dollars in cents. Sums are None where the number
    of awards is hidden, or too few have a part in them."""

    states: Shown
    visits: int | None
    visits_used: int | None
    visits_over: int | None  # made beyond what was authorised, which nobody pays
    amount_cents: int | None
    spent_cents: int | None


def award_figures(session: Session, today: date, chapter: str, quarter: Quarter) -> AwardFigures:
    made = Award.made_on.between(quarter.begins, quarter.ends)
    awards = list(session.scalars(select(Award).where(Award.chapter == chapter, made)))
    counts = Counter(award.state(today) for award in awards)
    states = suppressed({state: counts[state] for state in STATES})

    told = dict.fromkeys(_SUMS) if states.total is None else sums(awards)
    return AwardFigures(states, **told)


def sums(awards: list[Award]) -> dict[str, int | None]:
    """Of each number, None where it would tell of fewer than LEAST awards."""
    return {name: _sum(awards, name) for name in _SUMS}


def _sum(awards: list[Award], name: str) -> int | None:
    """None where fewer than LEAST have a part in it; of what was used, which counts up to what was
    authorised, also where fewer have something left, and of visits beyond where fewer have none:
    that all are used up would tell that none can be used."""
    given = [getattr(award, name) or 0 for award in awards]
    if of := _OF.get(name):
        authorised = [getattr(award, of) or 0 for award in awards]
        given = list(map(min, given, authorised))
        left = sum(map(gt, authorised, given))
        if left < LEAST:
            return None
    parts = sum(map(bool, given))
    if name == _OVER and len(awards) - parts < LEAST:
        return None
    return sum(given) if parts >= LEAST else None
