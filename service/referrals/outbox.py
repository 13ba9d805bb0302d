"""The outbox: notices are written with the event that causes them, and delivered at least once.

A crash between sending and marking sends again, under the same id, so that a receiver can tell.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import SystemRandom
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.records.store import Store
from service.records.vault import Seal

from .notice import Notice
from .outbox_table import (
    DEAD,
    ERASED,
    SENT,
    WAITING,
    Ready,
    Row,
    hold_lane,
    mark_again,
    mark_failed,
    mark_sent,
    write,
)

_spread = SystemRandom().uniform


# The seal of a referral by its id; None where its key was destroyed.
SealOf = Callable[[Session, str], Seal | None]


class Undelivered(Exception):
    """A notice could not be sent now. `final`: nor ever. `lane_down`: nor can others of its lane,
    not before `after` seconds if the receiver asked for that. The code is short and ours, for what
    servers say may hold an address."""

    def __init__(
        self, code: str, *, final: bool = False, lane_down: bool = False, after: float = 0
    ) -> None:
        super().__init__(code)
        self.code, self.final, self.lane_down, self.after = code, final, lane_down, after


@dataclass(frozen=True)
class Delivery:
    """What a sender gets: a row with its address opened."""

    id: str
    to: str = field(repr=False)
    template: str
    language: str
    values: Mapping[str, str] = field(repr=False)
    event: str
    at: datetime


class Sender(Protocol):
    def send(self, delivery: Delivery) -> None:
        """Returns once the receiver has taken it; raises Undelivered."""


@dataclass(frozen=True)
class BackOff:
    """How long to wait after an attempt that failed, and when to give up."""

    attempts: int = 12
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)

    def wait(self, failed: int, after: float = 0) -> timedelta:
        """After `failed` attempts: doubled each time and spread, so that what failed together
        does not come back together; never sooner than the receiver asked for, up to the longest."""
        doubled = self.first * 2 ** min(failed - 1, 30)
        spread = min(doubled, self.longest) * _spread(0.8, 1.0)
        return max(spread, self.held(after))

    def held(self, after: float) -> timedelta:
        """How long a receiver can make us wait."""
        return min(timedelta(seconds=after), self.longest)


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt; `error` is a code."""

    id: str
    template: str
    state: str
    error: str | None = None


@dataclass(frozen=True)
class Report:
    """Counts of one run. `left` are due, but there was no way to send them."""

    sent: int
    waiting: int
    dead: int
    left: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _nobody_told(_: Session, __: Row) -> None: ...


@dataclass(frozen=True)
class Outbox:
    """`on_sent` is told of a row that was sent, `on_dead` of one that is given up, in the
    transaction that marks it. Without `seal_of` notices to patients can neither be put nor
    delivered."""

    store: Store
    seal_of: SealOf | None = None
    on_sent: Callable[[Session, Row], None] = _nobody_told
    on_dead: Callable[[Session, Row], None] = _nobody_told
    back_off: BackOff = BackOff()
    clock: Callable[[], datetime] = _utc_now

    def put(self, session: Session, notice: Notice) -> None:
        """In the caller's transaction, once: putting it again changes nothing. Raises ValueError
        for a patient's address that there is no key to seal with."""
        sealed = None
        if notice.sealed_to:
            seal = self.seal_of and self.seal_of(session, notice.values["referral"])
            if seal is None:
                raise ValueError("to: there is no key to seal a patient's address with")
            sealed = seal.seal(notice.to)
        write(session, notice, sealed, self.clock())

    def deliver(
        self,
        senders: Mapping[str, Sender],
        stop: Callable[[], bool] = lambda: False,
        tell: Callable[[Outcome], None] = lambda _: None,
    ) -> Report:
        """Send all that is due, by the sender of each kind, until `stop` says so. A lane that is
        down costs one row an attempt, not all of them."""
        counts, down = Counter[str](), set[str]()
        while not stop():
            ready = Ready(tuple(senders), self.seal_of is not None, down)
            claimed = self._claim(ready)
            if claimed is None:
                break
            row, seal = claimed
            failure = _attempt(senders[row.kind], row, seal)
            if failure and failure.lane_down:
                down.add(row.lane)
            outcome = self._mark(row, failure)
            counts[outcome.state] += 1
            tell(outcome)
        with self.store.transaction() as session:
            left = Ready(tuple(senders), self.seal_of is not None, down).left(session, self.clock())
        return Report(counts[SENT], counts[WAITING], counts[DEAD], left)

    def every(self, state: str | None = None) -> list[Row]:
        """All rows, or those of one state, oldest first."""
        asked = select(Row).order_by(Row.made_at, Row.id)
        with self.store.transaction() as session:
            found = list(session.scalars(asked.where(Row.state == state) if state else asked))
            session.expunge_all()
        return found

    def retry(self, identity: str) -> None:
        """Try one again at once, and as often as a new one; raises NotFound for one that was sent,
        that is of an erased referral, or that there is not."""
        with self.store.transaction() as session:
            if not mark_again(session, identity, self.clock()):
                raise NotFound

    def _claim(self, ready: Ready) -> tuple[Row, Seal | None] | None:
        """A row with the seal of its address, if that is a sealed one."""
        with self.store.transaction() as session:
            row = ready.claim(session, self.clock())
            if row is None:
                return None
            session.expunge(row)
            sealed = row.sealed_to is not None
            return row, self.seal_of(session, row.values["referral"]) if sealed else None

    def _mark(self, row: Row, failure: Undelivered | None) -> Outcome:
        def work(session: Session) -> Outcome:
            if failure:
                return self._failed(session, row, failure)
            if mark_sent(session, row, self.clock()):
                self.on_sent(session, row)
            return Outcome(row.id, row.template, SENT)

        return self.store.retrying(work)

    def _failed(self, session: Session, row: Row, failure: Undelivered) -> Outcome:
        now, failed = self.clock(), row.attempts + 1
        if failure.final or failed >= self.back_off.attempts:
            state, changes = DEAD, {"state": DEAD, "ended_at": now}
        else:
            wait = self.back_off.wait(failed, failure.after)
            state, changes = WAITING, {"next_at": now + wait}
        if failure.lane_down and failure.after:
            hold_lane(session, row.lane, now + self.back_off.held(failure.after))
        if not mark_failed(session, row, last_error=failure.code, **changes):
            return Outcome(row.id, row.template, WAITING, "lease-over")
        if state == DEAD:
            row.state, row.last_error = DEAD, failure.code
            self.on_dead(session, row)
        return Outcome(row.id, row.template, state, failure.code)


def _attempt(sender: Sender, row: Row, seal: Seal | None) -> Undelivered | None:
    if row.sealed_to is not None and seal is None:
        return Undelivered(ERASED, final=True)
    try:
        to = seal.open(row.sealed_to) if seal else row.to
        sender.send(
            Delivery(row.id, to, row.template, row.language, row.values, row.event, row.made_at)
        )
    except Undelivered as failure:
        return failure
    except Exception as error:  # one notice that nobody foresaw must not hold up all behind it
        return Undelivered(f"failed-{type(error).__name__}"[:40])
    return None
