"""Another OT is asked, by a task of its own; or nobody is, and the order is revoked."""

from dataclasses import replace

from sqlalchemy.orm import Session

from service.engines.protocol import Engine
from service.errors import Conflict
from service.records.audit import Event

from .consents import SHORTLIST, allows
from .content import Addressee
from .desk import Actor, Desk
from .duplicates import ALLOWED, asked_by, duplicate_of, refuse_duplicate
from .lifecycle import CANCELLED, REQUESTED, REVOKED, TERMINAL
from .recipients import check_recipient, has_left
from .sending import new_task, send, settle
from .tables import Referral
from .telling import Happened, tell

NO_NEXT, NO_CONSENT, ASKED_BEFORE = "no-next-recipient", "no-consent", "ot-asked-before"
NO_REPLY, PROVIDER_LEFT = "no-reply", "provider-left"


def reroute(
    session: Session,
    desk: Desk,
    actor: Actor,
    referral: Referral,
    by: tuple[Addressee | None, Happened],
) -> None:
    """To the recipient who is asked for, or the next of the shortlist. Raises Conflict for one who
    was asked before, unless it is said in words why they are asked again."""
    asked, happened = by
    if asked:
        recipient = check_recipient(desk.engine, asked)
        if not happened.secret and any(t.recipient_npi == asked.npi for t in referral.tasks):
            raise Conflict(ASKED_BEFORE)
        if not happened.values.get(ALLOWED):
            refuse_duplicate(session, desk, asked_by(session, desk, referral, asked.npi))
        # Whom the patient allowed, and no longer does, is not asked by another way either.
        listed = any(one["npi"] == recipient.npi for one in referral.shortlist)
        if listed and not allows(session, desk, referral, SHORTLIST, recipient.npi):
            raise Conflict(NO_CONSENT)
    else:
        recipient = next_of_shortlist(session, desk, referral)
    ask_another(session, desk, actor, referral, (recipient, happened))


def revoke(
    session: Session, desk: Desk, actor: Actor, referral: Referral, happened: Happened
) -> None:
    """The order ends without another OT; its task stays as it ended."""
    referral.order_status = REVOKED
    settle(desk, referral)
    tell(session, desk, actor, referral, happened)


def next_of_shortlist(session: Session, desk: Desk, referral: Referral) -> Addressee:
    """The first one who was not asked yet, is still in the directory, and has no other open
    referral like it. Raises Conflict where there is none, or where the patient's consent does not
    reach so far."""
    tried = {task.recipient_npi for task in referral.tasks}
    waiting = [Addressee(**one) for one in referral.shortlist if one["npi"] not in tried]
    allowed = [one for one in waiting if allows(session, desk, referral, SHORTLIST, one.npi)]
    if waiting and not allowed:
        raise Conflict(NO_CONSENT)
    for one in filter(lambda one: _is_there(desk.engine, one), allowed):
        if not duplicate_of(session, desk, asked_by(session, desk, referral, one.npi)):
            return one
    raise Conflict(NO_NEXT)


def ask_another(
    session: Session, desk: Desk, actor: Actor, referral: Referral, by: tuple[Addressee, Happened]
) -> Event:
    """`by`: whom to ask, and by which action. Who was asked before and did not answer no longer
    can."""
    recipient, happened = by
    before = referral.task
    if before.state not in TERMINAL:
        left = has_left(desk.engine, before.recipient_npi)
        before.status, before.business_status = CANCELLED
        before.status_reason = PROVIDER_LEFT if left else NO_REPLY
        before.ended_at = desk.clock()
    before.current, before.due_at = False, None
    settle(desk, referral)
    session.flush()
    referral.tasks.append(new_task(REQUESTED, recipient, before))
    told = replace(happened, values={**happened.values, "before": before.id})
    return send(session, desk, actor, referral, told)


def _is_there(engine: Engine, one: Addressee) -> bool:
    profile = engine.get(one.npi)
    return profile is not None and any(at.id == one.location_id for at in profile.locations)
