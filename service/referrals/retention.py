"""What is kept how long, and how it goes: its key is destroyed, its trail stays."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from service.access.kept_forms import purge_kept_forms
from service.errors import NoSuchRecord

from .case import locked
from .delivery import ERASED, WAITING
from .desk import Actor, Desk
from .lifecycle import DRAFT
from .outbox_table import end_erased
from .shortlists import purge_shortlists
from .tables import Attachment, Referral, Remembered, Task
from .telling import Happened, tell
from .worklists import CLOSED

ERASE = "erase"


def erase(desk: Desk, actor: Actor, identity: str, why: str) -> None:
    """Nothing of the patient can be read any more; who did what and when stays, and its chain can
    be checked. Raises NoSuchRecord, also for one that is erased."""

    def work(session: Session) -> None:
        referral = locked(session, identity)
        if referral.erased_at:
            raise NoSuchRecord
        _erase(session, desk, actor, referral, why)

    desk.store.retrying(work)


def expire(desk: Desk, actor: Actor) -> int:
    """Erase what was kept long enough; returns how many referrals were erased."""
    over = _over(desk)
    for identity in over:
        desk.store.retrying(lambda session, i=identity: _expire(session, desk, actor, i))
    with desk.store.transaction() as session:
        oldest = _before(desk, "remembered")
        session.execute(delete(Remembered).where(Remembered.at < oldest))
        purge_shortlists(session, desk.clock())
        purge_kept_forms(session, desk.clock())
    return len(over)


def _over(desk: Desk) -> list[str]:
    asked = (
        select(Referral.id)
        .join(Task)
        .where(Task.current, Referral.erased_at.is_(None))
        .where(
            ((Task.worklist == CLOSED) & (Referral.updated_at < _before(desk, "closed")))
            | ((Task.worklist == DRAFT.status) & (Referral.updated_at < _before(desk, "draft")))
        )
    )
    with desk.store.reading() as session:
        return list(session.scalars(asked))


def _expire(session: Session, desk: Desk, actor: Actor, identity: str) -> None:
    referral = locked(session, identity)
    if not referral.erased_at:
        _erase(session, desk, actor, referral, "kept long enough")


def _erase(session: Session, desk: Desk, actor: Actor, referral: Referral, why: str) -> None:
    referral.change(desk.clock())
    desk.vault.destroy(session, referral.id)
    referral.sealed, referral.patient = {}, None
    referral.erased_at = desk.clock()
    referral.task.worklist, referral.task.due_at = CLOSED, None  # nobody can work on it any more
    _end_deliveries(session, desk, referral)
    session.execute(delete(Remembered).where(Remembered.referral_id == referral.id))
    papers = select(Attachment).where(Attachment.referral_id == referral.id)
    for paper in session.scalars(papers.options(defer(Attachment.body))):
        session.delete(paper)
    tell(session, desk, actor, referral, Happened(ERASE, {"why": why}))


def _end_deliveries(session: Session, desk: Desk, referral: Referral) -> None:
    """What waits is not sent, and nothing says any more how it was delivered."""
    end_erased(session, referral.id, desk.clock())
    for delivery in (each for task in referral.tasks for each in task.deliveries):
        delivery.how = None
        if delivery.state == WAITING:
            delivery.state = ERASED


def _before(desk: Desk, kind: str) -> datetime:
    return desk.clock() - timedelta(days=desk.terms.kept_days[kind])
