"""Both engines keep every fact, and take MS centers and likely settings as the ranking does."""

from datetime import date

from msgspec import structs

from service.directory.benefits import CostShare, PlanBenefit
from service.directory.page import LeftOut
from service.directory.profile import PlanEvidence
from service.directory.query import Query
from service.directory.vocabulary import Known
from service.engines.protocol import Plan
from tests.full_profile import CENTER, FULL, HERE, person
from tests.referee import every_page
from tests.strategies import ALBANY, TODAY


def test_every_fact_comes_back_as_it_was_stored(engine, meta):
    engine.replace([FULL], meta)
    without_records = structs.replace(FULL, records=())
    assert engine.get(FULL.npi) == without_records
    assert list(engine.scan()) == [FULL]
    (found,) = engine.search(Query(on=TODAY, place=ALBANY)).matches
    assert found.profile == without_records


def test_what_a_plan_covers_comes_back_as_it_was_stored(engine, meta):
    share = CostShare(words="$40.00 Copay after deductible", amount=40.0, after_deductible=True)
    benefit = PlanBenefit(
        year=2026, covered=Known.YES, limited=Known.NO, limit=30.5, limit_unit="Visit(s) per Year",
        copay=share, coinsurance=CostShare(words="see brochure"), exclusions="Work hardening",
        explanation="\u201cPer condition\u201d", variant="01", source="CMS",
        as_of=date(2025, 8, 13),
    )  # fmt: skip
    plan = Plan(plan_id="12345NY0010001", benefits=(PlanBenefit(year=2025), benefit))
    engine.replace([FULL], structs.replace(meta, plans={"plan:12345NY0010001": plan}))
    stored = engine.meta()
    assert stored.plans["plan:12345NY0010001"] == plan
    assert stored.benefit("12345NY0010001-04", date(2026, 3, 1)) == benefit
    assert stored.benefit("12345NY0010001", date(2024, 3, 1)) is None


def test_an_ms_center_counts_like_neurology_wherever_the_person_is_met(engine, meta):
    far = structs.replace(HERE, id="far", lat=44.5, ms_center=CENTER)
    specialist, at_center = person(1, taxonomy="225XN1300X"), person(2, HERE, far)
    engine.replace([specialist, at_center, person(3)], meta)
    found = {m.profile.npi[-1]: m for m in every_page(engine, Query(on=TODAY, place=ALBANY))}
    assert found["2"].location == HERE
    assert found["1"].score == found["2"].score > found["3"].score
    page = engine.search(Query(on=TODAY, place=ALBANY, limit=2))
    assert {match.profile.npi[-1] for match in page.matches} == {"1", "2"}


def test_likely_only_schools_rank_below_the_unknown(engine, meta):
    school = structs.replace(HERE, likely_settings={"school": "Sample School"})
    engine.replace([*(person(number, school) for number in range(5)), person(9)], meta)
    (first,) = engine.search(Query(on=TODAY, place=ALBANY, limit=1)).matches
    assert first.profile == person(9)


def test_a_likely_setting_is_shown_but_never_filters(engine, meta):
    """Which of those at one address an OT works for is not known."""
    likely = structs.replace(HERE, likely_settings={"clinic": "Example Clinic"})
    engine.replace([person(1, likely)], meta)
    asked = Query(on=TODAY, setting="clinic")
    page = engine.search(asked)
    assert (page.total, page.left_out_unknown) == (0, (LeftOut("setting", 1),))
    (shown,) = engine.search(asked.turned("setting")).matches
    assert shown.location.likely_settings == {"clinic": "Example Clinic"}


def test_who_refuses_all_insurance_is_counted_for_those_who_pay_themselves(engine, meta):
    """No evidence names self-pay, so it is not in the catalogue of payers."""
    taking = PlanEvidence(status="in-network", payer="Example Health")
    refusing = PlanEvidence(status="not-accepted")
    places = [structs.replace(HERE, plans=(row,)) for row in (taking, taking, refusing)]
    engine.replace([person(number, at) for number, at in enumerate(places)], meta)
    buckets = engine.search(Query(on=TODAY)).facets["payers"]
    assert [(b.code, b.count) for b in buckets] == [("example-health", 2), ("self-pay", 1)]
