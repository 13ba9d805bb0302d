"""A count of all chains, and events that no `INSERT OR REPLACE` can take the place of.

SQLite asks no trigger of deletions about the row that a REPLACE drops, unless whoever writes turned
`recursive_triggers` on. On PostgreSQL nothing can be replaced by inserting.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

_TAKEN = {
    "events": "id = NEW.id OR (chain = NEW.chain AND number = NEW.number)",
    "chains": "name = NEW.name",
}
_SQLITE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})
BEGIN SELECT RAISE(ABORT, '{table} cannot be changed or deleted'); END
"""


def upgrade() -> None:
    op.execute(
        "INSERT INTO chains (name, count, head) SELECT 'chains', 0, '' "
        "WHERE NOT EXISTS (SELECT 1 FROM chains WHERE name = 'chains')"
    )
    if op.get_bind().dialect.name == "sqlite":
        for table, taken in _TAKEN.items():
            op.execute(_SQLITE.format(table=table, taken=taken))


def downgrade() -> None:
    """The count stays: it is a chain's row, which nobody can delete."""
    if op.get_bind().dialect.name == "sqlite":
        for table in _TAKEN:
            op.execute(f"DROP TRIGGER {table}_no_replace")
