"""Forms that are being sent, or were: a repeated click sends one of them once."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import String, Text, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from service.errors import Conflict
from service.records.columns import UtcTime
from service.records.store import Store, Table

from .limits import utc_now
from .token_text import digest_of

SENT_BEFORE = "sent-before"
_KNOWN_FOR = timedelta(days=1)
# A second click waits for what the first one does, as long as a person would.
_TRIES, _PAUSE_SECONDS = 50, 0.1


class SentForm(Table):
    """`location` is where its sender was led; None as long as it is worked on."""

    __tablename__ = "sent_forms"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class SentForms:
    """`key` is the form's own, random, and made with the page that it stands on."""

    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._store, self._now = store, now

    def begin(self, key: str) -> str | None:
        """None for the first; else where the first one led. Raises Conflict where that is not
        known: it is still worked on, or broke off."""
        for _ in range(_TRIES):
            try:
                self._claim(key)
                return None
            except IntegrityError:
                if location := self._location(key):
                    return location
            time.sleep(_PAUSE_SECONDS)
        raise Conflict(SENT_BEFORE)

    def done(self, key: str, location: str) -> None:
        led = update(SentForm).where(SentForm.digest == digest_of(key)).values(location=location)
        with self._store.transaction() as session:
            session.execute(led)

    def undone(self, key: str) -> None:
        """It was refused, and may be sent again."""
        with self._store.transaction() as session:
            session.execute(delete(SentForm).where(SentForm.digest == digest_of(key)))

    def _claim(self, key: str) -> None:
        now = self._now()
        with self._store.transaction() as session:
            session.execute(delete(SentForm).where(SentForm.at <= now - _KNOWN_FOR))
            session.add(SentForm(digest=digest_of(key), location=None, at=now))

    def _location(self, key: str) -> str | None:
        with self._store.reading() as session:
            row = session.get(SentForm, digest_of(key))
            session.expunge_all()
        return row and row.location
