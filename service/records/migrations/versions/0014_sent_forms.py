"""Whether a form that is sent once more says the same as the first time."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("sent_forms", sa.Column("said", sa.String(64)))


def downgrade() -> None:
    op.drop_column("sent_forms", "said")
