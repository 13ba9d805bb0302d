"""The relational store: what must outlive every load of the directory.

SQLite by default; any database that SQLAlchemy speaks to will do. Its tables are made and changed
by the migrations beside this file, whenever it is opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from service.errors import StoreUnavailable

_WAIT_SECONDS = 30  # for another process that is writing
_MIGRATIONS = Path(__file__).parent / "migrations"


class Table(DeclarativeBase):
    """Base of every table of the store."""


def is_there(url: str) -> bool:
    """Whether there can be anything in a store; opening a file that is not there makes it."""
    try:
        made = make_url(url)
    except ArgumentError:
        return True  # which Store tells of
    return made.get_backend_name() != "sqlite" or Path(made.database or "").exists()


class Store:
    """One open database. Every use is a transaction of its own."""

    def __init__(self, url: str) -> None:
        """Raises ValueError on a bad URL, StoreUnavailable where the database cannot be opened."""
        try:
            self._engine = _engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise ValueError(
                "a store's URL must look like sqlite:///records.db or postgresql://HOST/NAME, "
                "with its driver installed"
            ) from error
        self._reading = self._engine.execution_options(reading=True)
        with _failures():
            if inspect(self._engine).has_table("posting"):
                raise ValueError("a store cannot be the file of a directory; name another file")
            self._migrate()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Committed at its end, or not at all; raises StoreUnavailable."""
        with _failures(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Writes nothing, and waits for nobody who writes; raises StoreUnavailable."""
        with _failures(), Session(self._reading) as session, session.begin():
            yield session

    def close(self) -> None:
        self._engine.dispose()

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _engine(url: str) -> Engine:
    made = make_url(url)
    if made.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if made.database in (None, "", ":memory:"):
        raise ArgumentError("nothing would be kept")
    engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS})

    # Python's own way of beginning late leaves changes of tables outside of transactions.
    @event.listens_for(engine, "connect")
    def _(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise StoreUnavailable(f"the store cannot be used ({kind}); is OTMATCH_STORE right?") from (
            error
        )
