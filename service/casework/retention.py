"""How cases end: the key of one is destroyed; who decided what and when stays on its trail."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.errors import NoSuchRecord
from service.records.ids import is_id

from .award_table import awards_of
from .award_uses import end_awards
from .casework import Casework, Happened
from .tables import CLOSED, EligibilityCase

ERASE = "erase"


def erase_case(casework: Casework, actor: Actor, identity: str, why: str) -> None:
    """Nothing of the person can be read any more, and nothing leads to them. Raises NoSuchRecord,
    also for one that is erased."""

    def work(session: Session) -> None:
        case = _locked(session, identity)
        if case is None or case.erased_at:
            raise NoSuchRecord
        _erase(session, casework, actor, case, why)

    casework.records.store.retrying(work)


def expire_cases(casework: Casework, actor: Actor, kept_days: int) -> int:
    """Erase what was closed and kept long enough; returns how many cases that were."""
    before = casework.clock() - timedelta(days=kept_days)
    row = EligibilityCase
    over = select(row.id).where(
        row.state == CLOSED, row.erased_at.is_(None), row.updated_at < before
    )
    with casework.records.store.reading() as session:
        found = list(session.scalars(over))
    for identity in found:
        casework.records.store.retrying(
            lambda session, i=identity: _expire(session, casework, actor, i)
        )
    return len(found)


def _expire(session: Session, casework: Casework, actor: Actor, identity: str) -> None:
    case = _locked(session, identity)
    if case and not case.erased_at:
        _erase(session, casework, actor, case, "kept long enough")


def _locked(session: Session, identity: str) -> EligibilityCase | None:
    asked = select(EligibilityCase).where(EligibilityCase.id == identity).with_for_update()
    return session.scalars(asked).one_or_none() if is_id(identity) else None


def _erase(
    session: Session, casework: Casework, actor: Actor, case: EligibilityCase, why: str
) -> None:
    case.change(casework.clock())
    casework.records.vault.destroy(session, case.id)
    case.sealed = case.patient = None
    case.state, case.proposed, case.proposed_by = CLOSED, None, None
    case.erased_at = casework.clock()
    for decision in case.decisions:
        decision.sealed = None
    end_awards(session, casework, actor, awards_of(session, case.id), None)
    casework.tell(session, actor, case.id, Happened(ERASE, {"why": why}))
