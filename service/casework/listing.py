"""Lists of cases: those of the chapters of whoever asks, page by page, and how many wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from service.access.principal import Actor, Principal
from service.errors import NoSuchRecord

from .casework import Casework
from .tables import OPEN, EligibilityCase
from .viewing import View, actions_of, chapters_of, identity_of

Key = tuple[datetime, str]


@dataclass(frozen=True)
class Asked:
    """What a list is filtered by. `after` is the last one of the page before."""

    chapter: str | None = None
    program: str | None = None
    outcome: str | None = None
    state: str | None = None
    due: bool | None = None
    after: Key | None = None
    limit: int = 20


@dataclass(frozen=True)
class Listed:
    total: int
    rows: list[Any]
    next: Key | None


def list_cases(
    casework: Casework, actor: Actor, asked: Asked, render: Callable[[View], Any]
) -> Listed:
    """Newest first. One entry of the trail tells which page was seen."""
    chapters = chapters_of(actor.principal)
    if asked.chapter and asked.chapter not in chapters:
        raise NoSuchRecord
    seen = frozenset({asked.chapter}) if asked.chapter else chapters

    def work(session: Session) -> Listed:
        wanted = select(EligibilityCase).where(*_conditions(asked, seen, casework.today))
        total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        rows = list(session.scalars(_paged(wanted, asked)))
        shown = rows[: asked.limit]
        views = [_summary(session, casework, actor.principal, case) for case in shown]
        if named := [view.case.id for view in views if view.identity]:
            casework.tell_read(session, actor, None, cases=named)
        more = len(rows) > asked.limit
        last = (shown[-1].created_at, shown[-1].id) if more else None
        return Listed(total, [render(view) for view in views], last)

    return casework.records.store.retrying(work)


def count_due(casework: Casework, actor: Actor) -> int:
    """How many cases of their chapters wait to be checked again; nobody's facts are read for it."""
    chapters = chapters_of(actor.principal)
    due = _conditions(Asked(due=True), chapters, casework.today)
    counted = select(func.count()).select_from(EligibilityCase).where(*due)
    with casework.records.store.reading() as session:
        return session.scalar(counted) or 0


def _summary(
    session: Session, casework: Casework, principal: Principal, case: EligibilityCase
) -> View:
    """Without its decisions and history."""
    return View(
        case=case,
        identity=identity_of(session, casework, case),
        decided=(),
        actions=actions_of(case, principal),
        events=[],
        reasons={},
        others=(),
        awards=(),
        today=casework.today,
    )


def _conditions(asked: Asked, chapters: frozenset[str], today: date) -> list[ColumnElement[bool]]:
    row = EligibilityCase
    found: list[ColumnElement[bool]] = [row.chapter.in_(chapters)]
    for name in ("program", "outcome", "state"):
        if (value := getattr(asked, name)) is not None:
            found.append(getattr(row, name) == value)
    if asked.due is not None:
        due = and_(row.state == OPEN, row.recheck_on.is_not(None), row.recheck_on <= today)
        found.append(due if asked.due else ~due)
    return found


def _paged(wanted: Select[Any], asked: Asked) -> Select[Any]:
    row = EligibilityCase
    if asked.after:
        moment, identity = asked.after
        same = and_(row.created_at == moment, row.id < identity)
        wanted = wanted.where(or_(row.created_at < moment, same))
    return wanted.order_by(row.created_at.desc(), row.id.desc()).limit(asked.limit + 1)
