"""When two addresses of one OT are the same place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.addresses import joined, location_id, location_key
from service.directory.profile import Location
from tests.indexer_files import NPI


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
        (("100 Main St", None, "12203"), ("100 Main St", None, "12180")),
    ],
)
def test_two_places(one, other):
    assert key(*one) != key(*other)


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


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_address_breaks_the_key(line1, line2):
    street, unit, place = key(line1, line2)
    assert street and place == "12203" and " " not in unit.strip()
