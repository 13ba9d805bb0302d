"""The outbox as it delivers: what became of a notice that brings a referral to its OT is known to
the referral, and one that none can bring goes back to people."""

from dataclasses import replace

from sqlalchemy.orm import Session

from service.access.principal import Principal
from service.errors import NotFound
from service.records.events import Event

from .case import locked
from .delivering import DELIVER
from .delivery import FAILED, MADE, OUTBOX
from .desk import Actor, Desk
from .lifecycle import REQUESTED
from .mailing import ARRIVED, outbox_of
from .notifying import notify_office
from .outbox import Outbox
from .outbox_table import Row
from .repairing import contradict_contact
from .sending import settle
from .tables import Delivery, Referral
from .telling import Happened, tell

_ACTOR = Actor(Principal(id=OUTBOX, name="OTMatch", roles=frozenset()), OUTBOX)
UNDELIVERED = "undelivered"


def dispatcher(desk: Desk) -> Outbox:
    def on_sent(session: Session, row: Row) -> None:
        if begun := _begun(session, row):
            _arrived(session, desk, *begun)

    def on_dead(session: Session, row: Row) -> None:
        if begun := _begun(session, row):
            _hand_over(session, desk, row, *begun)

    return replace(outbox_of(desk), on_sent=on_sent, on_dead=on_dead)


def _begun(session: Session, row: Row) -> tuple[Referral, Delivery] | None:
    """The delivery that the notice makes. None where it makes none, where somebody delivered the
    referral since, or where another OT was asked."""
    if row.template != ARRIVED:
        return None
    try:
        referral = locked(session, row.values["referral"])
    except NotFound:
        return None
    task, sent = referral.task, session.get(Event, row.event)
    is_same = sent is not None and sent.values["task"] == task.id
    last = task.deliveries[-1] if task.deliveries else None
    if not is_same or referral.erased_at or last is None or last.owner != OUTBOX:
        return None
    return referral, last


def _arrived(session: Session, desk: Desk, referral: Referral, delivery: Delivery) -> None:
    """Told as what it is, but no change that a client must have seen before the next: who answers
    just then is not refused."""
    if delivery.state == MADE:
        return
    delivery.state = MADE
    if referral.task.state == REQUESTED:
        settle(desk, referral)
    values = {"channel": delivery.channel, "arrived": True}
    tell(session, desk, _ACTOR, referral, Happened(DELIVER, values))


def _hand_over(
    session: Session, desk: Desk, row: Row, referral: Referral, delivery: Delivery
) -> None:
    """The delivery failed: where it was not received by another way, the referral goes to the list
    of those delivered by hand, and its office is told."""
    if delivery.state == FAILED:
        return
    delivery.state = FAILED
    if (row.last_error or "").startswith("smtp-5"):
        contradict_contact(session, desk, referral, delivery.channel)
    referral.change(desk.clock())
    waits = referral.task.state == REQUESTED
    if waits:
        settle(desk, referral)
    event = tell(session, desk, _ACTOR, referral, Happened(UNDELIVERED, {"error": row.last_error}))
    if waits:
        notify_office(session, desk, referral, event, "to-deliver")
