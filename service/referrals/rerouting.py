"""Another OT is asked, by a task of its own; or nobody is, and the order is revoked."""

from sqlalchemy.orm import Session

from service.engines.protocol import Engine
from service.errors import Conflict
from service.records.audit import Event

from .consents import SHORTLIST, allows
from .content import Addressee
from .desk import Actor, Desk
from .lifecycle import CANCELLED, REQUESTED, REROUTE, REVOKED, TERMINAL
from .recipients import check_recipient
from .sending import new_task, send, settle
from .tables import Referral
from .telling import Happened, tell

NO_NEXT, NO_CONSENT = "no-next-recipient", "no-consent"
NO_REPLY = "no-reply"


def reroute(
    session: Session, desk: Desk, actor: Actor, referral: Referral, asked: Addressee | None
) -> None:
    """To the recipient who is asked for, or the next of the shortlist."""
    if asked:
        recipient = check_recipient(desk.engine, asked)
        # Whom the patient allowed, and no longer does, is not asked by another way either.
        listed = any(one["npi"] == recipient.npi for one in referral.shortlist)
        if listed and not allows(session, desk, referral, SHORTLIST, recipient.npi):
            raise Conflict(NO_CONSENT)
    else:
        recipient = next_of_shortlist(session, desk, referral)
    ask_another(session, desk, actor, referral, (REROUTE, recipient))


def revoke(
    session: Session, desk: Desk, actor: Actor, referral: Referral, happened: Happened
) -> None:
    """The order ends without another OT; its task stays as it ended."""
    referral.order_status = REVOKED
    settle(desk, referral)
    tell(session, desk, actor, referral, happened)


def next_of_shortlist(session: Session, desk: Desk, referral: Referral) -> Addressee:
    """The first one who was not asked yet and is still in the directory. Raises Conflict where
    there is none, or where the patient's consent does not reach so far."""
    tried = {task.recipient_npi for task in referral.tasks}
    waiting = [Addressee(**one) for one in referral.shortlist if one["npi"] not in tried]
    allowed = [one for one in waiting if allows(session, desk, referral, SHORTLIST, one.npi)]
    if waiting and not allowed:
        raise Conflict(NO_CONSENT)
    there = next((one for one in allowed if _is_there(desk.engine, one)), None)
    if there is None:
        raise Conflict(NO_NEXT)
    return there


def ask_another(
    session: Session, desk: Desk, actor: Actor, referral: Referral, by: tuple[str, Addressee]
) -> Event:
    """`by`: the action, and whom to ask. Who was asked before and did not answer no longer can."""
    action, recipient = by
    before = referral.task
    if before.state not in TERMINAL:
        before.status, before.business_status = CANCELLED
        before.status_reason, before.ended_at = NO_REPLY, desk.clock()
    before.current, before.due_at = False, None
    settle(desk, referral)
    session.flush()
    referral.tasks.append(new_task(REQUESTED, recipient, before))
    return send(session, desk, actor, referral, Happened(action, {"before": before.id}))


def _is_there(engine: Engine, one: Addressee) -> bool:
    profile = engine.get(one.npi)
    return profile is not None and any(at.id == one.location_id for at in profile.locations)
