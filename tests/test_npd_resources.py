"""Single resources of the National Provider Directory: every spelling that its releases know."""

from pathlib import Path

import pytest

from indexer.sources import npd_named, npd_people
from indexer.sources.fhir import key_of, referred, resource_of
from indexer.sources.reading import Source
from service.directory.clean import Rejected
from tests.indexer_files import npi
from tests.npd_files import (
    address,
    lines,
    organization,
    person,
    place,
    plan,
    resource,
    role,
)
from tests.npd_said import listed, said_of, why_not

# --- references -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("Location/Location-7", "Location/7"),
        ("Location/7", "Location/7"),
        ("https://directory.cms.gov/fhir/Location/Location-7", "Location/7"),
        ("Location/Location-7/_history/3", "Location/7"),
        ("urn:uuid:00027861-c380-4866-b677-4c28e4ceaf6b",
         "Location/00027861-c380-4866-b677-4c28e4ceaf6b"),
        ("#contained", None),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_references(reference, key):
    assert referred("Location", {"at": {"reference": reference}}, "at") == key


def test_a_resource_has_one_key_however_it_is_named():
    assert key_of("Location", "Location-7") == key_of("Location", "7") == "Location/7"
    assert key_of("Location", "7") != key_of("Organization", "7")


@pytest.mark.parametrize("reference", ["Location/7", 7, ["Location/7"], True])
def test_a_reference_of_another_kind_is_rejected(reference):
    with pytest.raises(Rejected, match=r"at: must be an object"):
        referred("Location", {"at": reference}, "at")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "line: is not valid JSON"),
        (b"[]", "line: must be one JSON object"),
        (b'{"resourceType": "Location"', "line: is not valid JSON"),
        (b'{"resourceType": "Location", "id": "\xff"}', "line: is not valid JSON"),
        (b'{"a": ' * 50_000, "line: is nested too deeply"),
        (b'{"resourceType": "Practitioner", "id": "1"}', "resourceType: must be Location"),
        (b'{"id": "1"}', "resourceType: must be Location"),
        (b'{"resourceType": "Location", "id": null}', "id: is missing"),
        (b'{"resourceType": "Location", "id": {}}', "id: must be text"),
    ],
)
def test_lines_that_hold_no_resource(line, reason):
    with pytest.raises(Rejected, match=reason):
        resource_of(line, "Location")


def test_a_byte_order_mark_is_no_harm():
    (line,) = lines([place()]).splitlines()
    assert resource_of(b"\xef\xbb\xbf" + line + b"\r", "Location")["id"] == "Location-l1"


# --- plans, places, endpoints -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("alias", "plan_id"),
    [
        (["H7028", "H7028-002-000"], "H7028-002-000"),
        (["S5601-014"], "S5601-014"),
        (["Gold", "11111NY0010001"], "11111NY0010001"),
        (["Gold", "Silver"], "Gold"),
        (["x" * 61, "Gold"], "Gold"),
        ([], None),
    ],
)
def test_the_id_on_the_card(alias, plan_id):
    assert listed(plan(alias=alias)).plan_id == plan_id


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        (
            "Choice (PPO)",
            "Medicare Advantage PPO Plan",
            "Choice (PPO), Medicare Advantage PPO Plan",
        ),
        ("Choice PPO plan", "PPO Plan", "Choice PPO plan"),
        ("Choice", None, "Choice"),
        (None, "PPO Plan", "PPO Plan"),
        (None, None, None),
    ],
)
def test_the_name_holds_the_kind(name, kind, expected):
    assert listed(plan(name=name, type=[{"text": kind}])).name == expected


def test_plans_that_do_not_count():
    skipped = [
        why_not(npd_named.insurance_plan, plan(**told))
        for told in ({"status": "retired"}, {"period": {"end": "2025-12-31"}},
                     {"alias": [], "networks": []})
    ]  # fmt: skip
    assert skipped == ["not active", "a period that has ended", npd_named.NO_PLAN]
    assert listed(plan(period={"start": "2027-01-01"})).plan_id == "H7028-002-000"


@pytest.mark.parametrize("told", [address("PO Box 7"), {}, {"line": ["PO BOX 7", "P.O. Box 8"]}])
def test_a_location_without_an_address_is_no_place(told):
    assert why_not(npd_named.location, place(address=told)) == npd_named.NO_PLACE


@pytest.mark.parametrize("code", ["direct-project", "hl7-fhir-rest", None])
def test_endpoints(code):
    told = resource("Endpoint", "e", connectionType={"code": code}, address="a@direct.example.org")
    said = said_of(npd_named.endpoint, told)
    assert ("resource" in said) == (code == "direct-project")


@pytest.mark.parametrize("wrong", ["no address", None, "@", "a b@example.org"])
def test_a_direct_address_that_is_none_is_rejected(wrong):
    kind = {"coding": [{"code": "direct-project"}]}
    told = resource("Endpoint", "e", connectionType=kind, address=wrong)
    with pytest.raises(Rejected, match=r"address: must be a Direct address"):
        said_of(npd_named.endpoint, told)


# --- what is worth parsing --------------------------------------------------------------------


@pytest.mark.parametrize("space", [b"", b" ", b"\t "])
def test_a_line_is_passed_over_only_if_it_can_be_nobodys(space):
    named = Source("npd", Path("x"), iter, wants=lambda one: one == npi(1), named={"Location/l1"})
    mine, other = (lines([person(n, [])]).replace(b": ", b":" + space) for n in (1, 2))
    assert npd_people.may_be_ours(named, mine) and not npd_people.may_be_ours(named, other)
    assert npd_people.may_be_ours(named, lines([person(2)]))
    assert npd_people.may_be_ours(named, b"{damaged")
    mine, other = (lines([role(number=n)]) for n in (1, 2))
    assert npd_people.may_be_their_role(named, mine)
    assert not npd_people.may_be_their_role(named, other)
    assert npd_people.may_be_their_role(named, b"{damaged")
    assert npd_named.is_named("Location", named, lines([place("l1")]))
    assert not npd_named.is_named("Location", named, lines([place("l2")]))
    assert npd_named.is_named("Location", named, b"{damaged")
    assert npd_named.may_matter(named, lines([organization("n1", "A NETWORK")]))
    assert not npd_named.may_matter(named, lines([organization("o9", "A CLINIC", "prov")]))
