"""Every entry of fixtures/oddities.yaml is really in the file that it names."""

import re

import pytest

from tests.fixture_directory import FIXTURES
from tests.oddities import ODDITIES, holding, rows

FIELDS = {"id", "section", "file", "where", "holds", "what", "expect", "becomes"}
VERDICTS = ("kept", "skipped because", "rejected because", "read", "superseded")


def test_ids_are_short_and_unique():
    ids = [oddity["id"] for oddity in ODDITIES]
    assert len(ids) == len(set(ids)) > 150
    assert all(re.fullmatch(r"[a-z0-9-]{2,30}", name) for name in ids)


@pytest.mark.parametrize("oddity", ODDITIES, ids=lambda oddity: oddity["id"])
def test_the_row_is_in_the_file(oddity):
    assert set(oddity) - {"lacks"} == FIELDS
    assert oddity["expect"].startswith(VERDICTS)
    assert rows(oddity), f"no row of {oddity['where']}"
    assert holding(oddity), f"{oddity['holds']} is in none of {rows(oddity)}"


def test_files_that_are_said_to_be_odd_as_a_whole():
    assert (FIXTURES / "nppes_v3.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    of_2018 = (FIXTURES / "nppes_2018.csv").read_bytes()
    assert of_2018.count(b"\r\n") == of_2018.count(b"\n") > 3
    for name in ("nppes_2020.csv", "clinicians.csv", "qhp_bayou_plans.json"):
        with pytest.raises(UnicodeDecodeError):
            (FIXTURES / name).read_text(encoding="utf-8")
