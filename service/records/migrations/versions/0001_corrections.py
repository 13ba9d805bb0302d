"""What staff decided of facts of the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("npi", sa.String(10), nullable=False, index=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("place", sa.JSON),
        sa.Column("field", sa.String(80)),
        sa.Column("value", sa.JSON),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(100)),
        sa.Column("undone_why", sa.String(500)),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("corrections")
