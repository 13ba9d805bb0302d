"""One data key for each record, so that erasing a record is destroying its key."""

import base64
import hmac
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.errors import Erased, NotFound, WrongKey

from .columns import UtcTime
from .keys import Keys
from .store import Table


class RecordKey(Table):
    """`wrapped` is gone once the key was destroyed; `wrapped_by` is the id of the key around it."""

    __tablename__ = "record_keys"

    record: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrapped: Mapped[str | None] = mapped_column(Text)
    wrapped_by: Mapped[str | None] = mapped_column(String(16), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Seal:
    """Closes and opens what belongs to one record; the record's name is a part of the key, so that
    nothing can be moved to another record, not even with the key around it."""

    def __init__(self, record: str, key: bytes) -> None:
        own = hmac.digest(key, record.encode(), sha256)
        self._fernet = Fernet(base64.urlsafe_b64encode(own))

    def seal(self, text: str) -> str:
        return self.seal_bytes(text.encode(errors="surrogatepass")).decode()

    def open(self, sealed: str) -> str:
        """Raises WrongKey for what this seal did not close, or what was changed since."""
        return self.open_bytes(sealed.encode()).decode(errors="surrogatepass")

    def seal_bytes(self, data: bytes) -> bytes:
        return self._fernet.encrypt(data)

    def open_bytes(self, sealed: bytes) -> bytes:
        """As `open`."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise WrongKey(
                "a sealed value is damaged, or belongs to another record; restore it from a backup"
            ) from None


class Vault:
    """The data keys, in the caller's transaction."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def make(self, session: Session, record: str) -> Seal:
        """The seal of a record that has none yet."""
        key, now = Fernet.generate_key(), datetime.now(UTC)
        wrapped = self._keys.wrap(key)
        by = self._keys.newest
        session.add(RecordKey(record=record, wrapped=wrapped, wrapped_by=by, made_at=now))
        session.flush()
        return _kept(session).setdefault(record, Seal(record, key))

    def seal_of(self, session: Session, record: str) -> Seal:
        """Looked up once in a transaction. Raises NotFound, Erased, WrongKey."""
        if record in _kept(session):
            return _kept(session)[record]
        asked = select(RecordKey.wrapped).where(RecordKey.record == record)
        found = session.execute(asked).one_or_none()
        if found is None:
            raise NotFound
        if found.wrapped is None:
            raise Erased
        seal = Seal(record, self._keys.unwrap(found.wrapped))
        return _kept(session).setdefault(record, seal)

    def destroy(self, session: Session, record: str) -> None:
        """For good. What was destroyed before keeps its day; raises NotFound."""
        _kept(session).pop(record, None)
        gone = {"wrapped": None, "wrapped_by": None, "destroyed_at": datetime.now(UTC)}
        held = update(RecordKey).where(RecordKey.record == record, RecordKey.wrapped.is_not(None))
        session.execute(held.values(gone))
        if session.get(RecordKey, record) is None:
            raise NotFound


def _kept(session: Session) -> dict[str, Seal]:
    """The seals that a transaction has used so far; each has a session of its own."""
    return session.info.setdefault("seals", {})
