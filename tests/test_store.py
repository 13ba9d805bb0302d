"""The relational store on SQLite and PostgreSQL: opened by many, read while it is written."""

import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, MetaData, String, Table, create_engine, func, select, text
from sqlalchemy.exc import IntegrityError

from service.errors import StoreUnavailable
from service.records import opening, vault
from service.records.store import Store, is_there
from service.records.store import Table as Declared
from service.referrals.running import Run
from service.stewardship.corrections import Corrections, new_correction
from tests.indexer_files import load, nppes_text, ot, write
from tests.record_files import migrate, side_by_side

WHO = {"by": "Staff member", "why": "asked by letter", "value": "withdrawn"}
# Made by the tests, beside the store's own tables.
NOTES = Table("notes", MetaData(), Column("name", String, primary_key=True))
OPEN = "import sys; from service.records.store import Store; Store(sys.argv[1]).close()"


@pytest.fixture
def notes(store):
    with store.transaction() as session:
        NOTES.create(session.connection())
    return store


def written(opened, name):
    with opened.transaction() as session:
        session.execute(NOTES.insert().values(name=name))


def names(session):
    return list(session.scalars(select(NOTES.c.name).order_by(NOTES.c.name)))


def test_its_tables_are_what_the_code_says(new_store_url):
    """Every table that a module of the store declares, as the migrations make it."""
    store = Store(new_store_url)
    known = {each.__table__ for each in (opening.KeyCheck, vault.RecordKey, Run)}
    assert known <= set(Declared.metadata.tables.values())
    with store.reading() as session:
        found = compare_metadata(
            MigrationContext.configure(session.connection()), Declared.metadata
        )
    store.close()
    assert found == []


def test_many_open_a_new_store_at_once(new_store_url):
    def work(number):
        opened = Store(new_store_url)
        Corrections(opened).record(new_correction(f"199990{number:04}", "withdraw", **WHO))
        opened.close()

    assert side_by_side(work, 8) == [None] * 8
    opened = Store(new_store_url)
    assert len(Corrections(opened).every()) == 8
    opened.close()


def test_many_processes_open_a_new_store_at_once(new_store_url):
    started = [subprocess.Popen([sys.executable, "-c", OPEN, new_store_url]) for _ in range(3)]
    assert [each.wait() for each in started] == [0, 0, 0]


def test_opening_again_waits_for_nobody_who_writes(notes, store_url):
    with notes.transaction() as session:
        session.execute(NOTES.insert().values(name="unfinished"))
        Store(store_url).close()


def test_who_reads_sees_one_state_and_waits_for_nobody(notes):
    written(notes, "first")
    with notes.reading() as session:
        assert names(session) == ["first"]
        written(notes, "second")
        assert names(session) == ["first"]
    with notes.transaction() as session:
        session.execute(NOTES.insert().values(name="third"))
        with notes.reading() as beside:
            assert names(beside) == ["first", "second"]


def test_who_reads_changes_nothing(notes):
    with pytest.raises(StoreUnavailable), notes.reading() as session:
        session.execute(NOTES.insert().values(name="never"))
    written(notes, "after")  # the connection is as good as before
    with notes.reading() as session:
        assert names(session) == ["after"]


def test_a_failure_leaves_nothing_behind(notes):
    def fail(session):
        session.execute(NOTES.insert().values(name="half"))
        raise LookupError

    with pytest.raises(LookupError):
        notes.retrying(fail)
    with notes.reading() as session:
        assert names(session) == []


def test_two_who_take_the_same_key_both_get_on(notes):
    def work(session):
        number = session.scalar(select(func.count()).select_from(NOTES))
        session.execute(NOTES.insert().values(name=f"{number:02}"))
        return number

    found = side_by_side(lambda _: notes.retrying(work), 4)
    assert sorted(found) == [0, 1, 2, 3]


def test_a_key_that_is_taken_for_good_is_no_loss_of_the_store(notes):
    written(notes, "taken")
    calls = []

    def work(session):
        calls.append(1)
        session.execute(NOTES.insert().values(name="taken"))

    with pytest.raises(IntegrityError) as caught:
        notes.retrying(work)
    assert len(calls) > 1
    assert "[SQL parameters hidden" in str(caught.value)


def test_who_lock_each_other_out_are_done_again(notes):
    for name in ("a", "b"):
        written(notes, name)
    order = {0: ("a", "b"), 1: ("b", "a")}
    change = text("UPDATE notes SET name = name WHERE name = :name")
    both_hold_one = threading.Barrier(2, timeout=0.5)

    def work(number):
        def both(session):
            first, second = order[number]
            session.execute(change, {"name": first})
            # SQLite lets one in at a time, and so does a second try.
            with suppress(threading.BrokenBarrierError):
                both_hold_one.wait()
            session.execute(change, {"name": second})

        return notes.retrying(both)

    assert side_by_side(work, 2) == [None, None]


def test_moments_come_back_in_utc(store):
    made = new_correction("1999901030", "withdraw", **WHO)
    made.at = datetime(2026, 11, 1, 1, 30, 0, 7, timezone(timedelta(hours=-5)))
    Corrections(store).record(made)
    (kept,) = Corrections(store).every()
    assert kept.at.isoformat() == "2026-11-01T06:30:00.000007+00:00"


def test_a_store_of_a_newer_version_is_left_alone(store, store_url):
    with store.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer OTMatch"):
        Store(store_url)


def test_a_store_of_an_older_version_is_brought_up_to_date(tmp_path):
    url = f"sqlite:///{tmp_path}/old.db"
    with create_engine(url).begin() as connection:
        migrate(connection, "0001")
    opened = Store(url)
    with opened.reading() as session:
        assert session.scalar(select(func.count()).select_from(vault.RecordKey)) == 0
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    opened.close()


def test_a_store_that_cannot_be_used_says_so(tmp_path):
    with pytest.raises(StoreUnavailable, match="OTMATCH_STORE"):
        Store(f"sqlite:///{tmp_path}/no/such/folder.db")
    (tmp_path / "text.db").write_text("no database, but a text that is long enough to be read")
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path}/text.db")
    with pytest.raises(StoreUnavailable) as caught:
        Store(f"postgresql://user:secret@/name?host={tmp_path}")
    assert "secret" not in str(caught.value)
    for url in ("records.db", "nonsense://x/y", "mysql://x/y", "sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ValueError, match="must look like"):
            Store(url)


def test_a_store_is_not_the_file_of_the_directory(tmp_path):
    load(tmp_path, write(tmp_path / "nppes.csv", nppes_text([ot(1)])))
    before = (tmp_path / "directory.db").read_bytes()
    with pytest.raises(ValueError, match="name another file"):
        Store(f"sqlite:///{tmp_path}/directory.db")
    assert (tmp_path / "directory.db").read_bytes() == before


def test_whether_it_is_there_is_told_without_making_it(tmp_path):
    url = f"sqlite:///{tmp_path}/records.db"
    assert not is_there(url)
    opened = Store(url)
    assert (tmp_path / "records.db-wal").exists()
    opened.close()
    assert is_there(url)
    assert [path.name for path in tmp_path.iterdir()] == ["records.db"]
    assert is_there("postgresql://host/name")


def test_a_plain_url_is_psycopgs(store_url):
    Store(store_url).close()
    assert create_engine(store_url).dialect.name == store_url.split(":")[0]
