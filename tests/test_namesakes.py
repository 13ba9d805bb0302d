"""Exclusions without an NPI: nobody leaves, and staff get the OTs who may be meant."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from indexer import pipeline
from indexer.namesakes import NO_NAMESAKE, OTHER_NAME, STATELESS, WHY
from indexer.report import Rejects, Report, Review
from indexer.sources.exclusions import BAD_NPI
from indexer.staged_exclusions import name_key
from tests.exclusion_files import exclusions
from tests.indexer_files import Loaded, load, npi, nppes_text, ot, sources, write


def two_ots(folder: Path, **second: str) -> Path:
    rows = [ot(1), ot(2, first="OMAR", last="HADDAD", **second)]
    return write(folder / "nppes.csv", nppes_text(rows))


def loaded(folder: Path, *rows: dict[str, str], **second: str) -> Loaded:
    return load(folder, two_ots(folder, **second), exclusions(folder / "exclusions.csv", *rows))


def reviewed(folder: Path, *rows: dict[str, str], **second: str) -> list[dict[str, Any]]:
    out = StringIO()
    files = two_ots(folder, **second), exclusions(folder / "exclusions.csv", *rows)
    report = Report(Rejects(StringIO()), Review(out))
    pipeline.check([each for path in files for each in sources(path)], report)
    return [json.loads(line) for line in out.getvalue().splitlines()]


# --- by name -----------------------------------------------------------------------------------


def test_without_an_npi_nobody_is_excluded_but_listed(tmp_path):
    (entry,) = reviewed(tmp_path, {})
    assert entry == {
        "file": str(tmp_path / "exclusions.csv"), "line": 2, "why": WHY, "name": "Ana Ruiz",
        "state": "NY", "excluded_on": "2024-03-20", "candidates": [npi(1)],
    }  # fmt: skip
    assert len(loaded(tmp_path, {}).profiles) == 2


@pytest.mark.parametrize(
    ("row", "candidates"),
    [
        ({"FIRSTNAME": "ANA MARIA", "MIDNAME": "L"}, [1]),
        ({"FIRSTNAME": "ANN"}, []),
        ({"LASTNAME": "RUÍZ"}, [1]),
        ({"STATE": "CA"}, []),
        ({"STATE": ""}, [1]),
        ({"LASTNAME": "HADDAD", "FIRSTNAME": "OMAR", "STATE": "VT"}, [2]),  # by the licence
    ],
)
def test_who_may_be_meant(tmp_path, row, candidates):
    nppes = nppes_text(
        [ot(1), ot(2, {1: ("225X00000X", "1", "VT", "Y")}, first="OMAR", last="HADDAD")]
    )
    out = StringIO()
    report = Report(Rejects(StringIO()), Review(out))
    files = (write(tmp_path / "nppes.csv", nppes), exclusions(tmp_path / "exclusions.csv", row))
    pipeline.check([each for path in files for each in sources(path)], report)
    told = [npi for line in out.getvalue().splitlines() for npi in json.loads(line)["candidates"]]
    assert told == list(map(npi, candidates))
    assert report.sources[-1].skipped == ({} if candidates else {NO_NAMESAKE: 1})


def test_a_row_without_a_state_says_so(tmp_path):
    assert reviewed(tmp_path, {"STATE": ""})[0]["why"] == STATELESS


def test_names_are_compared_as_far_as_the_file_holds_them():
    assert name_key("Featherstonehaugh-Cholmondeley", "Maximiliana-Wilhelmina") == name_key(
        "FEATHERSTONEHAUGH-CH", "MAXIMILIANA-WIL"
    )
    assert name_key("Van den Berg", "Jo Ann") == name_key("VANDENBERG", "JO")
    assert name_key("O'Brien", None) != name_key("O'Brien", "Pat")


def test_a_number_that_cannot_be_one_is_looked_for_by_name(tmp_path):
    (entry,) = reviewed(tmp_path, {"NPI": "1234567890"})
    assert entry["candidates"] == [npi(1)]
    assert loaded(tmp_path, {"NPI": "1234567890"}).tally.source.warnings == {BAD_NPI: 1}


def test_whoever_is_excluded_by_number_is_no_candidate(tmp_path):
    assert reviewed(tmp_path, {"NPI": npi(1)}, {}) == []


# --- by number, under another name -------------------------------------------------------------


@pytest.mark.parametrize(
    "named",
    [
        {"LASTNAME": "STONE", "FIRSTNAME": "MAX"},
        {"LASTNAME": "", "FIRSTNAME": "", "BUSNAME": "STONE THERAPY LLC"},
    ],
)
def test_who_is_excluded_under_another_name_is_out_and_listed(tmp_path, named):
    row = {"NPI": npi(1), **named}
    (entry,) = reviewed(tmp_path, row)
    assert (entry["line"], entry["why"], entry["candidates"]) == (2, OTHER_NAME, [npi(1)])
    found = loaded(tmp_path, row)
    assert list(found.profiles) == [npi(2)]
    assert "review: exclusions by an NPI, under another name: 1" in found.report.more


@pytest.mark.parametrize(
    "row",
    [
        {"NPI": npi(1), "LASTNAME": "STONE"},  # the first name is theirs: people marry
        {"NPI": npi(1), "LASTNAME": "STONE", "FIRSTNAME": "MAX", "REINDATE": "20250101"},
        {"NPI": npi(8), "LASTNAME": "STONE", "FIRSTNAME": "MAX"},
    ],
)
def test_others_are_not(tmp_path, row):
    assert reviewed(tmp_path, row) == []
