"""otmatch-index as a process: progress, kill, two loads at once, a full disk, Elasticsearch."""

import os
import pty
import resource
import signal
import zipfile

import pytest

from service.engines.opening import open_engine
from service.settings import Settings
from tests.conftest import new_engine
from tests.indexer_command import INTO, SOURCES, count, nppes, refused, run_command, start, ten_ots
from tests.indexer_files import ENTRY, NPI, nppes_text, ot, write
from tests.waiting import until


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, run in the test's folder."""
    monkeypatch.chdir(tmp_path)
    return run_command


@pytest.fixture
def served(run, tmp_path):
    """A directory of ten OTs that a refused load must leave as it is."""
    return ten_ots(tmp_path)


@pytest.fixture
def big_load(served, tmp_path):
    """A load of 2,500 OTs into that directory, stopped while it writes the new one."""
    process = start(tmp_path, "load", "--nppes", nppes(tmp_path / "big.csv", 2500), *INTO)
    until((tmp_path / "directory.db.loading").exists, pause=0.001)
    process.send_signal(signal.SIGSTOP)
    yield process
    process.kill()
    process.communicate()


def test_plain_progress_lines_without_a_terminal(tmp_path):
    source = nppes(tmp_path / "nppes.csv", 12)
    out, err = start(tmp_path, "check", "--nppes", source).communicate()
    assert err.splitlines() == [f"nppes {source}: 12 rows read, 12 kept", "merge: 12 profiles"]
    assert "rows read" not in out


def test_a_bar_on_a_terminal(tmp_path):
    ours, theirs = pty.openpty()
    source = nppes(tmp_path / "nppes.csv", 12)
    process = start(tmp_path, "check", "--nppes", source, stderr=theirs)
    os.close(theirs)
    process.communicate()
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert process.returncode == 0
    assert "100%" in shown and "#" in shown and "rows read" not in shown


def test_a_load_killed_in_the_middle_leaves_the_old_directory(run, served, big_load, tmp_path):
    before = served.read_bytes()
    assert count(tmp_path) == 10
    big_load.kill()
    assert big_load.wait() == -signal.SIGKILL
    assert (tmp_path / "directory.db.loading").exists()
    assert served.read_bytes() == before and count(tmp_path) == 10
    run("load", "--nppes", nppes(tmp_path / "next.csv", 12), *INTO)
    assert count(tmp_path) == 12
    assert not (tmp_path / "directory.db.loading").exists()


def test_the_second_of_two_loads_at_once_is_refused(served, big_load, tmp_path):
    message = refused(served, "load", "--nppes", tmp_path / "served.csv", *INTO)
    assert "another load into directory.db is running; wait for it" in message
    big_load.send_signal(signal.SIGCONT)
    big_load.communicate()
    assert big_load.returncode == 0 and count(tmp_path) == 2500


def test_a_load_interrupted_by_hand_says_that_nothing_changed(big_load, tmp_path):
    big_load.send_signal(signal.SIGINT)
    big_load.send_signal(signal.SIGCONT)
    _, err = big_load.communicate()
    assert big_load.returncode == 130
    assert err.splitlines()[-1] == "Stopped before the end; the served directory is as it was."
    assert count(tmp_path) == 10
    assert not (tmp_path / "directory.db.loading").exists()


def on_a_full_disk(folder, most, *arguments):
    """What the command says where no file may grow over so many bytes."""
    limits = resource.RLIMIT_FSIZE, (most, most)
    process = start(folder, *arguments, preexec_fn=lambda: resource.setrlimit(*limits))
    _, err = process.communicate()
    assert process.returncode == 2 and "Traceback" not in err
    return err


def test_a_full_disk_leaves_the_old_directory(served, tmp_path):
    before = served.read_bytes()
    load = ("load", "--nppes", nppes(tmp_path / "big.csv", 800), *INTO)
    assert "writing directory.db failed" in on_a_full_disk(tmp_path, 300_000, *load)
    assert served.read_bytes() == before


def test_no_room_for_rejects_leaves_the_old_directory(served, tmp_path):
    before = served.read_bytes()
    rows = [ot(n, updated="soon" if n < 60 else "10/01/2026") for n in range(80)]
    source = write(tmp_path / "bad.csv", nppes_text(rows))
    says = on_a_full_disk(tmp_path, 20_000, "load", "--nppes", source, *INTO)
    assert "rejects.ndjson: File too large" in says
    assert served.read_bytes() == before


def test_no_room_for_work_files_leaves_the_old_directory(served, tmp_path):
    before = served.read_bytes()
    load = ("load", "--nppes", nppes(tmp_path / "big.csv", 8000), *INTO)
    assert "the work files: " in on_a_full_disk(tmp_path, 500_000, *load)
    assert served.read_bytes() == before


def test_a_line_of_a_gigabyte_in_a_zip_costs_no_memory(served, tmp_path):
    path = tmp_path / "long.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(ENTRY, "w") as entry,
    ):
        entry.write(nppes_text([ot(1)]).encode() + b'"')
        for _ in range(1000):
            entry.write(b"A" * 1_000_000)
        entry.write(b"\n" + nppes_text([ot(2)]).encode())
    load = ("load", *INTO, "--allow-shrink", "--max-rejects", "50%", "--nppes")
    peaks = []
    for source in (nppes(tmp_path / "small.csv", 1), path):
        with start(tmp_path, *load, source) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        peaks.append(used.ru_maxrss)
    assert count(tmp_path) == 2
    assert peaks[1] < 1.1 * peaks[0]


def test_a_full_disk_leaves_the_old_export(served, tmp_path):
    kept = write(tmp_path / "export.ndjson", "what was there\n")
    export = ("export", "--from", "sqlite:///directory.db", "--to", kept)
    assert "File too large" in on_a_full_disk(tmp_path, 2000, *export)
    assert kept.read_text() == "what was there\n"
    assert not list(tmp_path.glob("*.writing"))


def test_whoever_reads_an_export_may_stop(served, tmp_path):
    process = start(tmp_path, "export", "--from", "sqlite:///directory.db")
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() in (0, 1)


def test_all_of_it_with_elasticsearch(run, elasticsearch_url, tmp_path, monkeypatch, request):
    engine = new_engine("elasticsearch", request)
    monkeypatch.setenv("OTMATCH_INDEX", engine.alias)
    target = ("--into", elasticsearch_url)
    run("stats", "--from", elasticsearch_url, code=2)
    run("load", *SOURCES, *target)
    run("load", *SOURCES, *INTO)
    shown = run("export", "--from", elasticsearch_url).stdout_bytes
    assert shown == run("export", "--from", "sqlite:///directory.db").stdout_bytes
    one = write(tmp_path / "one.ndjson", [{"npi": NPI}])
    assert "expected at least" in run("load", "--profiles", one, *target, code=3).stderr
    run("load", "--mscs", write(tmp_path / "empty.csv", b""), *target, code=2)
    assert run("export", "--from", elasticsearch_url).stdout_bytes == shown
    run("load", "--profiles", one, *target, "--allow-shrink")
    settings = Settings(directory=elasticsearch_url, index=engine.alias)
    assert [profile.npi for profile in open_engine(settings).scan()] == [NPI]
