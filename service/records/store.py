"""The relational store: what must outlive every load of the directory.

SQLite by default, PostgreSQL by URL. Its tables are made and changed by the migrations beside
this file, whenever it is opened.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from service.errors import StoreUnavailable

from .databases import SQLITE, keep_log_ahead, new_engine, passes, reading, wait_to_migrate
from .vouching import check_told, watch

T = TypeVar("T")
_PAUSES_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)  # one before each further try
_MIGRATIONS = Path(__file__).parent / "migrations"


class _Undone(Exception):
    """Ends a transaction of which nothing is kept; its argument is what was found."""


class Table(DeclarativeBase):
    """Base of every table of the store."""


def is_there(url: str) -> bool:
    """Whether there can be anything in a store; opening a file that is not there makes it."""
    try:
        made = make_url(url)
    except ArgumentError:
        return True  # which Store tells of
    return made.get_backend_name() != SQLITE or Path(made.database or "").exists()


class Store:
    """One open database. Every use is a transaction of its own. Not to be taken across a fork."""

    def __init__(self, url: str) -> None:
        """Raises ValueError on a bad URL, StoreUnavailable where the database cannot be opened."""
        try:
            self._engine = new_engine(make_url(url))
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise ValueError(
                "a store's URL must look like sqlite:///records.db or postgresql://HOST/NAME, "
                "with its driver installed"
            ) from error
        self._reading = reading(self._engine)
        try:
            with _failures():
                self._make_ready()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Committed at its end, or not at all; raises StoreUnavailable, and IntegrityError where
        what is written contradicts what is there."""
        with self._session(self._engine) as session:
            watch(session)
            yield session
            check_told(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of all tables, which nothing is written to; waits for nobody who writes."""
        with self._session(self._reading) as session:
            yield session

    def retrying(self, work: Callable[[Session], T]) -> T:
        """What `work` gives, in a transaction of its own: done again, a few times, where another
        transaction came in between. Raises as `transaction` does."""
        for pause in _PAUSES_SECONDS:
            try:
                with self.transaction() as session:
                    return work(session)
            except (StoreUnavailable, IntegrityError) as error:
                if not passes(error):
                    raise
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret, a spread
        with self.transaction() as session:
            return work(session)

    def trying(self, work: Callable[[Session], T]) -> T:
        """What `work` would give, or raise: nothing of it is kept."""

        def undone(session: Session) -> None:
            raise _Undone(work(session))

        try:
            self.retrying(undone)
        except _Undone as tried:
            return tried.args[0]
        raise AssertionError  # it is raised always

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        """What was read in it can be looked at when it is over."""
        with _failures(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def _make_ready(self) -> None:
        """Nothing is written to a store that is as it should be, nor to a directory."""
        with self._reading.begin() as connection:
            if inspect(connection).has_table("posting"):
                raise ValueError("a store cannot be the file of a directory; name another file")
            if MigrationContext.configure(connection).get_current_revision() == _newest():
                return
        keep_log_ahead(self._engine)
        with self._engine.begin() as connection:
            wait_to_migrate(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


@cache
def _newest() -> str | None:
    """The last migration; each is read for that, so once is enough."""
    return ScriptDirectory.from_config(_config()).get_current_head()


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except CommandError as error:
        raise StoreUnavailable(
            "the store was made by a newer OTMatch; install that, or name another store"
        ) from error
    except SQLAlchemyError as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise StoreUnavailable(
            f"the store cannot be used ({kind}); is OTMATCH_STORE right, and may it be written to?"
        ) from error
