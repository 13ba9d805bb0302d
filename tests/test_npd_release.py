"""Releases of the National Provider Directory: files, manifest and zstd, whole and damaged."""

import json
import subprocess
import sys
from datetime import date
from io import BytesIO
from itertools import permutations

import pytest
import zstandard
from click.testing import CliRunner

from indexer.__main__ import main
from indexer.sources import ndjson
from indexer.sources.npd import open_npd
from service.errors import SourceUnreadable
from tests.indexer_command import INTO, refused, run_command, ten_ots
from tests.indexer_files import load, write
from tests.npd_files import NETWORK, OWNER, lines, person, place, plan, release, role

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
    assert "holds no file such as" in unreadable(served, tmp_path / "empty")


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


# --- zstd -------------------------------------------------------------------------------------


def skippable(size: int) -> bytes:
    return b"\x50\x2a\x4d\x18" + size.to_bytes(4, "little") + bytes(size)


def windowed(data: bytes, log: int) -> bytes:
    told = zstandard.ZstdCompressionParameters(window_log=log, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=told).compressobj()
    return packer.compress(data) + packer.flush()


DATA = lines([person(n) for n in range(300)])
PACKED = zstandard.ZstdCompressor(write_checksum=True).compress(DATA)


def read(tmp_path, data: bytes, name: str = PEOPLE) -> int:
    (source,) = open_npd([write(tmp_path / name, data)])
    return sum(reading.rows for reading in source.readings())


@pytest.mark.parametrize(
    "data",
    [PACKED, skippable(40) + PACKED, windowed(DATA, 27), PACKED + skippable(0),
     b"".join(zstandard.compress(DATA[at : at + 777]) for at in range(0, len(DATA), 777))],
)  # fmt: skip
def test_whole_files_of_one_frame_or_many(tmp_path, data):
    assert read(tmp_path, data) == 300
    assert read(tmp_path, data, "06-Practitioner.ndjson") == 300  # called as if unpacked


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds 0 bytes"),
        (zstandard.compress(b""), "holds 0 bytes"),
        (PACKED[:3], "is no zstd file"),
        (PACKED[:5], "is cut off"),
        (PACKED[:-1], "is cut off"),
        (PACKED[:2000], "is cut off"),
        (PACKED + PACKED[:99], "is cut off"),
        (PACKED + b"more", "cannot be unpacked"),
        (PACKED[:-1] + bytes([PACKED[-1] ^ 1]), "cannot be unpacked"),
        (PACKED[:4] + b"\xff" * 99, "cannot be unpacked"),
        (DATA, "is no zstd file"),
        (windowed(DATA, 28), "Frame requires too much memory"),
        (windowed(DATA, 31), "Frame requires too much memory"),
        (b"\x1f\x8b" + bytes(99), "is compressed"),
        (b"<!DOCTYPE html>", "is a web page"),
    ],
)
def test_damaged_files_are_refused(tmp_path, data, reason):
    with pytest.raises(SourceUnreadable, match=reason):
        read(tmp_path, data)


def test_any_cut_and_any_flipped_byte_is_a_refusal_or_accounted_for(tmp_path):
    for at in range(0, len(PACKED), max(1, len(PACKED) // 30)):
        for data in (PACKED[:at], PACKED[:at] + bytes([PACKED[at] ^ 0x55]) + PACKED[at + 1 :]):
            with pytest.raises(SourceUnreadable):
                read(tmp_path, data)


def test_a_cut_file_leaves_what_is_served(served, tmp_path):
    folder = release(tmp_path / "npd", *ENOUGH, day=None)
    changed(folder / "02-Location.ndjson.zst", lambda data: data[:-9])
    assert "02-Location.ndjson.zst: is cut off" in unreadable(served, folder)


# --- lines ------------------------------------------------------------------------------------


def test_a_line_that_is_too_long_costs_itself_alone(tmp_path):
    long = b'{"resourceType": "' + b"x" * (ndjson.MAX_LINE + ndjson.MAX_LINE // 2) + b'"}\n'
    data = lines([person(1)]) + long + b"\n" + lines([person(2)]) + long[:-1]
    (source,) = open_npd([write(tmp_path / PEOPLE, zstandard.compress(data))])
    found = {reading.line: reading for reading in source.readings()}
    assert [line for line, reading in found.items() if reading.records] == [1, 4]
    for line in (2, 5):
        assert found[line].rejected == "line: longer than 5 million bytes"
        assert len(found[line].raw) <= 2000


@pytest.mark.parametrize("size", [1, 7, 1 << 10, 1 << 24])
def test_lines_are_the_same_however_the_bytes_come(tmp_path, monkeypatch, size):
    monkeypatch.setattr(ndjson, "_BLOCK", size)
    data = b"\n\nfirst\r\n" + b"second" * 40 + b"\n\nlast"
    (source,) = open_npd([write(tmp_path / "06-Practitioner.ndjson", data)])
    told = [(line.number, line.data) for line in ndjson.read_raw_lines(source) if line.data]
    assert told == [(3, b"first\r"), (4, b"second" * 40), (6, b"last")]


BOMB = """
import sys
from collections import Counter
from pathlib import Path
from indexer.sources.npd import open_npd
from service.errors import SourceUnreadable
(source,) = open_npd([Path(sys.argv[1])])
try:
    print(Counter(reading.rejected for reading in source.readings()))
except SourceUnreadable as error:
    print(error)
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (b"\0", "grows more than 20,000-fold"),
        (b"{{\n", "not valid JSON; one object a line': 666666"),
        (b"\n", "Counter()"),
        (DATA[:300], "longer than 5 million bytes': 1"),
    ],
)
def test_a_bomb_takes_no_more_memory_than_a_file(tmp_path, unit, said):
    """Of one endless line, of bad lines, of empty ones, of one long line of text."""
    packed, packer = BytesIO(), zstandard.ZstdCompressor(level=3).compressobj()
    block = unit * (1_000_000 // len(unit))
    for _ in range(2 if b"\n" in unit else 200):
        packed.write(packer.compress(block))
    path = write(tmp_path / PEOPLE, packed.getvalue() + packer.flush())
    command = [sys.executable, "-c", BOMB, str(path)]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    told, megabytes = out.rsplit("\n", 2)[:2]
    assert int(megabytes) < 400
    assert said in told


def test_rejected_lines_are_rows_of_their_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = release(tmp_path / "npd", *ENOUGH, more={"Practitioner": b"garbage\n\xff\xfe\n"})
    result = CliRunner().invoke(main, ["check", "--npd", str(folder), "--max-rejects", "1"])
    assert result.exit_code == 1
    told = [json.loads(line) for line in (tmp_path / "rejects.ndjson").read_text().splitlines()]
    assert [(row["line"], row["row"]) for row in told] == [(2, "garbage"), (3, "\ufffd\ufffd")]
    assert all(row["file"].endswith(PEOPLE) for row in told)
