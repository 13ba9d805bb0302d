"""POST /matches: a search by what a patient needs, with whom to refer to and who may pay."""

import json
import logging
import re

import pytest

from service.api.members import member_of, members_of
from service.api.schemas_matches import MatchesShape
from tests.api_answers import PLAN, PROVIDERS, problem
from tests.test_api_log import everything_logged
from tests.test_api_ways_on import EASED, FEW

MATCHES = "/api/v1/matches"
# A search by its query, and the same by its body.
SAME = [
    ({"near": "12203", "need": ["fatigue", "balance"], "plan": PLAN, "limit": "3"},
     {"place": "12203", "needs": ["fatigue", "balance"], "plan": PLAN, "limit": 3}),
    ({"near": "Albany, NY", "radius": "50", "service": "driving", "accepting": "true"},
     {"place": "Albany, NY", "radius": 50, "services": ["driving"], "accepting": True}),
    ({"telehealth": "true", "patient_state": "NY", "language": "es"},
     {"telehealth": True, "patient_state": "NY", "language": "es"}),
    ({"near": "10001", "setting": "home", "payer": "Medicare", "insurance_mode": "require"},
     {"place": "10001", "setting": "home", "payer": "Medicare", "insurance_mode": "require"}),
    ({"near": "12203", "access": "step_free", "unknown": "access"},
     {"place": "12203", "access": ["step_free"], "unknown": "access"}),
    ({"near": "12203", "unknown": "near"}, {"place": "12203", "unknown": "place"}),
    ({}, {}),
]  # fmt: skip
# What only the body's answer has, or says by other names.
OWN = ("coverage", "matches", "left_out_unknown", "relaxations", "suggestions")


def ask(client, body: dict, lang: str = "en"):
    return client.post(f"{MATCHES}?lang={lang}", json=body)


def answered(client, body: dict, lang: str = "en") -> dict:
    response = ask(client, body, lang)
    assert response.status_code == 200, response.get_json()
    page = response.get_json()
    assert MatchesShape().dump(MatchesShape().load(page)) == page
    return page


def errors(client, body: dict) -> list[str]:
    return [error["parameter"] for error in problem(ask(client, body), 422)["errors"]]


@pytest.mark.parametrize(("query", "body"), SAME, ids=str)
def test_a_body_finds_what_a_query_finds(client, query, body):
    by_query = client.get(PROVIDERS, query_string=query).get_json()
    by_body = answered(client, body)
    assert {k: v for k, v in by_body.items() if k not in OWN} == {
        k: v for k, v in by_query.items() if k not in OWN
    }
    for match in by_body["matches"]:
        del match["recipient"], match["referral_channel"]
    assert by_body["matches"] == by_query["matches"]


def test_a_match_is_ready_to_be_sent_a_referral(client):
    page = answered(client, {"place": "12203", "needs": ["fatigue"]})
    assert page["matches"]
    for match in page["matches"]:
        assert match["recipient"] == {"npi": match["npi"], "location_id": match["location"]["id"]}
        assert match["referral_channel"] == match["location"]["referral_channel"]


def test_pages_go_on_by_the_cursor(client):
    body = {"place": "12203", "radius": 200, "limit": 2}
    whole = answered(client, body | {"limit": 100})["matches"]
    npis, cursor = [], "first"
    while cursor:
        page = answered(client, body | {"cursor": cursor})
        npis += [match["npi"] for match in page["matches"]]
        cursor = page["next"]
    assert npis == [match["npi"] for match in whole]


@pytest.mark.parametrize("query", EASED + FEW, ids=str)
def test_following_a_step_finds_as_many_as_it_says(client, query):
    body = as_body(query)
    page = answered(client, body)
    steps = page["relaxations"] + page["suggestions"]
    assert steps
    for step in steps:
        members = {k: v for k, v in (body | step["members"]).items() if v is not None}
        found = answered(client, members)
        eased = any(tried["matches"] for tried in found["relaxations"])
        assert (0 if eased else found["total"]) == step["matches"]


def as_body(query: dict) -> dict:
    """The members of a search given by its parameters."""
    lists = {name: list(value) for name, value in query.items() if isinstance(value, tuple)}
    texts = {name: value for name, value in query.items() if name not in lists}
    return {member_of(name): value for name, value in lists.items()} | members_of(texts)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "member",
    ["given", "family", "birth_date", "patient", "name", "near", "need", "service", "lang", "phone",
     "member_id", "diagnoses"],
)  # fmt: skip
def test_nobody_can_say_who_the_patient_is(client, member):
    for value in ("canary", {"canary": 1}, None):
        response = ask(client, {"needs": ["fatigue"], member: value})
        assert [e["parameter"] for e in problem(response, 422)["errors"]] == [member]
        assert "canary" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "member"),
    [
        ({"radius": 5}, "place"),
        ({"place": "Albny, NY"}, "place"),
        ({"place": "12203", "radius": "5"}, "radius"),
        ({"place": 12203}, "place"),
        ({"needs": ["canary"]}, "needs"),
        ({"needs": {"fatigue": True}}, "needs"),
        ({"telehealth": "true", "patient_state": "NY"}, "telehealth"),
        ({"telehealth": True}, "patient_state"),
        ({"unknown": "near", "place": "12203"}, "unknown"),
        ({"unknown": "place"}, "place"),
        ({"unknown": "accepting", "place": "12203"}, "unknown"),
        ({"sort": "distance"}, "place"),
        ({"payer": "medicaid"}, "payer"),
        ({"insurance_mode": "require"}, "plan"),
        ({"limit": 101}, "limit"),
        ({"cursor": "canary"}, "cursor"),
    ],
)
def test_what_is_wrong_is_told_by_the_names_of_members(client, body, member):
    response = ask(client, body)
    assert errors(client, body) == [member]
    assert "canary" not in response.get_data(as_text=True)
    for said in (response.get_json()["detail"], problem(ask(client, body, "es"), 422)["detail"]):
        assert not re.search(r"\bnear\b", said)


def test_nothing_is_logged_and_nothing_kept_by_caches(client, caplog):
    caplog.set_level(logging.DEBUG)
    body = {"needs": ["fatigue"], "place": "12203", "plan": PLAN}
    good, bad = ask(client, body), ask(client, body | {"birth_date": "1979-03-02"})
    assert (good.headers["Cache-Control"], good.headers.get("ETag")) == ("no-store", None)
    assert bad.status_code == 422
    assert not [secret for secret in ("fatigue", "12203", PLAN, "1979") if secret in
                everything_logged(caplog)]  # fmt: skip


# --- who pays ------------------------------------------------------------------------------------


def coverage(client, lang: str = "en", **body) -> dict:
    return answered(client, body, lang)["coverage"]


def codes(told: dict) -> list[str]:
    return [note["code"] for note in told["notes"]]


def test_a_known_plan_tells_its_limit_and_cost_and_what_to_ask(client):
    told = coverage(client, place="12203", plan=PLAN)
    assert (told["covered"], told["limited"], told["limit"]) == ("yes", "yes", 60.0)
    assert told["counted_with"] == "physical-therapy"
    assert told["copay"]["dollars"] == 40.0
    assert told["referral_needed"] is told["prior_authorization"] is None
    assert codes(told) == ["plan_benefit", "coverage_referral", "coverage_approval"]
    assert "occupational and physical therapy counted together" in told["notes"][0]["text"]


def test_what_is_not_known_is_null_and_says_whom_to_ask(client):
    told = coverage(client, place="12203", payer="Sample Mutual")
    for name in ("covered", "limited", "limit", "copay", "coinsurance", "referral_needed"):
        assert told[name] is None
    assert codes(told) == ["coverage_unknown", "coverage_referral", "coverage_approval"]
    assert "ask" in told["notes"][0]["text"]


def test_who_pays_alone_needs_no_insurers_word(client):
    assert codes(coverage(client, place="12203", payer="self-pay")) == ["coverage_self_pay"]


def test_without_insurance_it_is_told_what_most_plans_want(client):
    assert codes(coverage(client, place="12203")) == ["coverage_not_asked", "coverage_referral"]


@pytest.mark.parametrize(
    ("place", "visits", "days", "source"),
    [
        ("12203", 10, 30, "chapter 601"),
        ("60601", 10, 15, "225 ILCS 75/3.1"),
        ("66101", 10, 30, "K.S.A. 65-5422"),
    ],
)
def test_the_states_law_comes_with_source_and_day(client, place, visits, days, source):
    told = coverage(client, place=place)["direct_access"]
    assert (told["visits"], told["days"]) == (visits, days)
    assert source in told["source"]
    assert told["in_force"] < "2024-01-02"
    for part in (f"{visits} visits", f"{days} "):
        assert part in told["text"]


def test_the_law_is_that_of_the_state_where_the_patient_is(client):
    told = coverage(client, place="07030", telehealth=True, patient_state="KS")
    assert told["direct_access"]["state"] == "KS"


def test_a_state_without_a_source_is_not_known(client):
    assert coverage(client, place="07030")["direct_access"] is None


def test_coverage_is_told_in_spanish(client):
    told = coverage(client, "es", place="12203", payer="Sample Mutual")
    assert "derivación" in json.dumps(told["notes"], ensure_ascii=False)
    assert "visitas" in told["direct_access"]["text"]
    assert told["direct_access"]["source"].startswith("New York Laws")
