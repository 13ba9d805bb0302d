"""A lock on something that has no row yet, to the end of the transaction."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from .databases import POSTGRESQL

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def hold(session: Session, name: str) -> None:
    """Whoever holds the same name waits. SQLite has one writer at a time, and needs none."""
    if session.get_bind().dialect.name == POSTGRESQL:
        session.execute(_LOCK, {"name": name})
