"""GET /chapters: whose chapter a place is, what is not certain of it, and whom to ask else."""

import pytest

from service.api.schemas_chapters import ChapterShape, ChaptersShape
from service.app import create_app, open_whole_rules
from service.eligibility.chapters import read_chapters
from service.eligibility.programs import read_programs
from service.settings import Settings
from service.wording.flaws import flaw_text
from service.wording.languages import ENGLISH
from tests.api_answers import ask, problem
from tests.conftest import GOLDEN_DAY
from tests.eligibility_programs import text_of
from tests.fixture_directory import FIXTURES

CHAPTERS = "/api/v1/chapters"
CAPITAL, WEST, STATE = "example-capital-region", "example-albany-west", "example-new-york"
PLAINS, HELPLINE = "example-great-plains", "example-helpline"


def found(client, near: str, lang: str = "en") -> dict:
    response = ask(client, {"near": near, "lang": lang}, CHAPTERS)
    assert response.status_code == 200, response.get_json()
    data = response.get_json()
    assert ChaptersShape().dump(ChaptersShape().load(data)) == data
    return data


def ids(entries: list[dict]) -> list[str]:
    return [entry["id"] for entry in entries]


@pytest.mark.parametrize(
    ("near", "chapters", "by"),
    [
        ("12205", [WEST], "postal_code"),  # its county and its state have chapters too
        ("12205-1234", [WEST], "postal_code"),
        ("Albany County, NY", [CAPITAL], "county"),
        ("albany county, new york", [CAPITAL], "county"),
        ("County of Albany, NY", [CAPITAL], "county"),
        ("NY", [STATE], "state"),
        ("New York", [STATE], "state"),
        ("10001", [STATE], "state"),  # no chapter names its county
        ("Monroe County, NY", [STATE], "state"),
        ("66101", [PLAINS], "state"),
        ("Jackson County, MO", [PLAINS], "county"),
    ],
)
def test_a_zip_stands_before_a_county_and_that_before_a_state(client, near, chapters, by):
    data = found(client, near)
    assert ids(data["chapters"]) == chapters
    assert [(each["by"], each["tentative"]) for each in data["chapters"]] == [(by, False)]
    assert data["otherwise"] == data["fallback"] == []
    assert data["text"] == "This chapter serves the place"


@pytest.mark.parametrize("near", ["12203", "Albany, NY"])
def test_the_county_of_a_zip_or_a_city_is_only_asked_to_be_confirmed(client, near):
    data = found(client, near)
    (chapter,) = data["chapters"]
    assert (chapter["id"], chapter["by"], chapter["tentative"]) == (CAPITAL, "county", True)
    assert "please confirm the county" in chapter["text"]
    place = data["place"]
    assert (place["county"], place["tentative"]) == ("Albany County, NY", ["county"])
    assert ids(data["otherwise"]) == [STATE]
    assert data["otherwise"][0]["tentative"] is False
    assert data["fallback"] == []


@pytest.mark.parametrize(
    ("near", "chapters", "otherwise", "counties"),
    [
        # by the table in Montgomery County, and partly in two of these
        ("12010", [STATE], [CAPITAL], "Albany, NY, Schenectady, NY, or Saratoga, NY"),
        ("64012", [], [PLAINS], "Jackson, MO"),  # in Cass County, and partly in Jackson County
        ("Belton, MO", [], [PLAINS], "Jackson, MO"),
    ],
)
def test_a_county_that_is_near_is_asked_for_too(client, near, chapters, otherwise, counties):
    data = found(client, near)
    assert (ids(data["chapters"]), ids(data["otherwise"])) == (chapters, otherwise)
    assert data["text"].startswith("Please confirm where the person lives")
    (other,) = data["otherwise"]
    assert (other["by"], other["tentative"]) == ("county", True)
    assert other["text"] == f"Serves {counties}, which is near; please confirm the county"
    assert ids(data["fallback"]) == ([] if chapters else [HELPLINE])


@pytest.mark.parametrize("near", ["Montgomery County, NY", "Cass County, MO"])
def test_a_county_that_is_told_is_not_asked_for(client, near):
    assert found(client, near)["otherwise"] == []


def test_a_point_is_certain_of_nothing_so_whom_to_ask_else_is_told_too(client):
    data = found(client, "42.72,-73.82")
    assert all(each["tentative"] for each in data["chapters"] + data["otherwise"])
    assert ids(data["fallback"]) == [HELPLINE]
    assert data["place"]["tentative"] == ["county", "postal_code", "state"]


@pytest.mark.parametrize("near", ["90001", "CA", "Jackson County, TX", "64801", "PR"])
def test_where_there_is_no_chapter_somebody_else_is_named(client, near):
    data = found(client, near)
    assert data["chapters"] == data["otherwise"] == []
    (helpline,) = data["fallback"]
    assert (helpline["id"], helpline["fallback"]) == (HELPLINE, True)
    assert helpline["contact"]["phone"] == "8005550100"
    assert helpline["source"]["checked_on"] == "2026-10-01"
    assert "ask those who are named instead" in data["text"]


def test_it_is_told_in_spanish(client):
    data = found(client, "12203", "es")
    assert "confirme el condado" in data["chapters"][0]["text"]
    assert data["text"].startswith("Confirme dónde vive la persona")


@pytest.mark.parametrize(
    ("near", "part"),
    [
        ("00000", "is not a ZIP code on the map"),
        ("Foo County, NY", "is not a known county; nearest: "),
        ("Albany County", "is not a known county; nearest: Albany County, "),
        ("Nowhere, NY", "is not a city known in New York"),
    ],
)
def test_what_is_no_place_is_refused_with_what_is_near(client, near, part):
    (error,) = problem(ask(client, {"near": near}, CHAPTERS), 422)["errors"]
    assert error["parameter"] == "near"
    assert part in error["problem"]


def test_a_place_is_needed_and_nothing_else_is_taken(client):
    for query in ({}, {"near": "12203", "radius": "5"}):
        problem(ask(client, query, CHAPTERS), 422)


def test_one_chapter(client):
    data = client.get(f"{CHAPTERS}/{CAPITAL}").get_json()
    ChapterShape().load(data)
    assert data["area"]["counties"][0] == "Albany, NY"
    assert data["hours"] == "Monday to Friday, 9 to 5"
    assert client.get(f"{CHAPTERS}/nobody").status_code == 404


# --- files ------------------------------------------------------------------------------------

WHOLE = """- id: west
  name: West
  area: {states: [NY]}
  contact: {phone: "5185550100"}
  source: {text: Handbook, checked_on: 2026-10-01}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("id: west", "id: West", 1, "0.id must be small letters, digits and hyphens"),
        ("  name: West\n", "", 1, "0.name is needed"),
        ("states: [NY]", "states: [XX]", 3, "0.area.states.0 must be a state"),
        ("states: [NY]", 'postal_codes: ["1220"]', 3, "0.area.postal_codes.0 must be a ZIP"),
        ("states: [NY]", "counties: [Albany]", 3, "0.area.counties.0 must be a county"),
        ("states: [NY]", "cities: [Albany]", 3, "0.area.cities is not a member here"),
        ("{states: [NY]}", "{}", 3, "0.area must name states, counties or postal_codes"),
        ('{phone: "5185550100"}', "{}", 4, "0.contact must have a phone, email, url or text"),
        ('"5185550100"', "5185550100", 4, "0.contact.phone"),
        ("2026-10-01", "October", 5, "0.source.checked_on"),
        ("  area: {states: [NY]}\n", "", 1, "0 must have either an area or fallback: true"),
        ("  name", "  fallback: true\n  name", 1, "0 must have either an area or fallback: true"),
        ("  name", "  fallback: yes\n  name", 2, "0.fallback yes, no, on and off mean different"),
        ("  name", "  motto: x\n  name", 2, "0.motto is not a member here"),
        ("- id", "id", 2, "this is no YAML"),
    ],
)  # fmt: skip
def test_a_service_does_not_start_without_a_chapter_whose_entry_is_at_fault(
    tmp_path, old, new, line, told
):
    path = tmp_path / "chapters.yaml"
    path.write_text(WHOLE.replace(old, new, 1))
    with pytest.raises(ValueError, match="OTMATCH_CHAPTERS") as refused:
        open_whole_rules(Settings(chapters=str(path)))
    assert f"{path}, line {line}: {told}" in str(refused.value)


def test_two_chapters_of_one_id_and_a_path_that_is_none_are_refused(tmp_path):
    (tmp_path / "a.yaml").write_text(WHOLE)
    assert read_chapters(tmp_path).flaws == ()
    (tmp_path / "b.yml").write_text(WHOLE)
    with pytest.raises(ValueError, match=r"a\.yaml, line 1: 0\.id another chapter has the same id"):
        open_whole_rules(Settings(chapters=str(tmp_path)))
    with pytest.raises(ValueError, match=r"OTMATCH_CHAPTERS: .*must be a file, or a folder"):
        open_whole_rules(Settings(chapters=str(tmp_path / "nothing")))


def test_without_files_nobody_is_named():
    assert read_chapters().chapters == ()


# --- programs of chapters -----------------------------------------------------------------------

OF_CHAPTERS = """id: example-grant
version: 1
name: Grant (example)
sponsor: Example MS Chapter
effective: {from: 2026-01-01}
source: {text: Example, checked_on: 2026-10-01}
chapters: [example-capital-region, example-great-plains]
criteria:
  all:
    - {fact: diagnosis, is: ms}
"""


@pytest.mark.parametrize(
    ("text", "facts", "outcome"),
    [
        (OF_CHAPTERS, {"county": "Albany, NY"}, "eligible"),
        (OF_CHAPTERS, {"state": "KS"}, "eligible"),
        (OF_CHAPTERS, {"county": "Monroe, NY"}, "not_eligible"),
        (OF_CHAPTERS, {"state": "CA"}, "not_eligible"),
        (OF_CHAPTERS, {"postal_code": "12203"}, "needs_information"),  # its county is tentative
        (OF_CHAPTERS, {}, "needs_information"),
        (f"{OF_CHAPTERS}area: {{states: [CA]}}", {"state": "CA"}, "eligible"),
        (f"{OF_CHAPTERS}area: {{states: [CA]}}", {"state": "KS"}, "not_eligible"),
        (OF_CHAPTERS.replace("great-plains", "unknown"), {"state": "CA"}, "indeterminate"),
    ],
)
def test_a_program_without_an_area_is_offered_where_its_chapters_serve(
    tmp_path, fixture_engine, text, facts, outcome
):
    (tmp_path / "grant.yaml").write_text(text)
    settings = Settings(programs=str(tmp_path), chapters=str(FIXTURES / "chapters"))
    client = create_app(settings, fixture_engine, lambda: GOLDEN_DAY).test_client()
    body = {"facts": {"diagnosis": "ms", **facts}}
    (found,) = client.post("/api/v1/eligibility/checks", json=body).get_json()["results"]
    assert found["outcome"] == outcome


def test_a_program_of_a_chapter_that_is_none_is_refused(tmp_path):
    """Else a mistyped name would offer it everywhere."""
    chapters = read_chapters(FIXTURES / "chapters")
    rule = {"fact": "age", "at_least": 18}
    text = text_of(rule, chapters=[CAPITAL, "example-capital-regoin"])
    (tmp_path / "a.yaml").write_text(text)
    (flaw,) = read_programs(tmp_path, areas=chapters.areas).flaws
    assert (flaw.fault.path, flaw.fault.code) == (("chapters", 1), "rule_no_such_chapter")
    assert flaw_text(flaw, ENGLISH).endswith(
        "is no chapter of OTMATCH_CHAPTERS; nearest: example-capital-region, example-helpline, "
        "example-great-plains"
    )
    assert read_programs(tmp_path).flaws == ()  # where no chapters are known at all


def test_a_program_of_whoever_is_there_for_everybody_is_offered_everywhere(tmp_path):
    chapters = read_chapters(FIXTURES / "chapters")
    (tmp_path / "a.yaml").write_text(text_of({"fact": "age", "at_least": 18}, chapters=[HELPLINE]))
    (program,) = read_programs(tmp_path, areas=chapters.areas).programs
    assert program.area is None
