"""Packed files and long lines of the National Provider Directory: whole, damaged, and made to do
harm."""

import subprocess
import sys
from io import BytesIO

import pytest
import zstandard

from indexer.sources import ndjson
from indexer.sources.npd import open_npd
from service.errors import SourceUnreadable
from tests.indexer_files import write
from tests.npd_files import lines, person, skippable

PEOPLE = "06-Practitioner.ndjson.zst"


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


# --- lines ------------------------------------------------------------------------------------


def test_a_line_that_is_too_long_costs_itself_alone(tmp_path):
    long = b'{"resourceType": "' + b"x" * (ndjson.MAX_LINE + ndjson.MAX_LINE // 2) + b'"}\n'
    data = lines([person(1)]) + long + b"\n" + lines([person(2)]) + long[:-1]
    (source,) = open_npd([write(tmp_path / PEOPLE, zstandard.compress(data))])
    found = {reading.line: reading for reading in source.readings()}
    assert [line for line, reading in found.items() if reading.records] == [1, 4]
    for line in (2, 5):
        assert found[line].rejected == "line: longer than 20 million bytes"
        assert len(found[line].raw) <= 2000


@pytest.mark.parametrize("size", [1, 7, 1 << 10, 1 << 24])
def test_lines_are_the_same_however_the_bytes_come(tmp_path, monkeypatch, size):
    monkeypatch.setattr(ndjson, "_BLOCK", size)
    data = b"\n\nfirst\r\n" + b"second" * 40 + b"\n\nlast"
    (source,) = open_npd([write(tmp_path / "06-Practitioner.ndjson", data)])
    told = [(line.number, line.data) for line in ndjson.read_raw_lines(source) if line.data]
    assert told == [(3, b"first\r"), (4, b"second" * 40), (6, b"last")]


BOMB = """
import re, sys
from collections import Counter
from pathlib import Path
from indexer.sources.npd import open_npd
from service.errors import SourceUnreadable
(source,) = open_npd([Path(sys.argv[1])])
try:
    print(Counter(reading.rejected for reading in source.readings()))
except SourceUnreadable as error:
    print(error)
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (b"\0", "grows more than 20,000-fold"),
        (b"{{\n", "not valid JSON; one object a line': 333333"),
        (b"\n", "Counter()"),
        (DATA[:300], "longer than 20 million bytes': 1"),
    ],
)
def test_a_bomb_takes_no_more_memory_than_a_file(tmp_path, unit, said):
    """Of one endless line, of bad lines, of empty ones, of one long line of text."""
    packed, packer = BytesIO(), zstandard.ZstdCompressor(level=3).compressobj()
    block = unit * (1_000_000 // len(unit))
    for _ in range(1 if b"\n" in unit else 200):
        packed.write(packer.compress(block))
    path = write(tmp_path / PEOPLE, packed.getvalue() + packer.flush())
    command = [sys.executable, "-c", BOMB, str(path)]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    told, kilobytes = out.rsplit("\n", 2)[:2]
    assert int(kilobytes) < 400_000
    assert said in told
