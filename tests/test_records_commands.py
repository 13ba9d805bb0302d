"""otmatch keys and otmatch audit, and what otmatch serve says of keys before it serves."""

import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from service.__main__ import main
from service.records.keys import Keys, new_key
from service.records.opening import open_records
from service.settings import Settings
from tests.record_files import append, entry, tamper

OLD, NEW, INDEX = new_key(), new_key(), new_key()


@pytest.fixture
def records(store_url, monkeypatch):
    """A store with three records and a trail; the commands get its settings."""
    told = {"OTMATCH_STORE": store_url, "OTMATCH_KEYS": OLD, "OTMATCH_INDEX_KEY": INDEX}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    opened = open_records(Settings.from_environment())
    for name in ("one", "two", "three"):
        opened.store.retrying(lambda session, name=name: opened.vault.make(session, name))
        append(opened.store, opened.trail, entry(name))
    append(opened.store, opened.trail, entry("one", "accept"))
    yield opened
    opened.close()


def run(*words, code=0):
    found = CliRunner().invoke(main, words)
    assert found.exit_code == code, found.output
    return found.output


def heads(output):
    return re.fullmatch(r"chains  (\d+)\nevents  (\d+)\nhead    ([0-9a-f]{64})\n", output).groups()


def test_a_new_key_is_fit_for_both_settings():
    first, second = run("keys", "new").strip(), run("keys", "new").strip()
    assert first != second
    told = {"OTMATCH_KEYS": f"{first}, {second}", "OTMATCH_INDEX_KEY": new_key()}
    settings = Settings.from_environment(told)
    assert Keys(settings.keys, settings.index_key).newest == Keys(first, INDEX).newest


def test_keys_are_rotated_and_the_old_one_left_out(records, monkeypatch):
    monkeypatch.setenv("OTMATCH_KEYS", f"{NEW},{OLD}")
    assert run("keys", "rotate").splitlines()[-1].startswith("3 records sealed anew")
    monkeypatch.setenv("OTMATCH_KEYS", NEW)
    assert run("keys", "rotate").splitlines()[-1].startswith("0 records sealed anew")
    run("audit", "verify")
    monkeypatch.setenv("OTMATCH_KEYS", OLD)
    assert "OTMATCH_KEYS lacks a key" in run("audit", "verify", code=2)


def test_the_trail_is_told_by_number_and_head(records, monkeypatch):
    chains, events, head = heads(run("audit", "verify"))
    assert (chains, events) == ("3", "4")
    one = heads(run("audit", "verify", "--chain", "one"))
    with records.store.reading() as session:
        assert one == ("1", "2", records.trail.events(session, "one")[-1].hash)
    append(records.store, records.trail, entry("two", "accept"))
    later = heads(run("audit", "verify"))
    assert later[:2] == ("3", "5")
    assert later[2] != head
    assert heads(run("audit", "verify", "--chain", "one")) == one
    assert "--chain" in run("audit", "verify", "--chain", "four", code=2)


def test_a_broken_trail_is_named_and_fails(records):
    tamper(records.store, "UPDATE events SET actor = 'x' WHERE chain = 'one' AND number = 2",
           "DELETE FROM chains WHERE name = 'two'")  # fmt: skip
    told = run("audit", "verify", code=1)
    assert "one: broken at event 2" in told
    assert "two: broken at event 0" in told
    assert "three" not in told
    run("audit", "verify", "--chain", "three")


def test_an_event_that_cannot_be_read_fails_too(tmp_path, monkeypatch):
    """SQLite takes any text for values; PostgreSQL does not."""
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("OTMATCH_KEYS", OLD)
    monkeypatch.setenv("OTMATCH_INDEX_KEY", INDEX)
    opened = open_records(Settings.from_environment())
    append(opened.store, opened.trail, entry("one"))
    tamper(opened.store, "UPDATE events SET \"values\" = '{'")
    opened.close()
    assert "cannot be read" in run("audit", "verify", code=1)


@pytest.mark.parametrize("command", [("keys", "rotate"), ("audit", "verify")])
def test_keys_that_are_missing_or_wrong_are_named(records, monkeypatch, command):
    monkeypatch.setenv("OTMATCH_KEYS", NEW)
    assert "OTMATCH_KEYS" in run(*command, code=2)
    monkeypatch.setenv("OTMATCH_KEYS", "short")
    told = run(*command, code=2)
    assert "OTMATCH_KEYS must be keys" in told
    assert "short" not in told
    monkeypatch.setenv("OTMATCH_KEYS", OLD)
    monkeypatch.setenv("OTMATCH_INDEX_KEY", new_key())
    assert "OTMATCH_INDEX_KEY" in run(*command, code=2)
    monkeypatch.delenv("OTMATCH_KEYS")
    monkeypatch.delenv("OTMATCH_INDEX_KEY")
    assert "are not set" in run(*command, code=2)


def test_without_any_store_there_is_nothing_to_look_after(tmp_path, monkeypatch):
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/none.db")
    assert "Referrals are off" in run("audit", "verify", code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_reached_fails(tmp_path, monkeypatch):
    monkeypatch.setenv("OTMATCH_STORE", f"postgresql://user:secret@/name?host={tmp_path}")
    monkeypatch.setenv("OTMATCH_KEYS", OLD)
    monkeypatch.setenv("OTMATCH_INDEX_KEY", INDEX)
    assert "secret" not in run("audit", "verify", code=1)


# --- otmatch serve ----------------------------------------------------------------------------


def test_serving_is_refused_with_keys_that_are_not_the_stores(records, monkeypatch):
    monkeypatch.setenv("OTMATCH_KEYS", NEW)
    assert "OTMATCH_KEYS" in run("serve", code=2)
    monkeypatch.delenv("OTMATCH_KEYS")
    assert "OTMATCH_KEYS must be set" in run("serve", code=2)
    monkeypatch.delenv("OTMATCH_INDEX_KEY")
    assert "OTMATCH_KEYS and OTMATCH_INDEX_KEY are not set" in run("serve", code=2)


@pytest.mark.parametrize(
    "store",
    ["sqlite:///{}/none/records.db", "sqlite:///{}/other", "postgresql://user:secret@/x?host={}"],
    ids=["no folder", "no database", "no server"],
)
def test_serving_is_refused_with_a_store_that_cannot_be_opened(tmp_path, monkeypatch, store):
    """At once, before a worker tries it again and again."""
    (tmp_path / "other").write_text("no database " * 1000)
    monkeypatch.setenv("OTMATCH_STORE", store.format(tmp_path))
    monkeypatch.setenv("OTMATCH_KEYS", OLD)
    monkeypatch.setenv("OTMATCH_INDEX_KEY", INDEX)
    told = run("serve", code=1)
    assert "is OTMATCH_STORE right" in told
    assert "secret" not in told and "OTMatch on" not in told


@pytest.mark.parametrize("keys", [{}, {"OTMATCH_KEYS": OLD, "OTMATCH_INDEX_KEY": INDEX}])
def test_serving_says_whether_there_are_referrals(tmp_path, keys):
    """The first lines of the real server; it is ended as soon as it has said them."""
    environment = {**os.environ, "OTMATCH_STORE": f"sqlite:///{tmp_path}/records.db",
                   "OTMATCH_DIRECTORY": f"sqlite:///{tmp_path}/directory.db", **keys,
                   "PYTHONUNBUFFERED": "1"}  # fmt: skip
    command = [sys.executable, "-m", "service", "serve", "--port", "1"]
    started = subprocess.Popen(command, env=environment, stdout=-1, stderr=-3, text=True)
    lines = [started.stdout.readline()]
    if not keys:
        lines.append(started.stdout.readline())
    started.terminate()
    started.communicate()
    assert lines[-1].startswith("OTMatch on http")
    assert lines[0].startswith("Referrals are off") == (not keys)
    assert (tmp_path / "records.db").exists() == bool(keys)
