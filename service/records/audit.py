"""The trail: who did or read what, when and from where, in chains that show what was changed.

Each event's hash is a keyed one over the event before it. It covers an HMAC of what is secret,
never the ciphertext: so the keys can be rotated, and a record erased, with the chain left whole.
"""

import secrets
from collections.abc import Iterator
from datetime import UTC
from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from service.errors import WrongKey

from .events import READS, ROLL, Chain, Entry, Event
from .keys import Keys
from .vault import Seal
from .verification import ChainState, chain_states
from .vouching import ROWS, canonical, tell_rows

_SALT_LENGTH = 32  # characters before every secret, so that its HMAC cannot be guessed at


class Trail:
    """The events, in the caller's transaction."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def append(self, session: Session, entry: Entry, seal: Seal | None = None) -> Event:
        """It tells of all rows of its chain that were changed so far. The chain stays locked to the
        transaction's end: who appends to several takes the referral's first and READS last. `seal`
        is needed for a secret."""
        rows = tell_rows(session, entry.chain, self._keys)
        asked = select(Chain.count, Chain.head).where(Chain.name == entry.chain)
        found = session.execute(asked.with_for_update()).one_or_none()
        count, head = found or (0, _next_place(session))
        event = Event(
            id=uuid4().hex,
            chain=entry.chain,
            number=count + 1,
            referral=entry.referral,
            action=entry.action,
            actor=entry.actor,
            at=entry.at.astimezone(UTC),
            origin=entry.origin,
            values={**entry.values, ROWS: rows} if rows else dict(entry.values),
            previous=head,
        )
        if entry.secret is not None:
            self._close(event, entry.secret, seal)
        event.hash = self.hash_of(event)
        session.add(event)
        session.flush()
        grown = {"count": event.number, "head": event.hash}
        chain = update(Chain).where(Chain.name == entry.chain) if found else insert(Chain)
        session.execute(chain.values(name=entry.chain, **grown))
        return event

    def events(self, session: Session, referral: str) -> list[Event]:
        """What became of a referral, in order."""
        asked = select(Event).where(Event.chain == referral).order_by(Event.number)
        return list(session.scalars(asked))

    def reads(self, session: Session, referral: str) -> list[Event]:
        """Who read a referral, in order."""
        asked = select(Event).where(Event.chain == READS, Event.referral == referral)
        return list(session.scalars(asked.order_by(Event.number)))

    def open_secret(self, event: Event, seal: Seal) -> str | None:
        """Raises WrongKey where it is not the one that was recorded."""
        if event.secret is None:
            return None
        salted = seal.open(event.secret)
        if self._keys.blind("audit secret", salted) != event.secret_hmac:
            raise WrongKey("a sealed value was exchanged; `otmatch audit verify` may tell more")
        return salted[_SALT_LENGTH:]

    def states(self, session: Session, chain: str | None = None) -> Iterator[ChainState]:
        """Of every chain, or of one, as they are found; the session must be one that sees one
        state of all tables: `Store.reading`."""
        return chain_states(session, self.hash_of, chain)

    def verify(self, session: Session) -> list[ChainState]:
        """All of `states`."""
        return list(self.states(session))

    def hash_of(self, event: Event) -> str:
        """What the event's hash has to be."""
        told = [event.previous, event.chain, event.number, event.id, event.referral, event.action,
                event.actor, event.at.isoformat(), event.origin, event.values,
                event.secret_hmac]  # fmt: skip
        return self._keys.blind("audit", canonical(told))

    def _close(self, event: Event, secret: str, seal: Seal | None) -> None:
        if seal is None:
            raise ValueError("seal: is needed for an entry with a secret")
        salted = secrets.token_hex(_SALT_LENGTH // 2) + secret
        event.secret = seal.seal(salted)
        event.secret_hmac = self._keys.blind("audit secret", salted)


def _next_place(session: Session) -> str:
    """Of a new chain among all; who begins another one waits for this transaction's end."""
    counted = update(Chain).where(Chain.name == ROLL).values(count=Chain.count + 1)
    return str(session.scalar(counted.returning(Chain.count)))
