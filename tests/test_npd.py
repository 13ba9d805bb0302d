"""The National Provider Directory: how roles, networks, plans and places of its files join."""

import pytest

from tests.indexer_files import load, npi, nppes_text, ot, write
from tests.npd_files import (
    NETWORK,
    OWNER,
    address,
    organization,
    person,
    place,
    plan,
    refers,
    release,
    resource,
    role,
)

LABEL = "CMS National Provider Directory"
ENOUGH = (person(), role(), place(), OWNER, NETWORK, plan())


def of_release(folder, *resources, **told):
    return load(folder, release(folder / "npd", *resources, **told))


def evidence(location) -> set[tuple]:
    return {(row.status, row.plan_id, row.payer) for row in location.plans}


@pytest.mark.parametrize("packed", [True, False])
def test_a_role_in_a_network_takes_its_plans_at_its_location(tmp_path, packed):
    loaded = of_release(tmp_path, *ENOUGH, packed=packed)
    (location,) = loaded.only.locations
    assert loaded.only.name.display() == "Ana Ruiz, OTR/L"
    assert (loaded.only.gender, loaded.only.taxonomies) == ("F", ("225X00000X",))
    assert (location.lat, location.lon, location.precision) == (42.7003, -73.8575, "address")
    (row,) = location.plans
    assert (row.status, row.plan_id) == ("in-network", "H7028-002-000")
    assert (row.payer, row.source) == ("Example Capital Health, Inc.", LABEL)
    assert row.as_of.isoformat() == "2026-09-29"


def test_the_plan_is_in_the_catalogue(tmp_path):
    (found,) = of_release(tmp_path, *ENOUGH).engine.meta().plans.values()
    assert (found.plan_id, found.payer) == ("H7028-002-000", "Example Capital Health, Inc.")
    assert found.name == "Example Choice (PPO), Medicare Advantage PPO Plan"


def test_an_insurer_is_called_by_its_brand(tmp_path):
    owner = organization("o1", "AETNA HEALTH INC.", "pay")
    loaded = of_release(tmp_path, person(), role(), place(), owner, NETWORK, plan())
    assert evidence(loaded.only.locations[0]) == {("in-network", "H7028-002-000", "Aetna")}
    assert [found.payer for found in loaded.engine.meta().plans.values()] == ["Aetna"]


@pytest.mark.parametrize("told", [(NETWORK, OWNER), (plan(alias=()), OWNER)])
def test_without_a_plan_the_insurer_is_accepted(tmp_path, told):
    loaded = of_release(tmp_path, person(), role(), place(), *told)
    expected = {("accepts-payer", None, "Example Capital Health, Inc.")}
    assert evidence(loaded.only.locations[0]) == expected


def test_a_network_of_nobody_says_nothing_and_is_told_of(tmp_path):
    bare = organization("n1", "A NETWORK")
    loaded = of_release(tmp_path, person(), role(), place(), bare)
    assert loaded.only.locations[0].plans == ()
    warnings = loaded.report.sources[1].source.warnings
    assert warnings == {"networks of which neither a plan nor the insurer is known": 1}


def test_the_plan_holds_at_the_roles_location_alone(tmp_path):
    there = place("l2", "9 Far Rd")
    loaded = of_release(tmp_path, *ENOUGH, there, role("r2", at=["l2"], networks=[]))
    plans = {location.line1: len(location.plans) for location in loaded.only.locations}
    assert plans == {"1 Main St": 1, "9 Far Rd": 0}


def test_two_roles_at_one_place_add_up(tmp_path):
    more = (role("r2", networks=["n2"]), plan("p2", ["H1234-001"], ["n2"]))
    loaded = of_release(tmp_path, *ENOUGH, *more)
    (location,) = loaded.only.locations
    assert {row.plan_id for row in location.plans} == {"H7028-002-000", "H1234-001"}


def test_the_same_address_as_in_nppes_is_one_location_with_both_words(tmp_path):
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1)]))
    folder = release(tmp_path / "npd", *ENOUGH)
    for files in ((nppes, folder), (folder, nppes)):
        loaded = load(tmp_path, *files)
        (location,) = loaded.only.locations
        assert len(location.plans) == 1 and location.precision == "address"
        assert location.evidence["point"].source == LABEL
        assert loaded.only.evidence["name"].source == "nppes"


def test_roles_of_an_ot_whom_only_nppes_names(tmp_path):
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1)]))
    loaded = load(tmp_path, nppes, release(tmp_path / "npd", *ENOUGH[1:]))
    assert len(loaded.only.locations[0].plans) == 1


def test_an_ot_by_nppes_alone_keeps_what_the_directory_says(tmp_path):
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1)]))
    other = person(codes=["225100000X"])
    loaded = load(tmp_path, nppes, release(tmp_path / "npd", other, *ENOUGH[1:]))
    assert loaded.only.taxonomies == ("225X00000X",)
    assert len(loaded.only.locations[0].plans) == 1


def test_the_roles_of_others_are_passed_over(tmp_path):
    others = [person(n, ["207Q00000X"]) for n in range(2, 40)]
    roles = [role(f"r{n}", n, [f"l{n}"]) for n in range(2, 40)]
    loaded = of_release(tmp_path, *ENOUGH, *others, *roles, place("l7"))
    skipped = [dict(tally.skipped) for tally in loaded.report.sources]
    nobodys = {"named by no OT's role": 1}
    assert skipped == [{"not an OT": 38}, {"not an OT": 38}, {}, {}, nobodys]
    assert list(loaded.profiles) == [npi(1)]


# --- a role without a location ----------------------------------------------------------------


def test_a_role_without_a_location_holds_at_the_only_place(tmp_path):
    loaded = of_release(tmp_path, person(), role(at=[]), OWNER, NETWORK, plan())
    assert len(loaded.only.locations[0].plans) == 1


def test_it_holds_at_the_only_place_that_another_source_names(tmp_path):
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1)]))
    told = (person(address=[]), role(at=[]), OWNER, NETWORK, plan())
    loaded = load(tmp_path, nppes, release(tmp_path / "npd", *told))
    (location,) = loaded.only.locations
    assert len(location.plans) == 1 and location.evidence["phone"].source == "nppes"


@pytest.mark.parametrize("line", ["9 Far Rd", None])
def test_of_several_places_or_none_nobody_knows_which(tmp_path, line):
    at = [address(use="work"), address(line, use="work")] if line else []
    loaded = of_release(tmp_path, person(address=at), role(at=[]), OWNER, NETWORK, plan())
    assert not any(location.plans for location in loaded.only.locations)
    said = "roles without a location, of OTs who work at several places or at none"
    assert loaded.report.sources[1].source.warnings == {said: 1}


# --- facts of the place -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("panels", "expected"),
    [(["newpt", "newpt"], "newpt"), (["existptonly", None], "existptonly"),
     (["newpt", "nopt"], None), ([None, None], None), (["sometimes", None], None)],
)  # fmt: skip
def test_new_patients(tmp_path, panels, expected):
    roles = [role(f"r{n}", panel=panel) for n, panel in enumerate(panels)]
    (location,) = of_release(tmp_path, person(), place(), *roles).only.locations
    assert location.accepting_patients == expected
    assert (location.accepting_as_of is not None) == (expected is not None)


def test_the_name_is_that_of_the_location_or_of_the_employer(tmp_path):
    employer = {"organization": refers("Organization", "o7")}
    told = (role(**employer), organization("o7", "HILL THERAPY, LLC", "prov"))
    street = of_release(tmp_path, person(), place(), *told).only.locations[0]
    named = of_release(tmp_path, person(), place(name="East Clinic"), *told).only.locations[0]
    assert (street.name, named.name) == ("Hill Therapy, LLC", "East Clinic")


def test_a_direct_address_goes_to_the_roles_place(tmp_path):
    told = {"status": "active", "connectionType": {"code": "direct-project"}}
    endpoint = resource("Endpoint", "e1", address="ana@direct.example.org", **told)
    named = role(endpoint=[refers("Endpoint", "e1")])
    loaded = of_release(tmp_path, person(), named, place(), endpoint)
    assert loaded.only.locations[0].direct_address == "ana@direct.example.org"


def test_a_number_of_the_role_stands_over_that_of_its_one_location(tmp_path):
    own = {"telecom": [{"system": "phone", "value": "518-555-0199"}]}
    desk = {"telecom": [{"system": "phone", "value": "5185550111"}]}
    one = of_release(tmp_path, person(telecom=[]), role(**own), place(**desk)).only
    assert [at.phone for at in one.locations] == ["5185550199"]
    two = role(at=["l1", "l2"], **own)
    both = of_release(tmp_path, person(telecom=[]), two, place(**desk), place("l2", "9 Far Rd"))
    assert {at.phone for at in both.only.locations} == {"5185550111", None}


def test_a_point_far_from_its_zip_is_a_conflict(tmp_path):
    far = place(position={"latitude": 40.7, "longitude": -74.0})
    only = of_release(tmp_path, person(), role(), far).only
    assert only.locations[0].precision == "postal_code"
    assert [conflict.source for conflict in only.conflicts] == [LABEL]


@pytest.mark.parametrize("position", [{}, {"latitude": 0, "longitude": 0}, {"latitude": "x"}])
def test_a_location_without_a_point_has_that_of_its_zip(tmp_path, position):
    only = of_release(tmp_path, person(), role(), place(position=position)).only
    assert only.locations[0].precision == "postal_code" and not only.conflicts
