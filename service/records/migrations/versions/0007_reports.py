"""Reports by anybody that a listing is wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("npi", sa.String(10), nullable=False, index=True),
        sa.Column("place", sa.JSON),
        sa.Column("field", sa.String(80), nullable=False),
        sa.Column("value", sa.String(200)),
        sa.Column("sealed", sa.Text),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("why", sa.String(500)),
        sa.Column("decided_by", sa.String(100)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("correction", sa.String(12)),
    )


def downgrade() -> None:
    op.drop_table("reports")
