"""What is printed of a referral, gathered as plain data for `service.letters`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.clock import EASTERN
from service.errors import Forbidden, NoSuchRecord

from .business_days import add_business_days
from .case import Case, find_case
from .consents import STATUS_PAGE, allows
from .desk import Actor, Desk
from .lifecycle import Party
from .links import REPLY, STATUS


@dataclass(frozen=True)
class Printed:
    """`link` and `code` let the OT answer: only the office that refers gives them out. By
    `status_link` a patient who consented sees where it stands. `call_by` is the day on which one
    who heard nothing should call."""

    case: Case
    call_by: date
    link: str | None
    code: str | None
    status_link: str | None


def printed(session: Session, desk: Desk, actor: Actor, identity: str) -> Printed:
    """Raises NoSuchRecord for one that is not there, not theirs or erased; Forbidden for whoever
    may see it without the patient."""
    case = find_case(session, desk, actor, identity)
    if case.referral.erased_at:
        raise NoSuchRecord
    if case.content is None:
        raise Forbidden
    task = case.task
    since = task.sent_at or desk.clock()
    call_by = add_business_days(since, desk.terms.call_by_days, desk.terms.calendar)
    gives_out = Party.REQUESTER in case.parties and task.sent_at is not None
    link = desk.links.write(REPLY, task.id) if gives_out and desk.links.can_be_sent else None
    follows = allows(session, desk, case.referral, STATUS_PAGE)
    return Printed(
        case=case,
        call_by=call_by.astimezone(EASTERN).date(),
        link=link,
        code=desk.links.code(task.id, task.code_number) if link else None,
        status_link=desk.links.write(STATUS, identity) if link and follows else None,
    )
