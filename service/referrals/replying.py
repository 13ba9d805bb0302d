"""An OT without an account: the link leads to the door of a task, a one-time code opens it."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from service.access.principal import Principal
from service.errors import Conflict, Forbidden, NoSuchRecord

from .case import Case, case_of, find_case, locked
from .content import Requester
from .desk import Actor, Desk, is_id
from .lifecycle import COMPLETED, TERMINAL, Party
from .links import REPLY
from .moving import ILLEGAL, Act, make_move
from .notifying import content_of
from .page_sessions import Subject
from .recipients import recipient_of
from .tables import Referral, Task
from .telling import Happened, tell

MOST_FAILURES = 5
BY_LINK = "link"
OPENED, WRONG, LOCKED, OVER = "opened", "wrong", "locked", "over"
GIVE_CODE, CODE_LOCKED = "give-code", "code-locked"
T = TypeVar("T")


@dataclass(frozen=True)
class Door:
    """What a link tells before its code: nothing of the patient. `tries` are those left before it
    locks, `office` whom to ask for a code; `over` is the status that the task ended in, or
    "another" where another OT was asked.
    `let_in_by` is who was shown the code that opened it last, if it was not on a cover sheet
    alone."""

    task: str
    referral: str
    npi: str
    number: int
    tries: int
    over: str | None
    let_in_by: str | None
    office: Requester

    @property
    def subject(self) -> Subject:
        return Subject(REPLY, self.task, self.number)


def find_door(desk: Desk, token: str) -> Door:
    """Raises NoSuchRecord for a token that is not ours, too old, or of what is no longer there."""
    identity = desk.links.read(REPLY, token, desk.terms.reply_link)
    with desk.store.reading() as session:
        task = session.get(Task, identity)
        if task is None or task.sent_at is None or task.referral.erased_at:
            raise NoSuchRecord
        return _door(session, desk, task)


def find_door_by_number(desk: Desk, number: str, code: str) -> Door:
    """The same for who reads the referral's number and a code from paper: the door that this code
    opens, or else that of the OT who is asked now. Raises NoSuchRecord for no such number, and for
    one that was sent so long ago that its link no longer holds."""
    with desk.store.reading() as session:
        referral = session.get(Referral, number) if is_id(number) else None
        if referral is None or referral.erased_at:
            raise NoSuchRecord
        by_code = (task for task in referral.tasks if _is_right(desk, task, code))
        task = next(by_code, referral.task)
        if task.sent_at is None or task.sent_at + desk.terms.reply_link <= desk.clock():
            raise NoSuchRecord
        return _door(session, desk, task)


def enter(desk: Desk, door: Door, code: str) -> tuple[str, Door]:
    """What became of the try, and the door after it. A right code is spent, and acknowledges the
    referral; five wrong ones lock the door until the office gives another."""

    def work(session: Session) -> tuple[str, Door]:
        referral = locked(session, door.referral)
        task = session.get(Task, door.task, populate_existing=True)
        outcome = _outcome(desk, task, code)
        if outcome == WRONG:
            task.code_failures += 1
        elif outcome == OPENED:
            task.code_number, task.code_failures = task.code_number + 1, 0
            _acknowledge(session, desk, _door(session, desk, task), referral)
        session.flush()
        after = _door(session, desk, task)
        return (outcome if after.tries else LOCKED), after

    return desk.store.retrying(work)


def read_reply(desk: Desk, door: Door, render: Callable[[Case], T]) -> T:
    """The referral with its papers, for who has opened the door."""

    def work(session: Session) -> T:
        case = find_case(session, desk, linked(desk, door), door.referral)
        if case.task.id != door.task or case.content is None:
            raise NoSuchRecord
        return render(case)

    return desk.store.retrying(work)


def linked(desk: Desk, door: Door) -> Actor:
    """Who acts by a link: the OT of its task, as far as anybody knows."""
    profile = recipient_of(desk.engine, door.npi)
    name = profile.display_name() if profile else door.npi
    who = Principal(id=f"link:{door.task}", name=name, roles=frozenset({"ot"}), npi=door.npi)
    return Actor(who, BY_LINK, door.let_in_by)


def give_code(desk: Desk, actor: Actor, identity: str, new: bool) -> str:
    """The code that opens the door now, for the referring office to tell by phone; or a new one,
    which takes the place of the one before. Raises Conflict where the door is locked and no new one
    is asked for, or where there is nothing to open."""

    def work(session: Session) -> str:
        case = find_case(session, desk, actor, identity)
        if Party.REQUESTER not in case.parties:
            raise Forbidden
        referral, task = case.referral, case.task
        if task.sent_at is None or _over(task):
            raise Conflict(ILLEGAL, actions=case.actions)
        if new:
            task.code_number, task.code_failures = task.code_number + 1, 0
        elif task.code_failures >= MOST_FAILURES:
            raise Conflict(CODE_LOCKED)
        told = {"new": new, "number": task.code_number}
        # No other version: what an OT who has it open answers to is the same as before.
        tell(session, desk, actor, referral, Happened(GIVE_CODE, told))
        return desk.links.code(task.id, task.code_number)

    return desk.store.retrying(work)


def _door(session: Session, desk: Desk, task: Task) -> Door:
    return Door(
        task=task.id,
        referral=task.referral_id,
        npi=task.recipient_npi,
        number=task.code_number,
        tries=MOST_FAILURES - task.code_failures,
        over=_over(task),
        let_in_by=_let_in_by(session, desk, task),
        office=content_of(session, desk, task.referral).requester,
    )


def _let_in_by(session: Session, desk: Desk, task: Task) -> str | None:
    used = {"task": task.id, "number": task.code_number - 1}
    for event in reversed(desk.trail.events(session, task.referral_id)):
        if event.action == GIVE_CODE and used.items() <= event.values.items():
            return event.values["by"]
    return None


def _over(task: Task) -> str | None:
    """A completed one stays open: its papers can come later."""
    if not task.current:
        return "another"
    return task.status if task.state in TERMINAL and task.state != COMPLETED else None


def _outcome(desk: Desk, task: Task, code: str) -> str:
    if _over(task):
        return OVER
    if task.code_failures >= MOST_FAILURES:
        return LOCKED
    return OPENED if _is_right(desk, task, code) else WRONG


def _is_right(desk: Desk, task: Task, code: str) -> bool:
    right = desk.links.code(task.id, task.code_number)
    return hmac.compare_digest(right.encode(), code.encode())


def _acknowledge(session: Session, desk: Desk, door: Door, referral: Referral) -> None:
    actor = linked(desk, door)
    if "acknowledge" in case_of(session, desk, actor, referral).actions:
        make_move(session, desk, actor, referral, Act("acknowledge", referral.version))
