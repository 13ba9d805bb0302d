"""Whoever changes the trail behind its back is found out, by the first event that was touched."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.records.audit import Trail
from service.records.events import READS
from service.records.keys import Keys, new_key
from service.records.store import Store
from tests.record_files import append, broken, entry, states, tamper


@pytest.fixture
def trail(keys):
    return Trail(keys)


@pytest.fixture
def told(store, trail):
    """A referral with four events, another with one, and one read."""
    for action in ("send", "acknowledge", "accept", "complete"):
        append(store, trail, entry("one", action))
    append(store, trail, entry("two"))
    append(store, trail, entry(READS, "read", referral="one"))
    return store


@pytest.mark.parametrize("what", ["UPDATE events SET actor = 'x'", "DELETE FROM events",
                                  "DELETE FROM chains", "UPDATE chains SET count = count - 1",
                                  "UPDATE chains SET name = 'x', count = count + 1"])  # fmt: skip
def test_the_database_itself_refuses_changes(told, trail, what):
    refused = pytest.raises(IntegrityError, match="cannot be changed or deleted")
    with refused, told.transaction() as session:
        session.execute(text(what))
    assert broken(told, trail) == {}


@pytest.mark.parametrize("table", ["events", "chains"])
def test_no_table_is_emptied(told, trail, table):
    with told.reading() as session:
        postgresql = session.get_bind().dialect.name == "postgresql"
    way = f"TRUNCATE {table}" if postgresql else f"DELETE FROM {table}"  # which SQLite makes of it
    with pytest.raises(IntegrityError, match="cannot be changed"), told.transaction() as session:
        session.execute(text(way))
    assert [each.count for each in states(told, trail).values()] == [4, 1, 1]


REPLACED = (
    "REPLACE INTO events SELECT id, chain, number, referral, 'x', actor, at, {rest} FROM events",
    "REPLACE INTO events SELECT 'x', chain, number, referral, 'x', actor, at, {rest} FROM events "
    "WHERE chain = 'two'",
    "REPLACE INTO chains SELECT name, 1, head FROM chains WHERE name = 'one'",
)
REST = 'origin, "values", secret, secret_hmac, previous, hash'


@pytest.mark.parametrize("statement", REPLACED)
def test_a_client_of_its_own_replaces_nothing(tmp_path, trail, statement):
    """SQLite's REPLACE asks no trigger of deletions, unless a client turned that on, as ours do."""
    path = tmp_path / "records.db"
    store = Store(f"sqlite:///{path}")
    for chain in ("one", "two"):
        append(store, trail, entry(chain))
    with closing(sqlite3.connect(path)) as client:
        with pytest.raises(sqlite3.IntegrityError, match="cannot be changed or deleted"):
            client.execute(statement.format(rest=REST))
        client.commit()
    assert [each.count for each in states(store, trail).values()] == [1, 1]
    assert broken(store, trail) == {}
    store.close()


OF_ONE = "WHERE chain = 'one' AND number"
COLUMNS = 'referral, action, actor, at, origin, "values", secret, secret_hmac, previous, hash'
COPIED = f"INSERT INTO events (id, chain, number, {COLUMNS})"


@pytest.mark.parametrize(
    ("statements", "at"),
    [
        ([f"UPDATE events SET actor = 'nobody' {OF_ONE} = 2"], 2),
        ([f"UPDATE events SET action = 'decline' {OF_ONE} = 1"], 1),
        ([f"UPDATE events SET origin = 'cli' {OF_ONE} = 3"], 3),
        ([f"UPDATE events SET referral = NULL {OF_ONE} = 4"], 4),
        ([f"UPDATE events SET at = '2026-11-20 15:04:06' {OF_ONE} = 2"], 2),
        ([f"UPDATE events SET \"values\" = '{{}}' {OF_ONE} = 2"], 2),
        ([f"UPDATE events SET secret_hmac = 'x' {OF_ONE} = 2"], 2),
        ([f"UPDATE events SET id = 'x' {OF_ONE} = 2"], 2),
        ([f"UPDATE events SET hash = 'x' {OF_ONE} = 4"], 4),
        ([f"DELETE FROM events {OF_ONE} = 2"], 2),
        ([f"DELETE FROM events {OF_ONE} = 1"], 1),
        ([f"DELETE FROM events {OF_ONE} >= 3"], 3),
        (["DELETE FROM events WHERE chain = 'one'"], 1),
        ([f"UPDATE events SET number = 9 {OF_ONE} = 2",
          f"UPDATE events SET number = 2 {OF_ONE} = 3",
          f"UPDATE events SET number = 3 {OF_ONE} = 9"], 2),
        (["UPDATE chains SET head = 'x' WHERE name = 'one'"], 4),
        (["UPDATE chains SET count = 3 WHERE name = 'one'"], 4),
        (["UPDATE chains SET count = 9 WHERE name = 'one'"], 5),
        ([f"{COPIED} SELECT 'new', chain, 5, {COLUMNS} FROM events {OF_ONE} = 4"], 5),
        ([f"{COPIED} SELECT 'new', 'one', 5, {COLUMNS} FROM events WHERE chain = 'two'",
          "UPDATE chains SET count = 5 WHERE name = 'one'"], 5),
        (["DELETE FROM chains WHERE name = 'one'"], 0),
        ([f"DELETE FROM events {OF_ONE} > 1", "UPDATE chains SET count = 1, head = "
          "(SELECT hash FROM events WHERE chain = 'two') WHERE name = 'one'"], 1),
    ],
)  # fmt: skip
def test_what_was_tampered_with_shows_where(told, trail, statements, at):
    tamper(told, *statements)
    assert broken(told, trail) == {"one": at}


def test_an_event_of_a_chain_that_never_was_shows(told, trail):
    tamper(told, f"{COPIED} SELECT 'new', 'three', 1, {COLUMNS} FROM events WHERE chain = 'two'")
    assert broken(told, trail) == {"three": 0}
    with told.reading() as session:
        assert [s.name for s in trail.states(session, "three")] == ["three"]
        assert list(trail.states(session, "four")) == []


def test_a_cut_end_that_fits_shows_by_comparing_heads(told, trail):
    """Nobody without the key can make an event; what was noted down before tells of fewer."""
    before = states(told, trail)["one"]
    tamper(told, f"DELETE FROM events {OF_ONE} = 4", "UPDATE chains SET count = 3, head = (SELECT "
           f"hash FROM events {OF_ONE} = 3) WHERE name = 'one'")  # fmt: skip
    after = states(told, trail)["one"]
    assert after.broken_at is None
    assert (after.count, after.head) != (before.count, before.head)


def test_another_key_vouches_for_nothing(told):
    other = Trail(Keys(new_key(), new_key()))
    assert broken(told, other) == {"one": 1, "reads": 1, "two": 1}
