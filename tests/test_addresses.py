"""When two addresses of one OT are the same place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.directory.profile import Location
from service.merge.addresses import joined, location_id, location_key, same_place, street_line

NPI = "1234567893"  # the valid example of CMS's own check digit page


def key(line1=None, line2=None, postal_code="12203", **more):
    return location_key(Location(line1=line1, line2=line2, postal_code=postal_code, **more))


SUITE = key("100 Main Street", "Suite 200")


@pytest.mark.parametrize(
    "lines",
    [
        ("100 MAIN ST", "STE 200"),
        ("100 Main St.", "#200"),
        ("100 main st", "200"),
        ("100 Main St Ste 200", None),
        ("100 Main St, Suite 200", ""),
        ("100 MAIN ST STE200", None),
        ("100 Main St #200", None),
        ("Suite 200", "100 Main Street"),
        ("100 Main St", "Memorial Hospital, Suite 200"),
        ("100 MAIN ST.", "STE. # 200"),
        ("100 Main Street", "Apt. No. 200"),
        ("100 MAIN ST 200", None),
        ("Memorial Hospital, Suite 200", "100 Main Street"),
        ("Memorial Hospital 100 Main Street Rm 200", None),
        ("100 Main St Attn: Jane Roe", "Suite 200"),
        ("c/o Rehab Dept", "100 Main St Ste 200"),
        ("Suite 200, 100 Main St", None),
        ("Rehab Dept", "Ste 200, 100 Main St"),
        ("100 Main St Ste 200", "PO Box 5"),
    ],
)
def test_ways_to_write_one_suite(lines):
    assert key(*lines) == SUITE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("100 North Main Avenue",), ("100 N MAIN AVE",)),
        (("P.O. Box 5",), ("PO BOX 5",)),
        (("100 Main St", "2nd Floor"), ("100 Main St", "Fl 2")),
        (("100 Main St 2nd Floor",), ("100 Main St", "Floor 2")),
        (("100 Main St", "Suite 200-B"), ("100 Main St", "Ste 200B")),
        (("12 Peña Rd",), ("12 PENA ROAD",)),
        (("100 Main St", "Second Floor"), ("100 MAIN ST FL 2",)),
        (("100 Main St", "Floor Two"), ("100 MAIN ST FL 2",)),
        (("100 Main St", "Suite One"), ("100 MAIN ST STE 1",)),
        (("100 Main St", "Suites 5 & 6"), ("100 MAIN ST STES 5-6",)),
        (("100 Main St", "Bldg A Ste 200"), ("100 Main St Suite 200", "Building A")),
        (("100 Main St", "Lower Level"), ("100 MAIN STREET LL",)),
        (("100 Main St", "PMB #123"), ("100 MAIN ST PMB 123",)),
        (("100 Main St", "PO Box 5"), ("100 Main St",)),
        (("Memorial Hospital", "100 Main St"), ("100 MAIN ST", "MEMORIAL HOSP")),
        (("Memorial Hospital 100 Main St",), ("100 MAIN ST", "MEMORIAL HOSPITAL")),
        (("ONE MEDICAL CENTER DR",), ("1 Medical Center Drive",)),
        (("100 North Fifth Street",), ("100 N 5TH ST",)),
        (("500 E 77 St",), ("500 East 77th Street",)),
        (("100 N.E. 5th Ave",), ("100 Northeast Fifth Avenue",)),
        (("100 North Park Ave",), ("100 N PARK AVENUE",)),
        (("4500 Hwy 9",), ("4500 HIGHWAY 9",)),
        (("12 Saint Paul St",), ("12 ST. PAUL STREET",)),
        (("123½ Main St",), ("123 1/2 MAIN ST",)),
        (("41-25 Kissena Blvd",), ("41 25 KISSENA BOULEVARD",)),
        (("Urb. Las Lomas", "123 Calle 5"), ("URB LAS LOMAS 123 CALLE 5",)),
        (("Rural Route 2 Box 152",), ("RR 2 BOX 152",)),
        (("北京路", "5"), ("5", "北京路")),
    ],
)
def test_one_place(one, other):
    assert key(*one) == key(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("100 Main St", "Ste 2"), ("100 Main St", "Fl 2")),
        (("100 Main St", "Bldg A Ste 200"), ("100 Main St", "Bldg B Ste 200")),
        (("100 Main St", "Ste 200"), ("100 Main St", "Ste 201")),
        (("100 Main St",), ("102 Main St",)),
        (("100 NO 5TH ST",), ("100 NO 6TH ST",)),
        (("北京路",), ("上海路",)),
        (("北京路5",), ("上海路5",)),
        (("北京路 Ste 5",), ("上海路 Ste 5",)),
        (("100 Main St", None, "12203"), ("100 Main St", None, "12180")),
        (("100 N Main St",), ("100 S Main St",)),
        (("100 N Main St",), ("100 Main St N",)),
        (("1200 North St",), ("1200 N St",)),
        (("123½ Main St",), ("12312 Main St",)),
        (("41-25 Kissena Blvd",), ("4-125 Kissena Blvd",)),
        (("Broadway and 5th St",), ("Broadway and 6th St",)),
        (("100 Main St", "Ste 1-25"), ("100 Main St", "Ste 12-5")),
        (("100 Main St", "Ste 2"), ("100 Main St", "Bldg 2")),
        (("100 Main St", "Unit 5 Apt 3"), ("100 Main St", "Unit 3 Apt 5")),
        (("100 Main St", "East Tower Ste 5"), ("100 Main St", "West Tower Ste 5")),
        (("100 Main St", "Oak Tower Ste 5"), ("100 Main St", "Elm Tower Ste 5")),
        (("100 Main St", "Rear"), ("100 Main St", "Basement")),
        (("100 Main St", "Ste 200 Ent 5"), ("100 Main St", "Ste 200 Ent 6")),
        (("Ste 200, 100 Main St",), ("Ste 200, 100 Elm St",)),
        (("123 Calle 5", "Apt 3"), ("123 Calle 3", "Apt 5")),
        (("URB LAS LOMAS 123 CALLE 5", "APT 3"), ("URB EL PRADO 123 CALLE 5", "APT 3")),
    ],
)
def test_two_places(one, other):
    assert key(*one) != key(*other)


@pytest.mark.parametrize(
    "line",
    [
        "123 Calle 5",
        "4500 Hwy 9",
        "100 Ave A",
        "100 US Hwy 9 N",
        "41-25 Kissena Blvd",
        "5 Ste Anne St",
    ],
)
def test_a_number_of_the_street_is_no_unit(line):
    assert key(line)[1] == ""


def test_what_is_too_long_for_an_address_is_a_key_as_it_stands():
    long = "5 Main St, " * 200_000
    assert key(long, "Suite 5") == key("Suite  5", long.upper()) != key(long, "Suite 6")


def test_without_a_zip_the_city_tells_places_apart():
    albany = key("1 Main St", postal_code=None, city="Albany", state="NY")
    assert albany != key("1 Main St", postal_code=None, city="Troy", state="NY")
    assert albany == key("1 MAIN STREET", postal_code=None, city="ALBANY", state="NY")


def test_without_an_address_the_name_or_phone_does():
    keys = {
        key(postal_code=None, name="Riverside Rehab"),
        key(postal_code=None, name="Hillside Rehab"),
        key(postal_code=None, phone="5185550100"),
        key(postal_code=None, city="Albany", state="NY"),
        key(postal_code=None, city="Troy", state="NY"),
    }
    assert len(keys) == 5


def test_a_place_without_a_unit_joins_the_only_one_with_a_unit():
    bare, suite = key("100 Main St"), key("100 Main St", "Ste 200")
    assert joined([bare, suite]) == {bare: suite, suite: suite}


def test_it_joins_none_of_two():
    bare = key("100 Main St")
    suites = key("100 Main St", "Ste 200"), key("100 Main St", "Ste 300")
    assert joined([bare, *suites])[bare] == bare


def test_it_joins_nothing_across_zips():
    bare, suite = key("100 Main St"), key("100 Main St", "Ste 200", "12180")
    assert joined([bare, suite])[bare] == bare


keys = st.tuples(
    st.sampled_from(["1 main st", "2 main st"]),
    st.sampled_from(["", "", "1", "2"]),
    st.sampled_from(["12203", "12180"]),
)


@given(st.lists(keys, max_size=8), st.randoms())
def test_joining_does_not_depend_on_the_order(found, random):
    shuffled = random.sample(found, len(found))
    answer = joined(found)
    assert joined(shuffled) == answer
    assert set(answer) == set(found) and set(answer.values()) <= set(found)
    for one, other in answer.items():
        alike = {k for k in found if k[1] and (k[0], k[2]) == (one[0], one[2])}
        assert other == (alike.pop() if not one[1] and len(alike) == 1 else one)


def test_ids_are_stable_and_of_one_person():
    assert location_id(NPI, SUITE) == location_id(NPI, key("100 Main St", "#200"))
    assert location_id(NPI, SUITE) == "2e4d054be35b6500"
    assert location_id(NPI, SUITE) != location_id("1999901014", SUITE)
    assert location_id(NPI, SUITE) != location_id(NPI, key("100 Main St"))


@pytest.mark.parametrize(
    ("lines", "street"),
    [
        (("1450 Western Avenue", "Suite 210"), "1450 Western Avenue"),
        (("Suite 210", "1450 Western Avenue"), "1450 Western Avenue"),
        (("Memorial Hospital, 1450 Western Ave. Ste. 210", None), "1450 Western Ave"),
        (("12 Ste Genevieve Dr Unit 5", None), "12 Ste Genevieve Dr"),
        (("1450 Western Avenue #210", None), "1450 Western Avenue"),
        (("100 Fort Washington Ave", ""), "100 Fort Washington Ave"),
    ],
)
def test_the_street_as_it_is_written(lines, street):
    assert street_line(Location(line1=lines[0], line2=lines[1])) == street


ONE, TWO, BARE = key("1 Main St", "Ste 1"), key("1 Main St", "Ste 2"), key("1 Main St")


@pytest.mark.parametrize(
    ("one", "other", "same_phone", "same"),
    [
        (ONE, ONE, False, True),
        (BARE, BARE, False, True),
        (ONE, BARE, True, True),
        (BARE, ONE, True, True),
        (ONE, BARE, False, False),
        (ONE, TWO, True, False),
        (BARE, key("1 Main St", postal_code="12180"), True, False),
        (BARE, key("2 Main St"), True, False),
        # Without an address, or without a place, nobody knows.
        (key(name="Riverside Rehab"), key(name="Riverside Rehab"), True, False),
        (key("1 Main St", postal_code=None), key("1 Main St", postal_code=None), True, False),
    ],
)
def test_places_of_different_organizations(one, other, same_phone, same):
    assert same_place(one, other, same_phone) is same
