"""Forms that are kept for whoever fills them in: those that were sent when their session was over,
for an hour, and those of several pages, until they are sent.

The text that opens them is in the browser alone, and is their key: the store cannot read what it
keeps. Of each page it keeps the last one of each person, `whose` stands in every form of theirs.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import String, Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.columns import UtcTime
from service.records.store import Store, Table
from service.records.vault import Seal

from .limits import utc_now
from .token_text import digest_of

KEPT_FOR = timedelta(hours=1)
# For how long a browser holds the text: longer than anything is kept that it opens.
TEXT_FOR = timedelta(days=1)


class KeptFormRow(Table):
    __tablename__ = "kept_forms"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


@dataclass(frozen=True)
class KeptForm:
    """`path` is of the page that it stands on; `fields` have a list of values each."""

    path: str
    fields: Mapping[str, list[str]] = field(repr=False)


def new_text() -> str:
    return secrets.token_urlsafe(32)


class KeptForms:
    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._store, self._now = store, now

    def keep(
        self, whose: str, form: KeptForm, held: str = "", lasting: timedelta = KEPT_FOR
    ) -> str:
        """The text that opens it, for this person alone: the one that the browser holds for other
        forms, if any."""
        text, now = held or new_text(), self._now()
        digest, sealed = _digest(text, form.path, whose), _sealed(text, whose, form)

        def work(session: Session) -> None:
            purge_kept_forms(session, now)
            session.merge(KeptFormRow(digest=digest, sealed=sealed, expires_at=now + lasting))

        self._store.retrying(work)
        return text

    def change(
        self, opened_by: tuple[str, str], path: str, change: Callable[[KeptForm], KeptForm]
    ) -> None:
        """As it is at that moment, by the text and the person; not where nothing is kept."""
        text, whose = opened_by

        def work(session: Session) -> None:
            row = session.get(KeptFormRow, _digest(text, path, whose), with_for_update=True)
            if row is not None and self._now() < row.expires_at:
                row.sealed = _sealed(text, whose, change(_opened(row, text, whose)))

        self._store.retrying(work)

    def find(self, text: str, path: str, whose: str) -> KeptForm | None:
        with self._store.reading() as session:
            row = session.get(KeptFormRow, _digest(text, path, whose))
            session.expunge_all()
        if row is None or self._now() >= row.expires_at:
            return None
        return _opened(row, text, whose)

    def forget(self, text: str, path: str, whose: str) -> None:
        gone = delete(KeptFormRow).where(KeptFormRow.digest == _digest(text, path, whose))
        with self._store.transaction() as session:
            session.execute(gone)


def purge_kept_forms(session: Session, now: datetime) -> None:
    session.execute(delete(KeptFormRow).where(KeptFormRow.expires_at <= now))


def _digest(text: str, path: str, whose: str) -> str:
    return digest_of(f"{text} {path} {whose}")


def _sealed(text: str, whose: str, form: KeptForm) -> str:
    return Seal(whose, text.encode()).seal(msgspec.json.encode(form).decode())


def _opened(row: KeptFormRow, text: str, whose: str) -> KeptForm:
    return msgspec.json.decode(Seal(whose, text.encode()).open(row.sealed), type=KeptForm)
