"""Counts of eligibility checks by day and chapter, without any fact."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "check_counts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("chapter", sa.String(80), primary_key=True),
        sa.Column("program", sa.String(80), primary_key=True),
        sa.Column("outcome", sa.String(20), primary_key=True),
        sa.Column("criterion", sa.String(200), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("check_counts")
