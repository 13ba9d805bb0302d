"""One table of budgets: what is overdue, how it ranks on every engine, and that answers say so."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from service.directory import freshness
from service.directory.freshness import ADDRESS_PARTS, BUDGETS, budgeted, days_over, is_fresh
from service.directory.profile import Location, PlanEvidence, Provenance
from service.directory.query import Query
from service.directory.ranking import score
from service.directory.sourced import Sourced, perishable_facts
from service.engines import rank
from service.merge import merge
from service.wording.languages import ENGLISH
from service.wording.provenance import overdue_text
from tests import merge_records
from tests.api_answers import PLAN
from tests.full_profile import HERE, person
from tests.referee import every_page, ranked
from tests.strategies import ALBANY, TODAY, locations, profiles

EXAMPLES = settings(max_examples=100, deadline=None)
OLD = date(2026, 3, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize("field", BUDGETS)
def test_a_fact_holds_as_long_as_its_budget(field):
    days = BUDGETS[field]
    assert is_fresh(field, ago(days), TODAY) and not is_fresh(field, ago(days + 1), TODAY)
    assert (days_over(field, ago(days), TODAY), days_over(field, ago(days + 1), TODAY)) == (0, 1)


@pytest.mark.parametrize("day", [None, ago(-2), date.max])
def test_a_day_that_tells_nothing_is_overdue_by_no_number_of_days(day):
    assert not is_fresh("phone", day, TODAY)
    assert days_over("phone", day, TODAY) is None


def test_tomorrow_is_today_somewhere():
    assert is_fresh("phone", ago(-1), TODAY)


def test_the_parts_of_an_address_share_its_budget():
    assert {budgeted(part) for part in ADDRESS_PARTS} == {"address"}
    assert budgeted("plans.plan:11111NY0010001") == "plans"
    assert budgeted("gender") is budgeted("services.driving") is None


def test_which_facts_of_a_location_have_a_budget():
    rows = (
        PlanEvidence(status="in-network", plan_id="P1", payer="Gem Health", as_of=OLD, source="a"),
        PlanEvidence(status="not-accepted", plan_id="P1", payer="Gem Health", as_of=TODAY),
        PlanEvidence(status="unknown", plan_id="P2"),
    )
    given = Provenance(source="nppes", as_of=OLD)
    at = Location(
        line1="1 Main St", city="Albany", state="NY", postal_code="12203", phone="5185550100",
        accepting_patients="newpt", accepting_as_of=TODAY, plans=rows,
        evidence={"line1": given, "phone": given},
    )  # fmt: skip
    assert {tuple(fact) for fact in perishable_facts(at)} == {
        ("phone", "5185550100", "nppes", OLD, None, None),
        ("address", "1 Main St, Albany, NY 12203", "nppes", OLD, None, None),
        ("accepting_patients", "newpt", None, TODAY, None, None),
        ("plans.plan:P1", "not-accepted", None, TODAY, None, None),
    }
    assert list(perishable_facts(Location(state="NY", postal_code="12203"))) == []


def test_what_a_later_source_says_too_is_confirmed():
    """The registry's address of 2019 that an issuer lists this month, in its own spelling."""
    old = merge_records.at("nppes", OLD, phone="5185550100", line1="1 MAIN STREET")
    listing = merge_records.at("qhp", TODAY, phone="5185550199")
    (at,) = merge([old, listing]).locations
    facts = {fact.kind: fact for fact in perishable_facts(at)}
    address, phone = facts["address"], facts["phone"]
    assert (address.source, address.as_of, address.confirmed_on) == ("nppes", OLD, TODAY)
    assert not address.overdue(TODAY)
    assert (phone.source, phone.confirmed_on) == ("qhp", None)
    later = TODAY + timedelta(days=91)
    assert address.overdue(later) and address.days_over(later) == 1
    assert "Nov 22, 2026" in overdue_text("address", address.last_said, ENGLISH)


def test_what_a_later_source_says_otherwise_confirms_nothing():
    known = merge_records.at("clinicians", OLD, phone="5185550100")
    other = merge_records.at("nppes", TODAY, phone="5185550199")
    (at,) = merge([known, other]).locations
    assert (at.phone, at.evidence["phone"].confirmed_on) == ("5185550100", None)
    same = merge_records.at("nppes", TODAY, phone="5185550100")
    assert merge([known, same]).locations[0].evidence["phone"].confirmed_on == TODAY


def test_a_confirmation_that_is_yet_to_come_takes_nothing_away():
    fact = Sourced("phone", "5185550100", "nppes", ago(30), confirmed_on=ago(-400))
    assert not fact.overdue(TODAY)
    assert fact._replace(as_of=ago(100)).days_over(TODAY) == 10


def test_a_fresh_fact_says_nothing_of_age():
    at = structs.replace(HERE, phone="5185550100",
                         evidence={"phone": Provenance(source="nppes", as_of=TODAY)})  # fmt: skip
    assert [fact for fact in perishable_facts(at) if fact.overdue(TODAY)] == []
    later = TODAY + timedelta(days=91)
    assert [fact.field for fact in perishable_facts(at) if fact.overdue(later)] == ["phone"]


# --- ranking --------------------------------------------------------------------------------------

statuses = st.sampled_from(["in-network", "accepts-payer", "not-accepted", "self-pay-only"])
panels = st.sampled_from(["newpt", "nopt", "existptonly", "existptfam"])
old_days = st.sampled_from([None, ago(91), ago(400), ago(-30)])
fresh_days = st.sampled_from([ago(90), ago(1), TODAY])
GOOD = ("in-network", "accepts-payer", "newpt")


def check_order(unknown: float, old: float, fresh: float, status: str) -> None:
    """Age takes a fact nearer to unknown and never past it: what speaks for an OT speaks less, and
    so does what speaks against one."""
    if status not in GOOD:
        unknown, old, fresh = -unknown, -old, -fresh
    assert unknown - 1e-6 <= old <= fresh + 1e-6


@EXAMPLES
@given(profile=profiles(), at=locations(), status=statuses, old=old_days, fresh=fresh_days)
def test_an_overdue_plan_counts_less_and_never_below_unknown(profile, at, status, old, fresh):
    query = Query(on=TODAY, place=ALBANY, plan=PLAN, payer="Example Health")

    def points(*days: date | None) -> float:
        rows = [PlanEvidence(status=status, plan_id=PLAN, as_of=day) for day in days]
        return score(profile, structs.replace(at, plans=tuple(rows)), query).score

    check_order(points(), points(old), points(fresh), status)


@EXAMPLES
@given(profile=profiles(), at=locations(), status=panels, old=old_days, fresh=fresh_days)
def test_an_overdue_panel_counts_less_and_never_below_unknown(profile, at, status, old, fresh):
    def points(status: str | None, day: date | None) -> float:
        told = structs.replace(at, accepting_patients=status, accepting_as_of=day)
        return score(profile, told, Query(on=TODAY, place=ALBANY)).score

    check_order(points(None, None), points(status, old), points(status, fresh), status)


@EXAMPLES
@given(profile=profiles(), at=locations(), day=old_days)
def test_what_has_a_budget_and_is_no_signal_ranks_nobody(profile, at, day):
    assume(at.id)
    given = Provenance(source="nppes", as_of=day)
    dated = structs.replace(
        at, phone="5185550100", evidence={**at.evidence, "phone": given, "line1": given}
    )
    query = Query(on=TODAY, place=ALBANY)
    assert score(profile, dated, query).score == score(profile, at, query).score


def test_both_engines_and_the_referee_read_the_same_table(shared_engine, meta, monkeypatch):
    """With other budgets, and one for each field, all three still agree."""
    caches = (freshness.fresh_from, rank._is_fresh)
    monkeypatch.setitem(BUDGETS, "plans", 30)
    monkeypatch.setitem(BUDGETS, "accepting_patients", 200)
    for cache in caches:
        cache.cache_clear()
    rows = [PlanEvidence(status="in-network", plan_id=PLAN, as_of=ago(n)) for n in (30, 31, 91)]
    places = [structs.replace(HERE, plans=(row,)) for row in rows] + [
        structs.replace(HERE, accepting_patients="newpt", accepting_as_of=ago(n))
        for n in (91, 200, 201)
    ]
    directory = [person(number, at) for number, at in enumerate(places)]
    query = Query(on=TODAY, place=ALBANY, plan=PLAN, limit=1)  # so that the engine alone orders
    try:
        shared_engine.replace(directory, meta)
        expected = ranked(directory, query, meta.date)
        assert every_page(shared_engine, query) == expected
        points = {found.profile.npi[-1]: found.score for found in expected}
        assert points["0"] > points["1"] == points["2"]
        assert points["3"] == points["4"] > points["5"]
    finally:
        for cache in caches:
            cache.cache_clear()
