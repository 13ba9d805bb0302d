"""Referrals: orders, the tasks of those who were asked, and what belongs to them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.String(20)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("organization", sa.String(10), nullable=False, index=True),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("order_status", sa.String(20), nullable=False),
        sa.Column("priority", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("patient", sa.String(64), index=True),
        sa.Column("sealed", sa.JSON, nullable=False),
        sa.Column("shortlist", sa.JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False, index=True),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("erased_at", _TIME),
    )
    _tasks()
    _parts()
    op.create_table(
        "remembered",
        sa.Column("scope", sa.String(100), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("body", sa.String(64), nullable=False),
        _of_referral(),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("until", _TIME, nullable=False),
    )


def _parts() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("task_id", _ID, sa.ForeignKey("tasks.id"), nullable=False, index=True),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("how", sa.Text),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("id", _ID, primary_key=True),
        _of_referral(),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("recipients", sa.JSON, nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("given_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME),
        sa.Column("withdrawn_at", _TIME),
        sa.Column("recorded_by", sa.String(100), nullable=False),
    )
    op.create_table(
        "attachments",
        sa.Column("id", _ID, primary_key=True),
        _of_referral(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("added_by", sa.String(100), nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("referral_id", _ID, sa.ForeignKey("referrals.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("part_of", _ID),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("recipient_npi", sa.String(10)),
        sa.Column("location_id", sa.String(40)),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("business_status", sa.String(10)),
        sa.Column("worklist", sa.String(30), nullable=False),
        sa.Column("status_reason", sa.String(30)),
        sa.Column("filler", sa.String(40)),
        sa.Column("sent_at", _TIME),
        sa.Column("due_at", _TIME),
        sa.Column("appointment_at", _TIME),
        sa.Column("first_visit_at", _TIME),
        sa.Column("plan_of_care_at", _TIME),
        sa.Column("care_reminded_at", _TIME),
        sa.Column("ended_at", _TIME),
        sa.Column("stage", sa.Integer, nullable=False),
        sa.Column("code_number", sa.Integer, nullable=False),
        sa.Column("code_failures", sa.Integer, nullable=False),
        sa.UniqueConstraint("referral_id", "number"),
    )
    op.create_index("tasks_in_worklists", "tasks", ["current", "worklist", "due_at"])
    op.create_index("tasks_of_recipients", "tasks", ["recipient_npi", "current"])
    # A referral has one current task, whatever else goes wrong.
    current = sa.text("current")
    op.create_index(
        "one_current_task", "tasks", ["referral_id"], unique=True,
        sqlite_where=current, postgresql_where=current,
    )  # fmt: skip


def _of_referral() -> sa.Column:
    return sa.Column("referral_id", _ID, sa.ForeignKey("referrals.id"), nullable=False, index=True)


def downgrade() -> None:
    for table in (
        "runs",
        "remembered",
        "attachments",
        "consents",
        "deliveries",
        "tasks",
        "referrals",
    ):
        op.drop_table(table)
