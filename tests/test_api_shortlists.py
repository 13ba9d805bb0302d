"""The routes of shortlists: made by anybody, read and deleted by whoever holds the code."""

import logging
from datetime import UTC, datetime

import pytest

from service.api.schemas_shortlists import ShortlistShape
from service.app import create_app
from service.directory.departure import Departure
from service.engines.opening import open_engine
from service.engines.protocol import Meta
from service.referrals.shortlist_codes import EXAMPLE
from service.settings import Settings
from tests.api_answers import problem
from tests.conftest import DAY
from tests.revisions import revised
from tests.test_api_log import everything_logged

ROUTE = "/api/v1/shortlists"
OT, OTHER = "1999901030", "1999901014"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def make(client, lang: str = "en", **body):
    return client.post(f"{ROUTE}?lang={lang}", json={"npis": [OT]} | body)


def test_a_shortlist_is_made_read_and_deleted(client):
    match = client.post(
        "/api/v1/matches", json={"place": "12203", "needs": ["fatigue"], "accepting": True}
    ).get_json()["matches"][0]
    made = make(client, npis=[match["recipient"]], needs=["fatigue"], place="12203")
    body = made.get_json()
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert made.headers["Location"] == f"{ROUTE}/{body['code']}"
    ShortlistShape().load(body)
    assert body["needs"] == [{"code": "fatigue", "name": "Fatigue"}]
    assert (body["services"], body["place"]) == ([], "12203")
    (listed,) = body["providers"]
    assert (listed["status"], listed["text"]) == ("here", None)
    assert listed["name"] == match["name"]
    assert [at["id"] for at in listed["locations"]] == [match["recipient"]["location_id"]]

    for written in (body["code"], body["code"].replace("-", "").lower()):
        read = client.get(f"{ROUTE}/{written}")
        assert (read.get_json(), read.headers["Cache-Control"]) == (body, "no-store")
    deleted = client.delete(f"{ROUTE}/{body['code']}")
    assert (deleted.status_code, deleted.data) == (204, b"")
    for gone in (client.get(f"{ROUTE}/{body['code']}"), client.delete(f"{ROUTE}/{body['code']}")):
        assert problem(gone, 404)["type"] == "urn:otmatch:problem:no-shortlist"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"npis": []}, "npis"),
        ({"npis": OT}, "npis"),
        ({"npis": None}, "npis"),
        ({"npis": [OT] * 11}, "npis"),
        ({"npis": [OT, {"npi": OT}]}, "npis.1"),
        ({"npis": [OT, "1234567893"]}, "npis.1"),
        ({"npis": ["12345"]}, "npis.0"),
        ({"npis": [int(OT)]}, "npis.0"),
        ({"npis": [[OT]]}, "npis.0"),
        ({"npis": [None]}, "npis.0"),
        ({"npis": [{"npi": "12345"}]}, "npis.0.npi"),
        ({"npis": [{"npi": OT, "location_id": "canary"}]}, "npis.0.location_id"),
        ({"npis": [{"npi": OT, "given": "canary"}]}, "npis.0.given"),
        ({"recipients": [OT]}, "recipients"),
        ({"place": "Albany, NY"}, "place"),
        ({"place": "99999"}, "place"),
        ({"place": "12203-1234"}, "place"),
        ({"needs": ["canary"]}, "needs"),
        ({"birth_date": "canary"}, "birth_date"),
        ({"reason": "canary"}, "reason"),
    ],
)
def test_what_is_wrong_is_told_by_its_path(client, body, path):
    response = make(client, **body)
    assert [e["parameter"] for e in problem(response, 422)["errors"]] == [path]
    assert "canary" not in response.get_data(as_text=True)


@pytest.mark.parametrize("code", ["ABCD-EFGH", "abc", "0BCD-EFGR", "%00", "A" * 500])
def test_a_mistyped_code_is_told_so(client, code):
    (error,) = problem(client.get(f"{ROUTE}/{code}"), 422)["errors"]
    assert (error["parameter"], error["example"]) == ("code", EXAMPLE)
    assert "mistyped" in error["problem"]


def test_who_left_is_told_so_with_the_reason(tmp_path, fixture_engine, fixture_desk):
    """The OT withdraws, the other one's location closes."""
    engine = open_engine(Settings(directory=f"sqlite:///{tmp_path}/directory.db"))
    profiles = [fixture_engine.get(npi, with_records=True) for npi in (OT, OTHER)]
    engine.replace(profiles, Meta(loaded_at=NOW, date=DAY))
    client = create_app(Settings(), engine, lambda: DAY, desk=fixture_desk).test_client()
    places = [profile.locations[0].id for profile in profiles]
    recipients = [
        {"npi": npi, "location_id": place} for npi, place in zip((OT, OTHER), places, strict=True)
    ]
    code = make(client, npis=recipients).get_json()["code"]
    closed = type(profiles[1])(npi=OTHER, name=profiles[1].name)
    engine.update(revised([closed], {OT: Departure(reason="withdrawn", as_of=DAY)}), DAY)

    read = client.get(f"{ROUTE}/{code}").get_json()
    ShortlistShape().load(read)
    left, moved = read["providers"]
    assert (left["status"], left["departure"]["reason"]) == ("left", "withdrawn")
    assert left["text"] == left["departure"]["text"]
    assert (moved["status"], moved["locations"]) == ("location-left", [])
    assert "no longer" in moved["text"]
    spanish = client.get(f"{ROUTE}/{code}?lang=es").get_json()["providers"]
    assert "ya no está" in spanish[1]["text"]


def test_no_log_holds_a_code_or_what_it_stands_for(client, caplog):
    caplog.set_level(logging.DEBUG)
    code = make(client, needs=["fatigue"], place="12203").get_json()["code"]
    client.get(f"{ROUTE}/{code}")
    client.delete(f"{ROUTE}/{code}")
    client.get(f"{ROUTE}/{code}")
    logged = everything_logged(caplog)
    assert not [secret for secret in (code, OT, "fatigue", "12203") if secret in logged]


def test_without_a_store_the_routes_say_so(fixture_engine):
    client = create_app(Settings(), fixture_engine).test_client()
    for response in (make(client), client.get(f"{ROUTE}/{EXAMPLE}"),
                     client.delete(f"{ROUTE}/{EXAMPLE}")):  # fmt: skip
        assert problem(response, 503)["type"] == "urn:otmatch:problem:referrals-off"
