"""NPPES: what damaged rows, damaged files and very large files do."""

import tracemalloc

import pytest

from indexer.sources.nppes import open_nppes
from service.errors import SourceUnreadable
from tests.indexer_files import (
    ENTRY,
    HEADER_ENTRY,
    SLOT,
    header,
    load,
    load_nppes,
    npi,
    nppes_text,
    ot,
    write,
    zipped,
)

ADDRESS = "Provider First Line Business Practice Location Address"


def readings(path):
    return list(open_nppes(path).readings())


def refusal(path):
    with pytest.raises(SourceUnreadable) as refused:
        readings(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ot("1234567892"), "npi: the check digit"),
        (ot("12345"), "npi: must be ten digits"),
        (ot("١٢٣٤٥٦٧٨٩٣"), "npi: must be ten digits"),
        (ot(updated="2026"), "Last Update Date: must be a date"),
        (ot(deactivated="13/13/2026"), "NPI Deactivation Date: must be a date"),
        (ot(slots={1: ("225XZZZZZX", "", "", "")}), "Healthcare Provider Taxonomy Code:"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_line_and_values(tmp_path, row, reason):
    loaded = load_nppes(tmp_path, ot(1), row, ot(2))
    assert sorted(loaded.profiles) == [npi(1), npi(2)]
    (reject,) = loaded.rejects
    assert reject["line"] == 3
    assert reject["file"] == str(tmp_path / "nppes.csv")
    assert reject["reason"].startswith(reason)
    assert reject["row"] == {name: value for name, value in row.items() if value}


def damaged(tmp_path, change):
    """Ten OTs, the row of the fourth changed as text."""
    lines = nppes_text([ot(n) for n in range(10)]).splitlines()
    lines[4] = change(lines[4])
    return load(tmp_path, write(tmp_path / "nppes.csv", "\n".join(lines) + "\n"))


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.rsplit(",", 1)[0],
        lambda line: line + ',""',
        lambda line: line[:-1],
        lambda line: line.replace('"ANA"', '"ANA', 1),
        lambda line: line.replace('"ANA"', 'ANA"', 1)[:-2] + '"',
        lambda line: line[:200],
        lambda line: '"',
        lambda line: "\x00",
        lambda line: '"' + "A" * 300_000,
        lambda line: "<html>504 Gateway Time-out</html>",
    ],
    ids=["too few", "too many", "open at its end", "open inside", "odd quotes", "cut",
         "a lone quote", "a lone NUL", "long and open", "not a row"],
)  # fmt: skip
def test_a_damaged_row_costs_itself_alone(tmp_path, change):
    """A quote that is never closed must not swallow the rows after it."""
    loaded = damaged(tmp_path, change)
    assert set(loaded.profiles) >= {npi(n) for n in range(10)} - {npi(3)}
    assert len(loaded.profiles) + len(loaded.rejects) == 10
    assert all(reject["line"] == 5 and reject["row"] for reject in loaded.rejects)
    assert all(reason.startswith("row: ") for reason in loaded.reasons)


def test_a_broken_row_over_two_lines_says_so_in_both(tmp_path):
    loaded = damaged(tmp_path, lambda line: line[:200] + "\n" + line[200:])
    assert len(loaded.profiles) == 9
    assert [reject["line"] for reject in loaded.rejects] == [5, 6]


def test_empty_lines_are_nothing(tmp_path):
    text = nppes_text([ot()]).replace("\n", "\n\n\r\n") + "," * 329 + "\n\n"
    loaded = load(tmp_path, write(tmp_path / "nppes.csv", text))
    assert (loaded.tally.read, loaded.tally.kept) == (1, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "lacks the column npi"),
        (b"\n\n\n", "lacks the column npi"),
        (b"\xef\xbb\xbf", "lacks the column npi"),
        (b"\x00" * 5000, "lacks the column npi"),
        (b"Name,City\nAna,Albany\n", "lacks the column npi"),
        (b'"NPI","Entity Type Code"\n', "lacks the column healthcare_provider_taxonomy_code_1"),
        (b'"' + b"A" * 200_000, "lacks the column npi"),
        ("NPI,Entity Type Code".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"\x1f\x8b\x08\x00", "is compressed (gzip); unpack it first"),
        (b"<!doctype html>", "is a web page and no data"),
    ],
)
def test_what_has_no_nppes_header_is_refused(tmp_path, content, reason):
    path = write(tmp_path / "nppes.csv", content)
    assert reason in refusal(path) and str(path) in refusal(path)


def test_a_header_alone_is_a_file_without_rows(tmp_path):
    assert readings(write(tmp_path / "nppes.csv", nppes_text([]))) == []


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_zip_is_refused(tmp_path, share):
    whole = zipped(tmp_path / "whole.zip", (ENTRY, nppes_text(ot(n) for n in range(200))))
    data = whole.read_bytes()
    path = write(tmp_path / "cut.zip", data[: int(len(data) * share)])
    assert "is not a whole zip file; download it again" in refusal(path)


def test_a_zip_damaged_inside_is_refused(tmp_path):
    path = zipped(tmp_path / "bad.zip", (ENTRY, nppes_text(ot(n) for n in range(200))))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    assert "cannot be read to the end" in refusal(write(path, bytes(data)))


@pytest.mark.parametrize(
    ("names", "count"), [([HEADER_ENTRY], 0), ([], 0), ([ENTRY, ENTRY.replace("2026", "2025")], 2)]
)
def test_a_zip_without_npidata_or_with_two_is_refused(tmp_path, names, count):
    path = zipped(tmp_path / "odd.zip", *((name, nppes_text([ot()])) for name in names))
    assert f"holds {count} npidata_pfile_*.csv files, expected one" in refusal(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = zipped(tmp_path / "locked.zip", (ENTRY, nppes_text([ot()])))
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag of encryption, in the local and the central header
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "cannot be unpacked" in refusal(write(path, bytes(data)))


@pytest.mark.parametrize("name", ["../" + ENTRY, "/etc/" + ENTRY, "a/../../" + ENTRY])
def test_an_entry_that_leads_out_of_the_zip_is_refused(tmp_path, name):
    path = zipped(tmp_path / "climbing.zip", (name, nppes_text([ot()])))
    assert "a path that leads out of it; download it from CMS" in refusal(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    """Of ten times the size of the national file, as its directory says."""
    path = zipped(tmp_path / "bomb.zip", (ENTRY, nppes_text([ot()])))
    data, size = bytearray(path.read_bytes()), (3_000_000_000).to_bytes(4, "little")
    data[22:26] = size  # in the header before the entry, and in the zip's directory
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = size
    assert "would unpack to more than 100 times its size" in refusal(write(path, bytes(data)))


def test_an_entry_that_goes_on_past_its_told_size_is_refused(tmp_path):
    path = zipped(tmp_path / "longer.zip", (ENTRY, nppes_text(ot(n) for n in range(200))))
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (9_000).to_bytes(4, "little")
    assert "cannot be read to the end" in refusal(write(path, bytes(data)))


@pytest.mark.parametrize("name", ["folder", "missing.csv"])
def test_what_is_no_file_is_refused(tmp_path, name):
    (tmp_path / "folder").mkdir()
    assert "cannot be read" in refusal(tmp_path / name)


def test_a_line_of_100_mb_costs_neither_memory_nor_the_next_row(tmp_path):
    path = tmp_path / "nppes.csv"
    with path.open("wb") as file:
        file.write(nppes_text([ot(1)]).encode() + b'"')
        for _ in range(100):
            file.write(b"A" * 1_000_000)
        file.write(b"\n" + nppes_text([ot(2)]).encode())
    tracemalloc.start()
    found = readings(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [r.records[0].npi for r in found if r.records] == [npi(1), npi(2)]
    assert peak < 10_000_000
    assert max(len(str(r.raw)) for r in found) < 3000


def test_memory_stays_the_same_however_many_rows(tmp_path):
    """300,000 rows, 1,000 of them OTs, with the columns that we read."""
    wanted = [n for n in header() if n in ot() or n in {s.format(1) for s in SLOT}] + [
        ADDRESS + " X"
    ]
    other, mine = ot(slots={1: ("207Q00000X", "", "", "Y")}), ot()
    path = tmp_path / "nppes.csv"
    with path.open("w") as file:
        file.write(",".join(f'"{name}"' for name in wanted) + "\n")
        for number in range(300_000):
            row = (mine if number % 300 == 0 else other) | {"NPI": npi(number)}
            file.write(",".join(f'"{row.get(name, "")}"' for name in wanted) + "\n")
    tracemalloc.start()
    count = sum(bool(reading.records) for reading in open_nppes(path).readings())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1000
    assert peak < 5_000_000
