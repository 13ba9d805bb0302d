"""What is overdue says so in both languages: in a profile, and in a match."""

from datetime import date

import pytest
from msgspec import structs

from service.app import create_app
from service.directory.freshness import ADDRESS_PARTS, BUDGETS
from service.directory.profile import PlanEvidence, Provenance
from service.settings import Settings
from service.wording.languages import ENGLISH, WORDINGS
from service.wording.provenance import overdue_text
from tests.api_answers import PLAN, ask
from tests.conftest import new_engine
from tests.full_profile import FULL
from tests.spanish import SPANISH
from tests.strategies import TODAY
from tests.test_wording import is_a_sentence

OLD = date(2026, 3, 1)


def test_old_facts_say_so():
    assert overdue_text("phone", OLD, ENGLISH) == (
        "Phone: may be out of date (Mar 1, 2026); confirm with the office"
    )
    assert overdue_text("postal_code", None, ENGLISH) == (
        "Address: may be out of date (date not known); confirm with the office"
    )
    assert overdue_text("plans.payer:medicare", OLD, SPANISH) == (
        "Seguro (Medicare Original): puede no estar al día (1 mar 2026); "
        "confirme con el consultorio"
    )


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
@pytest.mark.parametrize("field", [*BUDGETS, *ADDRESS_PARTS, "plans.any", "plans.plan:P1"])
def test_every_field_with_a_budget_has_its_words(field, wording):
    assert is_a_sentence(overdue_text(field, OLD, wording))


@pytest.fixture(scope="module")
def old_client(request, meta):
    """The API on one person of whom all that is known is old, or of no known day."""
    given = Provenance(source="nppes", as_of=OLD, because="only")
    at = structs.replace(
        FULL.locations[0], line1="1 Main St", city="Albany", accepting_patients="newpt",
        evidence={"phone": given, "line1": structs.replace(given, because=None),
                  "website": given, "accepting_patients": given},
        plans=(PlanEvidence(status="in-network", plan_id=PLAN, as_of=OLD, source="issuer"),),
    )  # fmt: skip
    engine = new_engine("embedded", request)
    engine.replace([structs.replace(FULL, locations=(at,))], meta)
    return create_app(Settings(), engine, today=lambda: TODAY).test_client()


def test_a_profile_says_of_each_old_fact_that_it_may_be_out_of_date(old_client):
    (at,) = old_client.get(f"/api/v1/providers/{FULL.npi}").get_json()["locations"]
    assert {name for name, told in at["evidence"].items() if told["overdue"]} == {
        "phone", "line1", "accepting_patients",
    }  # fmt: skip
    assert at["evidence"]["phone"]["text"] == (
        "The only source that says so. "
        "Phone: may be out of date (Mar 1, 2026); confirm with the office"
    )
    assert at["evidence"]["line1"]["text"].startswith("Address: may be out of date")
    (plan,) = at["plans"]
    assert plan["stale"] and plan["text"] == (
        f"Insurance ({PLAN}): may be out of date (Mar 1, 2026); confirm with the office"
    )


def test_a_match_says_so_of_its_office_and_its_plan(old_client):
    (found,) = ask(old_client, {"near": "12203", "plan": PLAN}).get_json()["matches"]
    told = {fact["field"]: fact for fact in found["location"]["overdue"]}
    assert set(told) == {"phone", "address", "accepting_patients"}
    assert told["phone"] == {
        "field": "phone", "source": "nppes", "as_of": "2026-03-01",
        "confirmed_on": None, "doubted_on": None,
        "text": "Phone: may be out of date (Mar 1, 2026); confirm with the office",
    }  # fmt: skip
    assert "date not known" in told["accepting_patients"]["text"]
    assert found["insurance"]["stale"]
    assert found["insurance"]["text"].endswith("(Mar 1, 2026); confirm with the office")
    (spanish,) = ask(old_client, {"near": "12203", "lang": "es"}).get_json()["matches"]
    assert spanish["location"]["overdue"][0]["text"].endswith("confirme con el consultorio")
