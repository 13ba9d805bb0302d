"""Consents on a referral: recorded and taken back, each with an event."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from service.errors import NoSuchRecord

from .case import Case, find_case, renewed
from .consents import GivenConsent, add_consent, withdraw_consent
from .desk import Actor, Desk
from .tables import Consent, Referral
from .telling import Happened, tell

T = TypeVar("T")
CONSENT, WITHDRAW_CONSENT = "consent", "withdraw-consent"


def record_consent(
    desk: Desk, actor: Actor, identity: str, given: GivenConsent, render: Callable[[Case], T]
) -> T:
    """Raises NoSuchRecord."""

    def record(session: Session, referral: Referral) -> tuple[str, Consent]:
        return CONSENT, add_consent(session, desk, actor, referral, given)

    return _changed(desk, actor, (identity, "consents.record"), record, render)


def take_back_consent(
    desk: Desk, actor: Actor, identity: str, consent: str, render: Callable[[Case], T]
) -> T:
    """Raises NoSuchRecord, also for one that was taken back before."""

    def take_back(session: Session, referral: Referral) -> tuple[str, Consent]:
        return WITHDRAW_CONSENT, withdraw_consent(session, desk, referral, consent)

    return _changed(desk, actor, (identity, "consents.withdraw"), take_back, render)


def _changed(
    desk: Desk,
    actor: Actor,
    asked: tuple[str, str],
    change: Callable[[Session, Referral], tuple[str, Consent]],
    render: Callable[[Case], T],
) -> T:
    identity, right = asked

    def work(session: Session) -> T:
        case = find_case(session, desk, actor, identity)
        if not case.reaches(right) or case.referral.erased_at:
            raise NoSuchRecord
        referral = case.referral
        action, consent = change(session, referral)
        referral.change(desk.clock())
        values = {"consent": consent.id, "scope": consent.scope}
        tell(session, desk, actor, referral, Happened(action, values))
        session.flush()
        return render(renewed(case))

    return desk.store.retrying(work)
