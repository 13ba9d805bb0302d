"""What an item of a providers.json says of an OT: person, places, plans by issuer, dates."""

import json
from datetime import date

import pytest

from indexer.sources import qhp_listing
from indexer.sources.qhp_providers import open_qhp_providers
from service.directory.profile import Location, PlanEvidence
from tests.qhp_files import (
    PLAN,
    PLAN_2,
    PLAN_OF_ANOTHER,
    address,
    entry,
    json_file,
    provider,
    readings,
)

DAY = date(2026, 10, 1)


def source_of(folder, **told):
    return open_qhp_providers(json_file(folder, [provider(**told)]))


def records(folder, **told):
    (read,) = readings(source_of(folder, **told))
    return read.records


def record(folder, **told):
    (only,) = records(folder, **told)
    return only


def place(folder, **told):
    (only,) = record(folder, addresses=[address(**told)]).locations
    return only


def rows(folder, *entries, **told):
    """What the one place says of each plan."""
    found = record(folder, plans=list(entries), **told)
    return {row.plan_id: row for row in found.locations[0].plans}


# --- the whole of it --------------------------------------------------------------------------


def test_one_record_for_each_issuer_with_its_own_plans(tmp_path):
    plans = [entry(), entry(PLAN_OF_ANOTHER, network_tier="PPO"), entry(PLAN_2)]
    first, other = records(tmp_path, plans=plans, addresses=[address(), address(zip="12205")])
    assert (first.label, other.label) == ("HIOS issuer 11111", "HIOS issuer 22222")
    assert first.as_of == other.as_of == DAY and first.name == other.name
    for location in first.locations:
        assert [row.plan_id for row in location.plans] == [PLAN, PLAN_2]
    assert other.locations[1].plans == (
        PlanEvidence(
            status="in-network",
            plan_id=PLAN_OF_ANOTHER,
            as_of=DAY,
            source="HIOS issuer 22222",
            tier="PPO",
        ),
    )
    assert [location.postal_code for location in other.locations] == ["12203", "12205"]


@pytest.mark.parametrize("plans", [..., None, [], [entry("H1234-001")]])
def test_without_plans_the_person_and_the_places_are_kept(tmp_path, plans):
    found = record(tmp_path, plans=plans, gender="F")
    assert found.label == qhp_listing.NO_ISSUER and found.gender == "F"
    assert found.locations[0].accepting_patients == "newpt" and not found.locations[0].plans


# --- days and years ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-10-01", DAY),
        ("2026-10-01T13:45:00.000Z", DAY),
        ("2026-10-01T23:45:00-05:00", DAY),
        ("2026-10-01 00:00:00", DAY),
        ("10/01/2026", DAY),
        ("10/1/2026 12:00:00 AM", DAY),
        (" ", None),
        (None, None),
        (..., None),
    ],
)
def test_the_day_is_that_of_the_item(tmp_path, written, day):
    found = record(tmp_path, last_updated_on=written)
    location = found.locations[0]
    assert found.as_of == location.plans[0].as_of == location.accepting_as_of == day


@pytest.mark.parametrize(
    ("years", "updated", "counts"),
    [
        ([2026], "2026-10-01", True),
        ([2025, 2026], "2026-10-01", True),
        (["2026"], "2026-10-01", True),
        (2026, "2026-10-01", True),
        ([2027], "2026-10-01", True),
        ([2025], "2026-10-01", False),
        ([2025], None, True),
        ([], "2026-10-01", True),
        (None, "2026-10-01", True),
    ],
)
def test_a_plan_counts_in_its_years(tmp_path, years, updated, counts):
    source = source_of(tmp_path, plans=[entry(years=years), entry(PLAN_2)], last_updated_on=updated)
    ((found,),) = [read.records for read in readings(source)]
    listed = [row.plan_id for row in found.locations[0].plans]
    assert listed == ([PLAN, PLAN_2] if counts else [PLAN_2])
    assert source.warnings == ({} if counts else {qhp_listing.OTHER_YEAR: 1})


# --- plans ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tier", ["OUT-OF-NETWORK", "out of network", " Out_Of__Network ", "OON", "non-participating",
             "NOT CONTRACTED", "Non Network"],
)  # fmt: skip
def test_a_tier_outside_of_the_network_is_not_taken(tmp_path, tier):
    row = rows(tmp_path, entry(network_tier=tier))[PLAN]
    assert (row.status, row.tier) == ("not-accepted", " ".join(tier.split()))


@pytest.mark.parametrize(
    "tier", ["NON-PREFERRED", "PREFERRED", "IN-NETWORK", "PPO", "Tier 2", 1, "", " ", None, ...]
)
def test_any_other_tier_or_none_is_in_network(tmp_path, tier):
    listed = {field: value for field, value in entry(network_tier=tier).items() if value != ...}
    row = rows(tmp_path, listed)[PLAN]
    assert row.status == "in-network"
    assert row.tier == (str(tier).strip() or None if tier not in (None, ...) else None)


def test_a_plan_is_named_once_and_within_its_network_if_anywhere(tmp_path):
    outside = entry(network_tier="OON")
    assert rows(tmp_path, outside, entry(network_tier="A"))[PLAN].status == "in-network"
    assert rows(tmp_path, entry(network_tier="A"), outside)[PLAN].status == "in-network"
    (location,) = record(tmp_path, plans=[entry(), entry(), entry(f"{PLAN}-01")]).locations
    assert [row.plan_id for row in location.plans] == [PLAN]


def test_other_ids_are_left_out_and_counted(tmp_path):
    others = [entry("H1234-001"), entry(PLAN_2, plan_id_type="STATE"), entry(None), {}]
    source = source_of(tmp_path, plans=[entry(), *others])
    ((found,),) = [read.records for read in readings(source)]
    assert [row.plan_id for row in found.locations[0].plans] == [PLAN]
    assert source.warnings == {qhp_listing.OTHER_ID: 4}


# --- places -----------------------------------------------------------------------------------


def test_a_place_is_cleaned(tmp_path):
    found = place(tmp_path, address_2=" STE 5 ", zip="12203-1234", phone="(518) 555-0100 x12")
    assert found == Location(
        line1="1 Main St",
        line2="Ste 5",
        city="Albany",
        state="NY",
        postal_code="12203",
        phone="5185550100",
        accepting_patients="newpt",
        accepting_as_of=DAY,
        plans=found.plans,
    )


def test_blanks_are_nothing_and_numbers_are_texts(tmp_path):
    found = place(tmp_path, address_2=" ", phone=" ", city="BOSTON", state="ma", zip=2139)
    assert (found.line2, found.phone, found.postal_code) == (None, None, "02139")
    assert place(tmp_path, phone=5185550100).phone == "5185550100"


def test_the_same_address_twice_is_one_place(tmp_path):
    twice = [address(), address(address="1 main st"), address(address="2 MAIN ST")]
    found = record(tmp_path, addresses=twice).locations
    assert [location.line1 for location in found] == ["1 Main St", "2 Main St"]


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ({"lat": 42.7, "lng": -73.8}, (42.7, -73.8, "address")),
        ({"latitude": "42.7", "longitude": " -73.8 "}, (42.7, -73.8, "address")),
        ({"lat": None, "latitude": 42.7, "lon": -73.8}, (42.7, -73.8, "address")),
        ({"lat": 42.7}, None),
        ({"lat": 0, "lng": 0}, None),
        ({"lat": "0.0", "lng": "0.0"}, None),
        ({"lat": -73.8, "lng": 42.7}, None),
        ({"lat": "north", "lng": [1]}, None),
        ({"lat": "nan", "lng": "inf"}, None),
        ({"lat": True, "lng": True}, None),
        ({"lat": 10**400, "lng": -73.8}, None),
        ({"lat": 13.44, "lng": 144.79}, (13.44, 144.79, "address")),
        ({"lat": -14.28, "lng": -170.7}, (-14.28, -170.7, "address")),
    ],
)
def test_coordinates_are_taken_where_they_can_be_true(tmp_path, written, point):
    found = place(tmp_path, **written)
    assert (found.lat, found.lon, found.precision) == (point or (None, None, None))


def test_not_a_number_is_nothing(tmp_path):
    text = json.dumps([provider(addresses=[address(lat=float("nan"), lng=-73.8)])])
    (read,) = readings(open_qhp_providers(json_file(tmp_path, text)))
    assert "NaN" in text and read.records[0].locations[0].lat is None


@pytest.mark.parametrize(
    ("word", "status", "warnings"),
    [
        ("accepting", "newpt", {}),
        (" Accepting ", "newpt", {}),
        ("not accepting", "nopt", {}),
        ("Not  Accepting", "nopt", {}),
        ("accepting in some locations", None, {}),
        ("", None, {}),
        (None, None, {}),
        ("maybe", None, {qhp_listing.NO_PANEL_WORD: 1}),
        (True, None, {qhp_listing.NO_PANEL_WORD: 1}),
        ([], None, {qhp_listing.NO_PANEL_WORD: 1}),
    ],
)
def test_whether_new_patients_are_taken(tmp_path, word, status, warnings):
    source = source_of(tmp_path, accepting=word)
    ((found,),) = [read.records for read in readings(source)]
    told = found.locations[0]
    assert (told.accepting_patients, told.accepting_as_of) == (status, DAY if status else None)
    assert source.warnings == warnings
