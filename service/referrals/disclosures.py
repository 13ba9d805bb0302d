"""Who was told of a patient: an accounting of disclosures, and what a patient may ask."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import NoSuchRecord

from .case import locked, reaches, tell_read
from .desk import Actor, Desk
from .lifecycle import OFFER_NEXT, REROUTE
from .recipients import recipient_of
from .tables import Referral

# Events by which a recipient comes to know of the patient.
_SHARING = ("send", REROUTE, OFFER_NEXT)


@dataclass(frozen=True)
class Disclosure:
    """One time that an OT was told of the patient; `name` is today's of the directory."""

    at: datetime
    referral: str
    npi: str
    name: str | None
    event: str
    by: str


def disclosures(desk: Desk, actor: Actor, identity: str) -> list[Disclosure]:
    """Of the patient of this referral, in all referrals of the organization, oldest first. Who
    answers for them need not be able to read a referral."""

    def work(session: Session) -> list[Disclosure]:
        referral = locked(session, identity)
        if not reaches(actor.principal, "referrals.disclosures", referral, desk.clock()):
            raise NoSuchRecord
        tell_read(session, desk, actor, referral.id, disclosures=True)
        patient, same = referral.patient, [referral.id]
        if patient:
            same = session.scalars(select(Referral.id).where(Referral.patient == patient)).all()
        found = [one for each in same for one in _of_referral(session, desk, each)]
        return sorted(found, key=lambda one: one.at)

    return desk.store.retrying(work)


def _of_referral(session: Session, desk: Desk, identity: str) -> list[Disclosure]:
    told = [e for e in desk.trail.events(session, identity) if e.action in _SHARING]
    return [
        Disclosure(e.at, identity, e.values["recipient"], _name(desk, e.values["recipient"]),
                   e.action, e.values["by"])
        for e in told
    ]  # fmt: skip


def _name(desk: Desk, npi: str) -> str | None:
    profile = recipient_of(desk.engine, npi)
    return profile and profile.display_name()
