"""A referral goes to an OT: its task, the attempt to deliver it, and who watches it."""

from sqlalchemy.orm import Session

from service.records.audit import Event

from .content import Addressee
from .delivery import attempt, carry
from .desk import Actor, Desk, new_id
from .due import due_at
from .lifecycle import ACTIVE, REQUESTED, State
from .notifying import notify
from .tables import Referral, Task
from .telling import Happened, tell
from .worklists import AWAITING, TO_DELIVER, worklist


def new_task(state: State, recipient: Addressee | None, after: Task | None = None) -> Task:
    """The task of a recipient, which takes the place of the one before."""
    return Task(
        id=new_id("t-"),
        number=after.number + 1 if after else 1,
        part_of=after and after.id,
        current=True,
        recipient_npi=recipient and recipient.npi,
        location_id=recipient and recipient.location_id,
        status=state.status,
        business_status=state.business,
        worklist=worklist(state, ACTIVE, delivered=False),
        stage=0,
        code_number=0,
        code_failures=0,
    )


def send(
    session: Session, desk: Desk, actor: Actor, referral: Referral, happened: Happened
) -> Event:
    """Ask the OT of the current task: in one transaction the event and the attempt to deliver."""
    task, moment = referral.task, desk.clock()
    referral.order_status = ACTIVE
    referral.updated_at = moment
    task.status, task.business_status = REQUESTED
    task.sent_at = moment
    way = attempt(desk, referral)
    settle(desk, referral)
    event = tell(session, desk, actor, referral, happened)
    if way:
        carry(session, desk, referral, event, way)
    notify(session, desk, referral, event)
    return event


def settle(desk: Desk, referral: Referral) -> None:
    """The worklist follows from state, order and delivery, and from it by when it is overdue."""
    task = referral.task
    task.worklist = worklist(task.state, referral.order_status, task.delivered)
    since = task.sent_at if task.worklist in (TO_DELIVER, AWAITING) else desk.clock()
    task.due_at = due_at(desk.terms, task, since)
