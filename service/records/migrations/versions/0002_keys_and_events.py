"""Keys of sealed records, and the trail of events that nothing can be taken from.

Who rebuilds `events` or `chains` in a later migration (SQLite changes a table by copying it) makes
these triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Table -> what is forbidden there. A chain's row only ever counts up.
_FORBIDDEN = {"events": ("UPDATE", "DELETE"), "chains": ("DELETE",)}
_SQLITE = """
CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} cannot be changed or deleted'); END
"""
_SQLITE_COUNTS_UP = """
CREATE TRIGGER chains_count_up BEFORE UPDATE ON chains
WHEN NEW.name <> OLD.name OR NEW.count <> OLD.count + 1
BEGIN SELECT RAISE(ABORT, 'chains cannot be changed or deleted'); END
"""
_POSTGRESQL_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% cannot be changed or deleted', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
_POSTGRESQL_COUNTS_UP = """
CREATE TRIGGER chains_count_up BEFORE UPDATE ON chains
FOR EACH ROW WHEN (NEW.name <> OLD.name OR NEW.count <> OLD.count + 1)
EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "record_keys",
        sa.Column("record", sa.String(64), primary_key=True),
        sa.Column("wrapped", sa.Text),
        sa.Column("wrapped_by", sa.String(16), index=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "key_check",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wrapped", sa.Text, nullable=False),
        sa.Column("blind", sa.String(64), nullable=False),
    )
    op.create_table(
        "chains",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("referral", sa.String(64), index=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(100), nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("secret_hmac", sa.String(64)),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("chain", "number"),
    )
    _forbid()


def _forbid() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(_POSTGRESQL_REFUSE)
    for table, forbidden in _FORBIDDEN.items():
        # SQLite knows no TRUNCATE.
        for what in (*forbidden, "TRUNCATE") if postgresql else forbidden:
            made = _POSTGRESQL if postgresql else _SQLITE
            op.execute(made.format(table=table, what=what))
    op.execute(_POSTGRESQL_COUNTS_UP if postgresql else _SQLITE_COUNTS_UP)


def downgrade() -> None:
    for table in ("events", "chains", "key_check", "record_keys"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
