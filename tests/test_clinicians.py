"""CMS Doctors and Clinicians: whose rows are used, where they bill Medicare, and old layouts."""

import csv
from datetime import date

import pytest

from indexer.sources.clinicians import LABEL, NO_PLACE, NOT_AN_OT
from service.directory.clean import clean_postal_code_of
from service.directory.person_name import Name
from service.directory.profile import Location, PlanEvidence
from service.directory.vocabulary import Known
from service.errors import SourceUnreadable
from tests.clinicians_files import (
    BAD_NPI,
    HEADER,
    OT,
    ROW,
    SPECIALTY,
    STRANGER,
    read,
    record,
    source_of,
    text,
)

API = {
    "NPI": "npi", "Provider Last Name": "provider_last_name", "City/Town": "citytown",
    "Provider First Name": "provider_first_name", "Facility Name": "facility_name",
    "State": "state", "ZIP Code": "zip_code", "Telephone Number": "telephone_number",
}  # fmt: skip
OLD = {
    "Provider Last Name": "lst_nm", "Provider First Name": "frst_nm", "pri_spec": "Pri_spec",
    "Provider Middle Name": "mid_nm", "Facility Name": "org_nm", "City/Town": "cty",
    "State": "st", "ZIP Code": "zip", "Telephone Number": "phn_numbr",
}  # fmt: skip


def evidence(folder, **told):
    return record(folder, **told).locations[0].plans[0]


# --- one row ----------------------------------------------------------------------------------


def test_a_row_says_who_bills_medicare_where(tmp_path):
    day = date(2026, 10, 15)
    source = source_of(tmp_path, text(ROW), day)
    ((found,),) = [reading.records for reading in source.readings()]
    assert (found.source, found.label, found.as_of, found.npi) == ("clinicians", LABEL, day, OT)
    assert found.name == Name(first="Ana", last="O'Neil", suffix="Jr.", credentials="OT")
    assert (found.gender, found.telehealth) == ("F", Known.UNKNOWN)
    assert found.locations == (
        Location(
            name="Albany Hand Therapy PLLC",
            line1="1 Main St",
            line2="Ste 5",
            city="Albany",
            state="NY",
            postal_code="12203",
            phone="5185550100",
            plans=(
                PlanEvidence(
                    status="accepts-payer",
                    payer="Original Medicare",
                    as_of=day,
                    source=LABEL,
                    assignment="yes",
                ),
            ),
        ),
    )


def test_without_the_operators_date_it_has_none(tmp_path):
    found = record(tmp_path)
    assert found.as_of is None and found.locations[0].plans[0].as_of is None


@pytest.mark.parametrize(("flag", "known"), [("Y", "yes"), ("y", "yes"), ("", "unknown"),
                                             ("N", "unknown")])  # fmt: skip
def test_video_is_known_where_the_file_says_yes(tmp_path, flag, known):
    assert record(tmp_path, Telehlth=flag).telehealth == known


@pytest.mark.parametrize(("flag", "gender"), [("M", "M"), ("F", "F"), ("U", None), ("", None)])
def test_gender(tmp_path, flag, gender):
    assert record(tmp_path, gndr=flag).gender == gender


@pytest.mark.parametrize(("flag", "line2"), [("Y", None), ("", "Ste 5"), ("N", "Ste 5")])
def test_a_second_line_that_is_not_sure_is_left_out(tmp_path, flag, line2):
    assert record(tmp_path, ln_2_sprs=flag).locations[0].line2 == line2


@pytest.mark.parametrize(
    ("group", "individual", "org", "facility", "assignment"),
    [
        ("Y", "M", "42", "", "yes"),
        ("M", "Y", "", "A PC", "sometimes"),
        ("", "M", "42", "A PC", "sometimes"),
        ("M", "Y", "", "", "yes"),
        ("", "Y", "", "", "yes"),
        ("Y", "", "", "", None),
        ("N", "", "42", "", None),
        ("", "", "42", "A PC", None),
    ],
)
def test_the_groups_assignment_counts_in_a_group(
    tmp_path, group, individual, org, facility, assignment
):
    told = {"grp_assgn": group, "ind_assgn": individual, "org_pac_id": org}
    row = evidence(tmp_path, **told, **{"Facility Name": facility})
    assert (row.status, row.assignment) == ("accepts-payer", assignment)


@pytest.mark.parametrize(
    ("state", "written", "found"),
    [
        ("NY", "122031234", "12203"),
        ("NY", "12203", "12203"),
        ("NY", "12203-1234", "12203"),
        ("MA", "2139", "02139"),
        ("MA", "21391234", "02139"),
        ("MA", "021391234", "02139"),
        ("NY", "2203", None),
        ("NY", "22031234", None),
        ("PR", "901", "00901"),
        ("PR", "9011234", "00901"),
        ("PR", "2139", None),
        ("", "2139", None),
        ("MA", "", None),
    ],
)
def test_zeros_that_a_spreadsheet_took_away_are_put_back(tmp_path, state, written, found):
    place = record(tmp_path, State=state, **{"ZIP Code": written}).locations[0]
    assert place.postal_code == clean_postal_code_of(written, state) == found


def test_a_row_without_an_address_says_who_but_not_where(tmp_path):
    nowhere = dict.fromkeys(["adr_ln_1", "adr_ln_2", "City/Town", "State", "ZIP Code"], "")
    source = source_of(tmp_path, text(ROW | nowhere))
    ((found,),) = [reading.records for reading in source.readings()]
    assert found.locations == () and found.name.first == "Ana"
    assert source.warnings == {NO_PLACE: 1}


# --- whose rows -------------------------------------------------------------------------------


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize(
    ("number", "specialty", "fate"),
    [
        (OT, SPECIALTY, "used"),
        (OT, "PHYSICAL THERAPIST IN PRIVATE PRACTICE", "used"),
        (OT, "", "used"),
        (STRANGER, "INTERNAL MEDICINE", NOT_AN_OT),
        (STRANGER, "OCCUPATIONAL MEDICINE", NOT_AN_OT),
        (BAD_NPI, "INTERNAL MEDICINE", NOT_AN_OT),
        ("", "INTERNAL MEDICINE", NOT_AN_OT),
        (BAD_NPI, SPECIALTY, "npi: the check digit is wrong"),
        ("", SPECIALTY, "npi: must be ten digits"),
        ("NPI", "pri_spec", "a repeated header"),
    ],
)
@pytest.mark.parametrize("facility", ["A PC", "SMITH, JONES PC", 'THE "BEST" CLINIC', "TWO\nLINES"])
def test_whose_rows_are_used(tmp_path, quoting, number, specialty, fate, facility):
    row = ROW | {"NPI": number, "pri_spec": specialty, "Facility Name": facility}
    reading = next(source_of(tmp_path, text(row, quoting=quoting)).readings())
    found = "used" if reading.records else reading.skipped or reading.rejected
    assert found.startswith(fate)


def test_the_npi_is_found_in_any_column(tmp_path):
    rows = [
        dict(zip(HEADER, HEADER, strict=True)),
        ROW,
        ROW | {"NPI": STRANGER, "pri_spec": "DENTIST"},
        ROW | {"pri_spec": "DENTIST"},
    ]
    lines = [",".join(row.get(name, "") for name in reversed(HEADER)) for row in rows]
    fates = [bool(r.records) for r in source_of(tmp_path, "\n".join(lines)).readings()]
    assert fates == [True, False, True]


# --- the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [API, OLD, {}])
def test_the_names_of_the_columns_changed_over_the_years(tmp_path, names):
    header = [names.get(name, name) for name in HEADER]
    if names is API:
        header = [name.lower().replace(" ", "_") for name in header]
    ((found,),) = [r.records for r in read(tmp_path, ROW, header=header)]
    assert found == record(tmp_path)


def test_further_columns_do_no_harm(tmp_path):
    content = text(ROW).replace("\n", ",new\n")
    ((found,),) = [reading.records for reading in source_of(tmp_path, content).readings()]
    assert found == record(tmp_path)


@pytest.mark.parametrize(
    ("header", "lacking"),
    [("NPI,State", "pri_spec"), ("pri_spec", "npi"), ("a,b", "npi and pri_spec"), ("", "npi")],
)
def test_a_header_of_something_else_is_refused(tmp_path, header, lacking):
    with pytest.raises(SourceUnreadable, match=f"lacks the column {lacking}"):
        list(source_of(tmp_path, f"{header}\n1,2\n").readings())


def test_names_in_cp1252_are_read_and_counted(tmp_path):
    content = text(ROW | {"Provider Last Name": "MUÑOZ"}).encode("cp1252")
    source = source_of(tmp_path, content)
    ((found,),) = [reading.records for reading in source.readings()]
    assert found.name.last == "Muñoz"
    assert source.warnings == {"bytes in clinicians.csv that are not UTF-8, read as cp1252": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{OT},x", "row: it has not as many values as the header"),
        (f'{OT},"never closed' + "," * 30, "row: a value is far too long, or a quote"),
        (",".join([STRANGER, *["x"] * 40]), "row: it has not as many values as the header"),
    ],
)
def test_a_damaged_row_costs_itself_alone(tmp_path, line, reason):
    content = text(ROW, ROW)
    header, first, second = content.splitlines()
    readings = list(source_of(tmp_path, "\n".join((header, first, line, second))).readings())
    assert [bool(reading.records) for reading in readings] == [True, False, True]
    assert readings[1].rejected.startswith(reason) and readings[1].raw.startswith(line[:10])
