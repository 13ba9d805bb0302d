"""One result of the NPI Registry's API: both shapes, and what becomes of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.joining import NO_PLACE_IN_STATE
from indexer.sources.nppes import NOT_AN_OT, ORGANIZATION
from indexer.sources.nppes_companions import PO_BOX
from indexer.sources.registry import DEACTIVATED, Entry, read_entry
from service.directory.clean import Rejected
from service.directory.person_name import Name
from service.directory.profile import Location, Record
from tests.indexer_files import load, npi, nppes_text, ot, write
from tests.registry_files import ADDRESS, result

DAY = date(2026, 10, 1)


def entry(item, warnings: list[str] | None = None) -> Entry:
    return read_entry(item, [].append if warnings is None else warnings.append)


def record(**told) -> Record:
    """Of the result; nothing may be warned of."""
    warnings: list[str] = []
    found = entry(result(**told), warnings)
    assert found.record and not warnings, (found, warnings)
    return found.record


# --- one result --------------------------------------------------------------------------------


def test_an_ot():
    found = record()
    assert (found.npi, found.source, found.as_of) == (npi(1), "nppes", DAY)
    assert found.name == Name(first="Ana", last="Ruiz", credentials="OTR/L")
    assert (found.gender, found.taxonomies) == ("F", ("225X00000X",))
    assert [(held.state, held.number) for held in found.licenses] == [("NY", "012345")]
    assert found.locations == (
        Location(line1="1 Main St", city="Albany", state="NY", postal_code="12203",
                 phone="5185550100"),
    )  # fmt: skip


def test_the_same_as_the_row_of_the_monthly_file(tmp_path):
    loaded = load(tmp_path, write(tmp_path / "nppes.csv", nppes_text([ot(1)])))
    assert loaded.only.records[0] == record()


def test_the_shape_of_2019():
    now = result()
    basic = {name: text for name, text in now["basic"].items() if name != "sex"}
    basic |= {"gender": "F", "name": "RUIZ ANA"}
    old = now | {
        "number": int(npi(1)), "last_updated_epoch": 1790812800, "created_epoch": 1346274084,
        "basic": basic,
    }  # fmt: skip
    assert entry(old).record == record()


@pytest.mark.parametrize("epoch", ["1790812800000", 1790812800000, "1790812800", 1790812800])
def test_a_day_by_its_epoch(epoch):
    assert record(basic={"last_updated": None}, last_updated_epoch=epoch).as_of == DAY


def test_without_a_day():
    assert record(basic={"last_updated": ""}, last_updated_epoch=None).as_of is None


def test_the_primary_taxonomy_comes_first():
    taxonomies = [
        {"code": "225X00000X", "primary": False, "license": None, "state": None},
        {"code": "207Q00000X", "primary": False},
        {"code": "225XN1300X", "primary": True, "state": "NY"},
    ]
    assert record(taxonomies=taxonomies).taxonomies == ("225XN1300X", "225X00000X")


def test_places_medicaid_and_direct_are_part_of_the_record():
    found = record(
        practiceLocations=[ADDRESS | {"address_1": "2 ELM ST", "city": "TROY"}, ADDRESS],
        identifiers=[{"code": "05", "identifier": "1", "state": "NY"},
                     {"code": "01", "identifier": "2", "state": "NJ"}],
        endpoints=[{"endpointType": "DIRECT", "endpoint": "ana@direct.example.org", **ADDRESS},
                   {"endpointType": "FHIR", "endpoint": "https://example.org"}],
    )  # fmt: skip
    first, second = found.locations
    assert (first.direct_address, second.direct_address) == ("ana@direct.example.org", None)
    assert [row.payer for at in found.locations for row in at.plans] == ["Medicaid"] * 2
    assert (second.line1, second.city) == ("2 Elm St", "Troy")


def test_what_cannot_be_used_of_a_place_is_warned_of():
    warnings: list[str] = []
    found = entry(
        result(
            practiceLocations=[ADDRESS | {"address_1": "PO BOX 1"}],
            identifiers=[{"code": "05", "identifier": "1", "state": "NJ"}],
            endpoints=[{"endpointType": "DIRECT", "endpoint": "no address"}],
        ),
        warnings,
    )
    assert len(found.record.locations) == 1
    assert warnings[0] == PO_BOX and warnings[2] == NO_PLACE_IN_STATE
    assert "must be a Direct address" in warnings[1] and "no address" not in warnings[1]


@pytest.mark.parametrize(
    ("told", "why", "since"),
    [
        ({"enumeration_type": "NPI-2", "basic": {"organization_name": "EXAMPLE"}}, ORGANIZATION, 0),
        ({"taxonomies": [{"code": "207Q00000X"}]}, NOT_AN_OT, 0),
        ({"taxonomies": []}, NOT_AN_OT, 0),
        ({"basic": {"status": "D", "deactivation_date": "2026-05-01"}}, DEACTIVATED, 2026),
        ({"basic": {"status": "D"}}, DEACTIVATED, 9999),
        ({"basic": {"deactivation_date": "05/01/2026"}}, DEACTIVATED, 2026),
    ],
)
def test_what_is_no_ot_in_practice(told, why, since):
    found = entry(result(**told))
    assert (found.record, found.why_none) == (None, why)
    assert (found.since.year if found.since else 0) == since


def test_a_reactivated_one_is_in_practice():
    basic = {"deactivation_date": "2020-01-01", "reactivation_date": "2021-01-01"}
    assert record(basic=basic).npi == npi(1)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("text", "result: must be an object"),
        (result(number=1) | {"number": "1234567892"}, "npi: the check digit"),
        (result() | {"number": None}, "npi: must be ten digits"),
        (result() | {"enumeration_type": "NPI-3"}, "enumeration_type: must be NPI-1 or NPI-2"),
        (result() | {"basic": []} | {"taxonomies": 5}, "taxonomies: must be a list"),
        (result() | {"basic": "A"}, "basic: must be an object"),
        (result(basic={"first_name": ["ANA"]}), "basic.first_name: must be text"),
        (result(addresses=[{"address_purpose": "LOCATION", "city": {}}]), "addresses.0.city: must"),
        (result(basic={"last_updated": "soon"}), "last_updated: must be a date"),
        (result(basic={"last_updated": None}, last_updated_epoch="x"), "last_updated_epoch: must"),
        (
            result(basic={"last_updated": None}, last_updated_epoch="9" * 14),
            "Last Update Date: must",
        ),
    ],
)
def test_a_result_that_cannot_be_used(item, reason):
    with pytest.raises(Rejected, match=reason.replace(".", r"\.")):
        entry(item)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.sampled_from(sorted(result())), json_values)
def test_any_value_is_used_or_rejected_with_its_field(name, value):
    try:
        found = entry(result() | {name: value})
    except Rejected as error:
        assert ": " in str(error)
    else:
        assert found.record or found.why_none
