"""Consent as a record: what for, to whom, how and when given, until when, and its withdrawal."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import NoSuchRecord

from .desk import Actor, Desk, is_id, new_id
from .tables import Consent, Referral

SHORTLIST, STATUS_PAGE, MESSAGES = "shortlist", "status-page", "messages"
SCOPES = (SHORTLIST, STATUS_PAGE, MESSAGES)
WAYS = ("verbal", "written", "electronic", "unknown")


@dataclass(frozen=True)
class GivenConsent:
    """`recipients` are NPIs; empty stands for whomever the scope needs."""

    scope: str
    how: str = "unknown"
    recipients: tuple[str, ...] = ()
    given_at: datetime | None = None
    expires_at: datetime | None = None


def add_consent(
    session: Session, desk: Desk, actor: Actor, referral: Referral, given: GivenConsent
) -> Consent:
    consent = Consent(
        id=new_id("c-"),
        referral_id=referral.id,
        scope=given.scope,
        recipients=list(given.recipients),
        how=given.how,
        given_at=given.given_at or desk.clock(),
        expires_at=given.expires_at,
        recorded_by=actor.principal.id,
    )
    session.add(consent)
    session.flush()
    return consent


def withdraw_consent(session: Session, desk: Desk, referral: Referral, identity: str) -> Consent:
    """From now on nothing is shared by it; raises NoSuchRecord for one that is not in force."""
    consent = session.get(Consent, identity) if is_id(identity) else None
    if consent is None or consent.referral_id != referral.id or consent.withdrawn_at:
        raise NoSuchRecord
    consent.withdrawn_at = desk.clock()
    return consent


def allows(session: Session, desk: Desk, referral: Referral, scope: str, npi: str = "") -> bool:
    """Whether a consent of this scope is in force, for that recipient where one is named."""
    asked = select(Consent).where(Consent.referral_id == referral.id, Consent.scope == scope)
    return any(
        one.holds(desk.clock()) and (not npi or not one.recipients or npi in one.recipients)
        for one in session.scalars(asked)
    )
