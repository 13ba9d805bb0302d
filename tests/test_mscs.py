"""The MSCS roster: dates, the five years to 31 December, and whose certificate it is."""

from datetime import date

import pytest

from indexer.settling import NO_OT, OTHER_NAME
from indexer.sources.mscs import open_mscs
from service.errors import SourceUnreadable
from tests.indexer_files import NPI, load, npi, nppes_text, ot, write

HEADER = "npi,name,certified_on,expires_on,checked_on,source"


def roster(folder, *lines, header=HEADER, name="roster.csv"):
    return write(folder / name, "\n".join((header, *lines)) + "\n")


def loaded_with(folder, *lines, header=HEADER, people=None):
    """A directory of Ana Ruiz, and of others if given, with this roster."""
    people = people or [ot()]
    return load(
        folder,
        write(folder / "nppes.csv", nppes_text(people)),
        roster(folder, *lines, header=header),
    )


def certificate(loaded, number=NPI):
    return {held.code: held for held in loaded.profiles[number].credentials}.get("MSCS")


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certified", "expires", "ends"),
    [
        ("2022-01-01", "", date(2027, 12, 31)),
        ("2022-12-31", "", date(2027, 12, 31)),
        ("06/01/2021", "", date(2026, 12, 31)),
        ("", "2027-12-31", date(2027, 12, 31)),
        ("2022-05-01", "2026-12-31", date(2026, 12, 31)),
        ("", "12/31/2029", date(2029, 12, 31)),
    ],
)
def test_it_ends_on_the_day_told_or_after_five_years(tmp_path, certified, expires, ends):
    loaded = loaded_with(tmp_path, f"{NPI},Ana Ruiz,{certified},{expires},2026-10-01,CMSC")
    found = certificate(loaded)
    assert (found.expires_on, found.checked_on, found.source) == (ends, date(2026, 10, 1), "CMSC")


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2027, 10, 1), "current"),
        (date(2027, 10, 2), "expiring"),
        (date(2027, 12, 31), "expiring"),
        (date(2028, 1, 1), "lapsed"),
    ],
)
def test_its_status_turns_on_the_day(tmp_path, on, status):
    loaded = loaded_with(tmp_path, f"{NPI},Ana Ruiz,2022-03-01,,2026-10-01,CMSC")
    assert certificate(loaded).status(on) == status


def test_in_the_credential_text_alone_it_is_claimed(tmp_path):
    people = [ot(credential="OTR/L, MSCS"), ot(1, credential="MSCS")]
    loaded = loaded_with(tmp_path, f"{npi(1)},Ana Ruiz,,2024-12-31,2026-10-01,CMSC", people=people)
    assert certificate(loaded).status(date(2026, 10, 1)) == "claimed"
    assert certificate(loaded, npi(1)).status(date(2026, 10, 1)) == "lapsed"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{NPI},Ana Ruiz,2022-02-30,,,", "certified_on: must be a date"),
        (f"{NPI},Ana Ruiz,,soon,,", "expires_on: must be a date"),
        (f"{NPI},Ana Ruiz,,2027-12-31,31.12.2026,", "checked_on: must be a date"),
        (f"{NPI},Ana Ruiz,9999-01-01,,,", "certified_on: must be a date"),
        (f"{NPI},Ana Ruiz,,,2026-10-01,", "expires_on: give it or certified_on"),
        (f"{NPI},Ana Ruiz,2022-01-01,2021-12-31,,", "expires_on: lies before certified_on"),
        (",Ana Ruiz,,2027-12-31,,", "npi: must be ten digits"),
        ("1234567892,Ana Ruiz,,2027-12-31,,", "npi: the check digit"),
        (f"{NPI},Ruiz, Ana,,2027-12-31,2026-10-01,CMSC", "row: it has more values"),
        (f'{NPI},"Ana Ruiz,,2027-12-31,,', "expires_on: give it or certified_on"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected(tmp_path, line, reason):
    good = f"{npi(1)},Ana Ruiz,,2027-12-31,2026-10-01,CMSC"
    loaded = loaded_with(tmp_path, line, good, people=[ot(), ot(1)])
    (reject,) = loaded.rejects
    assert reject["line"] == 2 and reject["reason"].startswith(("row: ", reason))
    assert "Ana" in str(reject["row"])
    assert certificate(loaded) is None
    assert certificate(loaded, npi(1)) is not None


# --- whose it is ------------------------------------------------------------------------------


def test_a_renewal_and_the_certificate_before_it(tmp_path):
    rows = [
        f"{NPI},Ana Ruiz,2020-05-01,,2026-10-01,CMSC",
        f"{NPI},Ana Ruiz,2025-05-01,,2026-10-01,CMSC",
    ]
    for lines in (rows, rows[::-1]):
        loaded = loaded_with(tmp_path, *lines)
        assert certificate(loaded).expires_on == date(2030, 12, 31)
        assert (loaded.tally.kept, loaded.tally.superseded) == (2, 0)


def test_two_rosters_count_as_one(tmp_path):
    files = [
        write(tmp_path / "nppes.csv", nppes_text([ot()])),
        roster(tmp_path, f"{NPI},Ana Ruiz,,2025-12-31,2024-01-01,Chapter", name="roster1.csv"),
        roster(tmp_path, f"{NPI},Ana Ruiz,,2030-12-31,2026-10-01,CMSC", name="roster2.csv"),
    ]
    assert certificate(load(tmp_path, *files)).source == "CMSC"
    assert load(tmp_path, *files).export() == load(tmp_path, files[0], files[2], files[1]).export()


def test_an_npi_that_is_nobodys_is_skipped(tmp_path):
    """Most of those certified are nurses and doctors: their rows are no mistake."""
    loaded = loaded_with(tmp_path, f"{npi(5)},Ida Nurse,,2027-12-31,2026-10-01,CMSC")
    assert list(loaded.profiles) == [NPI]
    assert dict(loaded.tally.skipped) == {NO_OT: 1}
    assert loaded.report.meta.sources[1].kept == 0
    assert loaded.rejects == []


@pytest.mark.parametrize("name", ["Bob Smith", "Anabel Gonzalez", "RUIZO, BOB", "Bob R. Smith"])
def test_somebody_elses_name_is_rejected(tmp_path, name):
    loaded = loaded_with(tmp_path, f'{NPI},"{name}",,2027-12-31,2026-10-01,CMSC')
    assert certificate(loaded) is None
    (reject,) = loaded.rejects
    assert (reject["line"], reject["reason"]) == (2, OTHER_NAME)
    assert reject["row"]["name"] == name
    assert (loaded.tally.kept, loaded.tally.rejected.total()) == (0, 1)


def test_a_new_surname_with_the_same_first_name_is_the_same_person(tmp_path):
    """Surnames change with marriage, and the registry learns of it late."""
    loaded = loaded_with(tmp_path, f'{NPI},"Gonzalez, Ana",,2027-12-31,2026-10-01,CMSC')
    assert certificate(loaded).source == "CMSC"
    assert loaded.rejects == []


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("Ana Ruiz", "ANA", "RUIZ"),
        ("RUIZ, ANA", "ANA", "RUIZ"),
        ("Ruiz", "ANA", "RUIZ"),
        ("Ana Ruiz, OTR/L, MSCS", "ANA", "RUIZ"),
        ("Anita Ruiz-Gomez", "ANA", "RUIZ"),
        ("Ana Ruiz", "ANA", "RUIZ-GOMEZ"),
        ("Ana Gómez", "ANA", "GOMEZ"),
        ("Jane Mc Donald", "JANE", "MCDONALD"),
        ("Jane McDonald", "JANE", "MC DONALD"),
        ("Maeve O Brien", "MAEVE", "O'BRIEN"),
        ("Bo Li", "BO", "LI"),
        ("", "ANA", "RUIZ"),
        ("Ana Ruiz", "", ""),
    ],
)
def test_ways_to_write_the_same_name(tmp_path, told, first, last):
    people = [ot(first=first, last=last)]
    loaded = loaded_with(tmp_path, f'{NPI},"{told}",,2027-12-31,2026-10-01,CMSC', people=people)
    assert certificate(loaded) is not None, loaded.rejects


@pytest.mark.parametrize(
    ("told", "last"), [("Elizabeth Smith", "LI"), ("Jan Van Den Broek", "VAN DEN BERG")]
)
def test_a_particle_or_a_syllable_is_not_a_name(tmp_path, told, last):
    people = [ot(first="PIET", last=last)]
    loaded = loaded_with(tmp_path, f'{NPI},"{told}",,2027-12-31,2026-10-01,CMSC', people=people)
    assert certificate(loaded) is None


def test_one_strangers_row_does_not_touch_the_right_one(tmp_path):
    """Two rows of one NPI, one of them mistyped: no certificate is lost or won by it."""
    right = f"{NPI},Ana Ruiz,,2027-12-31,2026-01-01,CMSC"
    for wrong in ("2026-10-01", "2025-01-01"):
        loaded = loaded_with(tmp_path, right, f"{NPI},Bob Smith,,2030-12-31,{wrong},CMSC")
        assert certificate(loaded).expires_on == date(2027, 12, 31)
        assert loaded.reasons == [OTHER_NAME]
        assert b"Smith" not in loaded.export()


def test_it_gives_a_certificate_but_no_name_where_one_is_known(tmp_path):
    loaded = loaded_with(tmp_path, f"{NPI},ruiz,,2027-12-31,2026-10-01,CMSC")
    assert (loaded.only.name.first, loaded.only.name.last) == ("Ana", "Ruiz")


# --- the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("npi,expires_on", f"{NPI},2027-12-31"),
        ("npi,certified_on", f"{NPI},2022-06-01"),
        ("NPI, Name ,Expires On,Checked-On", f"{NPI},Ana Ruiz,2027-12-31,2026-10-01"),
        ("note,expires_on,npi,e-mail", f"x,2027-12-31,{NPI},ana@example.org"),
        (HEADER, f"{NPI},Ana Ruiz,,2027-12-31"),
        (HEADER, f"{NPI},Ana Ruiz,,2027-12-31,2026-10-01,CMSC,,"),
        ("\ufeffnpi;x,npi,expires_on", f"a,{NPI},2027-12-31"),
        ("\n\nnpi,expires_on", f"\n{NPI},2027-12-31\n\n"),
        ("npi,expires_on", f"npi,expires_on\r\n{NPI},2027-12-31"),
    ],
    ids=["two columns", "certified_on", "other case and blanks", "other order", "short row",
         "blanks after the row", "odd names", "empty lines", "the header again"],
)  # fmt: skip
def test_extra_missing_and_reordered_columns(tmp_path, header, line):
    loaded = loaded_with(tmp_path, line, header=header)
    assert certificate(loaded).expires_on == date(2027, 12, 31)
    assert loaded.rejects == []


@pytest.mark.parametrize(
    "content",
    ["", "\n", "npi,name\n", "name,expires_on\n", f"{NPI},Ana Ruiz,,2027-12-31\n", "\x00\x01\x02",
     "npi;expires_on\n1;2\n", '"npi,expires_on'],
)  # fmt: skip
def test_a_file_without_its_header_is_refused(tmp_path, content):
    path = write(tmp_path / "roster.csv", content)
    with pytest.raises(SourceUnreadable, match="the header must name npi and certified_on"):
        list(open_mscs(path).readings())


def test_names_in_cp1252(tmp_path):
    people = [ot(last="MUÑOZ")]
    text = f"{HEADER}\n{NPI},Ana Mu\u00f1oz,,2027-12-31,2026-10-01,CMSC\n"
    loaded = load(
        tmp_path,
        write(tmp_path / "nppes.csv", nppes_text(people)),
        write(tmp_path / "roster.csv", text.encode("cp1252")),
    )
    assert certificate(loaded) is not None
    assert sum(loaded.tally.source.warnings.values()) == 1
