"""Shortlists: a few OTs and what they are for, kept some days for whoever holds the code.

Nobody's identity is in one. What stands in it is sealed by a key that takes both the code and the
operator's index key, so neither the store alone nor a code alone opens anything; the code itself is
kept as its blind index. Who holds the code may also delete: it is all that a patient has on paper,
a second secret would be lost, and a list that is gone is soon made again.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

import msgspec
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import CursorResult, String, Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.columns import UtcTime
from service.records.store import Store, Table

from .content import Addressee
from .shortlist_codes import code_of, new_code, read_code

MOST_OTS = 10
USUAL_DAYS = 30


class Blind(Protocol):
    """The store's keys, as far as shortlists use them."""

    def blind(self, purpose: str, value: str) -> str: ...


class ShortlistRow(Table):
    """`code` is the blind index of the code, `sealed` what stands in the list."""

    __tablename__ = "shortlists"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Shortlist(msgspec.Struct, frozen=True, kw_only=True, repr_omit_defaults=True):
    """OTs in the order of choice; `postal_code` is about where the patient is."""

    recipients: tuple[Addressee, ...]
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    postal_code: str | None = None
    expires_at: datetime | None = None  # of one that is kept

    def __repr__(self) -> str:
        return f"<Shortlist of {len(self.recipients)}>"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Shortlists:
    """All that are kept. A code is given and taken as `read_code` reads it."""

    store: Store
    keys: Blind
    days: int = USUAL_DAYS
    clock: Callable[[], datetime] = field(default=_now, repr=False)

    def keep(self, shortlist: Shortlist, once: str = "") -> tuple[str, Shortlist]:
        """Its new code, and the list with its end. Those whose time is over are dropped. What was
        kept for the same `once` is not kept a second time."""
        now = self.clock()
        kept = msgspec.structs.replace(shortlist, expires_at=now + timedelta(days=self.days))

        def work(session: Session) -> tuple[str, Shortlist]:
            purge_shortlists(session, now)
            code = self._code_for(shortlist, once) if once else ""
            if code and (row := session.get(ShortlistRow, self._blind(code))):
                held = self._opened(code, row)
                if msgspec.structs.replace(held, expires_at=None) == shortlist:
                    return code, held
                code = ""  # by chance somebody else's
            code = code or self._free_code(session)
            session.add(self._row(code, kept))
            return code, kept

        return self.store.retrying(work)

    def read(self, code: str) -> Shortlist | None:
        """None where there is none, or none any longer."""
        with self.store.reading() as session:
            row = session.get(ShortlistRow, self._blind(code))
            if row is None or row.expires_at <= self.clock():
                return None
            return self._opened(code, row)

    def delete(self, code: str) -> bool:
        """Whether there was one."""
        with self.store.transaction() as session:
            row = session.get(ShortlistRow, self._blind(code))
            if row is None:
                return False
            session.delete(row)
            return row.expires_at > self.clock()

    def _free_code(self, session: Session) -> str:
        code = new_code()
        return self._free_code(session) if session.get(ShortlistRow, self._blind(code)) else code

    def _code_for(self, shortlist: Shortlist, once: str) -> str:
        """One that nobody can tell who has no key."""
        told = f"{once} {msgspec.json.encode(shortlist).decode()}"
        return code_of(int(self.keys.blind("shortlist made once", told), 16))

    def _opened(self, code: str, row: ShortlistRow) -> Shortlist:
        return msgspec.json.decode(self._cipher(code).decrypt(row.sealed), type=Shortlist)

    def _row(self, code: str, kept: Shortlist) -> ShortlistRow:
        sealed = self._cipher(code).encrypt(msgspec.json.encode(kept)).decode()
        return ShortlistRow(code=self._blind(code), sealed=sealed, expires_at=kept.expires_at)

    def _blind(self, code: str) -> str:
        return self.keys.blind("shortlist code", code)

    def _cipher(self, code: str) -> Fernet:
        """Codes are too few to keep a secret by themselves, so the index key goes into it."""
        material = self.keys.blind("shortlist content", code).encode()
        derived = HKDF(SHA256(), length=32, salt=None, info=b"otmatch shortlist").derive(material)
        return Fernet(base64.urlsafe_b64encode(derived))


def purge_shortlists(session: Session, now: datetime) -> int:
    """Drops those whose time is over; gives how many."""
    gone = session.execute(delete(ShortlistRow).where(ShortlistRow.expires_at <= now))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def shortlist_of(shortlists: Shortlists, code: str) -> Shortlist | None:
    """What a referral begins with; None for a code that leads to none. `code` as it was written:
    raises ValueError for a mistyped one."""
    return shortlists.read(read_code(code))
