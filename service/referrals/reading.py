"""Reading referrals: one, or a worklist page by page, with what each principal may see."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from service.access.actions import Scope, scopes
from service.access.principal import Principal
from service.errors import Forbidden

from .case import Case, case_of, find_case, sees_all, tell_read
from .desk import Actor, Desk
from .tables import Referral, Task
from .worklists import STUCK

T = TypeVar("T")
Key = tuple[datetime, str]


@dataclass(frozen=True)
class Asked:
    """What a worklist is filtered by: `stuck` are those where nothing happens by itself, or not in
    time. `after` is the last one of the page before."""

    worklist: str | None = None
    status: str | None = None
    overdue: bool | None = None
    stuck: bool | None = None
    after: Key | None = None
    limit: int = 20


@dataclass(frozen=True)
class Listed:
    total: int
    cases: list[Any]
    next: Key | None


def read(desk: Desk, actor: Actor, identity: str, render: Callable[[Case], T]) -> T:
    """One referral; raises NotFound for one that is not for these eyes."""

    def work(session: Session) -> T:
        return render(find_case(session, desk, actor, identity))

    return desk.store.retrying(work)


def worklist_page(desk: Desk, actor: Actor, asked: Asked, render: Callable[[Case], Any]) -> Listed:
    """Newest first. One entry of the trail tells which page was seen."""
    seen = _visible(actor.principal, desk.clock())

    def work(session: Session) -> Listed:
        wanted = _filtered(select(Referral).join(Task).where(seen, Task.current), desk, asked)
        total = session.scalar(select(func.count()).select_from(wanted.subquery()))
        rows = list(session.scalars(_paged(wanted, asked)))
        cases = [case_of(session, desk, actor, referral) for referral in rows[: asked.limit]]
        shown = [case.referral.id for case in cases if case.shows_patient]
        if shown:
            tell_read(session, desk, actor, None, referrals=shown)
        more = len(rows) > asked.limit
        last = (cases[-1].referral.created_at, cases[-1].referral.id) if more else None
        return Listed(total, [render(case) for case in cases], last)

    return desk.store.retrying(work)


def counts(desk: Desk, actor: Actor) -> list[tuple[str, int, int]]:
    """Worklist, how many stand in it, how many of these are overdue: no patient in sight."""
    allowed = scopes(actor.principal, "referrals.counts")
    if not allowed:
        raise Forbidden
    whose = true() if Scope.ANY in allowed else or_(*_theirs(actor.principal, allowed))
    return _counted(desk, whose)


def listed_counts(desk: Desk, actor: Actor) -> list[tuple[str, int, int]]:
    """As `counts`, but only of what their worklists show: beside a list of two nobody looks for
    thirteen."""
    return _counted(desk, _visible(actor.principal, desk.clock()))


def _counted(desk: Desk, whose: ColumnElement[bool]) -> list[tuple[str, int, int]]:
    late = func.count().filter(Task.due_at <= desk.clock())
    asked = select(Task.worklist, func.count(), late).join(Referral).where(Task.current, whose)
    asked = asked.group_by(Task.worklist).order_by(Task.worklist)
    with desk.store.reading() as session:
        return [tuple(row) for row in session.execute(asked)]


def _visible(principal: Principal, now: datetime) -> ColumnElement[bool]:
    """The condition that a principal's scopes make; raises Forbidden without any."""
    allowed = scopes(principal, "referrals.list")
    if not allowed:
        raise Forbidden
    parts = _theirs(principal, allowed)
    if Scope.ANY in allowed:
        parts.append(true() if sees_all(principal) else _stuck(now))
    return or_(*parts)


def _theirs(principal: Principal, allowed: Collection[Scope]) -> list[ColumnElement[bool]]:
    parts = [false()]
    if Scope.ORGANIZATION in allowed:
        parts.append(Referral.organization == principal.organization)
    if Scope.ADDRESSED in allowed:
        parts.append(and_(Task.recipient_npi == principal.npi, Task.sent_at.is_not(None)))
    return parts


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(Task.due_at.is_not(None), Task.due_at <= now)


def _stuck(now: datetime) -> ColumnElement[bool]:
    return or_(Task.worklist.in_(STUCK), _late(now))


def _filtered(wanted: Select, desk: Desk, asked: Asked) -> Select:
    if asked.worklist:
        wanted = wanted.where(Task.worklist == asked.worklist)
    if asked.status:
        wanted = wanted.where(Task.status == asked.status)
    if asked.overdue is not None:
        late = _late(desk.clock())
        wanted = wanted.where(late if asked.overdue else ~late)
    if asked.stuck is not None:
        stuck = _stuck(desk.clock())
        wanted = wanted.where(stuck if asked.stuck else ~stuck)
    return wanted


def _paged(wanted: Select, asked: Asked) -> Select:
    if asked.after:
        moment, identity = asked.after
        older = Referral.created_at < moment
        same = and_(Referral.created_at == moment, Referral.id < identity)
        wanted = wanted.where(or_(older, same))
    newest = (Referral.created_at.desc(), Referral.id.desc())
    return wanted.order_by(*newest).limit(asked.limit + 1)
