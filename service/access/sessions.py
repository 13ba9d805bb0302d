"""Sessions of signed-in pages: known by a random text that only the browser has, and over when
nobody uses them or when they are too old.

Of a token's holder the session keeps nothing but the token's id, which is looked up at each
request: a revoked or expired token ends its sessions at once. What an issuer said of a person is
sealed by the session's text itself, so that the store alone cannot read it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from service.access.errors import InvalidToken
from service.records.columns import UtcTime
from service.records.store import Store, Table
from service.records.vault import Seal

from .limits import utc_now
from .principal import Principal
from .token_text import digest_of
from .tokens import HOLDER, Tokens

_NOTED_EVERY = timedelta(minutes=1)


class WebSession(Table):
    __tablename__ = "web_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    principal: Mapped[str] = mapped_column(String(100), index=True)
    sealed: Mapped[str | None] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


@dataclass(frozen=True)
class Lasting:
    """`idle` without a request; `most` in all."""

    idle: timedelta = timedelta(minutes=30)
    most: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class Session:
    """`until` it holds if nothing more is asked; `last` is when it ends in any case."""

    text: str = field(repr=False)
    principal: Principal
    until: datetime
    last: datetime


class Sessions:
    def __init__(
        self, store: Store, tokens: Tokens, lasting: Lasting, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._store, self._tokens, self.lasting, self.now = store, tokens, lasting, now

    def begin(self, principal: Principal) -> str:
        """The text of a new session."""
        text, now = secrets.token_urlsafe(32), self.now()
        is_token = principal.id.startswith(HOLDER)
        row = WebSession(
            digest=digest_of(text),
            principal=principal.id,
            sealed=None if is_token else _seal(text).seal(_written(principal)),
            begun_at=now,
            used_at=now,
        )
        forgotten = now - self.lasting.most
        with self._store.transaction() as session:
            session.execute(delete(WebSession).where(WebSession.begun_at < forgotten))
            session.add(row)
        return text

    def find(self, text: str) -> Session | None:
        """None for one that never was, or is over."""
        row = self._row(text)
        if row is None or (found := self._opened(row, text)) is None:
            return None
        if row.used_at <= self.now() - _NOTED_EVERY:
            return self.prolong(found)
        return found

    def prolong(self, held: Session) -> Session:
        """From now on it lasts as long as it may without a request."""
        now, digest = self.now(), digest_of(held.text)
        with self._store.transaction() as session:
            session.execute(
                update(WebSession).where(WebSession.digest == digest).values(used_at=now)
            )
        until = min(now + self.lasting.idle, held.last)
        return Session(held.text, held.principal, until, held.last)

    def every(self) -> list[WebSession]:
        """Those that may still go on, the newest first."""
        now = self.now()
        with self._store.reading() as session:
            used = WebSession.used_at > now - self.lasting.idle
            begun = WebSession.begun_at > now - self.lasting.most
            asked = select(WebSession).where(used, begun).order_by(WebSession.begun_at.desc())
            found = list(session.scalars(asked))
            session.expunge_all()
        return found

    def end(self, text: str) -> None:
        with self._store.transaction() as session:
            session.execute(delete(WebSession).where(WebSession.digest == digest_of(text)))

    def end_all(self, principal: str) -> int:
        """Everywhere where they signed in; how many."""
        with self._store.transaction() as session:
            gone = session.execute(delete(WebSession).where(WebSession.principal == principal))
            return gone.rowcount

    def _row(self, text: str) -> WebSession | None:
        with self._store.reading() as session:
            row = session.get(WebSession, digest_of(text))
            session.expunge_all()
        return row

    def _opened(self, row: WebSession, text: str) -> Session | None:
        last = row.begun_at + self.lasting.most
        if row.sealed is None:
            try:
                token = self._tokens.held(row.principal.removeprefix(HOLDER))
            except InvalidToken:
                return None
            principal, last = token.principal, min(last, token.expires_at)
        else:
            principal = _read(_seal(text).open(row.sealed))
        until = min(row.used_at + self.lasting.idle, last)
        return Session(text, principal, until, last) if self.now() < until else None


def _seal(text: str) -> Seal:
    return Seal("session", text.encode())


def _written(principal: Principal) -> str:
    told: dict[str, Any] = {name: getattr(principal, name) for name in _FIELDS}
    return msgspec.json.encode(told, order="sorted").decode()


def _read(text: str) -> Principal:
    return msgspec.json.decode(text, type=Principal)


_FIELDS = tuple(Principal.__dataclass_fields__)
