"""Deliveries say how they were made in sealed words, which are longer.

What was written in clear before stays as the trail vouches for it until `otmatch referrals purge`,
which has the keys, seals it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.alter_column("how", existing_type=sa.String(200), type_=sa.Text)
        table.add_column(sa.Column("sealed", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Sealed words stay sealed, and as long as they are."""
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("sealed")
