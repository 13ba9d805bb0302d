"""Cases of eligibility: recorded decisions, and the texts that they were made by."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_ID = sa.String(20)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rule_texts",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kept_at", _TIME, nullable=False),
    )
    op.create_table(
        "eligibility_cases",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("chapter", sa.String(64), nullable=False),
        sa.Column("program", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("overridden", sa.Boolean, nullable=False),
        sa.Column("proposed", sa.String(20)),
        sa.Column("proposed_by", sa.String(200)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("patient", sa.String(64), index=True),
        sa.Column("sealed", sa.Text),
        sa.Column("recheck_on", sa.Date),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("erased_at", _TIME),
    )
    op.create_index("cases_of_chapters", "eligibility_cases", ["chapter", "created_at"])
    op.create_index("cases_to_recheck", "eligibility_cases", ["chapter", "state", "recheck_on"])
    _decisions()


def _decisions() -> None:
    text = "rule_texts.fingerprint"
    op.create_table(
        "eligibility_decisions",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("case_id", _ID, sa.ForeignKey("eligibility_cases.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("program_version", sa.Integer, nullable=False),
        sa.Column("program_text", sa.String(64), sa.ForeignKey(text), nullable=False),
        sa.Column("guidelines_text", sa.String(64), sa.ForeignKey(text), nullable=False),
        sa.Column("sealed", sa.Text),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.UniqueConstraint("case_id", "number"),
    )


def downgrade() -> None:
    for table in ("eligibility_decisions", "eligibility_cases", "rule_texts"):
        op.drop_table(table)
