"""One runner at a time: a lease in the store, which a killed runner's successor takes over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.columns import UtcTime
from service.records.locks import hold
from service.records.store import Table

from .desk import Desk

_LEASE = timedelta(minutes=10)


class Run(Table):
    """Who runs something that one runner does, until when at most."""

    __tablename__ = "runs"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcTime)


@contextmanager
def alone(desk: Desk, name: str) -> Iterator[bool]:
    """Whether nobody else runs it; while inside, nobody else will."""
    lease = desk.store.retrying(lambda session: _take(session, desk, name))
    try:
        yield lease is not None
    finally:
        if lease:
            desk.store.retrying(lambda session: _give_back(session, name, lease))


def _take(session: Session, desk: Desk, name: str) -> datetime | None:
    """Until when it is this runner's; None while it is another's. A lease that ends later than any
    that is taken now was taken by a clock that went ahead, and holds nobody back."""
    hold(session, f"run {name}")
    run, now = session.get(Run, name), desk.clock()
    if run and now < run.until <= now + _LEASE:
        return None
    session.merge(Run(name=name, until=now + _LEASE))
    return now + _LEASE


def _give_back(session: Session, name: str, lease: datetime) -> None:
    """Not that of a successor, who took over from a runner that was taken for dead."""
    session.execute(delete(Run).where(Run.name == name, Run.until == lease))
