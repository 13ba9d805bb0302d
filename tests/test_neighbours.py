"""Who stands at an OT's address: organizations make settings likely, MS centers tell expertise."""

from datetime import date

import pytest

from indexer.intake import NO_ADDRESS
from indexer.sources.organizations import SETTING_OF_CODE
from service.directory.ms_center import MSCenter
from tests.indexer_files import load, npi, nppes_text, ot, write

LEGAL = "Provider Organization Name (Legal Business Name)"
OTHER = "Provider Other Organization Name"
CENTERS = "name,npi,line1,line2,city,state,postal_code,phone,recognised_by,checked_on\n"
RIVERSIDE_CENTER = "Example MS Center,,1 Main St,,Albany,NY,12203,,Example consortium,2026-09-01\n"


def organization(number=50, code="282N00000X", name="RIVERSIDE HOSPITAL", **told):
    facts = {"entity": "2", "first": "", "last": "", "credential": "", "sex": "", **told}
    slots = {1: (code, "", "", "Y")}
    return ot(number, slots, **facts) | {LEGAL: name}


def only(tmp_path, *rows, centers="", person=None):
    """The OT's only location."""
    files = [write(tmp_path / "npidata.csv", nppes_text([person or ot(), *rows]))]
    if centers:
        files.append(write(tmp_path / "centers.csv", CENTERS + centers))
    loaded = load(tmp_path, *files)
    (at,) = loaded.only.locations
    return at, loaded


@pytest.mark.parametrize(("code", "setting"), SETTING_OF_CODE.items())
def test_what_an_organization_is_makes_its_setting_likely(tmp_path, code, setting):
    at, _ = only(tmp_path, organization(code=code.ljust(9, "0") + "X" if len(code) < 9 else code))
    assert at.settings == ()
    assert at.likely_settings == {setting: "Riverside Hospital"}


@pytest.mark.parametrize(
    "row",
    [
        organization(code="183500000X"),
        organization(line1="2 MAIN ST"),
        organization(zip="12205"),
        organization(line2="STE 9", phone="5185550199"),
        organization(deactivated="01/01/2026"),
        organization(entity="1", first="BO", last="LI", code="282N00000X"),
    ],
    ids=["a pharmacy", "next door", "another ZIP", "a suite of its own", "closed", "a person"],
)
def test_others_do_not(tmp_path, row):
    at, loaded = only(tmp_path, row)
    assert (at.likely_settings, at.name) == ({}, None)
    assert len(loaded.profiles) == 1


def test_an_organization_at_the_very_address_gives_the_name_on_the_door(tmp_path):
    at, _ = only(tmp_path, organization(code="225X00000X", name="RIVERSIDE OT PLLC"))
    assert at.name == "Riverside Ot Pllc" or at.name == "Riverside OT PLLC"
    assert at.evidence["name"].source == "NPPES organizations"
    assert at.evidence["name"].because == "address"


def test_it_is_the_name_it_does_business_under(tmp_path):
    row = organization() | {OTHER: "RIVERSIDE THERAPY", f"{OTHER} Type Code": "3"}
    assert only(tmp_path, row)[0].name == "Riverside Therapy"
    former = organization() | {OTHER: "OLD NAME", f"{OTHER} Type Code": "4"}
    assert only(tmp_path, former)[0].name == "Riverside Hospital"


def test_of_two_organizations_nobody_knows_which_is_the_ots(tmp_path):
    at, _ = only(tmp_path, organization(50), organization(51, "251E00000X", "HOME HELP"))
    assert at.name is None
    assert at.likely_settings == {"home": "Home Help", "hospital": "Riverside Hospital"}


def test_a_hospital_is_the_whole_building_but_no_name_of_a_suite(tmp_path):
    hospital = organization(phone="5185550199")
    at, _ = only(tmp_path, hospital, person=ot(line2="STE 204"))
    assert at.likely_settings == {"hospital": "Riverside Hospital"}
    assert (at.name, at.line2) == (None, "Ste 204")


def test_what_is_confirmed_is_no_longer_likely(tmp_path):
    nppes = write(tmp_path / "n.csv", nppes_text([ot(), organization()]))
    place = {"line1": "1 Main St", "postal_code": "12203", "settings": ["hospital"]}
    line = {"npi": ot()["NPI"], "source": "chapter", "locations": [place]}
    (at,) = load(tmp_path, nppes, write(tmp_path / "p.ndjson", [line])).only.locations
    assert (at.settings, at.likely_settings) == (("hospital",), {})


# --- MS centers -----------------------------------------------------------------------------------


def test_working_at_the_address_of_an_ms_center_is_told(tmp_path):
    at, loaded = only(tmp_path, centers=RIVERSIDE_CENTER)
    assert at.ms_center == MSCenter(
        name="Example MS Center", recognised_by="Example consortium", checked_on=date(2026, 9, 1)
    )
    assert loaded.report.sources[0].kept == 1


def test_a_center_may_be_known_by_its_organizations_npi(tmp_path):
    at, _ = only(tmp_path, organization(50, "2084N0400X"), centers=f"Neuro MS,{npi(50)},,,,,,,,\n")
    assert at.ms_center == MSCenter(name="Neuro MS")
    assert at.likely_settings == {}


def test_a_center_of_unknown_address_is_skipped_and_says_why(tmp_path):
    at, loaded = only(tmp_path, centers=f"Neuro MS,{npi(50)},,,,,,,,\n")
    assert at.ms_center is None
    tally = loaded.report.sources[0]
    assert (tally.kept, tally.skipped) == (0, {NO_ADDRESS: 1})


@pytest.mark.parametrize(
    ("line2", "phone", "found"),
    [("STE 9", "5185550199", False), ("STE 9", "5185550100", False), ("", "", True)],
)
def test_another_suite_is_another_office(tmp_path, line2, phone, found):
    center = f"Center,,1 Main St,Ste 5,Albany,NY,12203,{phone},,\n"
    place = {"line2": line2} if line2 else {"line2": "STE 5"}
    at, _ = only(tmp_path, centers=center, person=ot(**place))
    assert bool(at.ms_center) is found


@pytest.mark.parametrize(("phone", "found"), [("518-555-0100", True), ("518-555-0199", False)])
def test_without_a_suite_the_phone_tells(tmp_path, phone, found):
    center = f"Center,,1 Main St,Ste 5,Albany,NY,12203,{phone},,\n"
    assert bool(only(tmp_path, centers=center)[0].ms_center) is found


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,1 Main St,,Albany,NY,12203,,,", "name: is missing"),
        ("Center,,,,,,,,,", "address: give it, or the NPI"),
        ("Center,1234567892,,,,,,,,", "npi: the check digit is wrong"),
        ("Center,,1 Main St,,Albany,NY,,,,", "postal_code: give the five digits"),
        ("Center,,1 Main St,,Albany,NY,12203,,,soon", "checked_on: must be a date"),
        ("Center,,1 Main St,,Albany,NY,12203,,,,too,many", "row: it has more values"),
    ],
)
def test_rows_that_cannot_be_used_are_rejected(tmp_path, row, reason):
    _, loaded = only(tmp_path, centers=row + "\n")
    assert loaded.reasons[0].startswith(reason)


def test_an_address_may_stand_in_one_column(tmp_path):
    nppes = write(tmp_path / "n.csv", nppes_text([ot(line2="STE 5")]))
    text = 'name,address\nCenter,"1 Main Street, Suite 5, Albany, NY 12203"\nOther,"1 Main St"\n'
    loaded = load(tmp_path, nppes, write(tmp_path / "centers.csv", text))
    assert loaded.only.locations[0].ms_center == MSCenter(name="Center")
    assert loaded.reasons == ["address: must be written as in 1 Main St, Ste 5, Albany, NY 12203"]


@pytest.mark.parametrize(
    "address",
    ["1 Main St, Albany, NY 12203", "1 Main St, Albany NY 12203",
     "1 Main St, Albany, New York, 12203", "1 Main St, Albany, NY, 12203-1234"],
)  # fmt: skip
def test_an_address_as_people_write_it(tmp_path, address):
    nppes = write(tmp_path / "n.csv", nppes_text([ot()]))
    centers = write(tmp_path / "centers.csv", f'name,address\nHere,"{address}"\n')
    assert load(tmp_path, nppes, centers).only.locations[0].ms_center == MSCenter(name="Here")


def test_an_export_keeps_what_neighbours_said(tmp_path):
    _, loaded = only(tmp_path, organization(), centers=RIVERSIDE_CENTER)
    exported = loaded.export()
    again = load(tmp_path, write(tmp_path / "again.ndjson", exported))
    assert again.export() == exported
    assert again.only.locations[0].ms_center.name == "Example MS Center"
