"""Releases of the National Provider Directory: files, manifest and zstd, whole and damaged."""

import json
from datetime import date
from itertools import permutations

import pytest
import zstandard
from click.testing import CliRunner

from indexer.__main__ import main
from tests.indexer_command import INTO, refused, run_command, ten_ots
from tests.indexer_files import load, write
from tests.npd_files import (
    NETWORK,
    OWNER,
    lines,
    person,
    place,
    plan,
    release,
    role,
    skippable,
)

ENOUGH = (person(), role(), place(), OWNER, NETWORK, plan())
PEOPLE = "06-Practitioner.ndjson.zst"


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return ten_ots(tmp_path)


def unreadable(served, folder) -> str:
    return refused(served, "load", "--npd", folder, *INTO)


def changed(path, change) -> None:
    path.write_bytes(change(path.read_bytes()))


# --- files ------------------------------------------------------------------------------------


def test_the_command_takes_a_folder_or_files_in_any_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = release(tmp_path / "npd", *ENOUGH)
    run_command("load", "--npd", folder, *INTO)
    expected = run_command("export", "--from", INTO[1]).stdout
    assert '"H7028-002-000"' in expected
    files = sorted(folder.glob("*.zst"))
    for order in list(permutations(files))[::40]:
        named = [word for file in order for word in ("--npd", file)]
        run_command("load", *named, *INTO)
        assert run_command("export", "--from", INTO[1]).stdout == expected


def test_both_namings_and_the_day_in_the_name(tmp_path):
    names = {"Practitioner_2026-05-07_2128.ndjson.zst": [person()],
             "PractitionerRole_2026-05-07_2130.ndjson": [role()],
             "02-location.NDJSON": [place()]}  # fmt: skip
    for name, told in names.items():
        data = lines(told)
        write(tmp_path / name, zstandard.compress(data) if name.endswith(".zst") else data)
    only = load(tmp_path, tmp_path).only
    assert only.records[0].as_of == date(2026, 5, 7)
    assert only.locations[0].precision == "address"


def test_the_manifest_dates_the_release_and_without_a_day_it_is_unknown(tmp_path):
    dated = load(tmp_path, release(tmp_path / "npd", *ENOUGH, day="2026-09-29T04:00:00Z")).only
    assert dated.records[0].as_of == date(2026, 9, 29)
    bare = load(tmp_path, release(tmp_path / "bare", *ENOUGH, day=None)).only
    assert bare.records[0].as_of is None
    assert [row.as_of for row in bare.locations[0].plans] == [None]


def test_a_file_that_the_manifest_lists_and_that_is_not_there_is_told_of(tmp_path):
    folder = release(tmp_path / "npd", *ENOUGH)
    (folder / "02-Location.ndjson.zst").unlink()
    first, roles, *_ = load(tmp_path, folder).report.sources
    said = "02-Location.ndjson is in manifest.json, but not among the files given"
    assert first.source.warnings == {said: 1}
    assert list(roles.source.warnings.values()) == [1]


@pytest.mark.parametrize("name", ["people.ndjson", "08-OrganizationAffiliation.ndjson", "x.csv"])
def test_other_files_are_refused(served, tmp_path, name):
    told = unreadable(served, write(tmp_path / name, b"{}\n"))
    assert name in told and "06-Practitioner.ndjson.zst" in told


def test_other_files_in_a_folder_are_left_alone_but_one_must_be_ours(served, tmp_path):
    folder = release(tmp_path / "npd", *ENOUGH)
    write(folder / "08-OrganizationAffiliation.ndjson", b"{damaged")
    write(folder / "notes.txt", b"mine")
    run_command("check", "--npd", folder)
    (tmp_path / "empty").mkdir()
    assert "holds none of the files" in unreadable(served, tmp_path / "empty")


def test_two_files_of_one_kind_are_refused(served, tmp_path):
    folder = release(tmp_path / "npd", *ENOUGH)
    write(folder / "Practitioner_2026-05-07_2128.ndjson", lines([person()]))
    assert "is a second file of Practitioner" in unreadable(served, folder)


# --- sizes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_shorter_than_its_manifest_says_is_refused(served, tmp_path, packed):
    folder = release(tmp_path / "npd", *ENOUGH, packed=packed)
    (path,) = folder.glob("07-*")
    changed(path, lambda data: data[:-1])
    assert "manifest.json says" in unreadable(served, folder)


def test_a_file_packed_anew_of_fewer_lines_is_refused(served, tmp_path):
    folder = release(tmp_path / "npd", person(1), person(2))
    noise = zstandard.compress(lines([person(1)]), level=-50) + skippable(5000)
    write(folder / PEOPLE, noise)
    assert "its manifest says" in unreadable(served, folder)


def test_a_file_longer_than_its_manifest_says_is_refused(served, tmp_path):
    folder = release(tmp_path / "npd", *ENOUGH)
    changed(folder / PEOPLE, lambda data: data + zstandard.compress(lines([person(2)])))
    assert "is longer than the" in unreadable(served, folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "<html>", '{"generated_at": "soon"}', '{"generated_at": 7.5}']
)
def test_a_damaged_manifest_is_refused(served, tmp_path, text):
    folder = release(tmp_path / "npd", *ENOUGH)
    write(folder / "manifest.json", text)
    assert "manifest.json" in unreadable(served, folder)


@pytest.mark.parametrize(
    "files", [None, [], {PEOPLE: 7}, {PEOPLE[:-4]: None}, {PEOPLE[:-4]: {"original_bytes": "x"}}]
)
def test_a_manifest_that_tells_no_size_checks_none(tmp_path, files):
    folder = release(tmp_path / "npd", *ENOUGH)
    write(folder / "manifest.json", json.dumps({"files": files, "generated_at": "2026-09-29"}))
    assert load(tmp_path, folder).only.records[0].as_of == date(2026, 9, 29)


def test_rejected_lines_are_rows_of_their_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = release(tmp_path / "npd", *ENOUGH, more={"Practitioner": b"garbage\n\xff\xfe\n"})
    result = CliRunner().invoke(main, ["check", "--npd", str(folder), "--max-rejects", "1"])
    assert result.exit_code == 1
    told = [json.loads(line) for line in (tmp_path / "rejects.ndjson").read_text().splitlines()]
    assert [(row["line"], row["row"]) for row in told] == [(2, "garbage"), (3, "\ufffd\ufffd")]
    assert all(row["file"].endswith(PEOPLE) for row in told)


def test_a_cut_file_leaves_what_is_served(served, tmp_path):
    folder = release(tmp_path / "npd", *ENOUGH, day=None)
    changed(folder / "02-Location.ndjson.zst", lambda data: data[:-9])
    assert "02-Location.ndjson.zst: is cut off" in unreadable(served, folder)
