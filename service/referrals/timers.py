"""Timers: nobody waits in silence. Each run does what is due, once, however often it runs."""

from collections import Counter
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.principal import Principal
from service.errors import Conflict, DirectoryUnavailable, LoadRefused, NotFound
from service.records.audit import Event
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions

from .business_days import add_business_days
from .case import locked
from .desk import Actor, Desk
from .due import care_plan_due
from .lifecycle import OFFER_NEXT
from .notifying import CARE_PLAN_DUE, notify_office, notify_recipient
from .recipients import has_left
from .rerouting import ask_another, next_of_shortlist
from .tables import Referral, Task
from .telling import Happened, tell
from .worklists import AWAITING, TO_DELIVER

TICK = Actor(Principal(id="tick", name="OTMatch", roles=frozenset()), "tick")
# Where a first visit counts; one that was declined or void needs no plan of care.
_CARED_FOR = ("in-progress", "on-hold", "completed")
_UNANSWERED = ("requested", "received")
_UNDER_WAY = (*_UNANSWERED, "accepted", "in-progress", "on-hold")
REMIND, ESCALATE, REMIND_CARE_PLAN = "remind", "escalate", "remind-plan-of-care"
LEFT = "recipient-left"


def tick(desk: Desk) -> Counter:
    """Run all timers that are due; each referral in a transaction of its own."""
    counts: Counter = Counter()
    for identity in _unacknowledged(desk):
        counts.update(desk.store.retrying(lambda session, i=identity: _advance(session, desk, i)))
    for identity in _with_who_left(desk):
        counts.update(desk.store.retrying(lambda session, i=identity: _leave(session, desk, i)))
    _show(desk)
    for identity in _without_care_plan(desk):
        counts.update(desk.store.retrying(lambda session, i=identity: _ask_plan(session, desk, i)))
    return counts


def _show(desk: Desk) -> None:
    """What is recorded of OTs and not shown yet, because the directory could not be changed or
    whoever decided was killed."""
    with suppress(LoadRefused, DirectoryUnavailable):  # the next tick does
        Decisions(lambda: Corrections(desk.store)).apply(desk.engine)


def _unacknowledged(desk: Desk) -> list[str]:
    asked = (
        select(Task.referral_id)
        .where(Task.current, Task.worklist.in_((TO_DELIVER, AWAITING)))
        .where(Task.due_at <= desk.clock())
        .order_by(Task.due_at)
    )
    with desk.store.reading() as session:
        return list(session.scalars(asked))


def _with_who_left(desk: Desk) -> list[str]:
    """Referrals under way whose OT is not in the directory any more."""
    open_ones = (Task.current, Task.status.in_(_UNDER_WAY), Referral.erased_at.is_(None))
    asked = select(Task.recipient_npi).join(Referral).where(*open_ones).distinct()
    with desk.store.reading() as session:
        gone = [npi for npi in session.scalars(asked) if has_left(desk.engine, npi)]
        wanted = select(Task.referral_id).join(Referral).where(*open_ones)
        return list(session.scalars(wanted.where(Task.recipient_npi.in_(gone))))


def _without_care_plan(desk: Desk) -> list[str]:
    asked = (
        select(Task)
        .join(Referral)
        .where(Task.current, Task.status.in_(_CARED_FOR), Referral.erased_at.is_(None))
        .where(Task.first_visit_at.is_not(None), Task.plan_of_care_at.is_(None))
        .where(Task.care_reminded_at.is_(None))
    )
    with desk.store.reading() as session:
        tasks = session.scalars(asked)
        return [t.referral_id for t in tasks if care_plan_due(desk.terms, t) <= desk.clock()]


def _advance(session: Session, desk: Desk, identity: str) -> list[str]:
    """The steps of one referral that are due, in order; looked at again under its lock."""
    referral, done = locked(session, identity), []
    while (task := referral.task).worklist in (TO_DELIVER, AWAITING):
        days, step = _STEPS[task.stage]
        # Nobody is passed over who was never asked: the next OT's turn counts from when it arrived.
        since = task.arrived_at if step is _offer else task.sent_at
        if since is None or desk.clock() < _due(desk, since, days):
            break
        if not step(session, desk, referral):
            break
        done.append(days)
    return done


def _due(desk: Desk, since: datetime, days: str) -> datetime:
    return add_business_days(since, getattr(desk.terms, days), desk.terms.calendar)


def _remind(session: Session, desk: Desk, referral: Referral) -> bool:
    referral.task.stage += 1
    event = _told(session, desk, referral, REMIND)
    notify_recipient(session, desk, referral, event, "reminder")
    return True


def _escalate(session: Session, desk: Desk, referral: Referral) -> bool:
    referral.task.stage += 1
    event = _told(session, desk, referral, ESCALATE)
    notify_office(session, desk, referral, event, "escalation")
    return True


def _offer(session: Session, desk: Desk, referral: Referral) -> bool:
    """The next OT of the shortlist, whose task begins anew; while there is none, the office was
    told, and it stays overdue."""
    try:
        recipient = next_of_shortlist(session, desk, referral)
    except (Conflict, NotFound):
        return False
    referral.change(desk.clock())
    event = ask_another(session, desk, TICK, referral, (recipient, Happened(OFFER_NEXT)))
    notify_office(session, desk, referral, event, "next-offered")
    return True


def _leave(session: Session, desk: Desk, identity: str) -> list[str]:
    """The office is told once, and sees it as overdue; who has not accepted yet is followed by the
    next OT of the shortlist."""
    referral, done = locked(session, identity), []
    task = referral.task
    if task.status not in _UNDER_WAY or not has_left(desk.engine, task.recipient_npi):
        return done
    events = desk.trail.events(session, identity)
    if not any(e.action == LEFT and e.values["task"] == task.id for e in events):
        task.due_at = min(task.due_at or desk.clock(), desk.clock())
        event = _told(session, desk, referral, LEFT)
        notify_office(session, desk, referral, event, LEFT)
        done.append(LEFT)
    if task.status in _UNANSWERED and _offer(session, desk, referral):
        done.append("offer")
    return done


def _ask_plan(session: Session, desk: Desk, identity: str) -> list[str]:
    referral = locked(session, identity)
    task = referral.task
    due = care_plan_due(desk.terms, task)
    if due is None or due > desk.clock() or task.care_reminded_at or referral.erased_at:
        return []
    task.care_reminded_at = desk.clock()
    event = _told(session, desk, referral, REMIND_CARE_PLAN)
    notify_office(session, desk, referral, event, CARE_PLAN_DUE)
    return [REMIND_CARE_PLAN]


def _told(session: Session, desk: Desk, referral: Referral, action: str) -> Event:
    referral.change(desk.clock())
    return tell(session, desk, TICK, referral, Happened(action))


# The setting that says after how many business days, and what is done then.
_STEPS = (("remind", _remind), ("escalate", _escalate), ("offer", _offer))
