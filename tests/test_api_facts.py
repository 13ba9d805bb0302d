"""What the API tells of likely settings, MS centers, Direct addresses, network tiers, why a source
counts, and what other sources say; and that a search tells no more of them than it should."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from service.api.schemas import PageShape, ProfileShape
from service.app import create_app
from service.settings import Settings
from service.wording.english_sources import SOURCES as EN
from tests.api_answers import PLAN, ask
from tests.conftest import new_engine
from tests.full_profile import FULL, HERE, person
from tests.strategies import TODAY

BARE = person(8, HERE)


@pytest.fixture(scope="module")
def facts_client(request, meta) -> FlaskClient:
    """The API on two people: one of whom everything is known, and one of whom nothing is."""
    engine = new_engine("embedded", request)
    engine.replace([BARE, FULL], meta)
    return create_app(Settings(), engine, today=lambda: TODAY).test_client()


def profile_of(client: FlaskClient, npi: str) -> dict[str, Any]:
    body = client.get(f"/api/v1/providers/{npi}").get_json()
    ProfileShape().load(body)
    return body


@pytest.fixture(scope="module")
def full(facts_client) -> dict[str, Any]:
    return profile_of(facts_client, FULL.npi)


@pytest.fixture(scope="module")
def match(facts_client) -> dict[str, Any]:
    """The same person in the answer of a search."""
    page = ask(facts_client, {"near": "12203", "plan": PLAN}).get_json()
    PageShape().load(page)
    return next(found for found in page["matches"] if found["npi"] == FULL.npi)


def test_likely_settings_say_which_organization_makes_them_so(full, match):
    for location in (full["locations"][0], match["location"]):
        assert location["settings"] == []
        assert location["likely_settings"] == [
            {"code": "rehab", "name": "Rehabilitation center", "because": "Example Rehab"},
            {"code": "clinic", "name": "Clinic or office", "because": None},
        ]


def test_an_ms_center_is_named_with_who_recognised_it(full, match):
    center = {
        "name": "Example MS Center",
        "recognised_by": "Example Consortium",
        "checked_on": "2026-11-22",
    }
    assert full["locations"][0]["ms_center"] == match["location"]["ms_center"] == center
    reason = next(told for told in match["reasons"] if told["signal"] == "ms_expertise")
    assert reason["code"] == "ms_center"
    assert reason["values"] == {"center": center.pop("name"), **center}
    assert "Example MS Center" in reason["text"]


def test_a_direct_address_stands_in_the_profile_but_not_in_searches(full, match):
    assert full["locations"][0]["direct_address"] == "ana.ruiz@direct.example"
    assert "direct" not in str(match)


def test_plans_tell_tier_and_assignment(full, match):
    listed, medicare = full["locations"][0]["plans"]
    assert (listed["tier"], listed["assignment"]) == ("Tier 1", None)
    assert (medicare["tier"], medicare["assignment"]) == (None, "sometimes")
    assert (match["insurance"]["tier"], match["insurance"]["assignment"]) == ("Tier 1", None)


def test_every_fact_says_why_its_source_counts(full):
    assert full["evidence"]["gender"] == {
        "source": "Example Chapter", "as_of": None, "because": "only",
        "confirmed_on": None, "doubted_on": None, "overdue": False,
        "text": "The only source that says so",
    }  # fmt: skip
    assert full["locations"][0]["evidence"]["phone"] == {
        "source": "nppes", "as_of": "2026-11-22", "because": "precedence",
        "confirmed_on": None, "doubted_on": None, "overdue": False,
        "text": "Of several sources the one that knows best",
    }  # fmt: skip


def test_what_other_sources_say_is_told(full):
    assert full["conflicts"] == [
        {
            "field": "locations.here.phone",
            "value": "5185550100",
            "source": "qhp",
            "as_of": "2026-11-22",
            "counts": {"value": "5185550177", "source": "nppes", "as_of": "2026-11-22"},
            "text": f"Phone: shown is 518-555-0177 ({EN['nppes']}, Nov 22, 2026); "
            f"another source says 518-555-0100 ({EN['qhp']}, Nov 22, 2026)",
        },
        {
            "field": "gender",
            "value": "X",
            "source": "qhp",
            "as_of": None,
            "counts": {"value": "F", "source": "Example Chapter", "as_of": None},
            "text": "Gender: shown is Female (Example Chapter, date not known); "
            f"another source says Another gender ({EN['qhp']}, date not known)",
        },
    ]


def test_what_is_not_known_is_null_or_empty(facts_client):
    bare = profile_of(facts_client, BARE.npi)
    assert bare["conflicts"] == []
    (location,) = bare["locations"]
    assert location["likely_settings"] == []
    assert location["ms_center"] is location["direct_address"] is None


def test_evidence_of_an_older_export_has_no_reason(request, meta):
    """It was written before the merge noted why."""
    engine = new_engine("embedded", request)
    given = {"gender": structs.replace(FULL.evidence["gender"], because=None)}
    engine.replace([structs.replace(FULL, evidence=given)], meta)
    client = create_app(Settings(), engine, today=lambda: TODAY).test_client()
    assert profile_of(client, FULL.npi)["evidence"]["gender"]["because"] is None
