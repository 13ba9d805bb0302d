"""One open referral for the same patient, service and recipient, unless a second one is meant."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import Conflict
from service.records.locks import hold

from .content import open_content
from .desk import Desk
from .lifecycle import TERMINAL
from .notifying import content_of
from .tables import Referral, Task

DUPLICATE = "duplicate-referral"
ALLOWED = "duplicate_allowed"  # in an event's values: somebody said why there is a second one


@dataclass(frozen=True)
class Asked:
    """Who is asked for what. `patient` is the blind index, `but` the referral that asks."""

    patient: str | None
    services: Collection[str]
    npi: str | None
    but: str | None = None


def asked_by(session: Session, desk: Desk, referral: Referral, npi: str | None) -> Asked:
    """The referral as it stands, if it went to this OT."""
    services = content_of(session, desk, referral).services
    return Asked(referral.patient, services, npi, referral.id)


def refuse_duplicate(session: Session, desk: Desk, asked: Asked) -> None:
    """Raises Conflict with the open one. Of two that ask at once, the second one waits here."""
    hold(session, f"patient {asked.patient}")
    if there := duplicate_of(session, desk, asked):
        raise Conflict(DUPLICATE, referral=there)


def foresee(desk: Desk, asked: Asked) -> str | None:
    """The open one, to be told of before anything is sent."""
    with desk.store.reading() as session:
        return duplicate_of(session, desk, asked)


def duplicate_of(session: Session, desk: Desk, asked: Asked) -> str | None:
    """An open one of the same patient and recipient that asks for one of the same services."""
    wanted = set(asked.services)
    like_it = (
        select(Referral)
        .join(Task)
        .where(Referral.patient == asked.patient, Referral.erased_at.is_(None), Task.current)
        .where(Task.recipient_npi == asked.npi, Referral.id != (asked.but or ""))
    )
    for referral in session.scalars(like_it):
        if referral.task.state in TERMINAL:
            continue
        there = open_content(referral.sealed, desk.vault.seal_of(session, referral.id)).services
        if wanted & set(there) or not (wanted and there):
            return referral.id
    return None


def was_allowed(session: Session, desk: Desk, referral: Referral, npi: str | None) -> bool:
    """Whether somebody said before why there is a second one to this OT."""
    events = desk.trail.events(session, referral.id)
    return any(e.values.get(ALLOWED) and e.values.get("recipient") == npi for e in events)
