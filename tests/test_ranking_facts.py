"""The ranking of single facts: an MS center, schools known or likely, what insurance says."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from service.directory.adults import adult_care
from service.directory.ms_center import MSCenter
from service.directory.profile import AgesServed, Credential, Location, PlanEvidence, Profile
from service.directory.query import Query
from service.directory.ranking import Reason, score
from service.directory.vocabulary import PEDIATRICS, Known
from tests.strategies import TODAY

QUERY = Query(on=TODAY)
OLD = TODAY - timedelta(days=400)
CENTER = MSCenter(name="Example MS Center", recognised_by="Example Consortium", checked_on=OLD)
OFFICE, AT_CENTER = Location(id="office"), Location(id="center", ms_center=CENTER)
BARE = Location(id="bare", ms_center=MSCenter(name="Sample MS Center"))
GENERAL, NEUROLOGY = "225X00000X", "225XN1300X"
CHECKED = Credential(code="MSCS", expires_on=TODAY, checked_on=TODAY)
CLAIMED = Credential(code="MSCS")
LAPSED = Credential(code="MSCS", expires_on=OLD, checked_on=OLD)


def reason(signal: str, profile: Profile, at: Location = OFFICE, query: Query = QUERY) -> Reason:
    return next(r for r in score(profile, at, query).reasons if r.signal == signal)


def expertise(*locations: Location, specialty: str = GENERAL, held: Iterable = ()) -> Reason:
    """What somebody who works at these locations earns at the office, which is none of them."""
    person = Profile(
        npi="1900000001", taxonomies=(specialty,), credentials=tuple(held), locations=locations
    )
    return reason("ms_expertise", person)


def test_work_at_an_ms_center_says_where_and_who_recognised_it():
    told = expertise(OFFICE, AT_CENTER, BARE)
    assert told.points == pytest.approx(0.7 * told.max_points)
    assert told.code == "ms_center"
    assert told.values == {
        "center": "Example MS Center",
        "recognised_by": "Example Consortium",
        "checked_on": OLD,
    }
    nobody = {"center": "Sample MS Center", "recognised_by": None, "checked_on": None}
    assert expertise(BARE).values == nobody


def test_a_center_stands_below_a_checked_mscs_and_above_a_claim():
    at_center = expertise(AT_CENTER)
    assert expertise(AT_CENTER, held=[CHECKED]).code == "mscs"
    assert expertise(OFFICE, held=[CHECKED]).points > at_center.points
    assert expertise(OFFICE, specialty=NEUROLOGY).points == at_center.points
    assert at_center.points > expertise(OFFICE, held=[CLAIMED]).points
    for held in (CLAIMED, LAPSED):
        assert expertise(AT_CENTER, held=[held]) == at_center


def place(settings: Iterable = (), likely: Iterable = ()) -> Location:
    known = dict.fromkeys(likely, "Sample School")
    return Location(settings=tuple(settings), likely_settings=known)


SCHOOL, CLINIC, NOT_KNOWN = place(["school"]), place(["clinic"]), place()
LIKELY_SCHOOL, LIKELY_CLINIC = place(likely=["school"]), place(likely=["clinic"])


@pytest.mark.parametrize(
    ("locations", "standing"),
    [
        ([], "unknown"),
        ([NOT_KNOWN], "unknown"),
        ([SCHOOL], "unlikely"),
        ([LIKELY_SCHOOL], "unlikely"),
        ([SCHOOL, LIKELY_SCHOOL], "unlikely"),
        # What is not known of a second location weighs nothing against what is known of the first,
        # but a guess about the first is not enough.
        ([SCHOOL, NOT_KNOWN], "unlikely"),
        ([LIKELY_SCHOOL, NOT_KNOWN], "unknown"),
        ([SCHOOL, LIKELY_CLINIC], "unknown"),
        ([LIKELY_SCHOOL, CLINIC], "unknown"),
        ([place(likely=["school", "clinic"])], "unknown"),
        # What is known of a place speaks louder than who else is at its address.
        ([place(["clinic"], likely=["school"])], "unknown"),
        ([place(["school"], likely=["clinic"])], "unlikely"),
    ],
)
def test_only_schools_known_or_likely_make_adults_unlikely(locations, standing):
    person = Profile(npi="1900000001", taxonomies=(GENERAL,), locations=tuple(locations))
    assert adult_care(person) == standing


@pytest.mark.parametrize(
    "facts",
    [{"taxonomies": (NEUROLOGY,)}, {"credentials": (Credential(code="MSCS"),)}],
    ids=["a neurology OT", "an MSCS"],
)
def test_who_works_with_adults_is_not_judged_by_the_address(facts):
    person = {"npi": "1900000001", "taxonomies": (GENERAL,)} | facts
    assert adult_care(Profile(**person, locations=(LIKELY_SCHOOL,))) == "unknown"
    assert adult_care(Profile(**person, locations=(SCHOOL,))) == "unlikely"


@pytest.mark.parametrize("adults", [Known.YES, Known.NO])
def test_what_is_stated_of_adults_beats_every_likelihood(adults):
    person = Profile(
        npi="1900000001",
        ages_served=AgesServed(adults=adults),
        taxonomies=(PEDIATRICS,),
        locations=(LIKELY_SCHOOL,),
    )
    assert adult_care(person) == adults


def test_insurance_tells_tier_assignment_and_source_of_what_was_asked():
    listed = PlanEvidence(
        status="in-network", plan_id="P1", tier="Tier 1", as_of=TODAY, source="issuer"
    )
    medicare = PlanEvidence(
        status="accepts-payer", payer="Original Medicare", assignment="yes", as_of=TODAY
    )
    at, person = Location(plans=(listed, medicare)), Profile(npi="1900000001")
    by_plan = reason("insurance", person, at, Query(on=TODAY, plan="P1", payer="Gem Health"))
    assert by_plan.values == {
        "asked": "plan", "plan_id": "P1", "payer": "Gem Health", "date": TODAY,
        "source": "issuer", "tier": "Tier 1", "assignment": None, "doubted_on": None,
    }  # fmt: skip
    by_payer = reason("insurance", person, at, Query(on=TODAY, payer="Original Medicare"))
    told = {name: by_payer.values[name] for name in ("asked", "tier", "assignment")}
    assert told == {"asked": "payer", "tier": None, "assignment": "yes"}
