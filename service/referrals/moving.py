"""One action on a referral: checked against the lifecycle, made, told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import structs
from sqlalchemy.orm import Session

from service.errors import Conflict, Erased, Forbidden, InvalidQuery, Problem, Stale

from .awards import count_visits
from .case import Case, find_case, renewed
from .content import Addressee, open_content, seal_content
from .desk import Actor, Desk
from .duplicates import ALLOWED, asked_by, refuse_duplicate, was_allowed
from .lifecycle import (
    ACCEPT,
    MISS,
    MOVE,
    ORDER_MOVES,
    RECIPIENT,
    REROUTE,
    REVOKE,
    TERMINAL,
    VISIT,
    Move,
    Party,
)
from .notifying import notify
from .recipients import check_recipient, refuse_who_left
from .repairing import contradict, repairing
from .rerouting import reroute, revoke
from .sending import send, settle
from .signing import SIGNED_BY, signed
from .tables import Referral, Task
from .telling import Happened, tell

ILLEGAL = "illegal-move"
ACTIONS = (*MOVE, *ORDER_MOVES)
_ONLY_WITH = {"visits": "complete", SIGNED_BY: "send"}
LATE = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True)
class Act:
    """An action with what it carries. `version` is the one that the client has seen.

    `text` goes with the reason, `note` is a report; both may tell of the patient.
    """

    action: str
    version: int
    status_reason: str | None = None
    text: str | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)
    appointment: datetime | None = None
    proposed: tuple[datetime, ...] = ()
    filler: str | None = None
    recipient: Addressee | None = None
    signed_by: str | None = field(default=None, repr=False)
    visits: int | None = None  # how many there were in all, at the end
    allow_duplicate: str | None = field(default=None, repr=False)

    @property
    def words(self) -> str | None:
        """All that was said in words, as the trail keeps it."""
        return "\n".join(filter(None, (self.text, self.note, self.allow_duplicate))) or None


def act(desk: Desk, actor: Actor, identity: str, told: Act, render: Callable[[Case], T]) -> T:
    """The referral after it. Raises NotFound; Erased; Stale for another version; Conflict, with
    the legal actions, for one that the state does not allow; Forbidden for one of another party;
    InvalidQuery for what is missing, or cannot be so."""

    def work(session: Session, doubted: set[str]) -> T:
        case = find_case(session, desk, actor, identity)
        check(desk, case, told)
        if Party.RECIPIENT in case.parties and contradict(
            session, desk, case.referral, told.status_reason
        ):
            doubted.add(case.task.recipient_npi)
        make_move(session, desk, actor, case.referral, told)
        session.flush()
        return render(renewed(case))

    return repairing(desk, work)


def make_move(session: Session, desk: Desk, actor: Actor, referral: Referral, told: Act) -> None:
    """In the caller's transaction, who has checked that it may be made."""
    referral.change(desk.clock())
    happened = Happened(told.action, _values(told, referral.task), secret=told.words)
    if told.action == REROUTE:
        reroute(session, desk, actor, referral, (told.recipient, happened))
    elif told.action == REVOKE:
        revoke(session, desk, actor, referral, happened)
    else:
        _make(session, desk, actor, referral, (told, happened))


def check(desk: Desk, case: Case, told: Act) -> None:
    """Raises what `act` does."""
    check_late(desk, case, told)
    for name in MOVE[told.action].carries if told.action in MOVE else ():
        if name != RECIPIENT and getattr(told, name) is None:
            raise InvalidQuery(Problem(name, "needed"))
    for name, other in _ONLY_WITH.items():
        if getattr(told, name) is not None and told.action != other:
            raise InvalidQuery(Problem(name, "only_with", {"other": other}))
    _check_moments(case.now, told)


def check_late(desk: Desk, case: Case, told: Act) -> None:
    """Whether it may be made now at all, whatever it carries."""
    if case.referral.erased_at:
        raise Erased
    if case.referral.version != told.version:
        raise Stale
    if told.action not in case.actions:
        party = MOVE[told.action].party if told.action in MOVE else Party.REQUESTER
        if case.is_current and party not in case.parties:
            raise Forbidden
        if told.action == ACCEPT and case.is_current:
            refuse_who_left(desk.engine, case.task.recipient_npi, actions=case.actions)
        raise Conflict(ILLEGAL, actions=case.actions)


def _check_moments(now: datetime, told: Act) -> None:
    """Who tells today's appointment late is not hindered. One that was missed, and a visit, are
    over."""
    if told.action in (MISS, VISIT):
        if told.appointment and told.appointment > now:
            raise InvalidQuery(Problem("appointment", "in_the_future"))
        return
    named = {"appointment": told.appointment}
    named |= {f"proposed.{place}": one for place, one in enumerate(told.proposed)}
    for name, moment in named.items():
        if moment and moment < now - LATE:
            raise InvalidQuery(Problem(name, "in_the_past"))


def _make(
    session: Session, desk: Desk, actor: Actor, referral: Referral, by: tuple[Act, Happened]
) -> None:
    told, happened = by
    move, task = MOVE[told.action], referral.task
    if told.action == "send":
        _prepare(session, desk, actor, referral, told)
        send(session, desk, actor, referral, happened)
        return
    state = move.reaches(task.state)
    task.status, task.business_status = state
    referral.order_status = move.order
    task.status_reason = told.status_reason
    _mark(desk, referral, move, told)
    settle(desk, referral)
    event = tell(session, desk, actor, referral, happened)
    notify(session, desk, referral, event)
    if told.action == VISIT or told.visits is not None:
        count_visits(session, desk, actor, referral, (event, told.visits))


def _mark(desk: Desk, referral: Referral, move: Move, told: Act) -> None:
    """The moments that lists and timers go by."""
    task, moment = referral.task, desk.clock()
    task.filler = told.filler or task.filler
    if move.action == "schedule":
        task.appointment_at = told.appointment
    elif move.action == "cancel-appointment":
        task.appointment_at = None
    elif move.action == VISIT:
        made = told.appointment or moment
        task.first_visit_at = min(task.first_visit_at or made, made)
    if task.state in TERMINAL:
        task.ended_at = moment


def _prepare(session: Session, desk: Desk, actor: Actor, referral: Referral, told: Act) -> None:
    """A draft that somebody prepared is signed, and goes to an OT who is still there."""
    task = referral.task
    kept = task.recipient_npi and Addressee(task.recipient_npi, task.location_id)
    recipient = told.recipient or kept
    if not recipient:
        raise InvalidQuery(Problem(RECIPIENT, "needed"))
    recipient = check_recipient(desk.engine, recipient)
    if not (told.allow_duplicate or was_allowed(session, desk, referral, recipient.npi)):
        refuse_duplicate(session, desk, asked_by(session, desk, referral, recipient.npi))
    task.recipient_npi, task.location_id = recipient.npi, recipient.location_id
    seal = desk.vault.seal_of(session, referral.id)
    content = open_content(referral.sealed, seal)
    order = signed(desk, actor, content.order, SIGNED_BY, told.signed_by)
    referral.sealed = seal_content(structs.replace(content, order=order), seal)


def _values(told: Act, task: Task) -> dict[str, str | list[str] | None]:
    """`task` is as it was before: who missed an appointment missed the one that it has."""
    appointment = told.appointment or (task.appointment_at if told.action == MISS else None)
    return {
        "reason": told.status_reason,
        "appointment": appointment and appointment.isoformat(),
        "proposed": [moment.isoformat() for moment in told.proposed] or None,
        ALLOWED: bool(told.allow_duplicate) or None,
    }
