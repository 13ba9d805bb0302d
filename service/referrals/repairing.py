"""What becomes of referrals repairs the directory: what contradicts a fact puts it in doubt."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from service.stewardship.doubts import apply_doubts, open_doubt
from service.stewardship.outcomes import Outcome, doubt_of

from .desk import Desk
from .notifying import content_of
from .reasons import REASONS
from .recipients import recipient_of
from .tables import Referral

# Channel of a delivery -> the fact that it went by.
_REACHED_BY = {"fax": "fax", "email": "email", "portal": "email"}
WRONG_CONTACT = "wrong-contact"
T = TypeVar("T")


def contradict(session: Session, desk: Desk, referral: Referral, reason: str | None) -> bool:
    """Open the doubt that a reason gives, with the caller's transaction; whether there is one."""
    fact = REASONS.get(reason or "")
    return fact is not None and _open(session, desk, referral, reason, fact)


def contradict_contact(session: Session, desk: Desk, referral: Referral, channel: str) -> bool:
    """The number or address that a delivery went to is wrong."""
    return _open(session, desk, referral, WRONG_CONTACT, _REACHED_BY.get(channel, "phone"))


def repairing(desk: Desk, work: Callable[[Session, set[str]], T]) -> T:
    """What `work` gives, in a transaction. The OTs whom it adds to the set are shown to be in doubt
    once that is committed."""
    doubted: set[str] = set()

    def once_more(session: Session) -> T:
        doubted.clear()
        return work(session, doubted)

    done = desk.store.retrying(once_more)
    for npi in doubted:
        repair(desk, npi)
    return done


def repair(desk: Desk, npi: str) -> bool:
    """Show the open doubts of one OT, once they are committed; what cannot be shown now is with the
    next tick."""
    return apply_doubts(desk.store, desk.engine, npi)


def _open(session: Session, desk: Desk, referral: Referral, why: str, fact: str) -> bool:
    task = referral.task
    profile = recipient_of(desk.engine, task.recipient_npi)
    if profile is None:
        return False
    patient = content_of(session, desk, referral).patient if fact == "plans" else None
    outcome = Outcome(
        why=why,
        fact=fact,
        location_id=task.location_id,
        plan_id=patient and patient.plan_id,
        at=desk.clock(),
    )
    doubt = doubt_of(profile, outcome)
    if doubt is None:
        return False
    open_doubt(session, doubt)
    return True
