"""GET /providers/{npi}/why-not and /similar over HTTP, on the committed fixtures."""

import pytest
from werkzeug.test import TestResponse

from tests.api_answers import PLAN, PROVIDERS, ask, problem, refused

SEARCH = {"near": "12203", "need": "fatigue", "plan": PLAN}
OT = "1999901030"
NOBODY = "1234567893"


def why_not(client, npi: str, query: dict, **headers: str) -> TestResponse:
    return client.get(f"{PROVIDERS}/{npi}/why-not", query_string=query, headers=headers)


def test_places_are_those_of_the_search(client):
    page = ask(client, SEARCH | {"limit": "100"}).get_json()
    for place, match in enumerate(page["matches"], 1):
        found = why_not(client, match["npi"], SEARCH).get_json()
        assert (found["found"], found["place"], found["total"]) == (True, place, page["total"])
        assert (found["score"], found["reasons"]) == (match["score"], match["reasons"])
        assert found["query"] == page["query"] | {"limit": 20}
        assert [ahead["place"] for ahead in found["ahead"]][:1] == [1][: place - 1]
        assert found["text"] == f"In the results: place {place} of {page['total']}."


def test_who_stands_before_and_by_which_signal(client):
    first, *_, last = ask(client, SEARCH | {"limit": "100"}).get_json()["matches"]
    ahead = why_not(client, last["npi"], SEARCH).get_json()["ahead"]
    assert (ahead[0]["npi"], ahead[0]["score"]) == (first["npi"], first["score"])
    own = {reason["signal"]: reason["points"] for reason in last["reasons"]}
    theirs = {reason["signal"]: reason for reason in first["reasons"]}
    for one in ahead[0]["by"]:
        assert one["points"] > one["own_points"] == own[one["signal"]]
        assert one["text"] == theirs[one["signal"]]["text"]
    assert ahead[0]["text"].startswith("Stands before by: ")


def test_what_keeps_somebody_out(client):
    query = {"near": "12203", "language": "es", "accepting": "true"}
    assert OT not in {m["npi"] for m in ask(client, query).get_json()["matches"]}
    found = why_not(client, OT, query).get_json()
    assert (found["found"], found["place"], found["score"]) == (False, None, None)
    assert (found["reasons"], found["ahead"]) == ([], [])
    assert found["gates"] == [
        {
            "parameter": "language",
            "passed": "no",
            "text": "Speaks English; the search asks for Spanish",
        }
    ]
    (at,) = found["locations"]
    assert (at["label"], at["passed"]) == ("75 New Scotland Ave, Albany, NY", True)
    assert [gate["parameter"] for gate in at["gates"]] == ["near", "accepting"]
    assert found["text"] == "Not in the results. Speaks English; the search asks for Spanish."


def test_a_search_that_finds_nobody_is_not_eased(client):
    query = {"near": "12203", "radius": "1", "language": "es", "specialty": "225XH1200X"}
    assert ask(client, query).get_json()["relaxations"]
    found = why_not(client, OT, query).get_json()
    assert (found["total"], found["query"]["radius_miles"]) == (0, 1.0)
    assert [gate["passed"] for gate in found["gates"]] == ["no", "no"]


@pytest.mark.parametrize("path", ["why-not?near=10001&language=es", "similar"])
def test_the_language_of_the_answer(client, path):
    english = client.get(f"{PROVIDERS}/{OT}/{path}")
    assert english.headers["Content-Language"] == "en"
    asked = client.get(f"{PROVIDERS}/{OT}/{path}", headers={"Accept-Language": "es"})
    by_lang = client.get(f"{PROVIDERS}/{OT}/{path}{'&' if '?' in path else '?'}lang=es")
    for spanish in (asked, by_lang):
        assert spanish.headers["Content-Language"] == "es"
        assert spanish.get_json()["text"] != english.get_json()["text"]
    assert asked.get_json() == by_lang.get_json()


@pytest.mark.parametrize("path", ["why-not?near=10001", "similar?limit=3"])
def test_an_answer_that_the_client_has_is_not_sent_again(client, path):
    first = client.get(f"{PROVIDERS}/{OT}/{path}")
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{PROVIDERS}/{OT}/{path}", headers=again).status_code == 304
    other = client.get(f"{PROVIDERS}/1999901014/{path}", headers=again)
    assert other.status_code == 200


@pytest.mark.parametrize("route", ["why-not", "similar"])
def test_npis_that_are_none_or_nobodys(client, route):
    problem(client.get(f"{PROVIDERS}/{NOBODY}/{route}"), 404)
    for wrong in ("1", "12345678901", "abcdefghij", "١٢٣٤٥٦٧٨٩٠"):
        refused(client.get(f"{PROVIDERS}/{wrong}/{route}"), "npi")


def test_pages_have_no_meaning_in_an_explanation(client):
    refused(why_not(client, OT, {"limit": "2"}), "limit")
    refused(why_not(client, OT, {"cursor": "first"}), "cursor")
    refused(why_not(client, OT, {"near": "99999"}), "near")
    refused(why_not(client, OT, {"telehealth": "true"}), "patient_state")


@pytest.mark.parametrize(("query", "parameter"), [
    ("limit=0", "limit"), ("limit=51", "limit"), ("near=10001", "near"),
])  # fmt: skip
def test_parameters_that_similar_refuses(client, query, parameter):
    refused(client.get(f"{PROVIDERS}/{OT}/similar?{query}"), parameter)


def test_who_could_stand_in(client):
    found = client.get(f"{PROVIDERS}/{OT}/similar?limit=50").get_json()
    assert found["npi"] == OT not in {match["npi"] for match in found["matches"]}
    assert found["total"] == len(found["matches"]) > 5
    assert all(match["distance_miles"] <= 50 and match["reasons"] for match in found["matches"])
    ten = client.get(f"{PROVIDERS}/{OT}/similar?limit=5").get_json()
    assert ten["matches"] == found["matches"][:5]
    assert found["text"] == (
        "Therapists within 50 miles of Albany, NY. "
        "Ranked by the services that this therapist offers."
    )


def test_the_parameters_of_a_search_are_documented_for_its_explanation(client):
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]

    def names(path: str) -> set[str]:
        return {p["name"] for p in paths[path]["get"]["parameters"] if p["in"] == "query"}

    explained = names(f"{PROVIDERS}/{{npi}}/why-not")
    assert explained == names(PROVIDERS) - {"limit", "cursor"}
    assert names(f"{PROVIDERS}/{{npi}}/similar") == {"lang", "limit"}
    operations = {
        paths[f"{PROVIDERS}/{{npi}}/{p}"]["get"]["operationId"] for p in ("why-not", "similar")
    }
    assert operations == {"explainProvider", "similarProviders"}
