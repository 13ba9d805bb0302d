"""Forms that are being sent, or were: a repeated click sends one of them once, and what was changed
in between is not taken for the same."""

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

SENT_BEFORE, SENT_OTHERWISE = "sent-before", "sent-otherwise"
_KNOWN_FOR = timedelta(days=1)
# A second click waits for what the first one does, as long as a person would.
_TRIES, _PAUSE_SECONDS = 50, 0.1


class SentOtherwise(Conflict):
    """A form was sent before, with other words in it; `location` is where that led."""

    def __init__(self, location: str) -> None:
        super().__init__(SENT_OTHERWISE)
        self.location = location


class SentForm(Table):
    """`location` is where its sender was led; None as long as it is worked on. `said` tells whether
    another one says the same, and nothing of what it says to whoever lacks the key."""

    __tablename__ = "sent_forms"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    said: Mapped[str | None] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class SentForms:
    """`key` is the form's own, random, and made with the page that it stands on."""

    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._store, self._now = store, now

    def begin(self, key: str, said: str) -> str | None:
        """None for the first; else where the first one led. Raises SentOtherwise where that one
        said something else, Conflict where it is not known what it led to: it is still worked on,
        or broke off."""
        for _ in range(_TRIES):
            try:
                self._claim(key, said)
                return None
            except IntegrityError:
                if location := self.led(key, said):
                    return location
            time.sleep(_PAUSE_SECONDS)
        raise Conflict(SENT_BEFORE)

    def led(self, key: str, said: str | None = None) -> str | None:
        """Where it led, if it was sent; raises SentOtherwise where it said something else."""
        with self._store.reading() as session:
            row = session.get(SentForm, digest_of(key))
            session.expunge_all()
        if row is None or row.location is None:
            return None
        if said is not None and row.said != _same(key, said):
            raise SentOtherwise(row.location)
        return row.location

    def done(self, key: str, location: str) -> None:
        led = update(SentForm).where(SentForm.digest == digest_of(key)).values(location=location)
        with self._store.transaction() as session:
            session.execute(led)

    def undone(self, key: str) -> None:
        """It was refused, and may be sent again."""
        with self._store.transaction() as session:
            session.execute(delete(SentForm).where(SentForm.digest == digest_of(key)))

    def _claim(self, key: str, said: str) -> None:
        now = self._now()
        with self._store.transaction() as session:
            session.execute(delete(SentForm).where(SentForm.at <= now - _KNOWN_FOR))
            same = _same(key, said)
            session.add(SentForm(digest=digest_of(key), said=same, location=None, at=now))


def _same(key: str, said: str) -> str:
    return digest_of(f"{key} {said}")
