"""Which facts a doubt touches, what lifts it, and that it only ever makes them count less."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from service.directory.doubt import Doubt, doubted, is_in_doubt
from service.directory.insurance import stances
from service.directory.profile import Location, PlanEvidence, Provenance
from service.directory.query import Query
from service.directory.ranking import score
from service.directory.sourced import perishable_facts
from service.directory.whereabouts import place_of
from service.merge import merge
from tests import merge_records
from tests.doubt_files import in_doubt
from tests.merge_records import OLD, PLAN
from tests.strategies import ALBANY, TODAY, days, locations, profiles

DAY = date(2026, 11, 3)
PLACE = place_of(merge_records.PLACE)
OPEN = merge_records.at(
    "profiles", DAY, phone="5185550100", fax="5185550101", accepting_patients="newpt"
)


def doubt(
    field: str, value: str | None = None, day: date = DAY, place: dict | None = None
) -> Doubt:
    return Doubt(field=field, value=value, day=day, place=place or PLACE)


@pytest.mark.parametrize(
    ("found", "facts"),
    [
        (doubt("phone", "5185550100"), {"phone"}),
        (doubt("phone", "5185550199"), set()),  # another number than that which is shown
        (doubt("fax", "5185550101"), {"fax"}),
        (doubt("email", "a@ot.example"), set()),
        (doubt("accepting_patients", "newpt"), {"accepting_patients"}),
        (doubt("address"), {"line1", "accepting_patients"}),
        (doubt("phone", "5185550100", place=PLACE | {"line1": "9 Elm St"}), set()),
        (doubt("phone", "5185550100", place={"city": "ALBANY", "postal_code": "12203"}), {"phone"}),
    ],
)
def test_a_doubt_is_of_one_fact_and_leaves_its_value(found, facts):
    profile = merge([OPEN])
    now = doubted(profile, [found])
    assert in_doubt(now) == facts
    assert is_in_doubt(now) is bool(facts)
    assert (now.locations[0].phone, now.records) == ("5185550100", profile.records)
    assert doubted(now, ()) == profile


@pytest.mark.parametrize(
    ("days_later", "holds"), [(-400, True), (0, True), (1, False), (None, True)]
)
def test_a_later_word_lifts_it(days_later, holds):
    said = None if days_later is None else DAY + timedelta(days=days_later)
    row = PlanEvidence(status="in-network", plan_id=PLAN, as_of=said)
    told = merge_records.at(
        "profiles", said, phone="5185550100", accepting_patients="newpt", plans=(row,)
    )
    found = [doubt("phone", "5185550100"), doubt("accepting_patients", "newpt"),
             doubt("plans", f"plan:{PLAN}")]  # fmt: skip
    everything = {"phone", "accepting_patients", f"plans.{PLAN}"}
    assert in_doubt(doubted(merge([told]), found)) == (everything if holds else set())


def test_another_source_that_says_the_same_later_lifts_it():
    old = merge_records.at("nppes", OLD, phone="5185550100")
    later = merge_records.at("clinicians", DAY + timedelta(days=1), phone="5185550100")
    found = [doubt("phone", "5185550100")]
    assert in_doubt(doubted(merge([old]), found)) == {"phone"}
    assert in_doubt(doubted(merge([old, later]), found)) == set()


@pytest.mark.parametrize("status", ["nopt", "existptonly", "existptfam"])
def test_what_speaks_against_an_ot_is_never_in_doubt(status):
    row = PlanEvidence(status="not-accepted", plan_id=PLAN, payer="Gem Health", as_of=OLD)
    told = merge_records.at("profiles", OLD, accepting_patients=status, plans=(row,))
    found = [doubt("address"), doubt("accepting_patients", status),
             doubt("plans", f"plan:{PLAN}"), doubt("plans", "payer:gem-health")]  # fmt: skip
    assert in_doubt(doubted(merge([told]), found)) == {"line1"}


def test_a_payer_in_doubt_is_so_with_its_plans_and_a_plan_with_what_it_says_of_its_payer():
    listed = PlanEvidence(status="in-network", plan_id=PLAN, payer="Gem Health", as_of=OLD)
    other = PlanEvidence(status="in-network", plan_id="P2", payer="Other Mutual", as_of=OLD)
    profile = merge([merge_records.at("profiles", OLD, plans=(listed, other))])
    for value in ("payer:gem-health", f"plan:{PLAN}"):
        (at,) = doubted(profile, [doubt("plans", value)]).locations
        dubious = {key for key, stance in stances(at).items() if stance.doubted_on}
        assert dubious == {f"plan:{PLAN}", "payer:gem-health"}
        assert {f.field: f.doubted_on for f in perishable_facts(at) if f.kind == "plans"} == {
            "plans.plan:P2": None, f"plans.plan:{PLAN}": DAY,
        }  # fmt: skip


def test_several_doubts_of_one_fact_add_nothing_but_the_last_day():
    profile = merge([OPEN])
    later = DAY + timedelta(days=2)
    many = [doubt("phone", "5185550100", day) for day in (DAY, later, OLD)]
    once = doubted(profile, [doubt("phone", "5185550100", later)])
    assert doubted(profile, many) == doubted(profile, many[::-1]) == once


def test_an_address_that_is_hidden_meanwhile_is_still_known_by_its_zip():
    hidden = structs.replace(merge_records.PLACE, id="h", line1=None, phone="5185550100",
                             evidence={"phone": Provenance(source="nppes", as_of=OLD)})  # fmt: skip
    profile = structs.replace(merge([OPEN]), locations=(hidden,))
    assert in_doubt(doubted(profile, [doubt("phone", "5185550100")])) == {"phone"}


# --- ranking ----------------------------------------------------------------------------------

statuses = st.sampled_from(["in-network", "accepts-payer", "not-accepted", "self-pay-only"])


@st.composite
def said_of_a_place(draw) -> Location:
    """A location that is known by its address, with a source for what it says."""
    at = draw(locations())
    given = Provenance(source="chapter", as_of=at.accepting_as_of)
    rows = tuple(
        PlanEvidence(status=draw(statuses), plan_id=plan, payer="Example Health", as_of=draw(days))
        for plan in draw(st.lists(st.sampled_from([PLAN, "P2", None]), max_size=3))
    )
    return structs.replace(
        at, **PLACE, evidence={"accepting_patients": given, "line1": given}, plans=rows
    )


doubts = st.lists(
    st.builds(
        doubt,
        st.sampled_from(["accepting_patients", "plans", "address"]),
        st.sampled_from(["newpt", "nopt", f"plan:{PLAN}", "payer:example-health"]),
        st.sampled_from([TODAY, DAY, OLD]),
    ),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(profile=profiles(), at=said_of_a_place(), found=doubts, plan=st.sampled_from([PLAN, None]))
def test_a_doubt_never_raises_a_score_and_never_takes_it_below_unknown(profile, at, found, plan):
    query = Query(on=TODAY, place=ALBANY, plan=plan, payer="Example Health")
    profile = structs.replace(profile, locations=(at,))
    nothing = structs.replace(at, plans=(), accepting_patients=None)
    before, now, unknown = (
        score(profile, each, query).reasons
        for each in (at, doubted(profile, found).locations[0], nothing)
    )
    for old, new, least in zip(before, now, unknown, strict=True):
        assert min(old.points, least.points) - 1e-9 <= new.points <= old.points + 1e-9, new
