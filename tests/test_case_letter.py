"""The letter that tells a person what was decided: in their language, on paper and on a screen."""

from html import unescape
from pathlib import Path

import pytest

from service.wording.languages import ENGLISH, WORDINGS
from tests.cases_world import CASES, FACTS, PATIENT, CasesWorld, programs_in
from tests.letter_papers import read_pdf
from tests.referral_world import own_desk
from tests.spanish import SPANISH

UNDECIDED = {name: FACTS[name] for name in FACTS if name != "diagnosis_confirmed_by"}

AWARDED = FACTS | {"days_since_last_award": 30}  # too lately for another one


@pytest.fixture(scope="module")
def world(fixture_engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    with own_desk(folder, fixture_engine) as desk:
        yield CasesWorld(desk, programs_in(folder / "programs"))


def letter(world, case, asked=""):
    answer = world.get(f"{CASES}/{case['id']}/letter{asked}")
    assert answer.status_code == 200, answer.text
    return answer


def patient(language):
    return PATIENT | {"language": language}


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (FACTS, "eligible"),
        (AWARDED, "not_eligible"),
        (UNDECIDED, "needs_information"),
    ],
)
def test_it_says_what_was_decided_in_the_persons_language(world, language, facts, outcome):
    case = world.made(facts=facts, patient=patient(language))
    assert case["outcome"] == outcome
    answer = letter(world, case, "?lang=en")
    words = WORDINGS[language].letters
    assert f'lang="{language}"' in answer.text
    assert words[f"decision_{outcome}"] in answer.text
    assert "Rosalinde Quillfeather" in answer.text
    assert (words["decision_missing"] in answer.text) == (outcome == "needs_information")
    assert (words["decision_documents"] in answer.text) == (outcome != "not_eligible")
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_says_every_missing_question_and_how_to_ask_for_a_review(world):
    asked = letter(world, world.made(facts=UNDECIDED, patient=patient("en"))).text
    assert "Who confirmed the diagnosis?" in asked
    refused = letter(world, world.made(facts=AWARDED, patient=patient("en"))).text
    assert "Anybody may ask Example MS Chapter to look at this decision again" in refused


def test_it_says_that_staff_decided_otherwise_but_not_why(world):
    case = world.made(patient=patient("en"))
    world.act(case, "override", outcome="not_eligible", reason="came by taxi")
    told = letter(world, case).text
    sponsor = "Example MS Chapter"
    assert ENGLISH.letters["decision_overridden"].format(sponsor=sponsor) in unescape(told)
    assert ENGLISH.letters["decision_not_eligible"] in told
    assert "taxi" not in told
    assert f"Anybody may ask {sponsor} to look at this decision again" in told


def test_no_refusal_by_staff_has_reasons_that_say_that_the_person_fits(world):
    case = world.made(patient=patient("en"))
    before = letter(world, case).text
    assert "this fits" in before
    world.act(case, "override", outcome="not_eligible", reason="came by taxi")
    told = letter(world, case).text
    for said in ("this fits", "rules out", "The program"):
        assert said not in told
    assert "Age: 47" in told
    assert "Days since the last award: none" in told


def test_where_we_lack_the_language_it_says_so(world):
    told = letter(world, world.made(patient=patient("vi"))).text
    assert 'lang="en"' in told
    assert "Vietnamese" in told


def test_without_a_person_it_is_in_the_language_that_is_asked_for(world):
    case = world.made(patient=None)
    told = letter(world, case, "?lang=es").text
    assert SPANISH.letters["decision_eligible"] in told
    assert SPANISH.letters["decision_for"] + "<" not in told


def test_as_a_pdf_it_holds_the_same(world):
    case = world.made(patient=patient("es"))
    answer = letter(world, case, "?format=pdf")
    assert answer.content_type == "application/pdf"
    text = " ".join(read_pdf(answer.data).text.split())
    for said in ("Rosalinde Quillfeather", "Usted puede recibir ayuda", case["id"]):
        assert said in text


def test_a_rule_with_a_fault_writes_that_nothing_is_decided(world, tmp_path):
    table = tmp_path / "guidelines.csv"
    table.write_text(
        "effective_from,area,first_person,each_additional_person,source\n"
        "2026-01-13,contiguous,damaged,5680,example\n"
    )
    other = CasesWorld(world.desk, Path(world.settings.programs), poverty_guidelines=str(table))
    case = other.made(patient=patient("en"))
    assert case["outcome"] == "indeterminate"
    assert ENGLISH.letters["decision_indeterminate"] in letter(other, case).text
