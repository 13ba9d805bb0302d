"""Counts that hold over all workers: one small table, one atomic statement for each change."""

from datetime import datetime

from sqlalchemy import Integer, String, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from service.records.columns import UtcTime
from service.records.store import Store, Table


class AccessCount(Table):
    """`at` is the time of the last change; past `expires_at` the row means nothing."""

    __tablename__ = "access_counts"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Counts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, key: str, by: int, at: datetime, expires_at: datetime) -> int:
        """The count with these; begins anew where the last one has expired."""
        with self._store.transaction() as session:
            dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
            row = {"key": key, "count": by, "at": at, "expires_at": expires_at}
            insert = dialect.insert(AccessCount).values(**row)
            counted = case((AccessCount.expires_at <= at, by), else_=AccessCount.count + by)
            upsert = insert.on_conflict_do_update(
                index_elements=[AccessCount.key],
                set_={"count": counted, "at": at, "expires_at": expires_at},
            )
            return session.execute(upsert.returning(AccessCount.count)).scalar_one()

    def read(self, key: str, at: datetime) -> tuple[int, datetime]:
        """The count, and when it last changed."""
        with self._store.reading() as session:
            row = session.get(AccessCount, key)
            session.expunge_all()
        return (row.count, row.at) if row and row.expires_at > at else (0, at)

    def forget(self, key: str) -> None:
        with self._store.transaction() as session:
            session.execute(delete(AccessCount).where(AccessCount.key == key))

    def purge(self, at: datetime) -> None:
        with self._store.transaction() as session:
            session.execute(delete(AccessCount).where(AccessCount.expires_at <= at))
