"""providers.json: which items are of OTs whom the directory knows, and what becomes of the rest."""

import pytest

from indexer.sources.qhp_providers import (
    FACILITY,
    NO_ADDRESS,
    NO_NPI,
    NOT_AN_OT,
    NOTHING_SAID,
    open_qhp_providers,
)
from service.errors import SourceUnreadable
from tests.qhp_files import BAD_NPI, OT, STRANGER, address, entry, json_file, provider, readings


def read_one(folder, item):
    """The reading of one item; that of the item after it, which is sound, shows no harm."""
    first, second = readings(open_qhp_providers(json_file(folder, [item, provider()])))
    assert second.records
    return first


# --- which items are used ---------------------------------------------------------------------


@pytest.mark.parametrize("npi", [OT, f" {OT} ", int(OT)])
def test_an_ot_of_the_directory_is_used(tmp_path, npi):
    read = read_one(tmp_path, provider(npi=npi))
    assert [(r.npi, r.source, r.label) for r in read.records] == [(OT, "qhp", "HIOS issuer 11111")]


@pytest.mark.parametrize("specialty", ["Rehabilitation", ["Hand Therapy"], [], None, ...])
def test_whatever_the_specialty(tmp_path, specialty):
    assert read_one(tmp_path, provider(specialty=specialty)).records


@pytest.mark.parametrize("kind", [..., None, " individual "])
def test_of_a_kind_in_any_case_or_left_out(tmp_path, kind):
    assert read_one(tmp_path, provider(type=kind)).records


@pytest.mark.parametrize("kind", ["FACILITY", "GROUP", "facility"])
def test_a_facility_is_skipped_whatever_else_it_says(tmp_path, kind):
    assert read_one(tmp_path, provider(type=kind, npi={}, addresses=3)).skipped == FACILITY


OT_SPECIALTIES = [
    "Occupational Therapist",
    "OCCUPATIONAL  THERAPY",
    ["Physical Therapy", "Occupational Therapy, Hand"],
    "OT",
    ["PT/OT"],
    "OTR/L",
    "225XN1300X",
    ["225X00000X"],
]
OTHER_SPECIALTIES = [
    "Occupational Therapy Assistant",
    "Certified Occupational Therapist Assistant",
    "Occupational Medicine",
    "Otolaryngology",
    "COTA",
    ["OTHER", "Not listed"],
    "224Z00000X",
    ["Nurse Practitioner"],
    [],
    ...,
]


@pytest.mark.parametrize("field", ["specialty", "speciality"])
@pytest.mark.parametrize("specialty", OT_SPECIALTIES)
def test_an_ot_whom_nobody_else_names_is_skipped_as_such(tmp_path, field, specialty):
    item = provider(**{"npi": STRANGER, "specialty": ..., field: specialty})
    assert read_one(tmp_path, item).records  # another source may name the OT later


@pytest.mark.parametrize("npi", [STRANGER, BAD_NPI, "n/a", None, [1]])
@pytest.mark.parametrize("specialty", OTHER_SPECIALTIES)
def test_another_profession_is_skipped_whatever_its_npi(tmp_path, specialty, npi):
    assert read_one(tmp_path, provider(npi=npi, specialty=specialty)).skipped == NOT_AN_OT


@pytest.mark.parametrize("npi", [None, " ", ""])
def test_an_ot_without_an_npi_is_skipped(tmp_path, npi):
    assert read_one(tmp_path, provider(npi=npi)).skipped == NO_NPI


@pytest.mark.parametrize(
    ("npi", "reason"),
    [
        (BAD_NPI, "npi: the check digit is wrong"),
        ("12345", "npi: must be ten digits"),
        (1.5, "npi: must be ten digits"),
        ([OT], "npi: must be ten digits"),
        (True, "npi: must be ten digits"),
    ],
)
def test_an_ot_with_a_wrong_npi_is_rejected(tmp_path, npi, reason):
    assert read_one(tmp_path, provider(npi=npi)).rejected.startswith(reason)


def test_items_of_a_file_of_plans_are_rejected(tmp_path):
    assert read_one(tmp_path, entry()).rejected.startswith("type: must be INDIVIDUAL")


def test_one_lone_provider_is_no_file_of_them(tmp_path):
    source = open_qhp_providers(json_file(tmp_path, provider()))
    with pytest.raises(SourceUnreadable, match="is one item"):
        list(source.readings())


# --- what cannot be used ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "addresses", [..., None, [], [{}], [{"address": " "}], [{"phone": "5185550100"}]]
)
def test_plans_without_an_address_belong_nowhere(tmp_path, addresses):
    assert read_one(tmp_path, provider(addresses=addresses)).skipped == NO_ADDRESS


@pytest.mark.parametrize("plans", [..., None, []])
def test_nothing_but_the_npi_is_nothing(tmp_path, plans):
    item = provider(addresses=..., plans=plans, name=...)
    assert read_one(tmp_path, item).skipped == NOTHING_SAID


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"type": "PERSON"}, "type: must be INDIVIDUAL"),
        ({"type": 3}, "type: must be INDIVIDUAL"),
        ({"type": ["INDIVIDUAL"]}, "type: must be text"),
        ({"npi": STRANGER, "specialty": {"a": 1}}, "specialty.0: must be text"),
        ({"name": "Ana Ruiz"}, "name: must be an object"),
        ({"name": {"first": ["Ana"]}}, "name.first: must be text"),
        ({"addresses": address()}, "addresses: must be a list"),
        ({"addresses": [address(), "1 Main St"]}, "addresses.1: must be an object"),
        ({"addresses": [address(city=["Albany"])]}, "addresses.0.city: must be text"),
        ({"plans": "all"}, "plans: must be a list"),
        ({"plans": [entry(), None]}, "plans.1: must be an object"),
        ({"plans": [entry(plan_id={})]}, "plans.0.plan_id: must be text"),
        ({"plans": [entry(network_tier=[1])]}, "plans.0.network_tier: must be text"),
        ({"plans": [entry(years=["now"])]}, "plans.0.years: must be a list of years"),
        ({"gender": []}, "gender: must be text"),
        ({"languages": {"en": 1}}, "languages.0: must be text"),
        ({"last_updated_on": "10.1.2026"}, "last_updated_on: must be a date"),
        ({"last_updated_on": "2026-02-30"}, "last_updated_on: must be a date"),
        ({"last_updated_on": "2026-10-01, I think"}, "last_updated_on: must be a date"),
        ({"last_updated_on": 1790812800000}, "last_updated_on: must be a date"),
    ],
)
def test_wrong_shapes_are_rejected_with_their_field(tmp_path, told, reason):
    assert read_one(tmp_path, provider(**told)).rejected.startswith(reason)


@pytest.mark.parametrize("item", ["text", 7, None, [provider()], False])
def test_an_item_that_is_no_object_is_rejected(tmp_path, item):
    assert read_one(tmp_path, item).rejected == "item: must be an object"


def test_a_rejection_repeats_little_of_the_item(tmp_path):
    long = provider(name={"first": "A" * 9000, "last": {"x": 1}, "more": "B"}, accepting=[])
    read = read_one(tmp_path, long)
    assert read.rejected and read.raw == {
        "npi": OT,
        "name": {"first": "A" * 250, "last": "an object"},
        "last_updated_on": "2026-10-01",
    }
    assert len(str(read_one(tmp_path, ["x" * 5000]).raw)) < 100
