"""Sessions of signed-in pages, forms kept for who has to sign in again, forms that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_DIGEST = sa.String(64)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("principal", sa.String(100), nullable=False, index=True),
        sa.Column("sealed", sa.Text),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME, nullable=False, index=True),
    )
    op.create_table(
        "kept_forms",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False, index=True),
    )
    op.create_table(
        "sent_forms",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("location", sa.Text),
        sa.Column("at", _TIME, nullable=False, index=True),
    )


def downgrade() -> None:
    for table in ("sent_forms", "kept_forms", "web_sessions"):
        op.drop_table(table)
