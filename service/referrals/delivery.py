"""How a referral reaches its OT: by the channel of the location, or by hand."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.orm import Session

from service.directory.profile import Location
from service.records.audit import Event

from .desk import Actor, Desk, new_id
from .links import REPLY
from .mailing import ARRIVED, outbox_of
from .notice import EMAIL, WEBHOOK, Notice
from .notifying import office_of
from .recipients import location_of, recipient_of
from .tables import Delivery, Referral

CHANNELS = ("portal", EMAIL, "direct", "fax", "phone", "unknown")
WAITING, MADE, FAILED, ERASED = "waiting", "made", "failed", "erased"
OUTBOX = "outbox"  # owns what is sent by itself, and hands back what fails


class Way(NamedTuple):
    """How a referral goes by itself: the kind of notice, and the address or webhook."""

    kind: str
    to: str


def attempt(desk: Desk, referral: Referral) -> Way | None:
    """Begin a delivery where the channel carries one by itself: the way that `carry` takes, once
    there is the event. None where it does not, or is not known: the referral stays on the worklist
    of what is delivered by hand."""
    task = referral.task
    at = location_of(recipient_of(desk.engine, task.recipient_npi), task.location_id)
    way = at and _way(desk, at)
    if way:
        begun = Delivery(
            id=new_id("d-"), channel=at.referral_channel, owner=OUTBOX, state=WAITING,
            at=desk.clock(),
        )  # fmt: skip
        task.deliveries.append(begun)
    return way


def carry(session: Session, desk: Desk, referral: Referral, event: Event, way: Way) -> None:
    """The delivery that was begun is the outbox's from now on."""
    values = {"referral": referral.id}
    if way.kind == EMAIL:
        values["link"] = desk.links.write(REPLY, referral.task.id)
        values["office"] = office_of(session, desk, referral)
    outbox_of(desk).put(session, Notice(way.kind, way.to, ARRIVED, values, event.id))


def _way(desk: Desk, at: Location) -> Way | None:
    """An e-mail with a link, or a call to an operator's gateway."""
    channel = at.referral_channel
    if channel in ("portal", EMAIL) and at.email and desk.links.can_be_sent:
        return Way(EMAIL, at.email)
    return Way(WEBHOOK, channel) if channel in desk.terms.webhooks else None


@dataclass(frozen=True)
class ByHand:
    """What somebody did to deliver it. `how` is for the office: "fax of 9:40, 3 pages"; free text,
    and sealed. `wrong_contact`: the number or address is not theirs."""

    channel: str
    how: str = field(repr=False)
    arrived: bool
    wrong_contact: bool = False


def by_hand(session: Session, desk: Desk, actor: Actor, referral: Referral, how: ByHand) -> None:
    """One more attempt, whose owner is known."""
    seal = desk.vault.seal_of(session, referral.id)
    referral.task.deliveries.append(
        Delivery(
            id=new_id("d-"), channel=how.channel, owner=actor.principal.name,
            state=MADE if how.arrived else FAILED, how=seal.seal(how.how), at=desk.clock(),
        )
    )  # fmt: skip
