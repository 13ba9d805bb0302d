"""The OIG's exclusions: whom they take out of the directory, and whom staff should look at."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.intake import Intake
from indexer.report import Rejects, Report
from indexer.settling import EXCLUDED
from indexer.sources.exclusions import BUSINESS, NOT_HERE, REINSTATED
from indexer.sources.parts import OIG, Exclusion
from indexer.staging import open_staging
from service.errors import SourceUnreadable
from tests.exclusion_files import BORN, COLUMNS, exclusions
from tests.indexer_command import INTO, count, refused, run_command, ten_ots
from tests.indexer_files import Loaded, engine_at, load, npi, nppes_text, ot, sources, write

FROM = "20240320"
SINCE = date(2024, 3, 20)


def two_ots(folder: Path, **second: str) -> Path:
    rows = [ot(1), ot(2, first="OMAR", last="HADDAD", **second)]
    return write(folder / "nppes.csv", nppes_text(rows))


def loaded(folder: Path, *rows: dict[str, str], **second: str) -> Loaded:
    return load(folder, two_ots(folder, **second), exclusions(folder / "exclusions.csv", *rows))


# --- by NPI ------------------------------------------------------------------------------------


def test_an_excluded_ot_leaves_the_directory(tmp_path):
    found = loaded(tmp_path, {"NPI": npi(1)})
    assert list(found.profiles) == [npi(2)]
    assert found.tally.kept == 1
    assert found.report.sources[0].skipped == {EXCLUDED: 1}


@pytest.mark.parametrize(
    ("dates", "stays"),
    [
        ({"REINDATE": "20250101"}, True),
        ({"REINDATE": FROM}, True),
        ({"REINDATE": "20230101"}, False),  # from an earlier exclusion
        ({"REINDATE": ""}, False),
        ({"WAIVERDATE": "20250101", "WVRSTATE": "NY"}, False),
        ({"EXCLDATE": "2024-03-20", "REINDATE": "0"}, False),  # as spreadsheets leave it
    ],
)
def test_what_ends_an_exclusion(tmp_path, dates, stays):
    found = loaded(tmp_path, {"NPI": npi(1), **dates})
    assert (npi(1) in found.profiles) is stays
    assert found.tally.skipped == ({REINSTATED: 1} if stays else {})


def test_a_list_of_reinstatements_brings_back_whom_the_list_before_excludes(tmp_path):
    """In whichever order they are read."""
    main = exclusions(tmp_path / "exclusions-main.csv", {"NPI": npi(1)})
    back = exclusions(tmp_path / "exclusions-back.csv", {"NPI": npi(1), "REINDATE": "20260801"})
    nppes = two_ots(tmp_path)
    for files in ((nppes, main, back), (back, main, nppes)):
        assert len(load(tmp_path, *files).profiles) == 2


def test_excluded_again_after_a_reinstatement(tmp_path):
    again = {"NPI": npi(1), "EXCLDATE": "20260101"}
    once = {"NPI": npi(1), "EXCLDATE": "20100101", "REINDATE": "20150101"}
    assert list(loaded(tmp_path, again, once).profiles) == [npi(2)]


def test_all_that_sources_say_of_an_excluded_ot_goes(tmp_path):
    """Curated lines, Medicaid numbers and further locations too; every row is accounted for."""
    medicaid = {
        "Other Provider Identifier_1": "123", "Other Provider Identifier Type Code_1": "05",
        "Other Provider Identifier State_1": "NY",
    }  # fmt: skip
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1) | medicaid, ot(2)]))
    place = "Provider Secondary Practice Location Address"
    header = (
        f'"NPI","{place}- Address Line 1","{place} - City Name","{place} - State Name",'
        f'"{place} - Postal Code"\n'
    )
    more = write(
        tmp_path / "nppes_locations.csv", header + f'"{npi(1)}","2 ELM ST","TROY","NY","12180"\n'
    )
    curated = write(tmp_path / "profiles.ndjson", [{"npi": npi(1), "languages": ["es"]}])
    gone = exclusions(tmp_path / "exclusions.csv", {"NPI": npi(1)})
    found = load(tmp_path, nppes, more, curated, gone)
    assert list(found.profiles) == [npi(2)]
    assert [tally.skipped[EXCLUDED] for tally in found.report.sources] == [1, 1, 1, 0]


def test_the_staging_area_tells_since_when(tmp_path):
    """Also of somebody whom no source names any more: they may be in the directory before."""
    path = exclusions(
        tmp_path / "exclusions.csv",
        {"NPI": npi(7)}, {"NPI": npi(8), "REINDATE": "20250101"},
    )  # fmt: skip
    with open_staging() as staging:
        intake = Intake(staging, Report(Rejects(StringIO())))
        intake.read(sources(path))
        intake.settle()
        assert staging.exclusions.words(npi(7)) == [(OIG, SINCE)]
        assert staging.exclusions.words(npi(8)) == staging.exclusions.words(npi(9)) == []


@given(st.permutations([(2010, 2012), (2014, None), (2016, 2019), (2021, None), (2009, 2020)]))
def test_the_order_of_rows_does_not_matter(rows):
    with open_staging() as staging:
        for since, back in rows:
            ended = back and date(back, 1, 1)
            told = Exclusion(date(since, 1, 1), npi(1), reinstated=ended)
            staging.exclusions.add(told, 0, 0)
        staging.exclusions.settle(0, date(2021, 1, 1))
        assert staging.exclusions.words(npi(1)) == [(OIG, date(2021, 1, 1))]


# --- other rows --------------------------------------------------------------------------------


def test_rows_of_nobody_here_are_counted(tmp_path):
    business = {"LASTNAME": "", "FIRSTNAME": "", "BUSNAME": "EXAMPLE CARE INC"}
    found = loaded(tmp_path, business, {"NPI": npi(9)}, {"REINDATE": "20250101"})
    assert found.tally.skipped == {BUSINESS: 1, NOT_HERE: 1, REINSTATED: 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"EXCLDATE": "00000000"}, "EXCLDATE: is missing"),
        ({"EXCLDATE": "20241332"}, "EXCLDATE: must be a date"),
        ({"REINDATE": "soon"}, "REINDATE: must be a date"),
        ({"LASTNAME": ""}, "LASTNAME: is missing"),
    ],
)
def test_a_row_that_cannot_be_used_is_kept_without_the_birthday(tmp_path, row, reason):
    found = loaded(tmp_path, row)
    (reject,) = found.rejects
    assert reject["reason"].startswith(reason) and reject["line"] == 2
    assert reject["row"]["STATE"] == "NY"
    assert BORN not in json.dumps(reject) and "DOB" not in reject["row"]


@pytest.mark.parametrize("line", ['"RUIZ","ANA","{}"\n', '"RUIZ","ANA,{}\n'])
def test_of_a_damaged_row_nothing_is_kept(tmp_path, line):
    path = write(tmp_path / "exclusions.csv", ",".join(COLUMNS) + "\n" + line.format(BORN))
    found = load(tmp_path, two_ots(tmp_path), path)
    (reject,) = found.rejects
    assert reject["row"] is None and reject["reason"].startswith("row: ")


def test_another_file_is_refused(tmp_path):
    path = write(tmp_path / "exclusions.csv", "NPI,Name\n1,2\n")
    with pytest.raises(SourceUnreadable, match="lacks the column LASTNAME"):
        load(tmp_path, path)


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return ten_ots(tmp_path)


def test_the_command_says_who_left_and_what_is_to_review(served, tmp_path):
    gone = exclusions(tmp_path / "leie.csv", {"NPI": npi(3)}, {})
    told = run_command("load", "--nppes", "served.csv", "--exclusions", gone,
                       "--allow-shrink", *INTO).stdout  # fmt: skip
    assert f"skipped 1: {EXCLUDED}" in told
    assert "rows for staff to review: 1, in review.ndjson" in told
    (entry,) = map(json.loads, (tmp_path / "review.ndjson").read_text().splitlines())
    assert npi(3) not in entry["candidates"] and len(entry["candidates"]) == 9
    assert count(tmp_path) == 9 and engine_at(tmp_path).get(npi(3)) is None
    assert BORN not in told + (tmp_path / "review.ndjson").read_text()


def test_without_exclusions_there_is_no_file_for_review(served, tmp_path):
    run_command("check", "--nppes", "served.csv")
    assert not (tmp_path / "review.ndjson").exists()


@pytest.mark.parametrize("review", ["rejects.ndjson", "leie.csv", "directory.db"])
def test_the_file_for_review_takes_no_others_place(served, tmp_path, review):
    exclusions(tmp_path / "leie.csv", {})
    told = refused(served, "load", "--nppes", "served.csv", "--exclusions", "leie.csv",
                   "--review", review, *INTO)  # fmt: skip
    assert "--review" in told


def test_a_list_that_is_cut_short_refuses_the_load(served, tmp_path):
    write(tmp_path / "leie.csv", b"PK\x03\x04 no text")
    told = refused(served, "load", "--nppes", "served.csv", "--exclusions", "leie.csv", *INTO)
    assert "leie.csv: lacks the column" in told
