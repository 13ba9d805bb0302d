"""Tables of the trail: the events, and the chains that they hang together in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .columns import UtcTime
from .store import Table

READS = "reads"
ROLL = "chains"  # the row that counts the chains; no chain has this name


class Event(Table):
    """One thing that happened. Its row is never changed."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("chain", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chain: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(BigInteger)
    referral: Mapped[str | None] = mapped_column(String(64), index=True)
    action: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    origin: Mapped[str] = mapped_column(String(100))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    secret: Mapped[str | None] = mapped_column(Text)
    secret_hmac: Mapped[str | None] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Chain(Table):
    """How long a chain is and the hash at its end; who appends locks its row.

    The first event is bound to the place of its chain among all that were ever begun, as any other
    one is to the event before it: so a chain that is gone as a whole leaves a gap.
    """

    __tablename__ = "chains"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Entry:
    """What is to be recorded. `values` say nothing of the patient; `secret` may."""

    chain: str  # a referral's id, or READS
    referral: str | None
    action: str
    actor: str
    at: datetime
    origin: str
    values: Mapping[str, Any] = field(default_factory=dict)
    secret: str | None = field(default=None, repr=False)
