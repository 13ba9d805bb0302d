"""What the plan asked for covers: in a search, a look-up and the terminal, on the fixtures."""

from datetime import date

import pytest

from service.app import create_app
from service.directory.benefits import CostShare, PlanBenefit
from service.directory.query import Query
from service.directory.vocabulary import Known
from service.search import search
from service.settings import Settings
from service.table import answer_lines
from service.wording.benefits import benefit_text
from service.wording.languages import ENGLISH
from tests.api_answers import BENEFIT, PLAN, ask
from tests.spanish import SPANISH

DAY = date(2026, 11, 22)


def plan_benefit(client, **query: str) -> dict | None:
    response = ask(client, {"near": "12203", "limit": "1", **query})
    assert response.status_code == 200, response.get_json()
    return response.get_json()["plan_benefit"]


@pytest.mark.parametrize("plan", [PLAN, PLAN.lower(), f"{PLAN}-04"])
def test_a_search_says_what_its_plan_covers(client, plan):
    assert plan_benefit(client, plan=plan) == BENEFIT


@pytest.mark.parametrize(
    "query",
    [{}, {"plan": "Medicare"}, {"payer": "Example Health"}, {"plan": "11111NY0010002"},
     {"plan": "99999NY0010001"}],
)  # fmt: skip
def test_nothing_is_said_where_no_source_says(client, query):
    assert plan_benefit(client, **query) is None


def test_next_years_benefit_holds_from_january(fixture_engine):
    app = create_app(Settings(), fixture_engine, today=lambda: date(2027, 1, 1))
    found = plan_benefit(app.test_client(), plan=PLAN)
    assert (found["year"], found["copay"]["dollars"], found["as_of"]) == (2027, 45.0, "2026-08-12")
    (row,) = app.test_client().get(f"/api/v1/plans?q={PLAN}").get_json()["plans"]
    assert row["benefit"] == found


def test_unknown_is_not_no(client):
    found = plan_benefit(client, plan="55555FL0020001", near="33101")
    assert found["covered"] is found["limited"] is found["copay"] is found["coinsurance"] is None
    assert found["text"].startswith("Whether this plan covers occupational therapy in 2026 is not")


def test_in_spanish(client):
    text = plan_benefit(client, plan=PLAN, lang="es")["text"]
    assert text == (
        "Este plan cubre la terapia ocupacional en 2026: como máximo 60 visitas al año, contando "
        "juntas la terapia ocupacional y la física; dentro de la red usted paga un copago de $40 "
        "después del deducible (según informó la aseguradora a CMS, 13 ago 2025); pregúntele si "
        "antes necesita una derivación médica o una autorización"
    )


def test_in_the_terminal(fixture_engine):
    query = Query(on=DAY, plan=PLAN, name="Priya")
    told = " ".join(answer_lines(search(fixture_engine, query), query))
    assert f"Plan: {BENEFIT['text']}" in told


def benefit(**told) -> PlanBenefit:
    return PlanBenefit(year=2026, covered=Known.YES, as_of=date(2025, 8, 13), **told)


LIMITED = {"limited": Known.YES, "limit": 20.0}
TOGETHER = "occupational and physical therapy counted together"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({**LIMITED, "limit_unit": "Visits per Year"}, f": at most 20 visits a year, {TOGETHER};"),
        ({**LIMITED, "limit_unit": "Visit(s) Per Benefit Period"}, "20 visits a benefit period,"),
        ({**LIMITED, "limit_unit": "Hours per Week"}, "at most 20 \u201cHours per Week\u201d,"),
        (LIMITED, f": at most 20, its source does not say of what; {TOGETHER};"),
        ({"limited": Known.YES}, f": limited, its source does not say how far; {TOGETHER};"),
        ({"limited": Known.NO}, ": no limit on the number of visits;"),
        ({}, ": whether visits are limited is not known;"),
    ],
)
def test_a_limit_in_words(told, said):
    assert said in benefit_text(benefit(**told), DAY, ENGLISH)


FORTY, FREE = CostShare(words="$40", amount=40.0), CostShare(words="No Charge", amount=0.0)
FIFTH = CostShare(words="20% Coinsurance after deductible", amount=20.0, after_deductible=True)
FREE_AFTER = CostShare(words="No Charge after deductible", amount=0.0, after_deductible=True)
PER_DAY = CostShare(words="$500 Copay per Day")


@pytest.mark.parametrize(
    ("copay", "coinsurance", "said"),
    [
        (FORTY, FREE, "; in network you pay a copay of $40 ("),
        (FREE, FIFTH, "; in network you pay 20% of the price after the deductible ("),
        (FORTY, FIFTH, "you pay a copay of $40 and 20% of the price after the deductible ("),
        (FREE, FREE, "; in network you pay nothing ("),
        (FREE, FREE_AFTER, "; in network you pay nothing after the deductible ("),
        (PER_DAY, None, "; in network you pay \u201c$500 Copay per Day\u201d ("),
        (CostShare(words="$12.50", amount=12.5), None, "a copay of $12.50 ("),
        (None, None, "; what you pay is not known ("),
    ],
)
def test_costs_in_words(copay, coinsurance, said):
    told = benefit(copay=copay, coinsurance=coinsurance)
    assert said in benefit_text(told, DAY, ENGLISH)


@pytest.mark.parametrize("covered", list(Known))
@pytest.mark.parametrize("wording", [ENGLISH, SPANISH])
def test_of_a_year_that_is_over_it_says_so(covered, wording):
    told = PlanBenefit(year=2025, covered=covered)
    now, then = (benefit_text(told, day, wording) for day in (date(2025, 5, 1), DAY))
    assert now != then and "{" not in now + then
    assert covered == Known.UNKNOWN or "2025" in then
