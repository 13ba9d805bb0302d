"""POST /eligibility/checks and the programs: what goes in, what comes out, in both languages."""

import pytest

from service.api.schemas_eligibility import ChecksShape, ProgramShape, ProgramsShape

CHECKS, PROGRAMS = "/api/v1/eligibility/checks", "/api/v1/programs"
BRIDGE = "example-bridge-visits"
# The request of the README.
TOLD = {"diagnosis": "ms", "postal_code": "12203", "household_size": 3, "household_income": 41000,
        "age": 44}  # fmt: skip
WHOLE = TOLD | {
    "diagnosis_confirmed_by": "physician",
    "days_since_last_award": "none",
    "insurance_status": "insured",
}


def checked(client, facts, on="2026-11-22", **more):
    lang = more.pop("lang", "en")
    body = {"on": on, "facts": facts, **more}
    return client.post(f"{CHECKS}?lang={lang}", json=body)


def result(client, facts, program=BRIDGE, **more):
    answer = checked(client, facts, programs=[program], **more)
    assert answer.status_code == 200, answer.text
    (found,) = answer.get_json()["results"]
    return found


def errors(answer):
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    return {entry["parameter"]: entry["problem"] for entry in answer.get_json()["errors"]}


def test_the_request_of_the_readme(client):
    found = result(client, TOLD)
    assert (found["program"], found["version"]) == (BRIDGE, 3)
    assert found["outcome"] == "needs_information"
    assert [entry["fact"] for entry in found["missing"]] == [
        "diagnosis_confirmed_by",
        "days_since_last_award",
    ]
    outcomes = {each["path"]: (each["outcome"], each["fact"]) for each in found["criteria"]}
    assert outcomes == {
        "area": ("yes", "state"),
        "all/0": ("yes", "diagnosis"),
        "all/1": ("unknown", "diagnosis_confirmed_by"),
        "all/2/any/0": ("yes", "income_percent_of_poverty"),
        "all/2/any/1": ("unknown", "insurance_status"),
        "all/3/not": ("unknown", "days_since_last_award"),
        "all/4": ("yes", "age"),
    }
    values = {each["path"]: each["value"] for each in found["criteria"]}
    assert values["all/0"] == "ms"
    assert values["all/1"] is None
    assert values["all/2/any/0"] == pytest.approx(41000 / 27320 * 100)
    assert found["exhaustive"] is True
    assert found["review"] is None


def test_what_is_missing_is_offered_to_choose_from(client):
    found = {entry["fact"]: entry for entry in result(client, {}, lang="es")["missing"]}
    named = [choice["value"] for choice in found["diagnosis"]["choices"]]
    assert named == ["ms", "nmo", "adem", "transverse-myelitis"]
    assert found["insurance_status"]["choices"][1] == {"value": "uninsured", "name": "sin seguro"}
    assert len(found["insurance_status"]["choices"]) == 5
    assert found["age"]["choices"] == found["postal_code"]["choices"] == []
    assert [name for name, entry in found.items() if entry["may_be_none"]] == [
        "diagnosis", "diagnosis_confirmed_by", "days_since_last_award",
    ]  # fmt: skip


def test_who_is_eligible_is_told_how_to_go_on(client):
    found = result(client, WHOLE)
    assert (found["outcome"], found["missing"]) == ("eligible", [])
    assert "a letter that confirms the diagnosis and proof of income" in found["next_step"]
    assert "(518)\u00a0555\u20110100" in found["next_step"]
    assert found["contact"]["phone"] == "5185550100"
    assert found["source"]["checked_on"] == "2026-10-01"


def test_who_is_not_is_told_how_to_ask_for_a_review(client):
    found = result(client, WHOLE | {"days_since_last_award": 365})
    assert found["outcome"] == "not_eligible"
    assert "Example MS Chapter" in found["review"]
    assert "review" in found["next_step"]
    (award,) = [each for each in found["criteria"] if each["path"] == "all/3/not"]
    assert (award["outcome"], award["value"]) == ("yes", 365)
    assert award["text"] == (
        "Days since the last award: 365. The program rules out at most 365, and this is so"
    )


def test_every_text_is_in_the_language_that_was_asked_for(client):
    english, spanish = result(client, {}), result(client, {}, lang="es")
    assert len(english["missing"]) >= 8
    for one, other in zip(
        english["missing"] + english["criteria"] + [{"text": english["next_step"]}],
        spanish["missing"] + spanish["criteria"] + [{"text": spanish["next_step"]}],
        strict=True,
    ):
        text = "question" if "question" in one else "text"
        assert one[text] != other[text]


def test_answers_have_the_published_shapes(client):
    for facts in ({}, TOLD, WHOLE, WHOLE | {"age": 3}):
        for lang in ("en", "es"):
            answer = checked(client, facts, lang=lang).get_json()
            assert ChecksShape().dump(ChecksShape().load(answer)) == answer
    listed = client.get(PROGRAMS).get_json()
    assert ProgramsShape().dump(ProgramsShape().load(listed)) == listed
    one = client.get(f"{PROGRAMS}/{BRIDGE}").get_json()
    assert ProgramShape().dump(ProgramShape().load(one)) == one


def test_nothing_of_it_is_kept_by_a_cache(client):
    assert checked(client, TOLD).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"ages": 44}, {"facts.ages"}),
        ({"age": "44"}, {"facts.age"}),
        ({"age": True}, {"facts.age"}),
        ({"age": 44.5}, {"facts.age"}),
        ({"age": -1}, {"facts.age"}),
        ({"age": "none"}, {"facts.age"}),
        ({"age": None, "veteran": "yes"}, {"facts.age", "facts.veteran"}),
        ({"diagnosis": 1}, {"facts.diagnosis"}),
        ({"diagnosis": "G36.0"}, {"facts.diagnosis"}),
        ({"diagnosis": ["ms"]}, {"facts.diagnosis"}),
        ({"postal_code": 12203}, {"facts.postal_code"}),
        ({"postal_code": "1220"}, {"facts.postal_code"}),
        ({"county": "Albany"}, {"facts.county"}),
        ({"county": "Albny, NY"}, {"facts.county"}),
        ({"state": "XX"}, {"facts.state"}),
        ({"birth_date": "1982-13-01"}, {"facts.birth_date"}),
        ({"birth_date": "2026-11-23"}, {"facts.birth_date"}),
        ({"birth_date": "1895-11-22"}, {"facts.birth_date"}),
        ({"household_size": 0}, {"facts.household_size"}),
        ({"household_income": -1}, {"facts.household_income"}),
        ({"household_income": "none"}, {"facts.household_income"}),
        ({"insurance_status": "none"}, {"facts.insurance_status"}),
        ({"plan_id": "a\nb"}, {"facts.plan_id"}),
    ],
)
def test_a_fact_that_cannot_be_is_named(client, facts, named):
    assert errors(checked(client, facts)).keys() == named


@pytest.mark.parametrize(
    ("facts", "both"),
    [
        ({"postal_code": "12203", "state": "MA"}, {"postal_code", "state"}),
        ({"postal_code": "12203", "county": "Berkshire, MA"}, {"postal_code", "county"}),
        ({"state": "NY", "county": "Berkshire, MA"}, {"state", "county"}),
        ({"age": 44, "birth_date": "1982-11-23"}, {"age", "birth_date"}),
        (
            {"state": "NY", "household_size": 1, "household_income": 15960,
             "income_percent_of_poverty": 101},
            {"income_percent_of_poverty", "household_income"},
        ),
    ],
)  # fmt: skip
def test_facts_that_contradict_each_other_are_both_named(client, facts, both):
    found = errors(checked(client, facts))
    assert found.keys() == {f"facts.{name}" for name in both}
    for name, text in found.items():
        (other,) = both - {name.removeprefix("facts.")}
        assert text.startswith(f"contradicts {other};")


@pytest.mark.parametrize(
    "facts",
    [
        {"age": 44, "birth_date": "1982-11-22"},
        {"county": "Capitol Planning Region, CT"},
        {"postal_code": "12203-1234", "state": "New York", "county": "Rensselaer County, NY"},
        {"state": "NY", "household_size": 1, "household_income": 15960,
         "income_percent_of_poverty": 100.9},
        {"diagnosis": "none", "days_since_last_award": "none", "plan_id": "none"},
    ],
)  # fmt: skip
def test_facts_that_go_together_are_taken(client, facts):
    assert checked(client, facts).status_code == 200


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "facts"),
        ({"facts": []}, "facts"),
        ({"facts": {}, "record": "yes"}, "record"),
        ({"facts": {}, "on": "1999-12-31"}, "on"),
        ({"facts": {}, "on": "22.11.2026"}, "on"),
        ({"facts": {}, "programs": ["nope"]}, "programs.0"),
    ],
)
def test_what_is_wrong_beside_the_facts_is_named(client, body, named):
    assert named in errors(client.post(CHECKS, json=body))


def test_what_was_told_is_never_repeated(client):
    for facts in ({"diagnosis": "S3CR3T é"}, {"plan_id": "S3CR3T\n1"}, {"S3CR3T é": 1}):
        answer = checked(client, facts)
        assert answer.status_code == 422
        assert "S3CR3T" not in answer.text


def test_programs_are_listed_as_they_are_in_effect(client):
    now = client.get(f"{PROGRAMS}?on=2026-11-22").get_json()
    assert BRIDGE in {entry["program"] for entry in now["programs"]}
    assert now["total"] == len(now["programs"])
    later = client.get(f"{PROGRAMS}?on=2027-01-01").get_json()
    (over,) = [entry for entry in later["not_in_effect"] if entry["program"] == BRIDGE]
    assert over["text"] == "This program ended on Dec 31, 2026"
    before = client.get(f"{PROGRAMS}?on=2024-12-31").get_json()
    (coming,) = [entry for entry in before["not_in_effect"] if entry["program"] == BRIDGE]
    assert (coming["version"], coming["text"]) == (2, "This program begins on Jan 1, 2025")


def test_one_program_tells_its_criteria(client):
    found = client.get(f"{PROGRAMS}/{BRIDGE}").get_json()
    assert found["area"]["states"] == ["NY"]
    assert found["in_effect"] is True
    assert {each["path"]: each["text"] for each in found["criteria"]}["all/4"] == "18 to 120"
    assert client.get(f"{PROGRAMS}/nope").status_code == 404
    assert client.get(f"{PROGRAMS}/{BRIDGE}?on=1999-01-01").status_code == 422


@pytest.mark.parametrize("code", ["09001", "34001", "96201-1234"])
def test_a_military_zip_is_refused_with_what_to_tell_instead(client, code):
    told = errors(checked(client, {"postal_code": code}))["facts.postal_code"]
    assert "tell the state" in told
    assert code not in told
    assert result(client, {"state": "NY"})["missing"]


@pytest.mark.parametrize(
    ("told", "leads_to"),
    [
        ({"state": "AK", "household_size": 1, "household_income": 9000}, "eligible"),
        ({"state": "AK"}, None),
        ({"state": "NY"}, None),
    ],
)
def test_what_every_answer_leads_to_is_said(client, told, leads_to):
    found = result(client, told, "example-far-states")
    assert found["leads_to"] == leads_to
    assert ChecksShape().validate(checked(client, told).get_json()) == {}
