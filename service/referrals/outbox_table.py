"""The outbox's table: a notice is written once, claimed by one deliverer at a time, and marked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    ColumnElement,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.columns import UtcTime
from service.records.store import Table

from .notice import EMAIL, Notice

WAITING, SENT, DEAD = "waiting", "sent", "dead"
ERASED = "erased"  # the error of what is not sent because its referral was erased
# Longer than a mail server or a webhook may take over one notice, answer by answer.
LEASE = timedelta(minutes=5)
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Row(Table):
    """`to` is empty where `sealed_to` holds the address: a patient's, sealed by the referral's
    key. `last_error` is a code, never what a server said: that may hold an address."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("event", "kind", "to", "template", name="outbox_once"),
        Index("outbox_due", "state", "next_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    to: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(40))
    sealed_to: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    last_error: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def lane(self) -> str:
        """What fails together: e-mail as a whole, each webhook by itself."""
        return EMAIL if self.kind == EMAIL else self.to


@dataclass(frozen=True)
class Ready:
    """What a deliverer can send just now."""

    kinds: Collection[str]
    seals: bool
    stopped_lanes: Collection[str] = ()

    @property
    def _can_send(self) -> ColumnElement[bool]:
        can = and_(Row.kind.in_(self.kinds), _lane().not_in(self.stopped_lanes))
        return can if self.seals else and_(can, Row.sealed_to.is_(None))

    def claim(self, session: Session, now: datetime) -> Row | None:
        """The row that is due the longest, leased. One statement: SQLite has one writer at a
        time, and PostgreSQL passes over rows that another is just claiming."""
        due = (
            select(Row.id)
            .where(_is_due(now), self._can_send)
            .order_by(Row.next_at, Row.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        lease = (
            update(Row)
            .where(Row.id.in_(select(due.c.id)))
            .values(leased_until=now + LEASE)
            .returning(Row)
            .execution_options(synchronize_session=False)
        )
        return session.scalar(lease)

    def left(self, session: Session, now: datetime) -> int:
        """How many are due that this deliverer cannot send."""
        asked = select(func.count()).select_from(Row).where(_is_due(now), ~self._can_send)
        return session.scalar(asked)


def write(session: Session, notice: Notice, sealed_to: str | None, now: datetime) -> None:
    """Once; a second of the same event, kind, address and template changes nothing."""
    row = {
        "id": uuid4().hex,
        "event": notice.event,
        "kind": notice.kind,
        "to": "" if notice.sealed_to else notice.to,
        "template": notice.template,
        "sealed_to": sealed_to,
        "language": notice.language,
        "values": dict(notice.values),
        "state": WAITING,
        "attempts": 0,
        "next_at": now,
        "made_at": now,
    }
    insert = _INSERT[session.get_bind().dialect.name]
    session.execute(insert(Row).values(row).on_conflict_do_nothing())


def mark_sent(session: Session, row: Row, now: datetime) -> bool:
    """Also when the lease ran out meanwhile: it was sent. Link and office are no longer needed.
    False if it was marked before."""
    kept = {name: value for name, value in row.values.items() if name not in ("link", "office")}
    changes = {"state": SENT, "attempts": row.attempts + 1, "last_error": None, "values": kept}
    return _mark(session, Row.id == row.id, ended_at=now, **changes)


def mark_failed(session: Session, row: Row, **changes: Any) -> bool:
    """False if the lease ran out and another deliverer has it, or had it."""
    held = and_(Row.id == row.id, Row.leased_until == row.leased_until)
    return _mark(session, held, attempts=row.attempts + 1, **changes)


def hold_lane(session: Session, lane: str, until: datetime) -> None:
    """Nothing of a lane is tried before its receiver asked for more."""
    waiting = and_(_lane() == lane, Row.state == WAITING, Row.next_at < until)
    asked = update(Row).where(waiting).values(next_at=until)
    session.execute(asked.execution_options(synchronize_session=False))


def mark_again(session: Session, identity: str, now: datetime) -> bool:
    """A dead one from the start, a waiting one at once; False if it is neither, or of a referral
    that was erased."""
    changes = {"state": WAITING, "attempts": 0, "next_at": now, "ended_at": None}
    erased = Row.last_error.is_not_distinct_from(ERASED)
    asked = update(Row).where(Row.id == identity, Row.state != SENT, ~erased)
    return session.execute(asked.values(changes)).rowcount == 1


def end_erased(session: Session, referral: str, now: datetime) -> None:
    """What of a referral was not sent never will be, not even by hand."""
    its_own = and_(Row.state != SENT, Row.values["referral"].as_string() == referral)
    changes = {"state": DEAD, "last_error": ERASED, "ended_at": now, "leased_until": None}
    asked = update(Row).where(its_own).values(values={"referral": referral}, **changes)
    session.execute(asked.execution_options(synchronize_session=False))


def _mark(session: Session, which: ColumnElement[bool], **changes: Any) -> bool:
    asked = update(Row).where(which, Row.state == WAITING).values(leased_until=None, **changes)
    return session.execute(asked.execution_options(synchronize_session=False)).rowcount == 1


def _lane() -> ColumnElement[str]:
    return case((Row.kind == EMAIL, EMAIL), else_=Row.to)


def _is_due(now: datetime) -> ColumnElement[bool]:
    free = or_(Row.leased_until.is_(None), Row.leased_until <= now)
    return and_(Row.state == WAITING, Row.next_at <= now, free)
