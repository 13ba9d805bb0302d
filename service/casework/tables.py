"""The tables of cases: decisions on a person that staff keep. What tells of a person is sealed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.records.columns import UtcTime
from service.records.store import Table
from service.records.vouching import ChainHead, Vouched

OPEN, CLOSED = "open", "closed"
PROGRAM, GUIDELINES = "program", "guidelines"


class RuleText(Table):
    """A text that decisions were made by, under its fingerprint, which tells any change of it."""

    __tablename__ = "rule_texts"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcTime)


class EligibilityCase(ChainHead, Table):
    """One person and one programme, at one chapter. `version` counts every change, for ETags.

    `outcome` is what holds now: the last decision's, or what staff decided otherwise; `proposed`
    is an outcome that waits for a second person, and `proposed_by` who asks for it.
    `patient` is the blind index of who it is about, within the chapter; None where nobody was
    named, and once erased.
    """

    __tablename__ = "eligibility_cases"
    __table_args__ = (
        Index("cases_of_chapters", "chapter", "created_at"),
        Index("cases_to_recheck", "chapter", "state", "recheck_on"),
    )

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    chapter: Mapped[str] = mapped_column(String(64))
    program: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(20))
    overridden: Mapped[bool]
    proposed: Mapped[str | None] = mapped_column(String(20))
    proposed_by: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int]
    patient: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed: Mapped[str | None] = mapped_column(Text)  # Identity
    recheck_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decisions: Mapped[list["EligibilityDecision"]] = relationship(
        back_populates="case", order_by="EligibilityDecision.number", lazy="selectin"
    )

    @property
    def decision(self) -> "EligibilityDecision":
        """The newest."""
        return self.decisions[-1]


class EligibilityDecision(Vouched, Table):
    """What one version of the programme said of some facts. It is never changed but by erasure.

    `program_text` and `guidelines_text` are fingerprints: what it was decided by.
    """

    __tablename__ = "eligibility_decisions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("eligibility_cases.id"))
    number: Mapped[int]
    program_version: Mapped[int]
    program_text: Mapped[str] = mapped_column(ForeignKey("rule_texts.fingerprint"))
    guidelines_text: Mapped[str] = mapped_column(ForeignKey("rule_texts.fingerprint"))
    sealed: Mapped[str | None] = mapped_column(Text)  # Inputs
    outcome: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcTime)
    case: Mapped[EligibilityCase] = relationship(back_populates="decisions")

    @property
    def chain(self) -> str:
        return self.case_id

    @classmethod
    def by_chain(cls) -> tuple[Select[Any], ColumnElement[str]]:
        return select(cls), cls.case_id
