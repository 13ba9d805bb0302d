"""One value at a time: what the sources write, and what we make of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.directory.clean import (
    Rejected,
    clean_credentials,
    clean_date,
    clean_last_name,
    clean_line,
    clean_name,
    clean_npi,
    clean_person_name,
    clean_phone,
    clean_postal_code,
    clean_state,
    clean_text,
    street_lines,
)
from service.directory.vocabulary import CREDENTIALS
from tests.indexer_files import NPI, npi


@pytest.mark.parametrize("value", [NPI, f" {NPI} ", "1999901014", "2000000002"])
def test_a_valid_npi_stays(value):
    assert clean_npi(value) == value.strip()


@pytest.mark.parametrize(
    "value",
    [None, "", "1234567892", "1234567891", "123456789", "12345678931", "3234567893", "0000000000",
     "1234567893.0", "123-456-7893", "12345 67893", "१२३४५६७८९३", "１２３４５６７８９３",
     "\x001234567893", "npi"],
)  # fmt: skip
def test_an_invalid_npi_is_rejected_by_name(value):
    with pytest.raises(Rejected, match=r"^npi: "):
        clean_npi(value)


@given(st.integers(0, 99_999_999), st.integers(1, 9), st.integers(0, 9))
def test_the_check_digit_catches_every_single_wrong_digit(number, shift, place):
    valid = npi(number)
    assert clean_npi(valid) == valid
    wrong = str((int(valid[place]) + shift) % 10)
    with pytest.raises(Rejected):
        clean_npi(valid[:place] + wrong + valid[place + 1 :])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("O'BRIEN", "O'Brien"),
        ("O’BRIEN", "O’Brien"),
        ("D'ANGELO", "D'Angelo"),
        ("L'HEUREUX", "L'Heureux"),
        ("VAN DEN BERG", "Van Den Berg"),
        ("MCDONALD", "McDonald"),
        ("SMITH-JONES", "Smith-Jones"),
        ("ST. JOHN", "St. John"),
        ("J.R.", "J.R."),
        ("MARY  ANN", "Mary Ann"),
        ("HENRY III", "Henry III"),
        ("XI", "Xi"),
        ("PEÑA", "Peña"),
        ("PE\u0301REZ", "P\u00e9rez"),
        ("MUÑOZ (LÓPEZ)", "Muñoz (López)"),
        ("deWitt", "deWitt"),
        ("ana", "Ana"),
        ("李", "李"),
        ("  ", None),
        ("NULL", None),
    ],
)
def test_person_names(written, name):
    assert clean_person_name(written) == name


def test_null_is_a_surname_beside_a_first_name_only():
    assert clean_last_name("NULL", "Ana") == "Null"
    assert clean_last_name("NULL", None) is None
    assert clean_last_name("RUIZ", "Ana") == "Ruiz"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("1 MAIN ST NE", "1 Main St NE"),
        ("PO BOX 12", "PO Box 12"),
        ("12 O'NEIL AVE APT 2B", "12 O'Neil Ave Apt 2B"),
        ("2ND FLOOR", "2nd Floor"),
        ("1 Main St", "1 Main St"),
        ("1 main st", "1 Main St"),
        ("HOUSE OF HEALTH LLC", "House of Health LLC"),
        ("ST. LOUIS", "St. Louis"),
        ("", None),
    ],
)
def test_address_lines(written, line):
    assert clean_name(written) == line


@pytest.mark.parametrize("value", ["$$$$$$$$$", "********", "_________", "<UNAVAIL>", "NULL",
                                   "null", "", "   ", "\x00", "\u200b", None])  # fmt: skip
def test_masks_and_nothing_are_none(value):
    assert clean_text(value) is None


def test_a_line_loses_what_nobody_sees():
    assert clean_line("A\x00n\x1ba\r\n\u202eRuiz\ufeff ") == "Ana Ruiz"
    assert clean_line("e\u0301") == "\u00e9"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("OTR/L, MSCS", ("MSCS",)),
        ("OTR/L,MSCS", ("MSCS",)),
        ("otr/l mscs", ("MSCS",)),
        ("MSCS/OTR/L", ("MSCS",)),
        ("M.S.C.S.", ("MSCS",)),
        ("OTD & MSCS and CHT", ("MSCS", "CHT")),
        ("MS, OTR, CHT", ("CHT",)),
        ("ot/r, clt", ("CLT",)),
        ("OTR CLT-LANA", ("CLT",)),
        ("LSVT BIG", ("LSVT BIG",)),
        ("LSVT-BIG, OTR/L", ("LSVT BIG",)),
        ("C/NDT", ("C/NDT",)),
        ("BCP-R", ("BCPR",)),
        ("BCP", ("BCP",)),
        ("BA | CBIS", ("CBIS",)),
        ("CHT CHT; CHT", ("CHT",)),
        ("OTR/L", ()),
        ("MS", ()),
        ("MSCSX", ()),
        ("OCCUPATIONAL THERAPI", ()),
        ("********", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_certificates_in_a_credential_text(text, codes):
    assert clean_credentials(text) == codes


@pytest.mark.parametrize("code", CREDENTIALS)
def test_every_certificate_is_found_by_its_code(code):
    assert clean_credentials(f"OTR/L, {code}") == (code,)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10/01/2026", date(2026, 10, 1)),
        ("1/2/2026", date(2026, 1, 2)),
        ("2026-10-01", date(2026, 10, 1)),
        (" 2026-10-01 ", date(2026, 10, 1)),
        ("02/29/2024", date(2024, 2, 29)),
        ("", None),
        ("NULL", None),
        (None, None),
    ],
)
def test_dates(text, day):
    assert clean_date(text, "checked_on") == day


@pytest.mark.parametrize(
    "text",
    ["02/30/2026", "02/29/2025", "13/01/2026", "2026/10/01", "10-01-2026", "01/10/26", "20261001",
     "2026-10-01T00:00", "0000-00-00", "9999-12-31", "3026-10-01", "1066-10-14", "soon",
     "٢٠٢٦-١٠-٠١", "2026-10-1"],
)  # fmt: skip
def test_what_is_no_date_is_rejected_by_name(text):
    with pytest.raises(Rejected, match=r"^checked_on: must be a date such as"):
        clean_date(text, "checked_on")


@pytest.mark.parametrize(
    ("text", "code"),
    [("12203", "12203"), ("122031234", "12203"), ("12203-1234", "12203"), ("02139", "02139"),
     ("2139", None), ("1220", None), ("K1A 0B1", None), ("１２２０３", None), ("", None),
     (None, None)],
)  # fmt: skip
def test_postal_codes(text, code):
    assert clean_postal_code(text) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [("5185550100", "5185550100"), ("(518) 555-0100", "5185550100"),
     ("+1 518 555 0100", "5185550100"), ("518-555-0100 x12", "5185550100"),
     ("518.555.0100 ext. 4", "5185550100"), ("0000000000", None),
     ("9999999999", None), ("555-0100", None), ("4930123456789", None), ("٥١٨٥٥٥٠١٠٠", None),
     ("", None), (None, None)],
)  # fmt: skip
def test_phones(text, number):
    assert clean_phone(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [("NY", "NY"), ("ny", "NY"), ("New York", "NY"), ("PR", "PR"), ("NULL", None), ("ZZ", None),
     ("BERLIN", None), ("", None), (None, None)],
)  # fmt: skip
def test_states(text, code):
    assert clean_state(text) == code


@given(st.text(max_size=60))
def test_no_text_breaks_a_cleaner(text):
    """Whatever a file holds: a value, or none; never line ends or controls in it."""
    for clean in (clean_line, clean_text, clean_name, clean_person_name, clean_state):
        found = clean(text)
        assert found is None or (found.strip() == found != "" and "\n" not in found)
    assert set(clean_credentials(text)) <= set(CREDENTIALS)
    assert (clean_phone(text) or "0" * 10).isascii()
    assert len(clean_postal_code(text) or "00000") == 5


@pytest.mark.parametrize(
    ("lines", "streets"),
    [
        (("1 Main St", "Ste 5"), ("1 Main St", "Ste 5")),
        (("1 Main St", None), ("1 Main St", None)),
        (("PO Box 9", "1 Main St"), ("1 Main St", None)),
        (("1 Main St", "P.O. BOX 9"), ("1 Main St", None)),
        (("Post Office Box 9", None), (None, None)),
        ((None, "1 Main St"), ("1 Main St", None)),
        (("1 Boxwood Rd", None), ("1 Boxwood Rd", None)),
        ((None, None), (None, None)),
    ],
)
def test_nobody_is_treated_in_a_post_office_box(lines, streets):
    assert street_lines(*lines) == streets
