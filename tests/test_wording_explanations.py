"""Every filter's fact in plain words, in both languages, and the sentence that sums them up."""

from dataclasses import replace

import pytest
from msgspec import structs

from service.directory.explanation import Verdicts, explain
from service.directory.places import Place
from service.directory.profile import Profile
from service.directory.query import Query
from service.explain import Explanation, Similar
from service.wording.english_explanations import SENTENCES
from service.wording.explanations import explanation_text, similar_text, verdict_text
from service.wording.languages import ENGLISH, WORDINGS
from tests.filter_facts import ANY, AT, CASES, NEAR, OT, VIDEO, at, ot
from tests.spanish import SPANISH
from tests.strategies import TODAY
from tests.test_wording import is_a_sentence

SAID = [case[4] for case in CASES]


def verdict_of(profile: Profile, query: Query, parameter: str):
    verdicts = explain(profile, query)
    every = (*verdicts.of_person, *verdicts.at_locations[0].verdicts)
    (found,) = (verdict for verdict in every if verdict.parameter == parameter)
    return found


@pytest.mark.parametrize(("query", "profile", "parameter", "passed", "english", "spanish"), CASES)
def test_a_filter_in_words(query, profile, parameter, passed, english, spanish):
    verdict = verdict_of(profile, query, parameter)
    assert verdict.passed == passed
    assert verdict_text(verdict, ENGLISH) == english
    assert verdict_text(verdict, SPANISH) == spanish


def test_every_sentence_of_a_filter_has_its_case():
    codes = {verdict_of(p, q, name).code for q, p, name, *_ in CASES}
    ways = {"gate_near", "way_to_area", "way_in_area"}
    wanted = {code for code in SENTENCES if code.startswith("gate_")}
    by_part = {"gate_access_yes", "gate_access_no", "gate_access_unknown", "gate_turned"}
    assert wanted - by_part - ways <= codes | {"gate_access"}
    told = " ".join(SAID)
    assert all(
        word in told for word in ("Has:", "Does not have:", "Not known:", "outside the area")
    )


def test_unknown_passes_the_filter_that_is_turned():
    turned = replace(ANY, languages=("es",)).turned("language")
    assert verdict_of(OT, turned, "language").passed == "yes"
    spoken = verdict_of(ot(languages=("es",)), turned, "language")
    assert spoken.passed == "no"
    assert verdict_text(spoken, ENGLISH) == (
        "Speaks Spanish. This search shows only those of whom it is not known"
    )


def told(profile: Profile, query: Query, wording=ENGLISH) -> str:
    verdicts = explain(profile, query)
    assert not verdicts.found
    return explanation_text(Explanation(query, (), profile, verdicts, 0), wording)


def test_all_that_is_lacking_is_summed_up():
    query = replace(NEAR, radius_miles=5.0, languages=("es",), genders=("F",), accepting=True)
    profile = structs.replace(at(accepting_patients="newpt"), languages=("en",), gender="F")
    assert told(profile, query) == (
        "Not in the results. Speaks English; the search asks for Spanish. "
        "About 13.8 miles away; the radius is 5 miles."
    )
    assert told(profile, query, SPANISH).startswith("No está en los resultados. Habla inglés; ")


CLOSED = structs.replace(AT, accepting_patients="nopt", accepting_as_of=TODAY)
FAR = structs.replace(AT, id="b", line1="9 Oak St", lat=44.0, accepting_patients="newpt")
OPEN_NEARBY = replace(NEAR, accepting=True)


def test_filters_met_at_different_locations():
    profile = ot(locations=(CLOSED, FAR))
    assert explain(profile, OPEN_NEARBY).met_apart
    assert told(profile, OPEN_NEARBY) == (
        "Not in the results. Each filter is met at some location, but no location meets all. "
        "At the location that comes closest, 1 Elm St, Albany, NY: "
        "Takes no patients now (checked Nov 22, 2026)."
    )


def test_the_location_that_comes_closest():
    shut = structs.replace(FAR, accepting_patients="nopt", accepting_as_of=TODAY)
    profile = ot(locations=(shut, structs.replace(CLOSED, line1=None, city=None, state=None)))
    assert not explain(profile, OPEN_NEARBY).met_apart
    assert told(profile, OPEN_NEARBY) == (
        "Not in the results. At the location that comes closest, address not known: "
        "Takes no patients now (checked Nov 22, 2026)."
    )


def test_without_any_location_nothing_of_one_is_known():
    assert told(OT, NEAR) == "Not in the results. Where this location lies is not known."


def test_who_meets_all_filters_is_not_among_the_unknown():
    """Of one location it is not known, but another meets everything."""
    unknown = structs.replace(AT, id="c", accepting_patients=None)
    profile = ot(locations=(structs.replace(AT, accepting_patients="newpt"), unknown))
    assert told(profile, OPEN_NEARBY.turned("accepting")) == (
        "Not in the results. Meets all filters, so is found by the same search without `unknown`."
    )


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_who_could_stand_in(wording):
    by_video = replace(VIDEO, place=None)
    point = Place("", 42.7, -73.9, "point")
    found = [
        Similar(OT, around, services, query)
        for around, query in (("near", NEAR), ("near", replace(NEAR, place=point)),
                              ("by_video", by_video))
        for services in ("yes", "likely", None)
    ]  # fmt: skip
    texts = {similar_text(one, wording) for one in (*found, Similar(OT, "nowhere", None))}
    assert len(texts) == 10
    assert all(is_a_sentence(text) for text in texts)


def test_verdicts_are_plain_data():
    assert explain(at(), NEAR) == explain(at(), NEAR)
    assert isinstance(explain(at(), NEAR), Verdicts)
