"""Every code of an answer has a sentence, every sentence has its use, and all read well."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings

from service.api.fields import Code, Codes
from service.api.query_schema import QuerySchema
from service.directory.filters import gates
from service.directory.page import LeftOut, match
from service.directory.places import Place
from service.directory.profile import (
    REASONS_TO_WIN,
    AgesServed,
    Credential,
    HomeVisits,
    Likely,
    Location,
    PlanEvidence,
    Profile,
)
from service.directory.query import Query
from service.directory.ranking import (
    AVAILABILITY_VALUES,
    EXPERTISE_STEPS,
    WEIGHTS,
    Reason,
    score,
)
from service.directory.services import SERVICES
from service.directory.vocabulary import CREDENTIALS, TAXONOMIES
from service.wording.english import LEFT_OUT, NEED_KINDS, SENTENCES, SIGNALS
from service.wording.languages import ENGLISH, WORDINGS
from service.wording.sentences import left_out_text, reason_text, sentence, sentence_code
from tests.insurance_reasons import insurance_reasons
from tests.strategies import ALBANY, directories, queries

TODAY = date(2026, 11, 22)
OLD = TODAY - timedelta(days=400)
DOOR = Place("Here", 42.7, -73.85, "point", "NY")
QUERY = Query(on=TODAY, place=ALBANY, services=("driving",), plan="P1", payer="Example Health")
AT = Location(id="a", state="NY", lat=42.9, lon=-73.85, precision="postal_code")
IN_EVERY_LANGUAGE = pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
NOTES = {
    "video_has_no_radius", "plan_not_in_directory", "payer_not_in_directory", "plan_is_payer",
    "by_its_insurer", "payer_not_stated", "medicare_advantage", "self_pay", "insurance_not_asked",
}  # fmt: skip


def reasons(profile: Profile, location: Location = AT, query: Query = QUERY) -> list[Reason]:
    return list(score(profile, location, query).reasons)


def all_reasons() -> list[Reason]:
    """Reasons of hand-made people that meet every row of the ranking's tables."""
    ot = Profile(npi="1999900002")
    found = [*insurance_reasons(), *center_reasons()]
    for (status, fresh), weeks in product(AVAILABILITY_VALUES, (None, 0, 1, 2.5, 30)):
        facts = {"accepting_as_of": TODAY if fresh else OLD, "wait_weeks": weeks}
        status = None if status == "unknown" else status
        found += reasons(ot, location(**facts, accepting_patients=status))
    for step in EXPERTISE_STEPS:
        if step.kind == "taxonomy":
            found += reasons(Profile(npi="1999900002", taxonomies=(step.code,)))
        for end in (None, OLD, TODAY) if step.kind in ("credential", "claimed") else ():
            checked = None if step.kind == "claimed" else TODAY
            held = Credential(code=step.code, expires_on=end, checked_on=checked)
            found += reasons(Profile(npi="1999900002", credentials=(held,)))
    for adults in ("yes", "no", "unknown"):
        found += reasons(Profile(npi="1999900002", ages_served=AgesServed(adults=adults)))
    found += reasons(Profile(npi="1999900002", taxonomies=("225XP0200X",)))
    for stated in ({"driving": "yes"}, {"driving": "no"}, {}):
        found += reasons(Profile(npi="1999900002", services=stated))
    found += reasons(Profile(npi="1999900002", likely={"driving": Likely(because="CDRS")}))
    return found + distance_reasons()


def center_reasons() -> list[Reason]:
    return [
        Reason("ms_expertise", 0.0, 0.0, "ms_center",
               {"center": "Example MS Center", "recognised_by": by, "checked_on": day})
        for by, day in product((None, "Example Consortium"), (None, TODAY))
    ]  # fmt: skip


def distance_reasons() -> list[Reason]:
    ot, at_home = Profile(npi="1999900002"), replace(QUERY, setting="home")
    found = [*reasons(ot), *reasons(ot, Location(id="nowhere"))]
    for lat in (42.7, 42.7145, 43.0):
        exact = Location(id="a", lat=lat, lon=-73.85, precision="address")
        found += reasons(ot, exact, replace(QUERY, place=DOOR))
    areas = [
        {},
        {"radius_miles": 5},
        {"radius_miles": 50},
        {"counties": ("Kings County, NY",)},
        {"postal_codes": ("12203",)},
    ]
    for area, offered in product(areas, ("yes", "unknown")):
        visits = HomeVisits(offered=offered, **area)
        found += reasons(Profile(npi="1999900002", home_visits=visits), AT, at_home)
    return found


def test_the_way_to_the_office_is_the_way_to_the_office():
    """Also where the home-visit area, which earns the points, is nearer."""
    told = [
        reason for reason in distance_reasons() if "the office is" in reason_text(reason, ENGLISH)
    ]
    assert {reason.code for reason in told} == {"home_visits", "not_in_home_area"}
    assert all("about 13.8 miles" in reason_text(reason, ENGLISH) for reason in told)


def location(**facts) -> Location:
    return Location(id="a", lat=42.9, lon=-73.85, **facts)


def is_a_sentence(text: str) -> bool:
    """Begins with a capital or a number, holds no placeholder, no code, no bare None."""
    return (
        (text[0].isupper() or text[0].isdigit())
        and not set(text) & set("{}_[]")
        and "None" not in text
        and "  " not in text
        and not text.endswith((" ", ",", ":"))
    )


def test_every_reason_has_a_sentence_and_every_sentence_a_reason():
    made = {sentence_code(reason) for reason in all_reasons()}
    becauses = {f"because_{because}" for because in REASONS_TO_WIN}
    others = {"left_out_unknown", "departed", "never_here", "conflict", "conflict_both", "overdue",
              "doubted", "needs_visit", "partly_by_video", "program_not_stated"}  # fmt: skip
    steps = {
        f"step_{code}" for code in ("radius", "video", "any_location", "any_specialty", "anywhere")
    }
    assert made | NOTES | becauses | others | steps == set(SENTENCES)


@IN_EVERY_LANGUAGE
def test_every_reason_reads_as_a_sentence(wording):
    found = all_reasons()
    assert {reason.signal for reason in found} == set(WEIGHTS) == set(SIGNALS)
    for reason in found:
        assert is_a_sentence(reason_text(reason, wording)), reason_text(reason, wording)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(directory=directories(), query=queries())
def test_reasons_of_any_directory_read_as_sentences(directory, query):
    for profile in directory:
        found = match(profile, query)
        for reason in found.reasons if found else ():
            assert sentence_code(reason) in SENTENCES
            for wording in WORDINGS.values():
                assert is_a_sentence(reason_text(reason, wording)), reason_text(reason, wording)


@IN_EVERY_LANGUAGE
@pytest.mark.parametrize("code", sorted(NOTES))
def test_notes_read_as_sentences(code, wording):
    assert is_a_sentence(sentence(code, {}, wording))


@IN_EVERY_LANGUAGE
def test_every_filter_says_what_is_not_known(wording):
    asked = replace(
        QUERY, specialties=("225XH1200X",), credentials=("MSCS",), languages=("es",),
        genders=("F",), setting="clinic", insurance_required=True, accepting=True,
        programs=("example-visits",),
        name="Ruiz", access=("step_free",),
    )  # fmt: skip
    by_video = replace(QUERY, telehealth=True)
    parameters = {gate.parameter for gate in (*gates(asked), *gates(by_video))}
    assert parameters == set(LEFT_OUT)
    texts = {left_out_text(LeftOut(parameter, 3), asked, wording) for parameter in parameters}
    at_home = left_out_text(LeftOut("setting", 3), replace(QUERY, setting="home"), wording)
    assert at_home.endswith(wording.phrases["home_visits_made"])
    assert len(texts | {at_home}) == len(parameters) + 1
    assert all(is_a_sentence(text) for text in texts)


def test_what_people_read():
    said = {reason_text(reason, ENGLISH) for reason in all_reasons()}
    assert said >= {
        "About 13.8 miles away",
        "1 mile away",
        "Less than a mile away",
        "Comes to your home",
        "Where this location lies is not known",
        "Offers driving evaluation and rehabilitation",
        "Probably offers driving evaluation and rehabilitation",
        "Your plan lists this location (checked Nov 22, 2026)",
        "Your plan listed this location (Oct 18, 2025); confirm with the office",
        "Not known whether your plan is taken; ask the office",
        "Works at an MS center: Example MS Center",
        "Works at an MS center: Example MS Center (recognized by Example Consortium, "
        "checked Nov 22, 2026)",
        "Takes new patients; no wait",
        "Takes new patients; wait about 1 week",
        "Takes new patients; wait about 2.5 weeks",
        "Takes no patients now (Oct 18, 2025; confirm with the office)",
        "Not known whether new patients are taken",
        "Multiple Sclerosis Certified Specialist, valid to Nov 22, 2026",
        "MS certificate (MSCS) ended on Oct 18, 2025",
        "States an MS certificate (MSCS) that nobody has checked yet",
        "Seems to treat children; ask whether adults are seen",
    }


def test_what_is_unknown_is_never_said_as_no():
    for reason in all_reasons():
        if "unknown" in reason.code:
            text = reason_text(reason, ENGLISH).lower()
            assert "not known" in text or "not stated" in text
            assert not text.startswith(("no ", "does not", "takes no"))


def test_several_services_are_told_by_how_sure_they_are():
    asked = replace(QUERY, services=("driving", "safety", "fall-prevention"))
    ot = Profile(npi="1999900002", services={"driving": "no", "safety": "yes"})
    told = next(reason for reason in reasons(ot, AT, asked) if reason.signal == "services")
    assert reason_text(told, ENGLISH) == (
        "Offers safety; not known: fall prevention; "
        "does not offer driving evaluation and rehabilitation"
    )


def test_what_a_source_or_patient_wrote_is_not_read_as_a_placeholder():
    payer = "{date} {0} %s"
    plan = PlanEvidence(status="accepts-payer", payer=payer, as_of=TODAY)
    told = reasons(Profile(npi="1999900002"), location(plans=(plan,)), replace(QUERY, payer=payer))
    text = next(reason_text(reason, ENGLISH) for reason in told if reason.signal == "insurance")
    assert text == f"Takes {payer} (checked Nov 22, 2026); ask about your plan"


@pytest.mark.parametrize(
    "name", [n for n, f in QuerySchema._declared_fields.items() if isinstance(f, Code | Codes)]
)
def test_no_two_words_of_a_parameter_mean_different_codes(name):
    field = QuerySchema._declared_fields[name]
    code_field = field.inner if isinstance(field, Codes) else field
    for code, names in code_field.choices.items():
        for word in (code, *names):
            assert code_field.deserialize(word) == code


def test_names_differ():
    for table in (LEFT_OUT, SIGNALS, NEED_KINDS):
        assert len(set(table.values())) == len(table)
    for table in (SERVICES, TAXONOMIES, CREDENTIALS):
        assert len({row.name for row in table.values()}) == len(table)
