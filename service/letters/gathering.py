"""Gathers what the printed documents of a referral need, from its case and the directory."""

from service.clock import EASTERN
from service.directory.profile import Location
from service.directory.query import plan_key
from service.engines.protocol import Engine
from service.referrals.case import Case
from service.referrals.recipients import location_of, recipient_of

from .letter import Envelope, Letter, Recipient, Reply


def letter_of(case: Case, engine: Engine, reply: Reply | None = None) -> Letter:
    """The case must hold its content."""
    task, content = case.task, case.content
    envelope = Envelope(
        referral=case.referral.id,
        requester=content.requester,
        recipient=recipient(engine, task.recipient_npi, task.location_id),
        priority=case.referral.priority,
        sent_on=task.sent_at and task.sent_at.astimezone(EASTERN).date(),
        reply=reply or Reply(),
    )
    plan = content.patient.plan_id
    known = engine.meta().plans.get(plan_key(plan)) if plan else None
    return Letter(
        envelope=envelope,
        content=content,
        plan=(known and known.name) or plan,
        attachments=tuple(name for _, name in case.papers),
    )


def recipient(engine: Engine, npi: str | None, location_id: str | None) -> Recipient:
    """As the directory has them today; who left it is named by their NPI."""
    profile = recipient_of(engine, npi)
    at = location_of(profile, location_id)
    return Recipient(
        name=profile.display_name() if profile else f"NPI {npi}",
        npi=npi or "",
        location_name=at and at.name,
        address=_address(at) if at else (),
        phone=at and at.phone,
        fax=at and at.fax,
    )


def _address(at: Location) -> tuple[str, ...]:
    town = " ".join(filter(None, (at.state, at.postal_code)))
    lines = () if at.address_hidden else (at.line1, at.line2)
    return tuple(filter(None, (*lines, ", ".join(filter(None, (at.city, town))))))
