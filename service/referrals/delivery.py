"""How a referral reaches its OT: by the channel of the location, or by hand."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.directory.profile import Location
from service.records.audit import Event

from .desk import Actor, Desk, new_id
from .links import REPLY
from .mailing import ARRIVED, outbox_of
from .notice import EMAIL, WEBHOOK, Notice
from .recipients import location_of, recipient_of
from .tables import Delivery, Referral

CHANNELS = ("portal", EMAIL, "direct", "fax", "phone", "unknown")
WAITING, MADE, FAILED = "waiting", "made", "failed"
OUTBOX = "outbox"  # owns what is sent by itself, and hands back what fails


def attempt(session: Session, desk: Desk, referral: Referral, event: Event) -> None:
    """Begin a delivery where the channel carries one by itself. Where it does not, or is not known,
    the referral stays on the worklist of what is delivered by hand."""
    task = referral.task
    profile = recipient_of(desk.engine, task.recipient_npi)
    at = location_of(profile, task.location_id)
    notice = at and _notice(desk, referral, at, event)
    if notice is None:
        return
    outbox_of(desk).put(session, notice)
    task.deliveries.append(
        Delivery(
            id=new_id("d-"), channel=at.referral_channel, owner=OUTBOX, state=WAITING,
            at=desk.clock(),
        )
    )  # fmt: skip


def _notice(desk: Desk, referral: Referral, at: Location, event: Event) -> Notice | None:
    """What is sent by itself: an e-mail with a link, or a call to an operator's gateway."""
    channel, told = at.referral_channel, {"referral": referral.id}
    if channel in ("portal", EMAIL) and at.email and desk.links.can_be_sent:
        link = desk.links.write(REPLY, referral.task.id)
        return Notice(
            kind=EMAIL, to=at.email, template=ARRIVED, language="en",
            values=told | {"link": link}, event=event.id, sealed_to=False,
        )  # fmt: skip
    if channel in desk.terms.webhooks:
        return Notice(
            kind=WEBHOOK, to=channel, template=ARRIVED, language="en", values=told,
            event=event.id, sealed_to=False,
        )  # fmt: skip
    return None


@dataclass(frozen=True)
class ByHand:
    """What somebody did to deliver it. `how` is for the office, and tells nothing of the patient:
    "fax of 9:40, 3 pages". `wrong_contact`: the number or address is not theirs."""

    channel: str
    how: str
    arrived: bool
    wrong_contact: bool = False


def by_hand(desk: Desk, actor: Actor, referral: Referral, how: ByHand) -> None:
    """One more attempt, whose owner is known."""
    referral.task.deliveries.append(
        Delivery(
            id=new_id("d-"), channel=how.channel, owner=actor.principal.name,
            state=MADE if how.arrived else FAILED, how=how.how, at=desk.clock(),
        )
    )  # fmt: skip
