"""Awards of programmes, and what of them was used."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ID = sa.String(20)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "awards",
        sa.Column("id", _ID, primary_key=True),
        sa.Column(
            "case_id", _ID, sa.ForeignKey("eligibility_cases.id"), nullable=False, index=True
        ),
        sa.Column("chapter", sa.String(64), nullable=False, index=True),
        sa.Column("program", sa.String(80), nullable=False),
        sa.Column("program_version", sa.Integer, nullable=False),
        sa.Column("visits", sa.Integer),
        sa.Column("visits_used", sa.Integer, nullable=False),
        sa.Column("amount_cents", sa.BigInteger),
        sa.Column("spent_cents", sa.BigInteger, nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("referral_id", _ID, index=True),  # referrals know of awards, not the reverse
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME),
    )
    op.create_index("awards_of_programs", "awards", ["program", "made_on"])


def downgrade() -> None:
    op.drop_table("awards")
