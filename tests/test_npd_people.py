"""Practitioners and roles of the National Provider Directory, in every spelling that its releases
know."""

import pytest

from indexer.sources import npd_people
from indexer.sources.parts import NPD, Exclusion
from service.directory.clean import Rejected
from tests.indexer_files import npi
from tests.npd_files import (
    address,
    extension,
    person,
    refers,
    role,
)
from tests.npd_said import DAY, NETWORK, record, role_of, said_of, why_not

# --- practitioners ----------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["http://terminology.hl7.org/NamingSystem/npi",
                                    "http://hl7.org/fhir/sid/us-npi"])  # fmt: skip
def test_the_npi_stands_among_the_identifiers(system):
    others = {"system": "http://other.example", "value": "7"}
    told = person(identifier=[others, {"system": system, "value": npi(5)}], id="Practitioner-x")
    assert record(told).npi == npi(5)


@pytest.mark.parametrize("identifier", [[], [{"system": "http://other.example", "value": "7"}]])
def test_else_it_is_the_id(identifier):
    assert record(person(3, identifier=identifier)).npi == npi(3)


def test_an_npi_with_a_wrong_digit_is_rejected():
    with pytest.raises(Rejected, match=r"npi: the check digit"):
        record(person(identifier=[], id="Practitioner-1999999999"))


def test_taxonomies_of_any_system_count_and_those_that_have_ended_do_not():
    codes = ["207Q00000X", "225XN1300X", "225X00000X", "225XN1300X"]
    told = [{"code": {"coding": [{"code": code}, {"display": "no code"}]}} for code in codes]
    told.append({"code": {"coding": [{"code": "225XH1200X"}]}, "period": {"end": "2020"}})
    told.append({"code": {}})
    assert record(person(qualification=told)).taxonomies == ("225XN1300X", "225X00000X")


def test_a_code_that_nucc_does_not_have_is_rejected_unless_another_source_knows_better():
    with pytest.raises(Rejected, match=r"no NUCC OT code"):
        record(person(codes=["225XZ9999X"]))
    assert record(person(codes=["225XZ9999X"]), wants={npi(1)}).taxonomies == ()


@pytest.mark.parametrize("codes", [[], ["224Z00000X"], ["225100000X"]])
def test_others_are_no_ots(codes):
    assert said_of(npd_people.practitioner, person(codes=codes)) == {"skipped": "not an OT"}


def test_the_official_name_counts_with_its_letters():
    told = [
        {"use": "maiden", "family": "OLD", "given": ["ANA"]},
        {"use": "official", "family": "O'NEIL", "given": ["ANA", "MARIA"], "prefix": ["DR."],
         "suffix": ["Jr.", "OTR/L", "MSCS"]},
    ]  # fmt: skip
    name = record(person(name=told)).name
    assert (name.first, name.middle, name.last) == ("Ana", "Maria", "O'Neil")
    assert (name.suffix, name.credentials) == ("Jr.", "OTR/L, MSCS")
    assert record(person(name=told[:1])).name.last == "Old"
    assert record(person(name=[])).name.display() == ""


@pytest.mark.parametrize(
    ("gender", "code"), [("female", "F"), ("male", "M"), ("other", None), ("unknown", None)]
)
def test_gender(gender, code):
    assert record(person(gender=gender)).gender == code


def test_only_addresses_of_work_are_places():
    told = [
        address("1 Main St", use="work"),
        address("1 Main St", use="work"),
        address("2 Bill Rd", use="billing"),
        address("3 Mail Rd", use="work", type="postal"),
        address("4 Home Rd", use="home"),
        {"use": "work"},
    ]
    (location,) = record(person(address=told)).locations
    assert (location.line1, location.phone) == ("1 Main St", "5185550100")


def test_several_numbers_are_nobody_knows_whose():
    phones = [{"system": "phone", "value": "518555010" + n} for n in "12"]
    (location,) = record(person(telecom=phones)).locations
    assert location.phone is None
    two = [address("1 Main St", use="work"), address("2 Oak St", use="work")]
    assert {at.phone for at in record(person(address=two)).locations} == {None}


def test_an_address_has_its_rooms_in_line_2_and_none_abroad_a_zip():
    three = address(["2515 EASTBLUFF DR", "SUITE 100", "BUILDING B"], use="work")
    berlin = address("Beispielweg 1", use="work", country="DE", postalCode="10115", city="Berlin")
    rooms, abroad = record(person(address=[three, berlin])).locations
    assert (rooms.line1, rooms.line2) == ("2515 Eastbluff Dr", "Suite 100, Building B")
    assert (abroad.country, abroad.state, abroad.postal_code) == ("DE", None, None)


def test_excluded_comes_before_inactive():
    told = person(excluded=True, active=False)
    excluded = Exclusion(npi=npi(1), source=NPD, since=DAY)
    expected = {"skipped": npd_people.EXCLUDED, "exclusion": excluded}
    assert said_of(npd_people.practitioner, told) == expected
    assert why_not(npd_people.practitioner, person(active=False)) == "not active"


# --- roles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "practitioner",
    [
        {"reference": f"Practitioner/{npi(1)}"},
        {"reference": f"https://directory.cms.gov/fhir/Practitioner/Practitioner-{npi(1)}"},
        {"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": npi(1)}},
    ],
)
def test_whose_role_it_is(practitioner):
    assert role_of(role(practitioner=practitioner)).locations == ("Location/l1",)


@pytest.mark.parametrize("practitioner", [{}, {"reference": "Practitioner/0f00aa11"}])
def test_a_role_of_nobody_knows_whom_is_told_of(practitioner):
    told = role(practitioner=practitioner)
    assert why_not(npd_people.practitioner_role, told) == npd_people.NO_NPI


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ({"end": "2026-09-28T23:59:59Z"}, "a period that has ended"),
        ({"end": "2026-08"}, "a period that has ended"),
        ({"end": "2025"}, "a period that has ended"),
        ({"start": "2026-09-30"}, "a period that has not begun"),
        ({"start": "2027"}, "a period that has not begun"),
    ],
)
def test_a_role_that_is_over_or_to_come(period, reason):
    assert why_not(npd_people.practitioner_role, role(period=period)) == reason
    assert role_of(role(period=period), day=None).key == "PractitionerRole/r1"


@pytest.mark.parametrize(
    "period",
    [{}, {"end": "2026-09-29"}, {"end": "2026"}, {"end": "9999-12-31T00:00:00Z"},
     {"start": "2026-09-29T00:00:00Z", "end": None}, {"start": "1000-01-01"}],
)  # fmt: skip
def test_a_role_that_holds(period):
    assert role_of(role(period=period)).key == "PractitionerRole/r1"


@pytest.mark.parametrize("end", ["soon", "30/09/2026", "202", {"day": 1}])
def test_a_period_that_is_none_is_rejected(end):
    with pytest.raises(Rejected, match=r"period\.end: must be"):
        role_of(role(period={"end": end}))


@pytest.mark.parametrize("told", [{"active": False}, {"status": "entered-in-error"}])
def test_a_role_that_is_not_active(told):
    assert why_not(npd_people.practitioner_role, role(**told)) == "not active"


def test_a_role_that_says_nothing():
    told = role(at=[], networks=[])
    assert why_not(npd_people.practitioner_role, told) == npd_people.NOTHING_SAID


def test_extensions_in_any_order_with_parts_missing_and_urls_of_any_base():
    told = [
        {},
        {"url": NETWORK, "valueReference": refers("Organization", "n2")},
        extension("base-ext-newpatients", extension=[{}, {"url": "fromNetwork"}]),
        extension(NETWORK),
        extension("base-ext-other", valueReference=refers("Organization", "n3")),
        extension(NETWORK, valueReference=refers("Organization", "n1")),
        extension(NETWORK, valueReference=refers("Organization", "n2")),
    ]
    found = role_of(role(extension=told))
    assert found.networks == ("Organization/n2", "Organization/n1")
    assert found.accepting_patients is None
