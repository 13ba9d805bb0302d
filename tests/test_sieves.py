"""Rows that are passed over unparsed: the quick way through a file finds what parsing every row
of it finds, to the line, in sound files and in damaged ones."""

import csv
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.sources.blocks import Blocks
from indexer.sources.grid import Grid
from indexer.sources.reading import Source
from indexer.sources.rows import header_and_rows
from tests.fixture_directory import FIXTURES
from tests.indexer_files import npi, source

FILES = sorted(path.name for path in FIXTURES.glob("*.csv") if "nppes" in path.name)
FILES += ["clinicians.csv", "clinicians_2023.csv"]
ENDS = ("\n", "\r\n")
# Values of every kind that a file may hold, most of them such as it mostly holds.
PLAIN = st.sampled_from(["", "", "A", "225X00000X", "207Q00000X", "282N00000X", "2", "1", npi(1)])
ODD = st.sampled_from(
    ["a,b", ",", '"', 'said "so"', "two\nlines", "a\r\nb", "\r", " ", "é", "\x00", "x" * 300,
     "10/01/2026", "deactive", " 225X00000X", "NPI", "1" * 11, '","']
)  # fmt: skip
VALUES = st.one_of(PLAIN, PLAIN, PLAIN, PLAIN, ODD)
QUOTINGS = st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
DAMAGE = st.tuples(
    st.integers(0, 5000),
    st.integers(0, 3),
    st.sampled_from([b"", b'"', b",", b"\n", b"\r", b'","', b"\xe9", b"\xc3", b"\x00"]),
)


def written(rows, quoting=csv.QUOTE_ALL, ending="\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator=ending).writerows(rows)
    return out.getvalue().encode()


def damaged(data: bytes, damage: list) -> bytes:
    """So many bytes at a place, which is not in the header, become others."""
    start = data.index(b"\n") + 1
    for place, length, put in damage:
        at = start + place % max(1, len(data) - start)
        data = data[:at] + put + data[at + length :]
    return data


# --- rows of any table --------------------------------------------------------------------------

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), min_size=1, max_size=9)
)


def is_even(value: str) -> bool:
    return len(value.encode()) % 2 == 0


def even(grid: Grid) -> dict[str, np.ndarray]:
    sizes = grid.sizes([0])[:, 0]
    return {"even": (sizes % 2 == 0) & (sizes > 0) & (grid.first_bytes(0) > ord(" "))}


def parsed(text) -> list[tuple]:
    _, rows = header_and_rows(text)
    return [(row.line, row.values) for row in rows]


@given(TABLES, QUOTINGS, st.sampled_from(ENDS), st.lists(DAMAGE, max_size=3), st.integers(1, 90))
@example([["a"], ["é" * 3]], csv.QUOTE_ALL, "\n", [], 4)
@example([[""], [""], [""]], csv.QUOTE_ALL, "\r\n", [(7, 0, b"\n")], 13)  # an empty line in front
def test_blocks_of_any_size_hold_the_rows_of_the_text(table, quoting, ending, damage, size):
    data = damaged(written([["h"] * len(table[0]), *table], quoting, ending), damage)
    with io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "replace", newline="") as text:
        every = parsed(text)
    assert parsed(Blocks(io.BytesIO(data), "replace", size)) == every
    header, rows = header_and_rows(Blocks(io.BytesIO(data), "replace", size))
    rows.sieve = even
    left, passed = [], 0
    for row in rows:
        passed += row.count if row.passed else 0
        left += [] if row.passed else [(row.line, row.values)]
    missing = [row for row in every if row not in left]
    assert len(missing) == passed and len(left) + passed == len(every)
    assert left == [row for row in every if row in left]
    assert all(len(values) == len(header) and is_even(values[0]) for _, values in missing)


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("ending", ENDS)
def test_a_sound_table_is_passed_over_unparsed(quoting, ending):
    """What the property cannot tell: that the quick way is taken."""
    table = [["h", "i"], *([f"{n:010}", "b,c" if n % 4 == 0 else "d"] for n in range(5000))]
    data = written(table, quoting, ending)
    _, rows = header_and_rows(Blocks(io.BytesIO(data), size=1000))
    rows.sieve = even
    found = list(rows)
    parsed_whole = 5000 // 4 if quoting == csv.QUOTE_MINIMAL else 0
    assert sum(row.count for row in found) == 5000
    # What is left at the end of the last block may be one line.
    assert sum(row.passed is None for row in found) <= parsed_whole + 1


# --- files of the real kinds --------------------------------------------------------------------


def told(of: Source) -> tuple:
    """All that the pipeline hears of a file."""
    skipped, said = Counter(), []
    for reading in of.readings():
        if reading.skipped:
            skipped[reading.skipped] += reading.rows
        if not reading.skipped or reading.organization or reading.deactivated:
            said.append(reading)
    return skipped, said, of.warnings


def both_ways(path: Path, wanted: set[str], named: frozenset[str] = frozenset()) -> tuple:
    """What the quick way says, which must be what parsing every row says."""
    quick, full = (
        told(replace(source(path), wants=wanted.__contains__, named=named, in_full=in_full))
        for in_full in (False, True)
    )
    assert quick == full
    return quick


def npis_of(data: bytes) -> list[str]:
    return [line.strip(b'"')[:10].decode("latin-1") for line in data.splitlines()]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_every_fixture(tmp_path, name, ending):
    data = (FIXTURES / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ending)
    path = tmp_path / name.replace("_20", "-20")  # whose kind the stem tells
    path.write_bytes(data)
    wanted = set(npis_of(data)[::2])
    both_ways(path, wanted, frozenset(npis_of(data)[::7]))


COLUMNS = {
    "nppes": ["NPI", "Entity Type Code", "Last Update Date", "NPI Deactivation Date",
              "Provider Last Name (Legal Name)", "Healthcare Provider Taxonomy Code_1",
              "Healthcare Provider Taxonomy Code_2", "npi_activation_status",
              "Provider Organization Name (Legal Business Name)",
              "Provider Business Practice Location Address City Name"],
    "nppes_names": ["NPI", "Provider Other Organization Name",
                    "Provider Other Organization Name Type Code"],
    "clinicians": ["NPI", "pri_spec", "Facility Name", "City/Town", "State"],
}  # fmt: skip
SPECIALTIES = st.sampled_from(["OCCUPATIONAL THERAPIST IN PRIVATE PRACTICE", "NEUROLOGY", "x" * 50])
FIRST = st.one_of(st.integers(1, 6).map(npi), st.integers(1, 6).map(npi), VALUES)


@pytest.mark.parametrize("kind", COLUMNS)
@given(data=st.data())
def test_random_files(tmp_path_factory, kind, data):
    columns = COLUMNS[kind]
    second = SPECIALTIES if kind == "clinicians" else VALUES
    row = st.tuples(FIRST, second, *[VALUES] * (len(columns) - 2))
    rows = data.draw(st.lists(row, max_size=12))
    content = written([columns, *rows], data.draw(QUOTINGS), data.draw(st.sampled_from(ENDS)))
    path = tmp_path_factory.mktemp("random") / f"{kind}.csv"
    path.write_bytes(damaged(content, data.draw(st.lists(DAMAGE, max_size=3))))
    both_ways(path, {npi(1), npi(2)}, frozenset({npi(3)}))
