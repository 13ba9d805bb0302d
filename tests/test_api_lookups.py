"""GET /places and GET /plans: what a search form asks while somebody types."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.api.lookups import MAX_LIMIT
from service.app import create_app
from service.settings import Settings
from tests.api_answers import BENEFIT, ask, problem, refused
from tests.test_api_log import everything_logged

PLACES, PLANS = "/api/v1/places", "/api/v1/plans"
SECRETS = ["12203", "Albny", "Canary", "Zzqx", "11111NY0010001", "Tricair"]


def rows(client, path: str, **query) -> list[dict]:
    response = client.get(path, query_string=query)
    assert response.status_code == 200, response.get_json()
    body = response.get_json()
    found = body["places" if path == PLACES else "plans"]
    assert len(found) == min(body["total"], int(query.get("limit", 10)))
    return found


def test_a_place(client):
    assert rows(client, PLACES, q="albny", limit="1") == [
        {"near": "Albany, NY", "label": "Albany, NY", "state": "NY", "precision": "city",
         "lat": 42.6686, "lon": -73.7764}
    ]  # fmt: skip
    (code,) = rows(client, PLACES, q="12203")
    assert (code["near"], code["label"]) == ("12203", "Albany, NY 12203")
    assert (code["lat"], code["lon"], code["precision"]) == (42.7003, -73.8575, "postal_code")


def test_a_plan_of_the_directory(client):
    assert rows(client, PLANS, q="11111NY0010001") == [
        {"kind": "plan", "code": "11111NY0010001", "name": None, "payer": "Example Health",
         "payer_kind": None, "state": "NY", "parameter": "plan", "value": "11111NY0010001",
         "benefit": BENEFIT}
    ]  # fmt: skip


def test_a_payer(client):
    assert rows(client, PLANS, q="tri-care") == [
        {"kind": "payer", "code": "tricare", "name": "TRICARE", "payer": "TRICARE",
         "payer_kind": "military", "state": None, "parameter": "payer", "value": "tricare",
         "benefit": None}
    ]  # fmt: skip


def test_a_payer_that_only_the_directory_names(client):
    row = rows(client, PLANS, q="example hea")[0]
    assert (row["kind"], row["value"], row["name"]) == ("payer", "example-health", "Example Health")
    page = ask(client, {row["parameter"]: row["value"], "limit": "1"}).get_json()
    assert (page["query"]["payer"], page["query"]["notes"]) == ("Example Health", [])


def test_medicaid_and_plans_of_the_state_come_first(client):
    assert rows(client, PLANS, q="medicaid", state="NY")[0]["code"] == "medicaid-ny"
    assert rows(client, PLANS, q="medicaid", state="New York")[0]["code"] == "medicaid-ny"
    for state in ("NY", "CA"):
        plans = [row for row in rows(client, PLANS, q="ppo", state=state) if row["kind"] == "plan"]
        own = [row["state"] == state for row in plans]
        assert own == sorted(own, reverse=True)


@pytest.mark.parametrize("text", ["122", "springfield", "st. paul", "ny", "pitsburg", "saint"])
def test_near_takes_every_row_as_that_place(client, text):
    for row in rows(client, PLACES, q=text, limit="50"):
        response = ask(client, {"near": row["near"], "limit": "1"})
        place = response.get_json()["query"]["place"]
        assert place == {name: value for name, value in row.items() if name != "near"}


@pytest.mark.parametrize("text", ["e", "a", "m", "example", "sample", "blue", "v", "1", "2"])
def test_a_search_takes_every_row_as_that_payer_or_plan(client, text):
    for row in rows(client, PLANS, q=text, limit="50"):
        asked = {row["parameter"]: row["value"], "near": "12203", "limit": "1"}
        response = ask(client, asked)
        assert response.status_code == 200, row
        query = response.get_json()["query"]
        if row["kind"] == "plan":
            assert (query["plan"], query["payer"]) == (row["value"], row["payer"])
        elif row["code"] == "medicaid":
            assert query["payer"] == "New York Medicaid"
        elif row["code"] == "unknown":
            assert query["payer"] is None
        else:
            assert query["payer"] == row["name"]


@pytest.mark.parametrize("path", [PLACES, PLANS])
def test_what_is_not_found_is_an_empty_list(client, path):
    assert rows(client, path, q="zzqx zzqx") == []


@pytest.mark.parametrize("path", [PLACES, PLANS])
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({}, "q"), ({"q": ""}, "q"), ({"q": " "}, "q"), ({"q": "x" * 121}, "q"),
        ({"q": "a\x00"}, "q"), ({"q": "-"}, "q"), ({"q": ["a", "b"]}, "q"),
        ({"q": "a", "limit": "0"}, "limit"), ({"q": "a", "limit": str(MAX_LIMIT + 1)}, "limit"),
        ({"q": "a", "limit": "ten"}, "limit"), ({"q": "a", "nope": "1"}, "nope"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_up_is_refused_by_name(client, path, query, parameter):
    refused(client.get(path, query_string=query), parameter)


def test_a_state_is_for_plans_and_must_be_one(client):
    refused(client.get(f"{PLANS}?q=a&state=Canary"), "state")
    refused(client.get(f"{PLACES}?q=a&state=NY"), "state")


@pytest.mark.parametrize("path", [PLACES, PLANS])
def test_the_published_examples_work(client, path):
    document = client.get("/api/v1/openapi.json").get_json()
    parameters = document["paths"][path]["get"]["parameters"]
    assert [one["name"] for one in parameters if one["required"]] == ["q"]
    asked = {one["name"]: one["schema"]["examples"][0] for one in parameters}
    assert rows(client, path, **asked)
    for one in parameters:
        assert one["description"]
        assert not {"example", "default"} & set(one["schema"])


texts = st.one_of(
    st.text(max_size=130), st.text(alphabet="albny 12203,.-'é", min_size=1, max_size=20)
)


@settings(deadline=None)
@given(texts, st.sampled_from([PLACES, PLANS]))
def test_any_text_has_an_answer_or_a_clear_refusal(client, text, path):
    response = client.get(path, query_string={"q": text.encode("utf-8", "surrogatepass")})
    if response.status_code == 200:
        assert set(response.get_json()) == {"total", "places" if path == PLACES else "plans"}
    else:
        refused(response, "q")


def test_nothing_that_was_typed_reaches_the_log_or_an_error(client, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    lost = create_app(Settings(directory=f"sqlite:///{tmp_path}/lost.db")).test_client()
    forms = ("q={0}", "q={0}%00", "q={0}&limit={0}", "q={0}&state={0}", "q={0}&q={0}")
    for secret in SECRETS:
        for path in (
            f"{route}?{form.format(secret)}" for route in (PLACES, PLANS) for form in forms
        ):
            for one in (client, lost):
                response = one.get(path)
                assert response.status_code in (200, 422, 503)
                if response.status_code != 200:
                    assert secret.lower() not in response.get_data(as_text=True).lower()
    logged = everything_logged(caplog).lower()
    assert "no directory that can be read" in logged
    assert not [secret for secret in SECRETS if secret.lower() in logged]


def test_places_need_no_directory_and_plans_do(tmp_path):
    lost = create_app(Settings(directory=f"sqlite:///{tmp_path}/lost.db")).test_client()
    assert rows(lost, PLACES, q="albany")
    problem(lost.get(f"{PLANS}?q=aetna"), 503)
