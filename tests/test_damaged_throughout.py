"""One file of many that is damaged throughout: it must not hide behind the good rows of others."""

import json
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner

from indexer.__main__ import main
from tests.deactivation_files import report_file
from tests.indexer_command import INTO, count, run_command
from tests.indexer_files import engine_at, npi, nppes_text, ot, write
from tests.npd_files import NETWORK, OWNER, person, place, plan, release, role

PEOPLE = 60
WHOLE = [*(person(n) for n in range(PEOPLE)), place(), OWNER, NETWORK, plan()]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def directory(folder: Path, roles: bytes) -> Path:
    """A release whose roles are these bytes, packed by a writer that adds no checksum."""
    at = release(folder / "npd", *WHOLE)
    packed = zstandard.ZstdCompressor(level=19, write_checksum=False).compress(roles)
    write(at / "07-PractitionerRole.ndjson.zst", packed)
    return at


def many(folder: Path) -> Path:
    return write(folder / "nppes.csv", nppes_text(ot(n) for n in range(10_000, 16_000)))


GOOD = [json.dumps(role(f"r{n}", n)).encode() + b"\n" for n in range(PEOPLE)]


def with_bad(number: int) -> bytes:
    return b"".join(GOOD[number:]) + b"{]\n" * number


def test_a_file_that_is_mostly_rejected_refuses_the_load(tmp_path):
    run_command("load", "--npd", directory(tmp_path, with_bad(0)), *INTO)
    before = (tmp_path / "directory.db").read_bytes()
    bad = directory(tmp_path, with_bad(31))
    for command in ("load", "update"):
        told = run_command(command, "--npd", bad, "--nppes", many(tmp_path), *INTO, code=2).stderr
        assert "31 of 60 rows are rejected (line: is not valid JSON; one object a line)" in told
        assert (tmp_path / "directory.db").read_bytes() == before
    run_command("load", "--npd", bad, "--max-rejects", "60%", *INTO)


def test_a_short_list_without_one_good_row_refuses_the_load(tmp_path):
    """A roster of few people is not let through for being short: all certificates would go."""
    people = ("--nppes", write(tmp_path / "nppes.csv", nppes_text([ot(1), ot(2)])))
    head = "npi,name,certified_on,expires_on,checked_on,source\n"
    good = write(tmp_path / "good.csv", f"{head}{npi(1)},,2024-05-01,,2026-10-01,CMSC\n")
    bad = write(tmp_path / "bad.csv", f"{head}{npi(1)},,May,,2026-10-01,CMSC\n")
    run_command("load", *people, "--mscs", good, *INTO)
    before = (tmp_path / "directory.db").read_bytes()
    told = run_command("load", *people, "--mscs", bad, *INTO, code=2).stderr
    assert "bad.csv: 1 of 1 rows are rejected" in told
    assert (tmp_path / "directory.db").read_bytes() == before


def test_a_report_of_deactivations_that_was_cut_off_brings_nobody_back(tmp_path):
    people = write(tmp_path / "nppes.csv", nppes_text(ot(n) for n in range(1, 100)))
    run_command("load", "--nppes", people, *INTO)

    def report(name: str, number: int) -> tuple[str, Path]:
        rows = [(npi(n), "10/25/2026") for n in range(1, number + 1)]
        path = report_file(tmp_path / f"NPPES_Deactivated_NPI_Report_{name}.zip", rows)
        return "--deactivations", path

    run_command("update", *report("110126", 40), *INTO, "--allow-shrink")
    told = run_command("update", *report("110226", 20), *INTO, code=2).stderr
    assert "has 20 rows, and the list before it had 40" in told
    assert count(tmp_path) == 99 - 40
    run_command("update", *report("110326", 21), *INTO)  # so many may be active again
    assert count(tmp_path) == 99 - 21


@pytest.mark.parametrize(("bad", "code"), [(20, 0), (21, 1), (30, 1)])
def test_the_share_holds_for_each_source(tmp_path, bad, code):
    """Of 6,000 rows in all it is less than one in a hundred."""
    given = ("--npd", directory(tmp_path, with_bad(bad)), "--nppes", many(tmp_path))
    result = run_command("load", *given, *INTO, code=code)
    assert ("07-PractitionerRole.ndjson.zst: more of its rows" in result.stderr) is bool(code)
    assert count(tmp_path) == 6000 + PEOPLE


def test_a_flipped_byte_never_takes_the_roles_away_unnoticed(tmp_path):
    folder = directory(tmp_path, b"".join(GOOD))
    path = folder / "07-PractitionerRole.ndjson.zst"
    sound = path.read_bytes()
    refused = 0
    for at in range(8, len(sound), len(sound) // 24):
        flipped = bytearray(sound)
        flipped[at] ^= 0x10
        path.write_bytes(flipped)
        result = CliRunner().invoke(main, ["check", "--npd", str(folder)])
        told = "PractitionerRole" in result.stderr
        assert told if result.exit_code else "rejected 0" in result.stdout, (at, result.output)
        refused += bool(result.exit_code)
    assert refused
    path.write_bytes(sound)
    run_command("load", "--npd", folder, *INTO)
    assert all(engine_at(tmp_path).get(npi(n)).locations[0].plans for n in range(PEOPLE))
