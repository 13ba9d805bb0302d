"""Why an OT is in an answer or not agrees with the answer, on both engines."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from msgspec import structs

from service.directory.explanation import lacking
from service.directory.filters import counted_unknowns, passing_locations
from service.directory.profile import PlanEvidence, Profile
from service.directory.query import Query
from service.errors import NotFound
from service.explain import MOST_AHEAD, MOST_RANKED, PAGE, Explanation, why_not
from service.search import resolve
from service.wording.explanations import ahead_text, explanation_text, verdict_text
from service.wording.languages import ENGLISH, WORDINGS
from tests.full_profile import HERE, person
from tests.referee import every_page
from tests.strategies import ALBANY, TODAY, directories, queries
from tests.test_wording import is_a_sentence

QUERY = Query(on=TODAY, place=ALBANY)
EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip


@EXAMPLES
@given(directory=directories(12), asked=st.lists(queries(), min_size=2, max_size=2))
def test_agrees_with_the_search(shared_engine, meta, directory, asked):
    shared_engine.replace(directory, meta)
    for query in asked:
        turned = [query.turned(name) for name in counted_unknowns(query)]
        no_order = [one for one in turned if not (one.unknown == "near" and one.sort != "best")]
        for one in (query, *no_order[:2]):
            check_all(shared_engine, directory, one)


def check_all(engine, directory: list[Profile], query: Query) -> None:
    resolved, _ = resolve(engine.meta(), query)
    answer = every_page(engine, replace(resolved, limit=PAGE))
    places = {match.profile.npi: place for place, match in enumerate(answer, 1)}
    for profile in directory:
        note(f"{profile.npi} {query!r}")
        found = why_not(engine, profile.npi, query)
        assert found.total == len(answer)
        assert found.place == places.get(profile.npi)
        if found.place:
            assert found.match == answer[found.place - 1]
        check_gates(found)
        check_ahead(found, places)
        check_sentences(found)


def check_gates(found: Explanation) -> None:
    verdicts, query = found.verdicts, found.query
    passes = not lacking(verdicts.of_person) and any(not at.lacking for at in verdicts.at_locations)
    if found.match:
        assert passes
    elif passes:  # the fact is known at another location, so the turned search has no use for it
        assert passing_locations(found.profile, replace(query, unknown=None))
        assert query.unknown


def check_ahead(found: Explanation, places: dict[str, int]) -> None:
    before = [ahead.place for ahead in found.ahead]
    wanted = {1, *range((found.place or 0) - MOST_AHEAD, found.place or 0)}
    assert before == sorted(place for place in wanted if 0 < place < (found.place or 0))
    for ahead in found.ahead:
        assert places[ahead.match.profile.npi] == ahead.place
        gained = [one.difference for one in ahead.by]
        assert gained == sorted(gained, reverse=True)
        assert all(difference > 0 for difference in gained)
        if not gained and found.query.sort == "best":
            assert abs(ahead.match.score - found.match.score) < 1e-4


def check_sentences(found: Explanation) -> None:
    verdicts = found.verdicts
    every = [*verdicts.of_person, *(v for at in verdicts.at_locations for v in at.verdicts)]
    for wording in WORDINGS.values():
        texts = [explanation_text(found, wording)]
        texts += [verdict_text(verdict, wording) for verdict in every]
        texts += [ahead_text(ahead, wording) for ahead in found.ahead]
        for text in texts:
            assert is_a_sentence(text), text


def test_nobody_of_that_npi(engine, meta):
    engine.replace([person(1)], meta)
    with pytest.raises(NotFound):
        why_not(engine, "1999999999", QUERY)


def test_a_plan_is_understood_as_in_a_search(engine, meta):
    """Also where the search finds nobody: then it is not eased, for the question is why."""
    plan = PlanEvidence(status="not-accepted", plan_id="P1", payer="Example Health", as_of=TODAY)
    refusing = replace_plans(person(1), plan)
    engine.replace([refusing], meta)
    query = replace(QUERY, plan="p1", insurance_required=True)
    found = why_not(engine, refusing.npi, query)
    assert (found.query.plan, found.query.payer) == ("P1", "Example Health")
    assert (found.total, found.match, found.place, found.ahead) == (0, None, None, ())
    text = explanation_text(found, ENGLISH)
    assert text == "Not in the results. Out of network for your plan (checked Nov 22, 2026)."


def replace_plans(profile: Profile, *plans: PlanEvidence) -> Profile:
    at = structs.replace(profile.locations[0], plans=plans)
    return structs.replace(profile, locations=(at,))


def test_equals_stand_in_the_days_order(engine, meta):
    engine.replace([person(number) for number in range(8)], meta)
    last = engine.search(QUERY).matches[-1].profile.npi
    found = why_not(engine, last, QUERY)
    assert [ahead.place for ahead in found.ahead] == [1, 3, 4, 5, 6, 7]
    told = {ahead_text(ahead, ENGLISH) for ahead in found.ahead}
    assert told == {"Equally good; the day's fair order among equals decides"}


def test_the_signals_by_which_others_stand_before(engine, meta):
    specialist, other = person(1, taxonomy="225XN1300X"), person(2)
    engine.replace([specialist, other], meta)
    (first,) = why_not(engine, other.npi, QUERY).ahead
    assert [(one.reason.signal, one.reason.code) for one in first.by] == [
        ("ms_expertise", "related_specialty")
    ]
    assert ahead_text(first, ENGLISH) == "Stands before by: experience with MS"
    assert why_not(engine, specialist.npi, QUERY).ahead == ()


def test_by_distance_the_nearer_stands_before(engine, meta):
    near = person(1)
    far = person(2, structs.replace(HERE, lat=42.8), taxonomy="225XN1300X")
    engine.replace([near, far], meta)
    (first,) = why_not(engine, far.npi, replace(QUERY, sort="distance")).ahead
    assert [one.reason.signal for one in first.by] == ["distance"]


def test_after_the_first_thousand_no_place_is_told(shared_engine, meta):
    shared_engine.replace([person(number) for number in range(MOST_RANKED + 3)], meta)
    order = [m.profile.npi for m in every_page(shared_engine, replace(QUERY, limit=PAGE))]
    last = why_not(shared_engine, order[MOST_RANKED - 1], QUERY)
    assert (last.place, len(last.ahead)) == (MOST_RANKED, MOST_AHEAD + 1)
    beyond = why_not(shared_engine, order[MOST_RANKED], QUERY)
    assert (beyond.place, beyond.total) == (None, MOST_RANKED + 3)
    assert beyond.match.score > 0
    assert [ahead.place for ahead in beyond.ahead] == [1]
    assert explanation_text(beyond, ENGLISH) == "In the results, after the first 1,000."
