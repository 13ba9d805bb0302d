"""Searches by what stands on a card: any name of a payer, in `payer` or in `plan`."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from service.__main__ import main
from service.app import create_app
from service.directory.places import open_place
from service.directory.profile import Location, PlanEvidence, Profile
from service.directory.query import Query, plan_key
from service.directory.ranking import score
from service.engines.census import Census
from service.engines.protocol import Meta, Plan
from service.search import plan_of, search
from service.settings import Settings
from service.wording.languages import ENGLISH
from service.wording.sentences import reason_text
from tests.api_answers import ask, refused
from tests.conftest import GOLDEN_DAY as TODAY
from tests.conftest import new_engine
from tests.referee import every_page, left_out_unknown, ranked

OLD = TODAY.replace(year=2025)
# What the one location of each person says, and the number that the person's NPI ends with.
PEOPLE: dict[str, list[PlanEvidence]] = {
    "medicare": [PlanEvidence(status="accepts-payer", payer="Original Medicare", as_of=TODAY,
                              assignment="yes")],
    "medicaid": [PlanEvidence(status="accepts-payer", payer="New York Medicaid",
                              source="NPPES Medicaid number")],
    "aetna": [PlanEvidence(status="in-network", plan_id="12345NY0010001", payer="Aetna",
                           as_of=TODAY)],
    "private": [PlanEvidence(status="self-pay-only", as_of=TODAY)],
    "was-private": [PlanEvidence(status="self-pay-only", as_of=OLD),
                    PlanEvidence(status="accepts-payer", payer="Aetna", as_of=TODAY)],
    "cash": [PlanEvidence(status="accepts-payer", payer="Cash", as_of=OLD)],
    "no-cash": [PlanEvidence(status="not-accepted", payer="Self-pay", as_of=TODAY)],
    "silent": [],
}  # fmt: skip
KEYS = list(PEOPLE)
PROFILES = [
    Profile(
        npi=f"199999990{number}",
        locations=(
            Location(id="a", state="NY", lat=42.68, lon=-73.85, plans=tuple(rows)),
        ),
    )
    for number, rows in enumerate(PEOPLE.values())
]  # fmt: skip
NEAR = {"near": "12203"}


@pytest.fixture(scope="module")
def directory(request, meta):
    made = new_engine("embedded", request)
    made.replace(PROFILES, meta)
    return made


@pytest.fixture(scope="module")
def client(directory):
    return create_app(Settings(), directory, today=lambda: TODAY).test_client()


def answer(client, query: dict) -> tuple[dict, list[str], set[str]]:
    """What was understood, the codes of its notes, and who takes the insurance for certain."""
    response = ask(client, query)
    assert response.status_code == 200, response.get_json()
    page = response.get_json()
    taking = {
        KEYS[int(match["npi"][-1])]
        for match in page["matches"]
        if (match["insurance"] or {}).get("status") in ("in-network", "accepts-payer")
    }
    return page["query"], [note["code"] for note in page["query"]["notes"]], taking


@pytest.mark.parametrize(
    ("query", "payer", "taking", "notes"),
    [
        ({"payer": "Medicare"}, "Original Medicare", {"medicare"}, []),
        ({"payer": "medicare"}, "Original Medicare", {"medicare"}, []),
        ({"plan": "Medicare part B"}, "Original Medicare", {"medicare"}, ["plan_is_payer"]),
        ({"payer": "Medicaid"} | NEAR, "New York Medicaid", {"medicaid"}, []),
        ({"payer": "Medicaid", "telehealth": "true", "patient_state": "NY"},
         "New York Medicaid", set(), []),
        ({"plan": "Medicaid"} | NEAR, "New York Medicaid", {"medicaid"}, ["plan_is_payer"]),
        ({"payer": "medicaid-ny"}, "New York Medicaid", {"medicaid"}, []),
        ({"payer": "Medi-Cal"} | NEAR, "California Medicaid", set(), ["payer_not_stated"]),
        ({"payer": "Tricare prime"}, "TRICARE", set(), ["payer_not_stated"]),
        ({"payer": "aetna life insurance company"}, "Aetna", {"aetna", "was-private"}, []),
        ({"plan": "Aetna Silver PPO"}, "Aetna", {"aetna", "was-private"}, ["by_its_insurer"]),
        ({"payer": "Aetna Silver PPO"}, "Aetna", {"aetna", "was-private"}, ["by_its_insurer"]),
        ({"plan": "12345NY0010001"}, "Aetna", {"aetna", "was-private"}, []),
        ({"plan": "12345ny0010001", "payer": "AETNA"}, "Aetna", {"aetna", "was-private"}, []),
        ({"plan": "12345NY0010001", "payer": "unknown"}, "Aetna", {"aetna", "was-private"}, []),
        ({"plan": "I don't know", "payer": "Aetna"}, "Aetna", {"aetna", "was-private"}, []),
        ({"payer": "no insurance"}, "Self-pay", {"private", "cash"}, ["self_pay"]),
        ({"plan": "self-pay"}, "Self-pay", {"private", "cash"}, ["plan_is_payer", "self_pay"]),
        ({"payer": "Medicare Advantage"}, "Medicare Advantage", set(), ["medicare_advantage"]),
        ({"plan": "Medicare Advantage"}, None, set(), ["medicare_advantage"]),
        ({"plan": "Gem Silver"}, None, set(), ["plan_not_in_directory"]),
        ({"payer": "Gem Health"}, "Gem Health", set(), ["payer_not_in_directory"]),
        ({"payer": "unknown"}, None, set(), ["insurance_not_asked"]),
        ({"plan": "I don't know"}, None, set(), ["insurance_not_asked"]),
    ],
)  # fmt: skip
def test_what_a_card_says_is_understood(client, query, payer, taking, notes):
    understood, told, found = answer(client, query)
    assert (understood["payer"], told, found) == (payer, notes, taking)


def test_who_does_not_know_the_insurance_is_not_ranked_by_it(client):
    page = ask(client, {"payer": "unknown"}).get_json()
    assert page["total"] == len(PEOPLE)
    assert page["query"]["insurance_mode"] == "prefer"
    for match in page["matches"]:
        assert match["insurance"] is None
        assert "insurance" not in {reason["signal"] for reason in match["reasons"]}


@pytest.mark.parametrize(
    ("query", "parameter", "example"),
    [
        ({"payer": "Medicaid"}, "payer", "New York Medicaid"),
        ({"payer": "medical assistance", "near": "0,0"}, "payer", "New York Medicaid"),
        ({"plan": "Medicaid"}, "plan", "New York Medicaid"),
        ({"plan": "Medicare", "payer": "Aetna"}, "payer", "Original Medicare"),
        ({"plan": "12345NY0010001", "payer": "Medicare"}, "payer", "Aetna"),
        ({"payer": "unknown", "insurance_mode": "require"}, "insurance_mode", "prefer"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_an_example_that_works(
    client, query, parameter, example
):
    body = refused(ask(client, query), parameter)
    assert body["errors"][0]["example"] == example
    assert ask(client, {**query, parameter: example}).status_code == 200


def test_self_pay_can_be_required(client):
    page = ask(client, {"payer": "self-pay", "insurance_mode": "require"}).get_json()
    assert {KEYS[int(match["npi"][-1])] for match in page["matches"]} == {"private", "cash"}
    silent = {"medicare", "medicaid", "aetna", "was-private", "silent"}
    assert page["left_out_unknown"][0]["count"] == len(silent)


def test_the_next_page_of_a_card_is_found(client):
    """The cursor belongs to the question as it was asked, not as it was understood."""
    asked = {"plan": "Medicare", "limit": "3"}
    first = ask(client, asked).get_json()
    second = ask(client, asked | {"cursor": first["next"]}).get_json()
    assert len(first["matches"]) == len(second["matches"]) == 3
    assert not {m["npi"] for m in first["matches"]} & {m["npi"] for m in second["matches"]}


@pytest.mark.parametrize("asked", ["Original Medicare", "Self-pay", "New York Medicaid", "Aetna"])
def test_every_engine_ranks_payers_as_the_referee(engine, meta, asked):
    engine.replace(PROFILES, meta)
    near = open_place("12203")
    for query in (Query(on=TODAY, payer=asked), Query(on=TODAY, place=near, payer=asked)):
        for required in (False, True):
            query = replace(search(engine, query).query, insurance_required=required)
            expected = ranked(PROFILES, query, meta.date)
            found = every_page(engine, query)
            assert [m.profile.npi for m in found] == [m.profile.npi for m in expected]
            assert found == expected
            assert engine.search(query).left_out_unknown == left_out_unknown(PROFILES, query)


def test_the_command_line_understands_the_same(directory):
    asked = ["search", "--directory", f"sqlite:///{directory.path}", "--plan", "Medicare"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    assert "Note: What was given as the plan is an insurer" in done.output
    refusal = CliRunner().invoke(main, [*asked[:-1], "Medicaid"])
    assert refusal.exit_code == 2
    assert "plan needs the state" in refusal.output


# --- plans by the words on the card ---------------------------------------------------------------

CARD = "Example Coast Silver PPO"


@pytest.fixture(scope="module")
def catalogue() -> Meta:
    plans = [Plan(plan_id=plan_id, payer=payer, name=name) for plan_id, payer, name in (
        ("33333WA0010001", None, "Example Sound Bronze HMO"),
        ("44444CA0010001", "Coast", CARD), ("44444NV0010001", "Coast", CARD),
    )]  # fmt: skip
    meta = Meta(loaded_at=datetime(2026, 11, 22, tzinfo=UTC), date=TODAY,
                plans={plan_key(plan.plan_id): plan for plan in plans})  # fmt: skip
    return Census().complete(meta, 0)


@pytest.mark.parametrize(
    ("words", "state", "plan_id"),
    [
        ("Example Sound Bronze HMO", None, "33333WA0010001"),
        ("EXAMPLE SOUND, bronze hmo", "NY", "33333WA0010001"),
        (CARD, "CA", "44444CA0010001"),
        (CARD, "NV", "44444NV0010001"),
        (CARD, "NY", None),
        ("44444ca0010001", "NV", "44444CA0010001"),
    ],
)
def test_a_plan_is_found_by_its_name_in_the_patients_state(catalogue, words, state, plan_id):
    found = plan_of(catalogue, Query(on=TODAY, plan=words, patient_state=state))
    assert (found and found.plan_id) == plan_id


def test_a_variant_of_a_plan_is_that_plan(catalogue):
    for words in ("33333WA0010001-01", "33333wa001000102"):
        assert plan_of(catalogue, Query(on=TODAY, plan=words)).plan_id == "33333WA0010001"


def test_a_listing_of_a_plan_says_nothing_of_medicare(catalogue):
    at = Location(id="a", plans=(PlanEvidence(status="in-network", plan_id="P1", as_of=TODAY),))
    for payer in ("Original Medicare", "Self-pay"):
        asked = Query(on=TODAY, plan="P1", payer=payer)
        told = score(Profile(npi="1999900002"), at, asked).reasons
        text = next(reason_text(reason, ENGLISH) for reason in told if reason.signal == "insurance")
        assert text == "Your plan lists this location (checked Nov 22, 2026)"


def test_an_insurers_plan_is_not_medicares(catalogue, request):
    engine = new_engine("embedded", request)
    engine.replace([Profile(npi="1999900002")], catalogue)
    client = create_app(Settings(), engine, today=lambda: TODAY).test_client()
    for payer in ("Medicare", "Medi-Cal", "self-pay"):
        refused(ask(client, {"plan": "33333WA0010001", "payer": payer}), "payer")
    assert ask(client, {"plan": "33333WA0010001", "payer": "Aetna"}).status_code == 200
