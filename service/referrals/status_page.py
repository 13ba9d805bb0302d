"""A patient's own view of a referral: by link and birth date, with their consent. It tells where
things stand and whom to call, and nothing of their health."""

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from service.access.counts import Counts
from service.access.principal import Principal
from service.errors import Conflict, NoSuchRecord

from .business_days import add_business_days
from .case import locked, tell_read
from .consents import STATUS_PAGE, allows
from .content import Requester
from .desk import Actor, Desk, is_id
from .lifecycle import ACTIVE, CANCELLATION_REQUESTED, COMPLETED, ON_HOLD, SCHEDULED, VISITED
from .links import STATUS
from .moving import ILLEGAL
from .notifying import content_of, notify_office
from .page_sessions import Subject
from .recipients import location_of, recipient_of
from .tables import Referral, Task
from .telling import Happened, tell
from .wishes import ANOTHER_ASKED, WISHES

STEPS = ("sent", "received", "accepted", "scheduled", "visited")
MOST_FAILURES = 5
_LOCKED_FOR = timedelta(hours=1)
_ONCE_IN = timedelta(days=1)
_CONTACTED = ("scheduled", "visited")  # somebody has called


@dataclass(frozen=True)
class Standing:
    """What the page shows. `step` is how many of STEPS are behind; `where` says it in a code.
    `wishes` are what the patient may ask now, `asked` what they asked since yesterday and when."""

    name: str = field(repr=False)
    place: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    state: str | None = field(repr=False)
    where: str
    step: int
    appointment: datetime | None = field(repr=False)
    call_by: date
    office: Requester
    language: str
    wishes: tuple[str, ...]
    asked: dict[str, datetime]


def find_status(desk: Desk, token: str) -> Subject:
    """Raises NoSuchRecord for a token that is not ours or too old, and where the patient's consent
    is not in force."""
    identity = desk.links.read(STATUS, token, desk.terms.status_link)
    with desk.store.reading() as session:
        _check(session, desk, session.get(Referral, identity))
    return Subject(STATUS, identity)


def find_status_by_number(desk: Desk, number: str) -> Subject:
    """The same for who reads the referral's number from paper. Raises NoSuchRecord also for one
    that was sent so long ago that its link no longer holds."""
    with desk.store.reading() as session:
        referral = session.get(Referral, number) if is_id(number) else None
        task = _check(session, desk, referral).task
        if task.sent_at + desk.terms.status_link <= desk.clock():
            raise NoSuchRecord
    return Subject(STATUS, number)


def try_birth_date(desk: Desk, subject: Subject, tried: date) -> bool | None:
    """Whether it is the patient's; None while the page is locked, for an hour after five wrong
    ones. Each try is counted before it is looked at, so that many at once are no more than five."""
    counts, key, now = Counts(desk.store), f"failed:status:{subject.identity}", desk.clock()
    if counts.read(key, now)[0] >= MOST_FAILURES:
        return None
    if counts.add(key, 1, now, now + _LOCKED_FOR) > MOST_FAILURES:
        return None
    with desk.store.reading() as session:
        referral = _check(session, desk, session.get(Referral, subject.identity))
        born = content_of(session, desk, referral).patient.birth_date
    if not hmac.compare_digest(born.isoformat(), tried.isoformat()):
        return False
    counts.forget(key)
    return True


def read_status(desk: Desk, subject: Subject) -> Standing:
    def work(session: Session) -> Standing:
        referral = _check(session, desk, locked(session, subject.identity))
        standing = _standing(session, desk, referral)
        tell_read(session, desk, _patient(referral), referral.id)
        return standing

    return desk.store.retrying(work)


def tell_wish(desk: Desk, subject: Subject, wish: str) -> None:
    """The office is told, once a day at most, and finds it among what is stuck: it is overdue from
    now on."""

    def work(session: Session) -> None:
        referral = _check(session, desk, locked(session, subject.identity))
        standing = _standing(session, desk, referral)
        if wish in standing.asked:
            return
        if wish not in standing.wishes:
            raise Conflict(ILLEGAL, actions=standing.wishes)
        now = desk.clock()
        referral.change(now)
        referral.task.due_at = min(referral.task.due_at or now, now)
        event = tell(session, desk, _patient(referral), referral, Happened(wish))
        notify_office(session, desk, referral, event, wish)

    desk.store.retrying(work)


def _check(session: Session, desk: Desk, referral: Referral | None) -> Referral:
    there = referral and referral.task.sent_at and not referral.erased_at
    if not there or not allows(session, desk, referral, STATUS_PAGE):
        raise NoSuchRecord
    return referral


def _patient(referral: Referral) -> Actor:
    who = Principal(id=f"patient:{referral.id}", name="patient", roles=frozenset())
    return Actor(who, "link")


def _standing(session: Session, desk: Desk, referral: Referral) -> Standing:
    task, content = referral.task, content_of(session, desk, referral)
    profile = recipient_of(desk.engine, task.recipient_npi)
    at = location_of(profile, task.location_id)
    where, terms = _where(referral), desk.terms
    asked = _asked(session, desk, referral)
    return Standing(
        name=profile.display_name() if profile else f"NPI {task.recipient_npi}",
        place=at and at.name,
        phone=at and at.phone,
        state=at and at.state,
        where=where,
        step=_step(task),
        appointment=task.appointment_at if where == "scheduled" else None,
        call_by=add_business_days(task.sent_at, terms.call_by_days, terms.calendar)
        .astimezone(terms.calendar.zone).date(),
        office=content.requester,
        language=content.patient.language,
        wishes=_wishes(where, asked),
        asked=asked,
    )  # fmt: skip


def _where(referral: Referral) -> str:
    task = referral.task
    if referral.order_status not in (ACTIVE, ON_HOLD):
        return "completed" if task.state == COMPLETED else "ended"
    if task.status in ("rejected", "failed"):
        return "declined"
    if task.status == ON_HOLD:
        return "on-hold"
    names = {"requested": "sent", "received": "received", "accepted": "accepted"}
    states = {SCHEDULED: "scheduled", VISITED: "visited", CANCELLATION_REQUESTED: "ending"}
    return states.get(task.state) or names.get(task.status, "accepted")


def _step(task: Task) -> int:
    """How many of STEPS are behind."""
    if task.first_visit_at or task.state == COMPLETED:
        return 5
    if task.appointment_at:
        return 4
    return {"requested": 1, "received": 2, "rejected": 2}.get(task.status, 3)


def _asked(session: Session, desk: Desk, referral: Referral) -> dict[str, datetime]:
    since = desk.clock() - _ONCE_IN
    events = desk.trail.events(session, referral.id)
    return {e.action: e.at for e in events if e.action in WISHES and e.at > since}


def _wishes(where: str, asked: dict[str, datetime]) -> tuple[str, ...]:
    if where in ("ending", "ended", "completed"):
        return ()
    possible = (ANOTHER_ASKED,) if where in _CONTACTED else WISHES
    return tuple(wish for wish in possible if wish not in asked)
