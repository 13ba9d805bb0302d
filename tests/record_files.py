"""Records and their trail for tests, and raw SQL on the database behind a store's back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from service.records import store as store_module
from service.records.audit import Trail
from service.records.events import READS, Entry, Event
from service.records.store import Store
from service.records.vault import Seal, Vault
from service.records.verification import ChainState

AT = datetime(2026, 11, 20, 15, 4, 5, 678, tzinfo=UTC)
_TRIGGERS = {
    "events": ("events_no_update", "events_no_delete", "events_no_replace"),
    "chains": ("chains_no_delete", "chains_count_up", "chains_no_replace"),
}


def entry(chain: str, action: str = "send", **more: Any) -> Entry:
    """Of what somebody did on a referral, or (chain READS) of whose they read."""
    told = {"referral": None if chain == READS else chain, "actor": "token 7", "at": AT,
            "origin": "api 203.0.113.7", "values": {"to": "requested", "version": 2}}  # fmt: skip
    return Entry(chain=chain, action=action, **told | more)


def append(store: Store, trail: Trail, told: Entry, seal: Seal | None = None) -> Event:
    """In a transaction of its own."""
    return store.retrying(lambda session: trail.append(session, told, seal))


def make(store: Store, vault: Vault, record: str) -> Seal:
    return store.retrying(lambda session: vault.make(session, record))


def seal_of(store: Store, vault: Vault, record: str) -> Seal:
    with store.reading() as session:
        return vault.seal_of(session, record)


def states(store: Store, trail: Trail) -> dict[str, ChainState]:
    """By the chain's name."""
    with store.reading() as session:
        return {each.name: each for each in trail.verify(session)}


def broken(store: Store, trail: Trail) -> dict[str, int]:
    """Where each broken chain is broken."""
    return {n: s.broken_at for n, s in states(store, trail).items() if s.broken_at is not None}


def migrate(connection: Connection, revision: str) -> None:
    """Make the tables of an older version."""
    config = Config()
    config.set_main_option(
        "script_location", str(Path(store_module.__file__).parent / "migrations")
    )
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def tamper(store: Store, *statements: str, **values: Any) -> None:
    """By somebody with all rights on the database: no trigger, no constraint stops them."""
    with store.transaction() as session:
        postgresql = session.get_bind().dialect.name == "postgresql"
        for table, triggers in _TRIGGERS.items():
            for trigger in triggers:
                on = f" ON {table}" if postgresql else ""
                session.execute(text(f"DROP TRIGGER IF EXISTS {trigger}{on}"))
        for statement in statements:
            session.execute(text(statement), values)


def side_by_side(work: Callable[[int], Any], many: int) -> list[Any]:
    """What each call gave, or the error that it raised; all of them at once."""
    started = threading.Barrier(many)

    def one(number: int) -> Any:
        started.wait()
        try:
            return work(number)
        except Exception as error:  # the test must see any kind
            return error

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))
