"""Forms that were sent when their session was over: kept for an hour, for whoever filled them in.

The text that opens them is in the browser alone, and is their key: the store cannot read what it
keeps. Of each page it keeps the last one.
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
    principal: Mapped[str] = mapped_column(String(100))
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

    def keep(self, principal: str, form: KeptForm, held: str = "") -> str:
        """The text that opens it, for this principal alone: the one that the browser holds for
        other forms, if any."""
        text, now = held or secrets.token_urlsafe(32), self._now()
        row = KeptFormRow(
            digest=_digest(text, form.path),
            principal=principal,
            sealed=_seal(text, principal).seal(msgspec.json.encode(form).decode()),
            expires_at=now + KEPT_FOR,
        )
        with self._store.transaction() as session:
            session.execute(delete(KeptFormRow).where(KeptFormRow.expires_at <= now))
            session.merge(row)
        return text

    def is_kept(self, text: str, path: str) -> bool:
        return self._row(text, path) is not None

    def find(self, text: str, path: str, principal: str) -> KeptForm | None:
        row = self._row(text, path)
        if row is None or row.principal != principal:
            return None
        return msgspec.json.decode(_seal(text, principal).open(row.sealed), type=KeptForm)

    def forget(self, text: str, path: str) -> None:
        gone = delete(KeptFormRow).where(KeptFormRow.digest == _digest(text, path))
        with self._store.transaction() as session:
            session.execute(gone)

    def _row(self, text: str, path: str) -> KeptFormRow | None:
        with self._store.reading() as session:
            row = session.get(KeptFormRow, _digest(text, path))
            session.expunge_all()
        return row if row and self._now() < row.expires_at else None


def _digest(text: str, path: str) -> str:
    return digest_of(f"{text} {path}")


def _seal(text: str, principal: str) -> Seal:
    return Seal(principal, text.encode())
