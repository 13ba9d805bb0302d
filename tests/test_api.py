"""GET /providers, /providers/{npi} and /health as the API promises them.

On the committed fixtures, loaded by the real pipeline, as of 2026-11-22.
"""

from collections.abc import Iterator

import pytest

from service.app import create_app
from service.directory.person_name import Name
from service.directory.profile import Location, Profile
from service.directory.weights import WEIGHTS
from service.settings import Settings
from tests.api_answers import PROVIDERS
from tests.conftest import GOLDEN_DAY, new_engine

SEARCHES = [
    "",
    "near=12203",
    "near=12203&need=fatigue&need=memory&plan=11111NY0010001",
    "near=10001&radius=500&sort=distance",
    "near=10001&radius=500&sort=distance&service=driving&gender=F",
    "near=Albany, NY&setting=home&radius=60",
    "near=42.68,-73.85&radius=100&payer=Example Health&insurance_mode=require",
    "telehealth=true&patient_state=NY&need=fatigue",
    "language=es&near=10001&radius=300&unknown=language",
    "specialty=225X00000X&accepting=true",
    "credential=MSCS",
]


def ask(client, query: str) -> dict:
    """The body of an answer."""
    response = client.get(f"{PROVIDERS}?{query}")
    assert response.status_code == 200, response.get_json()
    return response.get_json()


def pages(client, query: str) -> Iterator[dict]:
    """Every page of a search, by its cursors."""
    page = ask(client, query)
    yield page
    seen = set()
    while page["next"]:
        assert page["next"] not in seen, "paging goes in a circle"
        seen.add(page["next"])
        page = ask(client, f"{query}&cursor={page['next']}")
        yield page


# --- GET /providers ------------------------------------------------------------------------------


def test_a_certificate_shows_its_status_and_end(client):
    page = ask(client, "credential=MSCS")
    shown = {c["code"]: c for match in page["matches"] for c in match["credentials"]}
    assert shown["MSCS"]["status"] in ("current", "expiring")
    assert shown["MSCS"]["expires_on"].endswith("-12-31")


@pytest.mark.parametrize("query", SEARCHES)
def test_points_add_up_and_every_signal_is_told(client, query):
    page = ask(client, f"{query}&limit=100")
    assert page["matches"]
    for match in page["matches"]:
        reasons = match["reasons"]
        assert abs(sum(reason["points"] for reason in reasons) - match["score"]) < 0.001
        assert abs(sum(reason["max_points"] for reason in reasons) - 100) < 0.001
        assert all(0 <= reason["points"] <= reason["max_points"] for reason in reasons)
        assert len({reason["signal"] for reason in reasons}) == len(reasons)
        assert {reason["signal"] for reason in reasons} <= set(WEIGHTS)
        assert all(reason["text"] for reason in reasons)


@pytest.mark.parametrize("query", SEARCHES)
def test_pages_go_to_the_end_without_gap_or_repeat(client, query):
    total = ask(client, query)["total"]
    orders = []
    for limit in (1, 7, 100):
        found = []
        for page in pages(client, f"{query}&limit={limit}"):
            assert page["total"] == total
            assert 1 <= len(page["matches"]) <= limit
            found += [match["npi"] for match in page["matches"]]
        orders.append(found)
    assert len(set(orders[0])) == total
    assert orders[0] == orders[1] == orders[2]


def test_without_any_parameter_everyone_is_there(client, fixture_engine):
    assert ask(client, "")["total"] == fixture_engine.meta().profiles
    assert len(ask(client, "")["matches"]) == 20


def test_scores_fall_and_distances_rise(client):
    best = [m["score"] for m in ask(client, "near=10001&need=balance&limit=100")["matches"]]
    assert best == sorted(best, reverse=True)
    asked = "near=10001&radius=500&sort=distance&limit=100"
    miles = [match["distance_miles"] for match in ask(client, asked)["matches"]]
    assert miles == sorted(miles)
    assert miles[0] < 1 < 100 < miles[-1]


def test_nobody_found_is_an_answer(client):
    page = ask(client, "near=99950&radius=5")
    assert (page["total"], page["matches"], page["next"]) == (0, [], None)


def test_a_cursor_goes_on_as_of_the_day_it_was_given(fixture_engine):
    days = [GOLDEN_DAY]
    client = create_app(Settings(), fixture_engine, today=lambda: days[-1]).test_client()
    first = ask(client, "near=12203&limit=2")
    days.append(GOLDEN_DAY.replace(day=24))
    assert ask(client, f"near=12203&limit=2&cursor={first['next']}")["query"]["on"] == "2026-11-22"
    assert ask(client, "near=12203&limit=2&cursor=first")["query"]["on"] == "2026-11-24"


def test_plain_names_are_understood_and_answered_as_codes(client):
    asked = ask(client, "need=Balance and walking&language=Spanish&gender=female")
    assert asked["query"]["needs"] == ["balance"]
    assert asked["query"]["languages"] == ["es"]
    assert ask(client, "specialty=hand")["query"]["specialties"] == ["225XH1200X"]
    assert asked["query"]["genders"] == ["F"]


@pytest.mark.parametrize(
    ("near", "label"),
    [
        ("San José, CA", "San Jose, CA"),
        ("Mayagüez, PR", "Mayaguez, PR"),
        ("st. paul mn", "Saint Paul, MN"),
        ("Albany, New York", "Albany, NY"),
        (" 10001-1234 ", "New York, NY 10001"),
    ],
)
def test_places_as_people_write_them(client, near, label):
    assert ask(client, f"near={near}")["query"]["place"]["label"] == label


def test_names_with_accents_come_out_as_they_went_in(request, meta):
    engine = new_engine("embedded", request)
    name = Name(first="Zoë", last="Núñez-O’Brien", credentials="OTR/L")
    at = Location(id="a", name="Clínica Ñandú", city="San José", state="CA")
    engine.replace([Profile(npi="1999900002", name=name, locations=(at,))], meta)
    client = create_app(Settings(), engine, today=lambda: GOLDEN_DAY).test_client()
    match = ask(client, "")["matches"][0]
    assert match["name"] == "Zoë Núñez-O’Brien, OTR/L"
    assert match["location"]["name"] == "Clínica Ñandú"
    whole = client.get(f"{PROVIDERS}/1999900002").get_json()
    assert whole["name_parts"]["last"] == "Núñez-O’Brien"


def test_a_plan_brings_its_payer_and_an_unheard_of_one_an_answer(client):
    assert ask(client, "plan=11111ny0010001")["query"]["payer"] == "Example Health"
    unheard = ask(client, "near=12203&plan=99999XX9990009")
    assert [note["code"] for note in unheard["query"]["notes"]] == ["plan_not_in_directory"]
    assert unheard["matches"]


# --- GET /providers/{npi} ------------------------------------------------------------------------


def test_every_match_can_be_fetched_whole(client):
    for match in ask(client, "limit=100")["matches"]:
        response = client.get(f"{PROVIDERS}/{match['npi']}")
        assert response.status_code == 200
        whole = response.get_json()
        assert whole["name"] == match["name"]
        assert whole["specialties"] == match["specialties"]
        assert len(whole["locations"]) == (match["location"] is not None) + match["other_locations"]


def test_a_whole_profile_tells_its_sources(client):
    whole = client.get(f"{PROVIDERS}/1999901030").get_json()
    chapter = {
        "source": "Example chapter", "as_of": "2026-10-15", "because": "only",
        "confirmed_on": None, "doubted_on": None, "overdue": False,
        "text": "The only source that says so",
    }  # fmt: skip
    assert whole["evidence"]["services.driving"] == chapter
    assert whole["evidence"]["name"]["source"] == "nppes"
    phone = whole["locations"][0]["evidence"]["phone"]
    assert (phone["source"], phone["because"]) == ("Example chapter", "precedence")
    assert phone["text"] == "Of several sources the one that knows best"
    assert whole["services"]["not_offered"] == [
        {"code": "driving", "name": "Driving evaluation and rehabilitation"}
    ]
    assert whole["ages_served"] == {"adults": "yes", "children": "no"}
    plans = [plan for at in whole["locations"] for plan in at["plans"]]
    assert [(plan["status"], plan["stale"]) for plan in plans] == [("in-network", False)]


# --- health, and what every answer carries -------------------------------------------------------


def test_live_and_ready(client, fixture_engine):
    assert client.get("/api/v1/health/live").get_json() == {"status": "live"}
    ready = client.get("/api/v1/health/ready").get_json()
    assert ready["status"] == "ready"
    meta = fixture_engine.meta()
    assert ready["directory"]["profiles"] == meta.profiles > 50
    assert ready["directory"]["locations"] == meta.locations > 60
    assert 0 <= ready["directory"]["age_days"] < 1


@pytest.mark.parametrize(
    "path", ["/providers?near=10001", "/providers/1999901030", "/vocabulary", "/health/ready"]
)
def test_answers_are_private_json(client, path):
    response = client.get(f"/api/v1{path}")
    assert response.content_type == "application/json"
    assert response.headers["Cache-Control"] == "private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    head = client.head(f"/api/v1{path}")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == response.headers["Content-Length"]


def test_a_trailing_slash_changes_nothing(client):
    with_slash = client.get("/api/v1/providers/?near=12203")
    assert with_slash.get_json() == ask(client, "near=12203")
