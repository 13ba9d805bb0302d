"""Ways on: which steps a search leaves open, and what an answer makes of them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from service.api.present import page_data
from service.directory.profile import License, Location, Profile
from service.directory.query import Query
from service.directory.relaxation import steps
from service.errors import InvalidQuery
from service.search import search
from service.wording.languages import ENGLISH
from tests.referee import ranked
from tests.strategies import ALBANY, NO_STATE, TODAY, directories, queries

ASKED = Query(on=TODAY, place=ALBANY)


def codes(query: Query) -> list[str]:
    return [step.code for step in steps(query)]


def test_steps_in_order():
    specialist = replace(ASKED, specialties=("225XN1300X",))
    assert codes(specialist) == ["radius-50", "radius-100", "video", "any-specialty"]


@pytest.mark.parametrize(
    ("radius", "wider"),
    [(5, ["radius-10", "radius-20"]), (12.5, ["radius-25", "radius-50"]),
     (60, ["radius-120", "radius-200"]), (150, ["radius-200"]), (200, []), (500, [])],
)  # fmt: skip
def test_never_wider_than_200_miles(radius, wider):
    assert codes(replace(ASKED, radius_miles=float(radius))) == [*wider, "video"]


def test_no_video_without_a_state_or_for_what_needs_a_visit():
    assert codes(replace(ASKED, place=NO_STATE)) == ["radius-50", "radius-100"]
    assert "video" not in codes(replace(ASKED, services=("driving",)))
    assert "video" in codes(replace(ASKED, services=("driving", "safety")))


def test_a_name_and_a_turned_filter_are_not_eased():
    assert codes(replace(ASKED, name="Ruiz")) == ["anywhere"]  # which is offered, never taken
    assert codes(replace(ASKED, name="Ruiz", place=None)) == []
    assert codes(replace(ASKED, accepting=True, unknown="accepting")) == []


def test_away_from_its_place_a_plan_is_asked_by_its_id():
    """Its name may be that of plans of many states, of which the place told one."""
    named = replace(ASKED, name="Ruiz", plan="11111NY0010001", payer="Aetna")
    (step,) = steps(named)
    assert step.parameters == {"near": None, "radius": None, "sort": None, "plan": named.plan}


def test_what_is_never_eased_stays():
    asked = replace(
        ASKED, plan="P", payer="A", insurance_required=True, languages=("es",), accepting=True,
        credentials=("MSCS",), genders=("F",), specialties=("225XN1300X",),
    )  # fmt: skip
    kept = ("plan", "payer", "insurance_required", "languages", "accepting", "credentials",
            "genders")  # fmt: skip
    for step in steps(asked):
        assert all(getattr(step.query, name) == getattr(asked, name) for name in kept)


def far(number: int) -> Profile:
    at = Location(id="a", state="NY", lat=ALBANY.lat + 0.6, lon=ALBANY.lon)
    video = {"telehealth": "yes", "licenses": (License(state="NY"),)}
    return Profile(npi=f"19{number:08d}", locations=(at,), **video)


def test_pages_of_an_eased_search_go_to_the_end(engine, meta):
    engine.replace([far(number) for number in range(25)], meta)
    asked, found, after = replace(ASKED, limit=10), [], None
    while True:
        answer = search(engine, replace(asked, after=after))
        assert (answer.relaxed.code, answer.page.total) == ("radius-50", 25)
        found += [match.profile.npi for match in answer.page.matches]
        if (after := answer.page.next) is None:
            break
    assert len(found) == len(set(found)) == 25


def test_an_eased_search_by_distance_goes_on_by_video(engine, meta):
    engine.replace([far(number) for number in range(9)], meta)
    asked = replace(ASKED, radius_miles=5.0, sort="distance", limit=5)
    first = search(engine, asked)
    assert first.relaxed.code == "video"
    further = search(engine, replace(asked, after=first.page.next))
    assert len({m.profile.npi for m in (*first.page.matches, *further.page.matches)}) == 9


def test_who_is_left_out_is_told_of_what_was_asked(engine, meta):
    """By video there are no home visits any more, of which nothing is known here."""
    near = Location(id="a", state="NY", lat=ALBANY.lat, lon=ALBANY.lon)
    engine.replace([far(1), Profile(npi="1900000002", locations=(near,))], meta)
    asked = replace(ASKED, setting="home", radius_miles=5.0)
    answer = search(engine, asked)
    assert answer.relaxed.code == "video"
    (left_out,) = page_data(answer, asked, ENGLISH)["left_out_unknown"]
    assert left_out["text"] == "1 more left out: it is not known whether they make home visits"


class Counting:
    """An engine that counts its searches."""

    def __init__(self, engine) -> None:
        self._engine, self.searches, self.meta = engine, 0, engine.meta

    def search(self, query: Query):
        self.searches += 1
        return self._engine.search(query)


def test_where_enough_is_found_no_further_step_is_searched(engine, meta):
    engine.replace([far(number) for number in range(9)], meta)
    counting = Counting(engine)
    assert search(counting, ASKED).page.total == 9
    assert counting.searches == 2  # what was asked, and the first step


def test_a_key_of_another_order_is_refused(engine, meta):
    engine.replace([far(number) for number in range(3)], meta)
    with pytest.raises(InvalidQuery):
        search(engine, replace(ASKED, radius_miles=100.0, after=(1.0, 2.0, 3)))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(directory=directories(8), query=queries())
def test_counts_are_those_of_the_steps_own_searches(shared_engine, meta, directory, query):
    shared_engine.replace(directory, meta)
    query = replace(query, telehealth=False, after=None)
    if query.sort == "distance" and (query.place is None or query.setting == "home"):
        query = replace(query, sort="best")
    answer = search(shared_engine, query)
    own = len(ranked(directory, query, meta.date))
    for counted in (*answer.relaxations, *answer.suggestions):
        assert counted.matches == len(ranked(directory, counted.step.query, meta.date))
    if answer.relaxed:
        assert own == 0 < answer.page.total == answer.relaxations[-1].matches
    else:
        assert answer.page.total == own
    assert all(counted.matches > answer.page.total for counted in answer.suggestions)
