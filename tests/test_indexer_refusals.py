"""otmatch-index refuses with 2 or 3, says why, and leaves the served directory as it was."""

import json
import os
import resource
import socket
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from service.records.store import Store
from tests.exclusion_files import exclusions
from tests.indexer_command import (
    INTO,
    SOURCES,
    count,
    nppes,
    refused,
    run_command,
    start,
    ten_ots,
)
from tests.indexer_files import engine_at, npi, nppes_text, ot, write


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, run in the test's folder."""
    monkeypatch.chdir(tmp_path)
    return run_command


@pytest.fixture
def served(run, tmp_path):
    """A directory of ten OTs that a refused load must leave as it is."""
    return ten_ots(tmp_path)


@pytest.mark.parametrize("command", [("load", *INTO), ("check",)])
def test_no_source_is_bad_usage(run, served, command):
    message = refused(served, *command)
    assert "Name at least one source: --nppes, --profiles or another." in message


@pytest.mark.parametrize("option", ["--nppes", "--mscs", "--profiles"])
def test_a_source_that_is_not_there_or_no_file(run, served, option, tmp_path):
    for path in ("nothing.csv", tmp_path):
        message = refused(served, "load", option, path, *INTO)
        assert option in message and ("does not exist" in message or "is a directory" in message)


@pytest.mark.parametrize("option", ["--nppes", "--mscs", "--profiles"])
def test_a_source_that_cannot_be_opened(run, served, option, tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tmp_path)  # the path of a socket must be short
        listener.bind("socket.csv")
        message = refused(served, "load", option, "socket.csv", *INTO)
    assert "A source cannot be read: socket.csv: cannot be read to the end: " in message


@pytest.mark.parametrize(
    ("option", "content"),
    [("--nppes", b""), ("--nppes", b"PK\x03\x04"), ("--nppes", b"\xff" * 3000), ("--mscs", b""),
     ("--mscs", b"npi\n"), ("--mscs", b"\x00\n\x00")],
)  # fmt: skip
def test_a_source_that_is_something_else(run, served, option, content, tmp_path):
    """The good source beside it does not get in either."""
    bad = write(tmp_path / "bad.csv", content)
    good = write(tmp_path / "good.ndjson", ({"npi": npi(n)} for n in range(20)))
    message = refused(served, "load", "--profiles", good, option, bad, *INTO)
    assert message.splitlines()[-1].startswith(f"A source cannot be read: {bad}: ")


@pytest.mark.parametrize(
    "url",
    ["directory.db", "sqlite://", "sqlite:///", "postgres://localhost/x", "http://", "",
     "http://user:secret@localhost:9200", "http://localhost:port", "http://localhost:99999"],
)  # fmt: skip
def test_a_bad_url_is_bad_usage(run, served, url):
    message = refused(served, "load", *SOURCES, "--into", url)
    assert message.startswith("Usage: ") and "secret" not in message


def test_a_target_that_cannot_be_written(run, served):
    message = refused(served, "load", *SOURCES, "--into", "sqlite:///nowhere/directory.db")
    assert "The load was stopped; the served directory is as it was: " in message


@pytest.mark.parametrize("name", ["notes.txt", "folder", "link"])
def test_a_load_does_not_go_over_what_is_no_directory(run, served, tmp_path, name):
    """A slip of the hand in --into must not cost a file, nor a device."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/dev/null")
    notes = write(tmp_path / "notes.txt", "years of work")
    message = refused(served, "load", *SOURCES, "--into", f"sqlite:///{name}")
    assert f"--into: {name} is no OTMatch directory" in message
    assert notes.read_text() == "years of work" and (tmp_path / "link").is_symlink()


def test_a_load_does_not_go_over_a_store(run, served, tmp_path):
    """It is an SQLite file too, and holds what nobody can bring back."""
    Store(f"sqlite:///{tmp_path}/records.db").close()
    before = (tmp_path / "records.db").read_bytes()
    message = refused(served, "load", *SOURCES, "--into", "sqlite:///records.db")
    assert "--into: records.db is no OTMatch directory" in message
    assert (tmp_path / "records.db").read_bytes() == before


def test_a_directory_of_another_version_is_told_of(run, served, tmp_path):
    with closing(sqlite3.connect(served)) as database:
        database.execute("PRAGMA user_version=1")
    told = refused(served, "update", *SOURCES, *INTO)
    assert "directory.db was made by another version of OTMatch; load it again" in told
    told = run("load", *SOURCES, *INTO).stdout
    assert "the directory before was made by another version: this one begins without" in told
    assert "another version" not in run("load", *SOURCES, *INTO).stdout


def test_a_disk_that_is_full(served, tmp_path):
    """No file may grow beyond 100 kB: neither the rejects nor the directory fit."""
    before = served.read_bytes()
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (100_000, 100_000))
    loading = start(tmp_path, "load", *SOURCES, *INTO, preexec_fn=limit)
    _, message = loading.communicate(timeout=60)
    assert loading.returncode == 2 and "Traceback" not in message
    assert served.read_bytes() == before


def test_rejects_that_do_not_fit_are_told_before_anything_changes(run, served, tmp_path):
    rows = [ot(n) for n in range(10)] + [ot("1234567892")]
    file = write(tmp_path / "n.csv", nppes_text(rows))
    refused(served, "load", "--nppes", file, "--rejects", "/dev/full", *INTO)


def test_a_hard_link_of_a_source_is_not_written_over(run, served, tmp_path):
    file = nppes(tmp_path / "n.csv", 10)
    (tmp_path / "link.csv").hardlink_to(file)
    message = refused(served, "load", "--nppes", file, "--rejects", "link.csv", *INTO)
    assert "link.csv is used for another part" in message
    assert file.stat().st_size > 1000


def test_a_day_to_come_is_refused(run, served):
    for day in ("2031-01-01", "0001-01-01"):
        command = ("load", *SOURCES, "--clinicians-as-of", day, *INTO)
        assert "--clinicians-as-of: must be a day since 2000" in refused(served, *command)


def test_a_source_of_which_nothing_is_used_is_told(run, tmp_path):
    """Issuers' two files, one given for the other, are few rows beside a country's registry."""
    registry = nppes(tmp_path / "n.csv", 200)
    plans = write(tmp_path / "plans.json", json.dumps([{"plan_id": "22222NY0010001"}]))
    load = ("load", "--nppes", registry, "--qhp-providers")
    told = run(*load, plans, *INTO, code=2).stderr
    assert "plans.json: 1 of 1 rows are rejected" in told
    result = run(*load, plans, "--max-rejects", "100%", *INTO)
    assert "nothing of it is used; is it the right file" in result.stdout
    assert "plans.json: every row that was not skipped is rejected" in result.stderr
    empty = write(tmp_path / "empty.json", '{"providers": []}')
    assert "nothing of it is used" in run(*load, empty, *INTO).stdout


def test_an_elasticsearch_that_does_not_answer(run, served):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    assert "Elasticsearch does not answer" in refused(served, "load", *SOURCES, "--into", url)
    assert "Elasticsearch does not answer" in refused(served, "stats", "--from", url)


@pytest.mark.parametrize("rejects", ["nowhere/rejects.ndjson", "."])
def test_rejects_that_cannot_be_written(run, served, rejects):
    refused(served, "load", *SOURCES, "--rejects", rejects, *INTO)


@pytest.mark.parametrize("target", ["served.csv", "directory.db", "../{folder}/directory.db"])
def test_no_output_goes_over_an_input(run, served, target):
    source = served.with_name("served.csv")
    before = source.read_bytes()
    target = target.format(folder=served.parent.name)
    message = refused(served, "load", "--nppes", source, "--rejects", target, *INTO)
    assert "--rejects" in message and source.read_bytes() == before


def test_a_directory_is_no_source_of_itself(run, served):
    message = refused(served, "load", "--profiles", served, *INTO)
    assert "--profiles" in message


def test_a_name_that_is_no_text_is_no_obstacle(run, served, tmp_path):
    name = os.fsdecode(b"caf\xe9.csv")
    rows = [ot(n) for n in range(10)] + [ot("1234567892")]
    path = write(tmp_path / name, nppes_text(rows))
    run("load", "--nppes", path, *INTO, "--max-rejects", 1)
    assert "caf�.csv" in run("stats", "--from", "sqlite:///directory.db").stdout


def test_a_directory_that_lost_a_tenth_is_refused(run, served, tmp_path):
    file = nppes(tmp_path / "nppes.csv", 8)
    load = ("load", "--nppes", file, *INTO)
    message = refused(served, *load, code=3)
    assert "only 8 profiles, expected at least 9" in message and "--allow-shrink" in message
    run(*load, "--allow-shrink")
    assert count(tmp_path) == 8


def test_nine_tenths_are_enough(run, served, tmp_path):
    run("load", "--nppes", nppes(tmp_path / "n.csv", 9), *INTO)
    assert count(tmp_path) == 9


def test_the_gate_is_told_before_the_rejects(run, served, tmp_path):
    rows = [ot(0), ot("1234567892")]
    file = write(tmp_path / "nppes.csv", nppes_text(rows))
    result = run("load", "--nppes", file, *INTO, code=3)
    assert "rejected 1" in result.stdout


@pytest.mark.parametrize("wanted", [(), ("--allow-shrink",)])
def test_sources_that_name_no_ot_make_no_directory(run, tmp_path, wanted):
    load = ("load", "--nppes", nppes(tmp_path / "n.csv", 0), *INTO, *wanted)
    assert "no OT is in any of the sources" in run(*load, code=2).stderr
    assert not (tmp_path / "directory.db").exists()


def test_who_only_has_a_certificate_is_no_ot_yet(run, tmp_path):
    roster = write(tmp_path / "roster.csv", f"npi,expires_on\n{npi(1)},2027-12-31\n")
    load = ("load", "--mscs", roster, *INTO, "--allow-shrink")
    assert "no OT is in any of the sources" in run(*load, code=2).stderr


@pytest.mark.parametrize("step", ["load", "update"])
def test_a_directory_whose_last_ot_is_taken_out_must_be_wanted(run, tmp_path, step):
    one = nppes(tmp_path / "n.csv", 1)
    run("load", "--nppes", one, *INTO)
    listed = exclusions(tmp_path / "exclusions.csv", {"NPI": npi(0)})
    more = (step, "--exclusions", listed, "--nppes", one, *INTO)
    assert "--allow-shrink" in run(*more, code=3).stderr
    run(*more, "--allow-shrink")
    assert count(tmp_path) == 0
    assert engine_at(tmp_path).gone(npi(0)).departure.reason == "excluded"
    run("update", "--nppes", nppes(tmp_path / "nobody.csv", 0), *INTO, "--allow-shrink")
    run("update", "--nppes", nppes(tmp_path / "next.csv", 3), *INTO)
    assert count(tmp_path) == 2
