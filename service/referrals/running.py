"""One runner at a time: a lease in the store, which a killed runner's successor takes over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

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
    with desk.store.transaction() as session:
        hold(session, f"run {name}")
        run = session.get(Run, name)
        is_alone = run is None or run.until <= desk.clock()
        if is_alone:
            session.merge(Run(name=name, until=desk.clock() + _LEASE))
    try:
        yield is_alone
    finally:
        if is_alone:
            with desk.store.transaction() as session:
                session.merge(Run(name=name, until=desk.clock()))
