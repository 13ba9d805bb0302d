"""The table of awards: what a programme pays for one case, and how much of it was used."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.columns import UtcTime
from service.records.store import Table
from service.records.vouching import Vouched

ACTIVE, USED_UP, EXPIRED, REVOKED = "active", "used-up", "expired", "revoked"
STATES = (ACTIVE, USED_UP, EXPIRED, REVOKED)


class Award(Vouched, Table):
    """`visits` and `amount_cents` are authorised, None where it is not of that kind. What was used
    may come to more visits than were authorised, but never to more cents.

    It holds nothing of the person: offices of its `referral_id` see it too.
    """

    __tablename__ = "awards"
    __table_args__ = (Index("awards_of_programs", "program", "made_on"),)

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("eligibility_cases.id"), index=True)
    chapter: Mapped[str] = mapped_column(String(64), index=True)
    program: Mapped[str] = mapped_column(String(80))
    program_version: Mapped[int]
    visits: Mapped[int | None]
    visits_used: Mapped[int]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    spent_cents: Mapped[int] = mapped_column(BigInteger)
    made_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(Date)  # the last day
    referral_id: Mapped[str | None] = mapped_column(String(20), index=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def chain(self) -> str:
        return self.case_id

    @classmethod
    def by_chain(cls) -> tuple[Select[Any], ColumnElement[str]]:
        return select(cls), cls.case_id

    @property
    def visits_left(self) -> int | None:
        return None if self.visits is None else max(0, self.visits - self.visits_used)

    @property
    def visits_over(self) -> int:
        """Visits that were made beyond those that are authorised, which nobody pays."""
        return 0 if self.visits is None else max(0, self.visits_used - self.visits)

    @property
    def is_used_up(self) -> bool:
        spent = self.amount_cents is None or self.spent_cents >= self.amount_cents
        return spent and (self.visits is None or self.visits_used >= self.visits)

    def is_live(self, today: date) -> bool:
        """Whether what is left of it may still be used."""
        return self.revoked_at is None and today <= self.expires_on

    def state(self, today: date) -> str:
        if self.revoked_at:
            return USED_UP if self.is_used_up else REVOKED
        if today > self.expires_on:
            return EXPIRED
        return USED_UP if self.is_used_up else ACTIVE


def awards_of(session: Session, case: str) -> list[Award]:
    """Of one case, in the order they were made."""
    asked = select(Award).where(Award.case_id == case)
    return list(session.scalars(asked.order_by(Award.made_at, Award.id)))


def awards_for(session: Session, referral: str) -> list[Award]:
    """Attached to one referral, the one that ends first at the head."""
    asked = select(Award).where(Award.referral_id == referral)
    return list(session.scalars(asked.order_by(Award.expires_on, Award.made_at, Award.id)))
