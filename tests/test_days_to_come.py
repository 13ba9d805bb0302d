"""Files and rows of a day that is to come: they would stand against all that follow."""

import json
from datetime import date, timedelta

import pytest

from indexer.sources.archive import day_in
from indexer.sources.nppes import open_nppes
from service.clock import eastern_today
from service.directory.clean import AHEAD_DAYS
from service.errors import SourceUnreadable
from tests.deactivation_files import report_file
from tests.indexer_files import ENTRY, gone, load, npi, nppes_text, ot, source, write, zipped
from tests.npd_files import lines, person, release
from tests.qhp_files import provider

TODAY = eastern_today()
TOMORROW, SOON = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
LATE = TODAY + timedelta(days=AHEAD_DAYS)
TOO_LATE = LATE + timedelta(days=1)


def test_a_release_of_the_future_is_refused(tmp_path):
    load(tmp_path, release(tmp_path / "npd", person(), day=str(TOMORROW)))
    with pytest.raises(SourceUnreadable, match=f"is of {SOON}, which is to come"):
        load(tmp_path, release(tmp_path / "soon", person(), day=str(SOON)))
    with pytest.raises(SourceUnreadable, match=r"manifest\.json: generated_at: must not be a day"):
        load(tmp_path, release(tmp_path / "late", person(), day="2099-09-29"))
    (tmp_path / "named").mkdir()
    write(tmp_path / "named" / "Practitioner_2099-05-07_2128.ndjson", lines([person()]))
    with pytest.raises(SourceUnreadable, match="is of 2099-05-07"):
        load(tmp_path, tmp_path / "named")


def test_a_report_of_deactivations_of_the_future_is_refused(tmp_path):
    path = report_file(tmp_path / f"NPPES_Deactivated_NPI_Report_{SOON:%m%d%y}_V2.zip", [])
    with pytest.raises(SourceUnreadable, match="which is to come"):
        source(path)


@pytest.mark.parametrize(("day", "kept"), [(LATE, True), (TOO_LATE, False)])
def test_a_row_more_than_a_month_ahead_is_rejected(tmp_path, day, kept):
    us = f"{day:%m/%d/%Y}"
    known = ot(5, updated="10/01/2026")
    files = {
        "Last Update Date": ("nppes.csv", nppes_text([known, ot(1, updated=us)])),
        "NPI Deactivation Date": ("nppes.csv", nppes_text([gone(5, us), ot(6)])),
        "checked_on": (
            "roster.csv", f"npi,checked_on,expires_on\n{npi(5)},{day},2030-12-31\n"
        ),
        "last_updated_on": (
            "qhp_providers.json", json.dumps([provider(npi=npi(5), last_updated_on=str(day))])
        ),
        "as_of": ("curated.ndjson", [{"npi": npi(5), "as_of": str(day)}]),
        "locations.plans.as_of": (
            "curated.ndjson",
            [{"npi": npi(5), "locations": [{"line1": "1 Main St", "plans": [
                {"payer": "Medicare", "status": "accepts-payer", "as_of": str(day)}]}]}],
        ),
    }  # fmt: skip
    for field, (name, content) in files.items():
        base = write(tmp_path / "nppes-base.csv", nppes_text([known]))
        found = load(tmp_path, base, write(tmp_path / name, content))
        expected = [] if kept else [f"{field}: must not be a day that is to come"]
        assert found.reasons == expected, field


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        (f"NPPES_Data_Dissemination_{TODAY:%m%d%y}_{SOON:%m%d%y}_Weekly_V2.zip", ENTRY),
        ("NPPES_Data_Dissemination_March_2099_V2.zip", ENTRY),
        ("nppes.zip", f"npidata_pfile_20050523-{SOON:%Y%m%d}.csv"),
        (f"npidata_pfile_{TODAY:%Y%m%d}-{SOON:%Y%m%d}.csv", None),
    ],
)
def test_a_file_of_nppes_of_the_future_is_refused(tmp_path, name, entry):
    text = nppes_text([ot(1)])
    path = zipped(tmp_path / name, (entry, text)) if entry else write(tmp_path / name, text)
    with pytest.raises(SourceUnreadable, match="which is to come"):
        list(open_nppes(path).readings())


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("NPPES_Data_Dissemination_October_2026_V2.zip", date(2026, 10, 1)),
        ("NPPES_Data_Dissemination_100526_101126_Weekly_V2.zip", date(2026, 10, 11)),
        (ENTRY, date(2026, 10, 11)),
        ("endpoint_pfile_20050523-20261011.csv", date(2026, 10, 11)),
        ("npidata_pfile_20050523-20261399.csv", None),
        ("NPPES_Data_Dissemination_Brumaire_2026_V2.zip", None),
        ("nppes-2099.csv", None),
    ],
)
def test_the_day_in_the_name_of_a_file_of_nppes(name, day):
    assert day_in(name) == day
