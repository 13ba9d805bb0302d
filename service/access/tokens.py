"""API tokens: made, shown once, found by what is sent, revoked. Only their hashes are kept."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, String, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from service.access.errors import InvalidToken
from service.errors import InvalidQuery, NotFound, Problem
from service.records.columns import UtcTime
from service.records.store import Store, Table

from .principal import Principal
from .rights import Rights, check_rights
from .token_text import digest_of, id_in, is_text_of, new_token

USUAL_DAYS, MOST_DAYS = 90, 400
HOLDER = "token:"  # how the id of a token's holder begins
# How exactly the last use is known: a write for each request would cost more than it tells.
_USE_EVERY = timedelta(minutes=1)


class ApiToken(Table):
    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(100))
    roles: Mapped[list[str]] = mapped_column(JSON)
    organization: Mapped[str | None] = mapped_column(String(10))
    npi: Mapped[str | None] = mapped_column(String(10))
    chapters: Mapped[list[str]] = mapped_column(JSON)
    grants: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)

    def standing(self, now: datetime) -> str:
        if self.revoked_at is not None:
            return "revoked"
        return "active" if now < self.expires_at else "expired"

    @property
    def principal(self) -> Principal:
        return Principal(
            id=f"{HOLDER}{self.id}",
            name=self.label,
            roles=frozenset(self.roles),
            organization=self.organization,
            npi=self.npi,
            chapters=frozenset(self.chapters),
            grants=frozenset(self.grants),
        )


@dataclass(frozen=True)
class NewToken:
    """The only time that the text of a token is there to be shown."""

    id: str
    text: str = field(repr=False)
    expires_at: datetime


class Tokens:
    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, label: str, rights: Rights, days: int = USUAL_DAYS) -> NewToken:
        """Raises InvalidQuery for rights that make no sense, or last too long."""
        check_rights(rights)
        if not 1 <= days <= MOST_DAYS:
            raise InvalidQuery(Problem("days", "not_whole", {"most": MOST_DAYS}, str(USUAL_DAYS)))
        identity, text = new_token()
        now = datetime.now(UTC)
        row = ApiToken(
            id=identity,
            digest=digest_of(text),
            label=label,
            roles=sorted(rights.roles),
            organization=rights.organization,
            npi=rights.npi,
            chapters=sorted(rights.chapters),
            grants=sorted(rights.grants),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        with self._store.transaction() as session:
            session.add(row)
        return NewToken(identity, text, now + timedelta(days=days))

    def every(self) -> list[ApiToken]:
        """All that were ever made, the oldest first."""
        with self._store.reading() as session:
            found = list(session.scalars(select(ApiToken).order_by(ApiToken.created_at)))
            session.expunge_all()
        return found

    def revoke(self, identity: str) -> None:
        """From the next request on, in every worker; raises NotFound. Twice is as once."""
        revoked = update(ApiToken).where(ApiToken.id == identity, ApiToken.revoked_at.is_(None))
        with self._store.transaction() as session:
            if session.get(ApiToken, identity) is None:
                raise NotFound
            session.execute(revoked.values(revoked_at=datetime.now(UTC)))

    def principal_of(self, text: str) -> Principal:
        """Who sent this token; raises InvalidToken for one that is wrong, expired or revoked."""
        identity = id_in(text)
        if identity is None:
            raise InvalidToken
        row = self._row(identity)
        if not is_text_of(row and row.digest, text):
            raise InvalidToken
        return self._used(row).principal

    def held(self, identity: str) -> ApiToken:
        """One that its holder has shown before, by its id; raises as principal_of."""
        return self._used(self._row(identity))

    def _row(self, identity: str) -> ApiToken | None:
        with self._store.reading() as session:
            row = session.get(ApiToken, identity)
            session.expunge_all()
        return row

    def _used(self, row: ApiToken | None) -> ApiToken:
        now = datetime.now(UTC)
        if row is None or row.standing(now) != "active":
            raise InvalidToken
        if row.last_used_at is None or row.last_used_at <= now - _USE_EVERY:
            self._note_use(row.id, now)
        return row

    def _note_use(self, identity: str, now: datetime) -> None:
        unnoted = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now - _USE_EVERY)
        used = update(ApiToken).where(ApiToken.id == identity, unnoted).values(last_used_at=now)
        with self._store.transaction() as session:
            session.execute(used)
