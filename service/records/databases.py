"""What differs between SQLite and PostgreSQL: opening, beginning, and which failures pass."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_DRIVER = "postgresql+psycopg"
_WAIT_SECONDS = 30  # for another process that is writing
_CONNECT_SECONDS = 10
_MIGRATING = 0x07A7C4  # the name of our lock among PostgreSQL's advisory ones
# What a second try can cure: serialization failure, deadlock, and a key that somebody else took.
_PASSING_STATES = {"40001", "40P01", "23505"}
_PASSING_NAMES = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_READING = "otmatch_reading"


def new_engine(url: URL) -> Engine:
    """Not connected yet. Parameters stay out of every error: they tell of people."""
    if url.drivername == SQLITE:
        return _sqlite(url)
    if url.drivername in (POSTGRESQL, "postgres", _DRIVER):
        return _postgresql(url.set(drivername=_DRIVER))
    raise ArgumentError("neither SQLite nor PostgreSQL")


def reading(engine: Engine) -> Engine:
    """The same connections, for transactions that see one state of all tables and change none."""
    if engine.dialect.name == SQLITE:
        return engine.execution_options(**{_READING: True})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def keep_log_ahead(engine: Engine) -> None:
    """SQLite's WAL, so that who reads never waits for who writes. It stays so in the file."""
    if engine.dialect.name != SQLITE:
        return
    ends = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            _keep_log_ahead(engine)
            return
        except OperationalError:  # another process has the file: SQLite may not wait here
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)


def wait_to_migrate(connection: Connection) -> None:
    """One process at a time; SQLite's way of beginning sees to it."""
    if connection.dialect.name == POSTGRESQL:
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _MIGRATING})


def passes(error: Exception) -> bool:
    """Whether the work that failed so, or because of it, may well succeed when done again."""
    told = error if isinstance(error, DBAPIError) else error.__cause__
    driver = getattr(told, "orig", None)
    name = getattr(driver, "sqlite_errorname", None)
    return name in _PASSING_NAMES or getattr(driver, "sqlstate", None) in _PASSING_STATES


def _postgresql(url: URL) -> Engine:
    told = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=told)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = '{_WAIT_SECONDS}s'")
        connection.autocommit = False

    return engine


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise ArgumentError("nothing would be kept")
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT_SECONDS})

    # Python's own way of beginning late leaves changes of tables outside of transactions.
    @event.listens_for(engine, "connect")
    def _(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")  # a key that was destroyed is overwritten
        connection.execute("PRAGMA recursive_triggers=ON")  # else REPLACE deletes unseen by them

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get(_READING, False)
        connection.exec_driver_sql(f"PRAGMA query_only={int(only_reads)}")
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

    return engine


def _keep_log_ahead(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA query_only=0")
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        raise OperationalError("PRAGMA journal_mode", None, error) from error
    finally:
        connection.close()
