"""The poverty guidelines: which row holds where and when, exactly, and what a damaged one
says."""

from datetime import date
from fractions import Fraction

import pytest

from service.directory.states import STATES
from service.eligibility.guidelines import (
    AREAS,
    DamagedGuideline,
    area_of,
    read_guidelines,
)

TABLE = read_guidelines()
TERRITORIES = {"AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW"}


def test_every_state_has_its_area():
    areas = {state: area_of(state) for state in STATES}
    assert {state for state, area in areas.items() if area is None} == TERRITORIES
    assert (areas.pop("AK"), areas.pop("HI")) == ("AK", "HI")
    assert {area for state, area in areas.items() if state not in TERRITORIES} == {"contiguous"}


@pytest.mark.parametrize(
    ("area", "on", "first", "eight"),
    [
        ("contiguous", date(2024, 1, 11), 15060, 52720),
        ("contiguous", date(2025, 1, 14), 15060, 52720),
        ("contiguous", date(2025, 1, 15), 15650, 54150),
        ("contiguous", date(2026, 1, 12), 15650, 54150),
        ("contiguous", date(2026, 1, 13), 15960, 55720),
        ("AK", date(2024, 6, 1), 18810, 65920),
        ("AK", date(2025, 6, 1), 19550, 67710),
        ("AK", date(2027, 2, 13), 19950, 69650),
        ("HI", date(2024, 6, 1), 17310, 60640),
        ("HI", date(2025, 6, 1), 17990, 62300),
        ("HI", date(2026, 6, 1), 18360, 64070),
    ],
)
def test_the_row_in_effect(area, on, first, eight):
    row = TABLE.in_effect(area, on)
    assert (row.dollars(1), row.dollars(8)) == (first, eight)
    assert row.dollars(9) == eight + row.each_additional_person


@pytest.mark.parametrize(
    ("area", "on"),
    [(None, date(2026, 6, 1)), ("contiguous", date(2024, 1, 10)),
     ("contiguous", date(2027, 2, 14)), ("AK", date(2030, 1, 1))],
)  # fmt: skip
def test_where_and_when_there_is_none(area, on):
    assert TABLE.in_effect(area, on) is None


def test_percents_are_exact():
    row = TABLE.in_effect("contiguous", date(2026, 6, 1))
    assert row.percent(Fraction(15960 * 3), 1) == 300
    assert row.percent(Fraction("47880.01"), 1) > 300
    assert row.percent(Fraction("47879.99"), 1) < 300


HEADER = "effective_from,area,first_person,each_additional_person,source\n"


def table(tmp_path, rows, header=HEADER):
    file = tmp_path / "table.csv"
    file.write_text(header + rows)
    return file


@pytest.mark.parametrize(
    "row",
    ["2026-01-13,AK,,7100,x", "2026-01-13,AK,19950,-1,x", "2026-01-13,AK,19950.5,7100,x",
     "2026-01-13,AK,0,7100,x", "2026-01-13,AK,19950,7100,", "2026-01-13,AK,19950"],
)  # fmt: skip
def test_a_damaged_row_is_known_to_be_damaged(tmp_path, row):
    """Else the row before would hold, or the percent be unknown, which it is not."""
    found = read_guidelines(table(tmp_path, f"2025-01-15,AK,19550,6880,x\n{row}\n"))
    with pytest.raises(DamagedGuideline):
        found.in_effect("AK", date(2026, 6, 1))
    assert found.in_effect("AK", date(2026, 1, 12)).first_person == 19550


@pytest.mark.parametrize(
    ("rows", "header", "told"),
    [
        ("13.1.2026,AK,1,1,x\n", HEADER, ":2: effective_from must be a day"),
        ("2026-01-13,Alaska,1,1,x\n", HEADER, ":2: area must be one of contiguous, AK, HI"),
        ("2026-01-13,AK,1,1,x\n2026-01-13,AK,2,1,x\n", HEADER, ":3: repeats"),
        ("", "day,area\n", ":1: needs the columns effective_from, first_person"),
        ("", "", ":1: needs the columns"),
    ],
)
def test_a_table_that_cannot_be_told_is_refused(tmp_path, rows, header, told):
    with pytest.raises(ValueError, match=told):
        read_guidelines(table(tmp_path, rows, header))


def test_a_table_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="can be read"):
        read_guidelines(tmp_path / "none.csv")
    assert AREAS == ("contiguous", "AK", "HI")
