"""What happened to a referral, told to its audit trail and to whoever waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from service.records.audit import Entry, Event

from .desk import Actor, Desk
from .mailing import outbox_of
from .notice import WEBHOOK, Notice
from .tables import Referral

LET_IN_BY = "let_in_by"


@dataclass(frozen=True)
class Happened:
    """`values` are small and tell nothing of the patient; `secret` is free text, and sealed."""

    action: str
    values: Mapping[str, Any] = field(default_factory=dict)
    secret: str | None = field(default=None, repr=False)


def tell(
    session: Session, desk: Desk, actor: Actor, referral: Referral, happened: Happened
) -> Event:
    """One event of the referral's own chain, by the state that it led to."""
    task = referral.task
    values = {
        "by": actor.principal.name,
        LET_IN_BY: actor.let_in_by,
        "status": task.status,
        "business_status": task.business_status,
        "version": referral.version,
        "task": task.id,
        "recipient": task.recipient_npi,
        **happened.values,
    }
    entry = Entry(
        chain=referral.id,
        referral=referral.id,
        action=happened.action,
        actor=actor.principal.id,
        at=desk.clock(),
        origin=actor.origin,
        values={name: value for name, value in values.items() if value is not None},
        secret=happened.secret,
    )
    seal = desk.vault.seal_of(session, referral.id) if happened.secret else None
    event = desk.trail.append(session, entry, seal)
    _announce(session, desk, event)
    return event


def _announce(session: Session, desk: Desk, event: Event) -> None:
    """To every system that the operator wants told of such events."""
    for name, events in desk.terms.webhooks.items():
        if events & {event.action, "*"}:
            told = {"referral": event.chain}
            outbox_of(desk).put(session, Notice(WEBHOOK, name, event.action, told, event.id))
