"""The report of deactivated NPIs: as CMS writes it, as spreadsheet programs do, and damaged."""

import zipfile
from datetime import date

import pytest

from indexer.sources.deactivations import open_deactivations
from service.errors import SourceUnreadable
from tests.deactivation_files import NAMES, TITLE, report_file, workbook
from tests.indexer_files import npi, write

DAY = date(2026, 9, 20)
ROWS = [(npi(1), "09/20/2026"), (npi(2), "01/05/2019")]


def read(path):
    return list(open_deactivations(path).readings())


@pytest.mark.parametrize("name", ["r.xlsx", "r.zip", "NPPES_Deactivated_NPI_Report_101226_V2.zip"])
def test_alone_or_in_its_zip(tmp_path, name):
    found = read(report_file(tmp_path / name, ROWS))
    assert [(each.deactivated, each.as_of) for each in found] == [
        (npi(1), DAY), (npi(2), date(2019, 1, 5))
    ]  # fmt: skip
    assert [each.line for each in found] == [3, 4]
    assert {each.skipped for each in found} == {"deactivated"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("NPPES_Deactivated_NPI_Report_101226_V2.zip", date(2026, 10, 12)),
        ("nppes_deactivated_npi_report_010100.xlsx", date(2000, 1, 1)),
        ("NPPES_Deactivated_NPI_Report_991226.xlsx", date.min),
        ("report.xlsx", date.min),
    ],
)
def test_its_day_is_in_its_name(tmp_path, name, day):
    assert open_deactivations(tmp_path / name).day == day


def test_cells_that_a_spreadsheet_program_made_numbers_and_days(tmp_path):
    path = write(tmp_path / "r.xlsx", workbook([(int(npi(1)), DAY), (npi(2), None)]))
    first, second = read(path)
    assert (first.deactivated, first.as_of) == (npi(1), DAY)
    assert (second.deactivated, second.as_of) == (npi(2), None)


@pytest.mark.parametrize("head", [(), (NAMES,), ((TITLE,), (), NAMES, ())])
def test_rows_begin_with_the_first_npi(tmp_path, head):
    assert len(read(write(tmp_path / "r.xlsx", workbook(ROWS, head)))) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("1234567890", "09/20/2026"), "npi"),
        (("text", "09/20/2026"), "npi"),
        ((npi(3), "20/20/2026"), "NPPES Deactivation Date"),
    ],
)
def test_a_bad_row_is_rejected_and_kept(tmp_path, row, reason):
    *_, bad = read(write(tmp_path / "r.xlsx", workbook([*ROWS, row])))
    assert reason.lower() in bad.rejected.lower()
    assert bad.raw == {"NPI": row[0], "NPPES Deactivation Date": row[1]}


def two_workbooks(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xlsx", workbook(ROWS))
        archive.writestr("b.XLSX", workbook(ROWS))


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as entry:
            for _ in range(450):
                entry.write(b" " * 1_000_000)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_text("NPI,Date\n"), "is no .xlsx"),
        (lambda path: path.write_bytes(workbook(ROWS)[:700]), "is no .xlsx"),
        (lambda path: path.write_bytes(workbook([])), "no row of it begins with an NPI"),
        (two_workbooks, "holds 2 .xlsx files"),
        (bomb, "unpacks to more than"),
    ],
    ids=["text", "cut", "empty", "two", "bomb"],
)
def test_what_is_no_such_report_is_refused(tmp_path, make, reason):
    path = tmp_path / "r.zip"
    make(path)
    with pytest.raises(SourceUnreadable, match=reason):
        read(path)


def test_a_workbook_without_its_parts_is_refused(tmp_path):
    path = tmp_path / "r.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<no workbook")
    with pytest.raises(SourceUnreadable):
        read(path)
