"""otmatch-index as it is used: options, reports, export, stats, and exit codes 0 and 1."""

import json
import re
from pathlib import Path

import click
import pytest

from indexer.__main__ import main
from tests.indexer_command import INTO, SOURCES, count, refused, run_command, ten_ots
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


def test_load_reports_what_became_of_every_row(run, tmp_path):
    rows = [ot(0), ot(1), ot(2, {1: ("207Q00000X", "", "", "Y")}), ot(3, deactivated="01/01/2026"),
            ot("1234567892"), ot(5, zip="00000")]  # fmt: skip
    result = run(
        "load",
        "--nppes", write(tmp_path / "nppes.csv", nppes_text(rows)),
        "--mscs", write(tmp_path / "roster.csv", f"npi,expires_on\n{npi(0)},2027-12-31\n"),
        "--profiles", write(tmp_path / "p.ndjson", [{"npi": npi(1)}, {"npi": npi(9)}]),
        *INTO, "--max-rejects", "1",
    )  # fmt: skip
    report = " ".join(result.stdout.split())
    assert "nppes.csv read 6 kept 3 superseded 0 skipped 2 rejected 1" in report
    assert "skipped 1: not an OT" in report and "skipped 1: deactivated" in report
    assert "rejected 1: npi: the check digit is wrong" in report
    assert "roster.csv read 1 kept 1" in report and "p.ndjson read 2 kept 2" in report
    assert "profiles 4 (merged from several sources: 2)" in report
    assert "locations 3 (without coordinates: 1)" in report
    assert "1 rejected rows are in rejects.ndjson" in report
    assert count(tmp_path) == 4


def test_check_says_the_same_and_changes_nothing(run, served, tmp_path):
    before = served.read_bytes()
    checked = run("check", *SOURCES)
    assert served.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "directory.db", "directory.db.changing.lock", "directory.db.lock", "rejects.ndjson",
        "served.csv",
    ]  # fmt: skip
    loaded, _, outcome = run("load", *SOURCES, *INTO).stdout.partition("since the last load\n")
    assert (checked.stdout, outcome.split()[:2]) == (loaded, ["added", "427"])


def test_sources_can_be_given_several_times(run, tmp_path):
    files = [write(tmp_path / f"{n}.ndjson", [{"npi": npi(n)}]) for n in range(3)]
    run("load", *(part for file in files for part in ("--profiles", file)), *INTO)
    assert count(tmp_path) == 3


def test_a_rejected_row_can_be_found_and_mended(run, tmp_path):
    good, bad = {"npi": npi(1)}, {"npi": npi(2), "gender": "female"}
    file = write(tmp_path / "p.ndjson", json.dumps(good) + "\n" + json.dumps(bad) + "\n{\n")
    roster = write(tmp_path / "roster.csv", f"npi,name,expires_on\n{npi(1)},Ana,never\n")
    sources = ("--profiles", file, "--mscs", roster)
    run("check", *sources, "--rejects", "out.ndjson", "--max-rejects", 3)
    found = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert [(Path(r["file"]).name, r["line"], r["row"]) for r in found] == [
        ("p.ndjson", 2, bad),
        ("p.ndjson", 3, "{"),
        ("roster.csv", 2, {"npi": npi(1), "name": "Ana", "expires_on": "never"}),
    ]  # fmt: skip
    assert found[0]["reason"] == "gender: Must be one of: F, M, X."
    assert found[2]["reason"].startswith("expires_on: must be a date")


@pytest.mark.parametrize(
    ("limit", "code"),
    [(None, 1), ("1%", 1), ("20%", 0), ("19.9%", 1), ("100%", 0), ("0", 1), ("1", 1), ("2", 0)],
)
def test_max_rejects_is_a_share_or_a_count(run, tmp_path, limit, code):
    """Two of ten rows are rejected: loaded all the same, but the exit code tells."""
    rows = [ot(n) for n in range(8)] + [ot("1234567891"), ot("1234567892")]
    file = write(tmp_path / "nppes.csv", nppes_text(rows))
    options = ("--max-rejects", limit) if limit else ()
    result = run("load", "--nppes", file, *INTO, *options, code=code)
    assert count(tmp_path) == 8
    assert ("--max-rejects" in result.stderr) is bool(code)
    run("check", "--nppes", file, *options, code=code)


def test_one_percent_is_allowed(run, tmp_path):
    rows = [ot(n) for n in range(99)] + [ot("1234567892")]
    run("check", "--nppes", write(tmp_path / "nppes.csv", nppes_text(rows)))


@pytest.mark.parametrize("limit", ["-1", "-1%", "nan%", "inf%", "1e5%", "many", "", "%", "1_0", "١",
                                   "0.5", "--"])  # fmt: skip
def test_other_limits_are_bad_usage(run, served, limit):
    result = run(
        "check", "--nppes", served.with_name("served.csv"), f"--max-rejects={limit}", code=2
    )
    assert "must be a share such as 1% or a count such as 20" in result.stderr


def test_export_to_a_file_and_to_standard_output(run, tmp_path):
    run("load", *SOURCES, *INTO)
    shown = run("export", "--from", "sqlite:///directory.db").stdout_bytes
    run("export", "--from", "sqlite:///directory.db", "--to", "export.ndjson")
    assert (tmp_path / "export.ndjson").read_bytes() == shown
    run("load", "--profiles", "export.ndjson", "--into", "sqlite:///again.db")
    assert run("export", "--from", "sqlite:///again.db").stdout_bytes == shown
    assert [json.loads(line)["npi"] for line in shown.splitlines()] == sorted(
        profile.npi for profile in engine_at(tmp_path).scan()
    )


def test_an_export_that_fails_leaves_no_half_file(run, served, tmp_path):
    kept = write(tmp_path / "export.ndjson", "what was there\n")
    refused(served, "export", "--from", "sqlite:///none.db", "--to", kept)
    assert kept.read_text() == "what was there\n"
    data = served.read_bytes()
    write(tmp_path / "cut.db", data[: len(data) // 2])
    refused(served, "export", "--from", "sqlite:///cut.db", "--to", kept)
    assert kept.read_text() == "what was there\n"
    assert not list(tmp_path.glob("*.writing"))


def test_an_export_does_not_go_over_its_directory(run, served):
    refused(served, "export", "--from", "sqlite:///directory.db", "--to", "directory.db")


def test_an_export_to_a_device_leaves_the_device(run, served):
    run("export", "--from", "sqlite:///directory.db", "--to", "/dev/null")
    assert Path("/dev/null").is_char_device()


def test_stats(run, tmp_path):
    run("load", *SOURCES, *INTO)
    text = run("stats", "--from", "sqlite:///directory.db").stdout
    told = dict(re.findall(r"^(\S.*?)  +(.*)$", text, re.MULTILINE))
    places = [at for profile in engine_at(tmp_path).scan() for at in profile.locations]
    lost = sum(at.lat is None for at in places)
    assert int(told["profiles"]) == count(tmp_path)
    assert int(told["plans"]) > 1 and int(told["without coordinates"]) == lost
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", told["loaded at"])
    assert re.search(r"^source +mscs mscs_roster.csv: \d+ kept$", text, re.MULTILINE)


@pytest.mark.parametrize("command", ["export", "stats", "quality", "overdue", "conflicts"])
@pytest.mark.parametrize(
    "content", [None, b"", b"not a directory", b"SQLite format 3\x00" + b"\x00" * 5000]
)
def test_what_is_no_directory_is_told(run, tmp_path, command, content):
    if content is not None:
        write(tmp_path / "bad.db", content)
    result = run(command, "--from", "sqlite:///bad.db", code=2)
    assert "otmatch-index load" in result.stderr and "bad.db" in result.stderr


def test_a_directory_that_cannot_be_read_is_loaded_anew(run, served, tmp_path):
    write(served, served.read_bytes()[:5000])
    run("stats", "--from", "sqlite:///directory.db", code=2)
    run("load", "--nppes", tmp_path / "served.csv", *INTO)
    assert count(tmp_path) == 10


@pytest.mark.parametrize("command", [(), *((name,) for name in main.commands)])
def test_help(run, command):
    text = run(*command, "--help").stdout
    assert text.startswith("Usage: ")
    if command in ((), ("load",), ("check",)):
        assert "Exit codes: 0 done; 1 " in text and "3 the new directory is below 90 %" in text


@pytest.mark.parametrize("command", list(main.commands))
def test_every_option_is_explained(command):
    options = [each for each in main.commands[command].params if isinstance(each, click.Option)]
    for option in options:
        assert option.help, f"{command} {option.name}"


@pytest.mark.parametrize("arguments", [("lood",), ("load", "--nppes"), ("load", "--what", "x"),
                                       ("export",), ("stats",), ("load", *SOURCES)])  # fmt: skip
def test_bad_usage_is_2(run, arguments):
    assert "Error: " in run(*arguments, code=2).stderr


def test_schema_prints_the_json_schema(run):
    schema = json.loads(run("schema").stdout)
    assert schema["required"] == ["npi"] and "locations" in schema["properties"]


def test_an_update_with_the_same_files_changes_nothing_and_is_no_failure(run, served, tmp_path):
    run("load", *SOURCES, *INTO)
    before = run("export", "--from", f"sqlite:///{served}").stdout
    again = run("update", *SOURCES, *INTO).stdout
    assert "added 0   changed 0   removed 0" in again
    assert "nothing of it is used" not in again
    assert run("export", "--from", f"sqlite:///{served}").stdout == before
