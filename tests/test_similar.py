"""Who could stand in for an OT: others nearby with the same services, on both engines."""

import pytest
from msgspec import structs

from service.directory.profile import License, Likely, Profile
from service.errors import NotFound
from service.explain import SIMILAR_RADIUS_MILES, similar
from tests.full_profile import HERE, person
from tests.strategies import TODAY

DRIVING = {"driving": "yes"}
NOWHERE = structs.replace(HERE, lat=None, lon=None)


def offering(number: int, services: dict, *locations, **facts) -> Profile:
    return structs.replace(person(number, *locations), services=services, **facts)


def names(found) -> list[str]:
    return [match.profile.npi[-1] for match in found.matches]


def test_those_nearby_who_offer_the_same_come_first(engine, meta):
    gone = offering(1, DRIVING)
    same, other = offering(2, DRIVING), offering(3, {"safety": "yes"})
    far = offering(4, DRIVING, structs.replace(HERE, lat=44.0))
    engine.replace([gone, same, other, far], meta)
    found = similar(engine, gone.npi, TODAY, 10)
    assert (names(found), found.total) == (["2", "3"], 2)
    assert (found.around, found.services) == ("near", "yes")
    assert found.query.services == ("driving",)
    assert found.query.radius_miles == SIMILAR_RADIUS_MILES
    assert found.matches[0].reasons


def test_a_limit_holds_and_the_total_is_true(engine, meta):
    """The OT is never one of them, whether they would rank first or last."""
    worst = [person(0), *(offering(n, DRIVING) for n in range(1, 6))]
    engine.replace(worst, meta)
    for number in (0, 3):
        found = similar(engine, person(number).npi, TODAY, 2)
        assert (len(found.matches), found.total, found.query.limit) == (2, 5, 2)
        assert str(number) not in names(found)


def test_likely_services_stand_in_for_confirmed_ones(engine, meta):
    likely = {"driving": Likely(because="CDRS"), "safety": Likely(because="X")}
    ended = {"organization-skills": Likely(because="MSCS", until=TODAY.replace(year=2025))}
    first = offering(1, {"safety": "no"}, likely=likely | ended)
    engine.replace([first, person(2)], meta)
    found = similar(engine, first.npi, TODAY, 10)
    assert (found.services, found.query.services) == ("likely", ("driving",))
    assert similar(engine, person(2).npi, TODAY, 10).services is None


def test_the_first_location_that_is_on_the_map(engine, meta):
    away = structs.replace(HERE, id="z", lat=44.0)
    first, near, far = person(1, NOWHERE, away, HERE), person(2), person(3, away)
    engine.replace([first, near, far], meta)
    assert names(similar(engine, first.npi, TODAY, 10)) == ["3"]


def test_by_video_where_no_location_is_on_the_map(engine, meta):
    facts = {"telehealth": "yes", "licenses": (License(state="NY"),)}
    first, other = (offering(n, DRIVING, NOWHERE, **facts) for n in (1, 2))
    engine.replace([first, other, person(3)], meta)
    found = similar(engine, first.npi, TODAY, 10)
    assert (found.around, names(found), found.total) == ("by_video", ["2"], 1)
    assert found.query.patient_state == "NY"
    assert {note.code for note in found.notes} == {"needs_visit"}


def test_nobody_can_be_named_for_one_who_is_nowhere(engine, meta):
    first = person(1, NOWHERE)
    engine.replace([first, person(2)], meta)
    found = similar(engine, first.npi, TODAY, 10)
    assert (found.around, found.query, found.total, found.matches) == ("nowhere", None, 0, ())


def test_nobody_of_that_npi(engine, meta):
    engine.replace([person(1)], meta)
    with pytest.raises(NotFound):
        similar(engine, "1999999999", TODAY, 10)
