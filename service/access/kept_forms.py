"""Forms that were sent when their session was over: kept for an hour, for whoever filled them in.

The text that opens them is in the browser alone, and is their key: the store cannot read what it
keeps. Of each page it keeps the last one of each person, `whose` stands in every form of theirs.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import String, Text, delete
from sqlalchemy.orm import Mapped, mapped_column

from service.records.columns import UtcTime
from service.records.store import Store, Table
from service.records.vault import Seal

from .limits import utc_now
from .token_text import digest_of

KEPT_FOR = timedelta(hours=1)


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


class KeptForms:
    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._store, self._now = store, now

    def keep(self, whose: str, form: KeptForm, held: str = "") -> str:
        """The text that opens it, for this person alone: the one that the browser holds for other
        forms, if any."""
        text, now = held or secrets.token_urlsafe(32), self._now()
        row = KeptFormRow(
            digest=_digest(text, form.path, whose),
            sealed=_seal(text, whose).seal(msgspec.json.encode(form).decode()),
            expires_at=now + KEPT_FOR,
        )
        with self._store.transaction() as session:
            session.execute(delete(KeptFormRow).where(KeptFormRow.expires_at <= now))
            session.merge(row)
        return text

    def find(self, text: str, path: str, whose: str) -> KeptForm | None:
        with self._store.reading() as session:
            row = session.get(KeptFormRow, _digest(text, path, whose))
            session.expunge_all()
        if row is None or self._now() >= row.expires_at:
            return None
        return msgspec.json.decode(_seal(text, whose).open(row.sealed), type=KeptForm)

    def forget(self, text: str, path: str, whose: str) -> None:
        gone = delete(KeptFormRow).where(KeptFormRow.digest == _digest(text, path, whose))
        with self._store.transaction() as session:
            session.execute(gone)


def _digest(text: str, path: str, whose: str) -> str:
    return digest_of(f"{text} {path} {whose}")


def _seal(text: str, whose: str) -> Seal:
    return Seal(whose, text.encode())
