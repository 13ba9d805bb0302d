"""Laws of the ranking, on random profiles and queries: more never counts less, filters hold."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from service.directory.filters import passing_locations
from service.directory.ms_center import MSCenter
from service.directory.page import match
from service.directory.places import Place
from service.directory.profile import AgesServed, Credential, Location, PlanEvidence, Profile
from service.directory.query import Query
from service.directory.ranking import ceilings, score
from service.directory.vocabulary import CREDENTIALS, Known
from service.directory.weights import WEIGHTS
from service.merge import likely_services
from tests.strategies import PLANS, TODAY, directories, locations, profiles, queries

EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SLACK = 1e-6


def best_score(profile: Profile, query: Query) -> float:
    """The best score over all locations, whether or not filters hold."""
    places = profile.locations or (Location(),)
    return max(score(profile, at, query).score for at in places)


@EXAMPLES
@given(profile=profiles(), query=queries())
def test_points_add_up_and_stay_within_their_ceilings(profile, query):
    for at in profile.locations or (Location(),):
        standing = score(profile, at, query)
        assert abs(sum(r.points for r in standing.reasons) - standing.score) <= SLACK
        assert abs(sum(r.max_points for r in standing.reasons) - 100) < 1e-9
        assert all(0 <= r.points <= r.max_points + 1e-9 for r in standing.reasons)


@EXAMPLES
@given(at=locations(), profile=profiles(), query=queries(), share=st.floats(0, 1))
def test_nearer_never_ranks_lower(at, profile, query, share):
    assume(query.place is not None and at.lat is not None)
    place = query.place
    nearer = structs.replace(
        at,
        lat=place.lat + (at.lat - place.lat) * share,
        lon=place.lon + (at.lon - place.lon) * share,
    )
    assert score(profile, nearer, query).score >= score(profile, at, query).score - SLACK


@EXAMPLES
@given(profile=profiles(), query=queries(), code=st.sampled_from(list(CREDENTIALS)))
def test_a_gained_credential_never_ranks_lower(profile, query, code):
    others = tuple(held for held in profile.credentials if held.code != code)
    held = (*others, Credential(code=code, checked_on=TODAY, expires_on=TODAY))
    likely = likely_services(profile.taxonomies, held)
    before = structs.replace(
        profile, credentials=others, likely=likely_services(profile.taxonomies, others)
    )
    gained = structs.replace(profile, credentials=held, likely=likely)
    assert best_score(gained, query) >= best_score(before, query) - SLACK


@EXAMPLES
@given(at=locations(), profile=profiles(), query=queries())
def test_work_at_an_ms_center_never_ranks_lower(at, profile, query):
    center = MSCenter(name="Example MS Center")
    others = tuple(structs.replace(each, ms_center=None) for each in profile.locations)
    without, there = (structs.replace(at, ms_center=found) for found in (None, center))
    before = structs.replace(profile, locations=(*others, without))
    gained = structs.replace(profile, locations=(*others, there))
    assert best_score(gained, query) >= best_score(before, query) - SLACK


@EXAMPLES
@given(profile=profiles(), query=queries())
def test_a_likely_setting_lets_nobody_in_and_keeps_nobody_out(profile, query):
    unlikely = tuple(structs.replace(at, likely_settings={}) for at in profile.locations)
    without = structs.replace(profile, locations=unlikely)
    for asked in (query, query.turned("setting")) if query.setting else (query,):
        passing = [at.id for at in passing_locations(profile, asked)]
        assert passing == [at.id for at in passing_locations(without, asked)]


@EXAMPLES
@given(profile=profiles(), query=queries(), number=st.integers(0, 5))
def test_a_confirmed_service_never_ranks_lower(profile, query, number):
    wanted = list(query.wanted)
    assume(wanted)
    code = wanted[number % len(wanted)]
    confirmed = structs.replace(profile, services={**profile.services, code: Known.YES})
    assert best_score(confirmed, query) >= best_score(profile, query) - SLACK


@EXAMPLES
@given(at=locations(), profile=profiles(), query=queries(), plan=st.sampled_from(PLANS))
def test_an_accepted_plan_never_ranks_lower(at, profile, query, plan):
    query = replace(query, plan=plan[0], payer=plan[1])
    listed = PlanEvidence(status="in-network", plan_id=query.plan, payer=query.payer, as_of=TODAY)
    accepted = structs.replace(at, plans=(listed, *at.plans))
    newest = max((row.as_of for row in at.plans if row.as_of), default=TODAY)
    assume(newest <= TODAY)  # news from the future would speak louder
    assert score(profile, accepted, query).score >= score(profile, at, query).score - SLACK


@EXAMPLES
@given(at=locations(), profile=profiles(), query=queries())
def test_an_open_panel_never_ranks_lower(at, profile, query):
    opened = structs.replace(at, accepting_patients="newpt", accepting_as_of=TODAY)
    assert score(profile, opened, query).score >= score(profile, at, query).score - SLACK


@EXAMPLES
@given(profile=profiles(), query=queries(), shorter=st.floats(0, 1))
def test_a_shorter_wait_never_ranks_lower(profile, query, shorter):
    for at in profile.locations:
        if at.wait_weeks is not None:
            sooner = structs.replace(at, wait_weeks=at.wait_weeks * shorter)
            assert score(profile, sooner, query).score >= score(profile, at, query).score - SLACK


@EXAMPLES
@given(directory=directories(10), query=queries())
def test_no_filter_leaks(directory, query):
    for profile in directory:
        found = match(profile, query)
        if found:
            _check_person(profile, query)
            _check_location(found, query)


def _check_person(profile: Profile, query: Query) -> None:
    if query.specialties:
        assert set(profile.taxonomies) & set(query.specialties)
    if query.languages:
        assert set(profile.languages) & set(query.languages)
    if query.genders:
        assert profile.gender in query.genders
    for_credentials = [c for c in profile.credentials if c.code in query.credentials]
    if query.credentials:
        assert any(c.until and c.until >= query.on for c in for_credentials)
    if query.telehealth:
        assert profile.telehealth == "yes"
        assert query.care_state in {h.state for h in (*profile.licenses, *profile.privileges)}
    if query.comes_home:
        assert profile.home_visits.offered == "yes"


def _check_location(found, query: Query) -> None:
    at = found.standing.location
    if query.by_distance:
        assert found.reach.miles <= query.radius_miles
    if query.accepting:
        assert at.accepting_patients == "newpt"
    if query.setting and not query.comes_home:
        assert query.setting in at.settings
    if query.insurance_required:
        assert found.stance.status in ("in-network", "accepts-payer")


@given(query=queries())
def test_the_ceilings_are_the_same_for_every_match_and_follow_the_weights(query):
    shares = ceilings(query)
    assert abs(sum(shares.values()) - 100) < 1e-9
    first = next(iter(shares))
    for signal, ceiling in shares.items():
        assert abs(ceiling / shares[first] - WEIGHTS[signal] / WEIGHTS[first]) < 1e-9


def test_a_location_beyond_the_radius_is_not_a_match():
    query = Query(on=TODAY, place=Place("x", 42.0, -73.0, "point"), radius_miles=10)
    near, far = (Location(id=str(n), lat=42.0 + n, lon=-73.0) for n in (0, 1))
    person = Profile(npi="1900000001", locations=(far, near))
    assert match(person, query).location == near
    assert match(structs.replace(person, locations=(far,)), query) is None
    assert match(person, replace(query, radius_miles=100)).location == near


def test_a_childrens_ot_next_door_ranks_below_a_generalist_ten_miles_away():
    """Even if the children's OT takes the plan and new patients, and of the other it is unknown."""
    listed = PlanEvidence(status="in-network", plan_id="P1", payer="Example Health", as_of=TODAY)
    door = Location(
        id="door", lat=42.7, lon=-73.85, accepting_patients="newpt", accepting_as_of=TODAY,
        plans=(listed,),
    )  # fmt: skip
    away = Location(id="away", lat=42.7 + 10 / 69.1, lon=-73.85)
    children = Profile(npi="1900000001", taxonomies=("225XP0200X",), locations=(door,))
    generalist = Profile(npi="1900000002", taxonomies=("225X00000X",), locations=(away,))
    query = Query(on=TODAY, place=Place("x", 42.7, -73.85, "point"), plan="P1")
    assert best_score(generalist, query) > best_score(children, query)
    refused = structs.replace(children, ages_served=AgesServed(adults=Known.NO))
    assert best_score(generalist, query) > best_score(refused, query)
