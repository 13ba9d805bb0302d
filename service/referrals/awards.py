"""Awards and referrals: one is attached to a referral of the same person, whose visits use it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from service.casework.acting import check_version
from service.casework.award_table import Award, awards_for
from service.casework.award_uses import AWARD_OVER, shared, undo_use, use_made, use_told
from service.casework.awarding import NewAward, find_award, make_award, revoke
from service.casework.casework import Casework
from service.casework.casework import Happened as CaseHappened
from service.casework.content import Identity
from service.casework.tables import EligibilityCase
from service.casework.viewing import View, find_case, identity_of, view_of
from service.directory.text import fold
from service.errors import Conflict, InvalidBody, NoSuchRecord, Problem
from service.records.audit import Event

from .case import locked
from .content import Patient
from .desk import Actor, Desk
from .notifying import content_of, notify_office, notify_recipient
from .tables import Referral
from .telling import Happened, tell

ATTACH, USE, UNDO, REVOKE = "attach", "use", "undo", "revoke"
ACTIONS = (ATTACH, USE, UNDO, REVOKE)
ATTACHED = "award-attached"
# What the OT's office and the referring one are told before the last visit.
ENDING, ENDING_OFFICE = "award-ending", "award-ending-office"
T = TypeVar("T")
Render = Callable[[View], T]


@dataclass(frozen=True)
class AwardAct:
    """What is done with an award: `version` is the case's that was seen. `attach` takes a
    referral, `use` visits and cents, `undo` the use and a reason, `revoke` a reason. What is
    `only_seen` is told, and not done."""

    action: str
    version: int
    referral: str | None = None
    visits: int = 0
    amount_cents: int | None = None
    use: str = ""
    reason: str = ""
    only_seen: bool = False


@dataclass(frozen=True)
class AskedAward:
    """Of which case, in the version that was seen; what is awarded, and the referral that it is
    for. What is `only_seen` is told, and not made."""

    case: str
    version: int
    award: NewAward
    referral: str | None = None
    only_seen: bool = False


def award(desk: Desk, casework: Casework, actor: Actor, asked: AskedAward, render: Render) -> T:
    """The case after it was awarded. Raises NoSuchRecord, Erased, Stale, Conflict, InvalidBody."""

    def work(session: Session) -> T:
        referral = _of_referral(session, asked.referral) if asked.referral else None
        case = find_case(session, actor.principal, asked.case)
        check_version(case, asked.version)
        made = make_award(session, casework, actor, case, asked.award)
        if referral:
            _attach(session, (desk, casework, actor), (case, made), referral)
        session.flush()
        return render(view_of(session, casework, actor.principal, case))

    return (desk.store.trying if asked.only_seen else desk.store.retrying)(work)


def act_on_award(
    desk: Desk, casework: Casework, actor: Actor, told: tuple[str, str, AwardAct], render: Render
) -> T:
    """The case after it; `told` are the ids of case and award. Raises as `award`."""
    identity, award_id, asked = told

    def work(session: Session) -> T:
        referral = _of_referral(session, asked.referral) if asked.referral else None
        case = find_case(session, actor.principal, identity)
        check_version(case, asked.version)
        found = find_award(session, case, award_id)
        case.change(casework.clock())
        if referral:
            _attach(session, (desk, casework, actor), (case, found), referral)
        elif asked.action == USE:
            use_told(session, casework, actor, found, (asked.visits, asked.amount_cents))
        elif asked.action == UNDO:
            undo_use(session, casework, actor, (case, found), (asked.use, asked.reason))
        else:
            revoke(session, casework, actor, found, asked.reason)
        session.flush()
        return render(view_of(session, casework, actor.principal, case))

    return (desk.store.trying if asked.only_seen else desk.store.retrying)(work)


def count_visits(
    session: Session, desk: Desk, actor: Actor, referral: Referral, told: tuple[Event, int | None]
) -> None:
    """What an event of a referral says of visits: one more, or how many there were in all. They use
    the award that ends first; before the last visit of one both offices are told."""
    event, in_all = told
    casework = Casework(desk.records, clock=desk.clock)
    attached = awards_for(session, referral.id)
    counted = sum(one.visits_used for one in attached)
    visits = 1 if in_all is None else max(0, in_all - counted)
    live = [one for one in attached if one.is_live(casework.today)]
    for award, takes in shared(live, visits):
        before = award.visits_used
        use_made(session, casework, actor, award, (takes, referral.id))
        if award.visits is not None and before < award.visits - 1 <= award.visits_used:
            _warn(session, desk, referral, event)


def _warn(session: Session, desk: Desk, referral: Referral, event: Event) -> None:
    """Both offices, before the last visit."""
    notify_office(session, desk, referral, event, ENDING_OFFICE)
    notify_recipient(session, desk, referral, event, ENDING)


def _of_referral(session: Session, identity: str) -> Referral:
    """Raises InvalidBody alike for one that is not there, and for one of somebody else."""
    try:
        referral = locked(session, identity)
    except NoSuchRecord:
        raise _not_theirs() from None
    if referral.erased_at:
        raise _not_theirs()
    return referral


def _attach(
    session: Session,
    by: tuple[Desk, Casework, Actor],
    to: tuple[EligibilityCase, Award],
    referral: Referral,
) -> None:
    """Nobody learns by it whose referral it is: it must be of the person of the case."""
    desk, casework, actor = by
    case, award = to
    who = identity_of(session, casework, case)
    patient = content_of(session, desk, referral).patient
    if who is None or not _same(who, patient):
        raise _not_theirs()
    if not award.is_live(casework.today):
        raise Conflict(AWARD_OVER)
    award.referral_id = referral.id
    referral.change(desk.clock())
    event = tell(session, desk, actor, referral, Happened(ATTACHED, {"award": award.id}))
    if award.visits_left == 1:
        _warn(session, desk, referral, event)
    values = {"award": award.id, "referral": referral.id}
    casework.tell(session, actor, case.id, CaseHappened(ATTACHED, values))


def _same(one: Identity, other: Patient) -> bool:
    """As blind indexes have it."""
    return (fold(one.family), fold(one.given), one.birth_date) == (
        fold(other.family), fold(other.given), other.birth_date,
    )  # fmt: skip


def _not_theirs() -> InvalidBody:
    return InvalidBody(Problem("referral", "not_of_person"))
