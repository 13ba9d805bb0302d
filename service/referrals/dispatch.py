"""The outbox as it delivers: a referral that no notice can bring to its OT goes back to people."""

from dataclasses import replace

from sqlalchemy.orm import Session

from service.access.principal import Principal
from service.errors import NotFound

from .case import locked
from .delivery import FAILED, OUTBOX, WAITING
from .desk import Actor, Desk
from .mailing import ARRIVED, outbox_of
from .notifying import notify_office
from .outbox import Outbox
from .outbox_table import Row
from .repairing import contradict_contact
from .sending import settle
from .telling import Happened, tell

_ACTOR = Actor(Principal(id=OUTBOX, name="OTMatch", roles=frozenset()), OUTBOX)
UNDELIVERED = "undelivered"


def dispatcher(desk: Desk) -> Outbox:
    def on_dead(session: Session, row: Row) -> None:
        if row.template == ARRIVED:
            _hand_over(session, desk, row)

    return replace(outbox_of(desk), on_dead=on_dead)


def _hand_over(session: Session, desk: Desk, row: Row) -> None:
    """The delivery failed: the referral goes to the list of those delivered by hand, and its office
    is told. Nothing to do where somebody delivered it since, or asked another OT."""
    try:
        referral = locked(session, row.values["referral"])
    except NotFound:
        return
    task = referral.task
    last = task.deliveries[-1] if task.deliveries else None
    if referral.erased_at or last is None or (last.owner, last.state) != (OUTBOX, WAITING):
        return
    last.state = FAILED
    if (row.last_error or "").startswith("smtp-5"):
        contradict_contact(session, desk, referral, last.channel)
    referral.change(desk.clock())
    settle(desk, referral)
    event = tell(session, desk, _ACTOR, referral, Happened(UNDELIVERED, {"error": row.last_error}))
    notify_office(session, desk, referral, event, "to-deliver")
