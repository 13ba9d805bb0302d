"""Corrections: an OT withdrawn, a place closed or its address hidden, a fact confirmed, changed,
or in doubt.

One table. A row is never changed but for being undone: who decided what, when and why, stays.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.clock import EASTERN
from service.errors import NotFound
from service.records.columns import UtcTime
from service.records.store import Store, Table

WITHDRAW, HIDE, CORRECT = "withdraw", "hide", "correct"
CLOSE = "close"  # nobody is treated by this OT at that place
SAY = "say"  # a record that an office or a roster gave here; a source of its own, not staff's word
DOUBT = "doubt"  # opened by what became of a referral; staff have not decided yet


class Correction(Table):
    """`place` is the address (or name) of the location meant, None for the person; `field` and
    `value` what a `correct` says, what a `doubt` contradicts, the reason of a `withdraw`, or the
    record of a `say`, whose `field` is its source."""

    __tablename__ = "corrections"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    npi: Mapped[str] = mapped_column(String(10), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    place: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    field: Mapped[str | None] = mapped_column(String(80))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    by: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcTime)
    undone_by: Mapped[str | None] = mapped_column(String(100))
    undone_why: Mapped[str | None] = mapped_column(String(500))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def day(self) -> date:
        """The day of the decision, in the US East, as all days of ours."""
        return self.at.astimezone(EASTERN).date()

    @property
    def in_force(self) -> bool:
        return self.undone_at is None


def new_correction(npi: str, kind: str, **told: Any) -> Correction:
    """One that is not recorded yet: `by`, `why`, and what its kind needs."""
    return Correction(id=uuid4().hex[:12], npi=npi, kind=kind, at=datetime.now(UTC), **told)


class Corrections:
    """The table, in the order of decisions."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def record(self, correction: Correction) -> None:
        """Keep it. A second one of the same kind, place and field counts from now on: of two
        words on one fact the newer holds."""
        with self.store.transaction() as session:
            session.add(correction)
            session.flush()
            session.expunge(correction)

    def undo(self, identity: str, by: str, why: str) -> Correction:
        """As `take_back`, in a transaction of its own."""
        with self.store.transaction() as session:
            found = take_back(session, identity, by, why)
            session.expunge(found)
            return found

    def every(self, npi: str | None = None) -> list[Correction]:
        """All that were ever recorded, of one OT or of all."""
        asked = select(Correction).order_by(Correction.at, Correction.id)
        if npi is not None:
            asked = asked.where(Correction.npi == npi)
        with self.store.reading() as session:
            found = list(session.scalars(asked))
            session.expunge_all()
        return found

    def one(self, identity: str) -> Correction:
        """Raises NotFound."""
        with self.store.reading() as session:
            found = session.get(Correction, identity)
            session.expunge_all()
        if found is None:
            raise NotFound
        return found

    def places(self, npis: Collection[str]) -> dict[str, list[dict[str, str]]]:
        """By OT, every place that something in force is told of; of a doubt nobody decided."""
        asked = select(Correction.npi, Correction.place).where(
            Correction.kind != DOUBT, Correction.undone_at.is_(None), Correction.place.is_not(None)
        )
        if len(npis) == 1:  # of many at once the table is read as a whole
            asked = asked.where(Correction.npi.in_(npis))
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        with self.store.reading() as session:
            for npi, place in session.execute(asked):
                found[npi].append(place)
        return found


def take_back(session: Session, identity: str, by: str, why: str) -> Correction:
    """Undo one, of a doubt all that say the same; raises NotFound for one that is not in force."""
    found = session.get(Correction, identity)
    if found is None or not found.in_force:
        raise NotFound
    for each in (found, *same_doubts(session, found)):
        each.undone_by, each.undone_why = by, why
        each.undone_at = datetime.now(UTC)
    session.flush()
    return found


def same_doubts(session: Session, doubt: Correction) -> list[Correction]:
    """Those in force that doubt the same fact; none of what is no doubt."""
    asked = select(Correction).where(
        Correction.npi == doubt.npi,
        Correction.kind == DOUBT,
        Correction.field == doubt.field,
        Correction.undone_at.is_(None),
    )
    same = (doubt.kind, doubt.place, doubt.value)
    return [each for each in session.scalars(asked) if (each.kind, each.place, each.value) == same]
