"""The tables of referrals. What tells of a patient stands in `sealed` columns only."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.records.columns import UtcTime
from service.records.store import Table
from service.records.vouching import ChainHead, Vouched

from .lifecycle import State


class _Part(Vouched):
    """What belongs to one referral."""

    @property
    def chain(self) -> str:
        return self.referral_id

    @classmethod
    def by_chain(cls) -> tuple[Select[Any], ColumnElement[str]]:
        return select(cls), cls.referral_id


class Referral(ChainHead, Table):
    """The order (FHIR's ServiceRequest). `version` counts every change, for ETags.

    `patient` is the blind index of who it is about; None once erased, as `sealed` is empty then.
    """

    __tablename__ = "referrals"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    organization: Mapped[str] = mapped_column(String(10), index=True)
    author: Mapped[str] = mapped_column(String(100))
    order_status: Mapped[str] = mapped_column(String(20))
    priority: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    patient: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed: Mapped[dict[str, str]] = mapped_column(JSON)
    shortlist: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcTime)
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="referral", order_by="Task.number", lazy="selectin"
    )

    @property
    def task(self) -> "Task":
        """The newest, whose state is the referral's."""
        return self.tasks[-1]


class Task(_Part, Table):
    """One OT asked to take a referral; asking another is another task."""

    __tablename__ = "tasks"
    unvouched: ClassVar[frozenset[str]] = frozenset({"code_number", "code_failures"})
    __table_args__ = (
        UniqueConstraint("referral_id", "number"),
        Index("tasks_in_worklists", "current", "worklist", "due_at"),
        Index("tasks_of_recipients", "recipient_npi", "current"),
        Index(
            "one_current_task",
            "referral_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id"))
    number: Mapped[int]
    part_of: Mapped[str | None] = mapped_column(String(20))
    current: Mapped[bool]
    recipient_npi: Mapped[str | None] = mapped_column(String(10))
    location_id: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    business_status: Mapped[str | None] = mapped_column(String(10))
    worklist: Mapped[str] = mapped_column(String(30))
    status_reason: Mapped[str | None] = mapped_column(String(30))
    filler: Mapped[str | None] = mapped_column(String(40))  # the recipient's own number
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)  # past it, the referral is overdue
    appointment_at: Mapped[datetime | None] = mapped_column(UtcTime)
    first_visit_at: Mapped[datetime | None] = mapped_column(UtcTime)
    plan_of_care_at: Mapped[datetime | None] = mapped_column(UtcTime)
    care_reminded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    stage: Mapped[int]  # how often somebody was told that nobody confirmed
    code_number: Mapped[int]  # how many one-time codes were used up
    code_failures: Mapped[int]  # wrong codes since the last right one
    referral: Mapped[Referral] = relationship(back_populates="tasks")
    deliveries: Mapped[list["Delivery"]] = relationship(
        back_populates="task", order_by="Delivery.at, Delivery.id", lazy="selectin"
    )

    @property
    def state(self) -> State:
        return State(self.status, self.business_status)

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at <= now

    @property
    def delivered(self) -> bool:
        """Whether an attempt is under way or was made, and somebody owns it."""
        return bool(self.deliveries) and self.deliveries[-1].state != "failed"

    @property
    def arrived_at(self) -> datetime | None:
        """When it was first brought to its OT; None while no delivery was made."""
        return next((one.at for one in self.deliveries if one.state == "made"), None)


class Delivery(Vouched, Table):
    """One attempt to bring a task to its OT: by which channel, whose it is, what became of it."""

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    owner: Mapped[str] = mapped_column(String(100))  # a person, or "outbox"
    state: Mapped[str] = mapped_column(String(10))  # waiting, made, failed, erased
    how: Mapped[str | None] = mapped_column(Text)  # sealed
    at: Mapped[datetime] = mapped_column(UtcTime)
    task: Mapped[Task] = relationship(back_populates="deliveries")

    @property
    def chain(self) -> str:
        return self.task.referral_id

    @classmethod
    def by_chain(cls) -> tuple[Select[Any], ColumnElement[str]]:
        return select(cls).join(Task), Task.referral_id


class Consent(_Part, Table):
    """What a patient allowed: for what, to whom, how and when, until when; and its withdrawal."""

    __tablename__ = "consents"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20))  # shortlist, status-page, messages
    recipients: Mapped[list[str]] = mapped_column(JSON)
    how: Mapped[str] = mapped_column(String(20))  # verbal, written, electronic, unknown
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    recorded_by: Mapped[str] = mapped_column(String(100))

    def holds(self, at: datetime) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or at < self.expires_at)


class Attachment(_Part, Table):
    """A PDF, sealed; its name is sealed as well."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # order, report, plan-of-care
    name: Mapped[str] = mapped_column(Text)  # sealed
    body: Mapped[bytes] = mapped_column(
        LargeBinary, deferred=True
    )  # sealed; read when it is asked for
    size: Mapped[int]
    pages: Mapped[int]
    added_by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Remembered(Table):
    """A request that was answered, so that sending it again gives the same answer.

    `key` and `body` are blind indexes; the answer is sealed with the referral's key.
    """

    __tablename__ = "remembered"

    scope: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str] = mapped_column(String(64))
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id"), index=True)
    answer: Mapped[str] = mapped_column(Text)  # sealed
    at: Mapped[datetime] = mapped_column(UtcTime)
