"""Uses of awards: visits and what they cost are counted, and taken back if told by mistake."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.errors import Conflict, InvalidBody, Problem
from service.records.events import Event

from .award_table import ACTIVE, Award
from .casework import Casework, Happened
from .tables import EligibilityCase

USE, VISIT, UNDO, REVOKE = "use-award", "award-visit", "undo-use", "revoke-award"
AWARD_OVER, BEYOND_VISITS, BEYOND_BUDGET = "award-over", "beyond-visits", "beyond-budget"


@dataclass(frozen=True)
class Use:
    """One that the trail tells of. `cents` are None where nobody told what it cost."""

    event: Event
    is_undone: bool

    @property
    def visits(self) -> int:
        return int(self.event.values["visits"])

    @property
    def cents(self) -> int | None:
        return self.event.values.get("amount_cents")


def uses_of(events: Iterable[Event], award: str) -> list[Use]:
    """Of one award, from all that happened in its case, in that order."""
    mine = [event for event in events if event.values.get("award") == award]
    undone = {event.values["use"] for event in mine if event.action == UNDO}
    return [Use(one, one.id in undone) for one in mine if one.action in (USE, VISIT)]


def use_told(
    session: Session, casework: Casework, actor: Actor, award: Award, used: tuple[int, int | None]
) -> None:
    """What an OT's report or a bill told staff: visits, and cents where these are told. Raises
    Conflict for an award that ended, or for more of either than is left: 99 in place of 9 would
    use it up."""
    visits, cents = used
    if not award.is_live(casework.today):
        raise Conflict(AWARD_OVER)
    if award.visits_left is not None and visits > award.visits_left:
        raise Conflict(BEYOND_VISITS, remaining=award.visits_left)
    left = (award.amount_cents or 0) - award.spent_cents
    if cents is not None and cents > left:
        raise Conflict(BEYOND_BUDGET, remaining=left / 100)
    _count(award, visits, cents)
    values = {"award": award.id, "visits": visits, "amount_cents": cents}
    casework.tell(session, actor, award.case_id, Happened(USE, values))


def use_made(
    session: Session, casework: Casework, actor: Actor, award: Award, made: tuple[int, str]
) -> None:
    """Visits of a referral, made as they were: what comes to more than is authorised stays told,
    and costs nothing."""
    visits, referral = made
    _count(award, visits)
    values = {"award": award.id, "visits": visits, "referral": referral}
    casework.tell(session, actor, award.case_id, Happened(VISIT, values))


def shared(awards: list[Award], visits: int) -> Iterator[tuple[Award, int]]:
    """Which awards pay how many of a referral's visits: each what it has left, in this order. What
    none pays stands with the last one."""
    for award in awards:
        left = _room(award)
        takes = visits if left is None or award is awards[-1] else min(left, visits)
        visits -= takes
        if takes:
            yield award, takes


def unpaid(awards: list[Award], in_all: int, today: date) -> int:
    """How many of a referral's visits no award pays, if there were so many in all."""
    made = sum(one.visits_used for one in awards)
    rooms = [_room(one) for one in awards if one.is_live(today)]
    if not rooms or None in rooms:
        return 0
    over = sum(one.visits_over for one in awards)
    return over + max(0, in_all - made - sum(room or 0 for room in rooms))


def undo_use(
    session: Session,
    casework: Casework,
    actor: Actor,
    of: tuple[EligibilityCase, Award],
    told: tuple[str, str],
) -> None:
    """Takes back one use, `told` by its id and why: the others count as if it had never been told.
    Raises InvalidBody for one that there is not, or that was taken back already."""
    (case, award), (identity, reason) = of, told
    every = uses_of(casework.records.trail.events(session, case.id), award.id)
    counted = {one.event.id: one for one in every if not one.is_undone}
    if (undone := counted.pop(identity, None)) is None:
        raise InvalidBody(Problem("use", "no_such_use"))
    award.visits_used = award.spent_cents = 0
    for one in counted.values():
        _count(award, one.visits, one.cents)
    values = {"award": award.id, "use": identity, "visits": undone.visits}
    casework.tell(session, actor, case.id, Happened(UNDO, values, secret=reason))


def end_awards(
    session: Session, casework: Casework, actor: Actor, awards: list[Award], why: str | None
) -> None:
    """Of a case that ends: the budget gets back what was not used, and nothing is counted any more,
    also on one that is used up."""
    for award in awards:
        if award.state(casework.today) == ACTIVE:
            happened = Happened(REVOKE, {"award": award.id}, secret=why)
            casework.tell(session, actor, award.case_id, happened)
        if award.is_live(casework.today):
            award.revoked_at = casework.clock()


def _room(award: Award) -> int | None:
    """How many visits more it pays; None without a limit."""
    if award.visits is not None:
        return award.visits_left
    return 0 if award.is_used_up else None


def _count(award: Award, visits: int, cents: int | None = None) -> None:
    """Visits and what they cost: what is told, else their share of the amount."""
    award.visits_used += visits
    if cents is not None:
        award.spent_cents += cents
    elif award.visits:
        used = min(award.visits_used, award.visits)
        share = (award.amount_cents or 0) * used // award.visits
        award.spent_cents = max(award.spent_cents, share)
