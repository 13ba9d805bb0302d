"""POST /eligibility/coverage: what is paid, by which rule of which day, and what to ask."""

import logging

import pytest

from service.api.schemas_coverage import CoverageShape
from tests.api_answers import BENEFIT, PLAN, problem
from tests.conftest import GOLDEN_DAY
from tests.test_api_log import everything_logged

COVERAGE = "/api/v1/eligibility/coverage"


def ask(client, lang: str = "en", **body):
    return client.post(f"{COVERAGE}?lang={lang}", json=body)


def told(client, lang: str = "en", **body) -> dict:
    response = ask(client, lang, **body)
    assert response.status_code == 200, response.get_json()
    data = response.get_json()
    assert CoverageShape().dump(CoverageShape().load(data)) == data
    return data


def asked_about(data: dict) -> list[str]:
    return [each["code"] for each in data["ask"]["say"]] if data["ask"] else []


# --- plans, by what their issuers told CMS ------------------------------------------------------


def test_a_plan_tells_limit_cost_and_year_and_what_to_ask(client):
    data = told(client, plan=PLAN, state="NY")
    assert (data["status"], data["covered"], data["referral_needed"]) == (
        "covered_with_referral", "yes", None
    )  # fmt: skip
    assert (data["limit"], data["limit_unit"]) == (60.0, "Visit(s) per Year")
    assert data["counted_with"] == "physical-therapy"
    assert data["benefit"] == BENEFIT
    assert data["copay"]["dollars"] == 40.0
    assert data["text"] == (
        "Covered; whether a doctor's referral is needed is not known, but most plans want one"
    )
    assert asked_about(data) == ["referral_needed", "prior_authorization", "by_video"]
    assert data["ask"]["whom"] == "The number for members on the back of the insurance card"
    assert data["direct_access"]["source"].startswith("New York Laws of 2022")


@pytest.mark.parametrize(
    ("in_hand", "status"),
    [(True, "covered"), (False, "covered_with_referral"), (None, "covered_with_referral")],
)
def test_a_referral_in_hand_is_enough_where_one_may_be_needed(client, in_hand, status):
    data = told(client, plan=PLAN, state="NY", referral_in_hand=in_hand)
    assert (data["status"], data["referral_in_hand"]) == (status, in_hand)


def test_a_plan_that_does_not_cover_it_says_so_and_asks_nothing_more(client, fixture_engine):
    plans = fixture_engine.meta().plans.values()
    refusing = [
        plan.plan_id
        for plan in plans
        if any(b.covered == "no" and b.year == GOLDEN_DAY.year for b in plan.benefits)
    ]
    data = told(client, plan=refusing[0])
    assert (data["status"], data["covered"], data["ask"]) == ("not_covered", "no", None)
    assert "does not cover" in data["text"]


def test_the_plan_year_is_that_of_the_day_that_is_asked_about(client):
    assert told(client, plan=PLAN, on="2026-01-01")["benefit"]["year"] == 2026
    early = told(client, plan=PLAN, on="2024-12-31")
    assert early["benefit"] is None
    assert (early["status"], early["covered"]) == ("unknown", None)


def test_of_a_plan_that_nobody_knows_everything_is_to_be_asked(client):
    data = told(client, plan="Acme Gold 500")
    assert (data["status"], data["payer"]) == ("unknown", None)
    assert asked_about(data) == [
        "covered", "referral_needed", "prior_authorization", "limited", "cost", "by_video"
    ]  # fmt: skip
    assert data["notes"][0]["code"] == "plan_not_in_directory"


# --- payers, by dated facts ---------------------------------------------------------------------


def test_medicare_needs_no_order_but_a_certified_plan_of_care(client):
    data = told(client, payer="Medicare", state="NY")
    assert (data["status"], data["covered"]) == ("covered", "yes")
    assert (data["referral_needed"], data["plan_of_care"], data["limited"]) == ("no", "yes", "no")
    assert data["coinsurance"] == {"words": "20%", "percent": 20.0, "after_deductible": False}
    assert data["counted_with"] is None
    codes = [note["code"] for note in data["notes"]]
    assert codes == ["coverage_approval", "coverage_plan_of_care"]
    told_of = {fact["fact"]: fact for fact in data["facts"]}
    assert told_of["referral_needed"]["in_force"] == "2005-06-06"
    assert told_of["limited"]["source"]["text"].startswith("Bipartisan Budget Act of 2018")
    assert "in force since Jan 1, 2018" in told_of["limited"]["text"]
    assert "1-800-633-4227" in data["ask"]["whom"]
    assert asked_about(data) == ["prior_authorization"]


def test_a_fact_is_not_there_before_its_day(client):
    day_before, day = (told(client, payer="Medicare", on=d) for d in ("2017-12-31", "2018-01-01"))
    assert (day_before["limited"], day["limited"]) == (None, "no")


@pytest.mark.parametrize("state", ["FL", "PA", "GA"])
def test_what_no_source_says_of_a_states_medicaid_is_unknown_but_it_wants_an_order(client, state):
    data = told(client, payer="Medicaid", state=state, referral_in_hand=True)
    assert (data["status"], data["covered"], data["referral_needed"]) == ("unknown", None, "yes")
    assert "Medicaid office" in data["ask"]["whom"]
    assert asked_about(data)[0] == "covered"


@pytest.mark.parametrize(
    ("state", "status", "limit", "before_approval", "as_of"),
    [
        ("NY", "covered", None, None, "2021-10-13"),
        ("MA", "covered", None, 20, "2024-10-25"),
        ("CA", "covered", None, None, "2018-07-01"),
        ("IL", "prior_authorization", None, None, "2023-04-04"),
        ("NC", "prior_authorization", 30, None, "2024-07-01"),
        ("OR", "covered", None, 30, "2021-12-01"),
        ("WI", "covered", None, 35, "2024-12-30"),
        ("AZ", "covered", 15, None, "2022-08-01"),
        ("ID", "covered", None, 20, "2026-01-27"),
        ("WY", "covered", None, 20, "2015-12-17"),
    ],
)
def test_what_a_states_medicaid_covers_is_told_with_its_day(
    client, state, status, limit, before_approval, as_of
):
    data = told(client, payer="Medicaid", state=state, referral_in_hand=True)
    assert (data["status"], data["covered"], data["limit"]) == (status, "yes", limit)
    assert data["visits_before_approval"] == before_approval
    covered = next(fact for fact in data["facts"] if fact["fact"] == "covered")
    assert covered["as_of"] == as_of
    assert "as the rules stood on" in data["text"]
    assert asked_about(data)[0] == "covered"
    codes = [note["code"] for note in data["notes"]]
    assert codes[-2:] == ["coverage_medicaid_plan", "coverage_as_of"]


def test_visits_before_approval_are_told_with_their_source(client):
    data = told(client, payer="MassHealth", state="MA")
    (fact,) = [fact for fact in data["facts"] if fact["fact"] == "visits_before_approval"]
    assert (fact["value"], fact["in_force"]) == (20, "2017-07-28")
    assert fact["text"] == (
        "After 20 visits the payer must approve more (130 CMR 410.408(E) and 433.408(E): "
        "occupational therapy visits within 12 months; as it stood on Oct 25, 2024)"
    )
    assert (data["prior_authorization"], data["counted_with"]) == ("no", None)


def test_what_an_older_text_says_is_sure_up_to_its_day(client):
    on_its_day = told(client, payer="Medicaid", state="MA", on="2024-10-25")
    assert on_its_day["text"] == "Covered once a doctor refers the patient"
    assert {fact["as_of"] for fact in on_its_day["facts"]} == {None}
    assert asked_about(on_its_day) == ["limited", "cost", "by_video"]
    after = told(client, payer="Medicaid", state="MA", on="2024-10-26")
    assert after["text"] == (
        "Covered once a doctor refers the patient (as the rules stood on Oct 25, 2024)"
    )
    assert asked_about(after) == ["covered", "prior_authorization", "limited", "cost", "by_video"]
    before = told(client, payer="Medicaid", state="MA", on="2017-07-27")
    assert (before["status"], before["visits_before_approval"]) == ("unknown", None)


@pytest.mark.parametrize(
    ("state", "part"), [("TX", "only under 21"), ("NM", "acute and temporary")]
)
def test_therapy_that_adults_have_in_part_only_is_not_told_as_covered(client, state, part):
    data = told(client, payer="Medicaid", state=state)
    assert (data["status"], data["covered"]) == ("prior_authorization", None)
    assert asked_about(data)[0] == "covered"
    assert part in data["facts"][0]["text"]


@pytest.mark.parametrize("named", ["plan", "payer"])
def test_medicare_advantage_covers_what_medicare_does_and_the_rest_is_the_plans(client, named):
    data = told(client, **{named: "Medicare Advantage"})
    assert (data["covered"], data["referral_needed"]) == ("yes", None)
    assert data["notes"][0]["code"] == "medicare_advantage"
    assert "back of the insurance card" in data["ask"]["whom"]


def test_medicaid_is_a_states(client):
    (error,) = problem(ask(client, payer="Medicaid"), 422)["errors"]
    assert error["parameter"] == "payer"


def test_tricare_wants_a_referral_and_va_decides_first(client):
    assert told(client, payer="TRICARE")["status"] == "covered_with_referral"
    assert told(client, payer="TRICARE", referral_in_hand=True)["status"] == "covered"
    va = told(client, payer="VA", referral_in_hand=True)
    assert (va["status"], va["prior_authorization"]) == ("prior_authorization", "yes")
    assert "VA medical center" in va["ask"]["whom"]


def test_who_pays_alone_and_who_does_not_know(client):
    alone = told(client, payer="self-pay")
    assert (alone["status"], alone["ask"]) == ("self_pay", None)
    unknown = told(client, payer="unknown")
    assert unknown["status"] == "not_asked"
    assert "No insurance was named" in unknown["text"]


def test_care_by_video_is_a_fact_of_its_own_and_not_known_without_one(client):
    data = told(client, payer="VA")
    assert data["by_video"] is None
    assert "by_video" in asked_about(data)


def test_tricare_paid_for_video_when_it_was_last_read_and_is_to_be_asked(client):
    data = told(client, payer="TRICARE")
    assert (data["by_video"]["value"], data["by_video"]["as_of"]) == ("yes", "2020-06-23")
    assert "by_video" in asked_about(data)
    assert data["text"] == "Covered once a doctor refers the patient"


def test_medicare_pays_for_video_as_long_as_the_law_says(client):
    days = ("2026-01-30", "2026-01-31", "2027-12-31", "2028-01-01")
    told_on = [told(client, payer="Medicare", on=day)["by_video"] for day in days]
    assert [fact and fact["value"] for fact in told_on] == [None, "yes", "yes", None]
    assert told_on[1]["until"] == "2027-12-31"


def test_a_state_without_a_sourced_law_is_unknown(client):
    assert told(client, payer="Medicare", state="NJ")["direct_access"] is None
    assert told(client, payer="Medicare")["direct_access"] is None
    assert told(client, payer="Medicare", state="NY", on="2023-03-30")["direct_access"] is None
    assert told(client, payer="Medicare", state="NY", on="2023-03-31")["direct_access"]


def test_it_is_told_in_spanish(client):
    data = told(client, "es", payer="Medicaid", state="FL")
    assert data["text"].startswith("Aquí no se sabe")
    assert all(each["text"].startswith("¿") for each in data["ask"]["say"])
    assert "Medicaid del estado" in data["ask"]["whom"]
    dated = told(client, "es", payer="Medicaid", state="MA")["text"]
    assert dated.endswith("(según las reglas al 25 oct 2024)")


def test_matches_tell_the_same(client):
    data = told(client, plan=PLAN, state="NY")
    body = {"place": "12203", "plan": PLAN}
    assert client.post("/api/v1/matches", json=body).get_json()["coverage"] == data


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "plan"),
        ({"state": "NY"}, "plan"),
        ({"payer": "Medicare", "state": "Utopia"}, "state"),
        ({"payer": "Medicare", "referral_in_hand": "yes"}, "referral_in_hand"),
        ({"payer": "Medicare", "on": "2026-13-01"}, "on"),
        ({"payer": "Medicare", "on": "1999-12-31"}, "on"),
        ({"payer": "Medicare", "birth_date": "1979-03-02"}, "birth_date"),
        ({"plan": PLAN, "payer": "Medicare"}, "payer"),
    ],
)
def test_what_is_wrong_is_named(client, body, parameter):
    (error,) = problem(ask(client, **body), 422)["errors"]
    assert error["parameter"] == parameter


def test_nothing_is_kept_or_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    answer = ask(client, plan="Acme Gold 500", state="NY")
    assert (answer.headers["Cache-Control"], answer.headers.get("ETag")) == ("no-store", None)
    assert "Acme" not in everything_logged(caplog)
