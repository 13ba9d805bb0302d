"""Shortlists: kept without an identity, sealed, opened by a code that forgives no wrong letter."""

import logging
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.api.schemas_shortlists import ShortlistShape
from service.app import create_app
from service.directory.departure import Departure
from service.engines.opening import open_engine
from service.engines.protocol import Meta
from service.records.keys import Keys, new_key
from service.records.store import Store
from service.referrals.content import Addressee
from service.referrals.shortlist_codes import EXAMPLE, new_code, read_code, shown
from service.referrals.shortlists import (
    Shortlist,
    ShortlistRow,
    Shortlists,
    purge_shortlists,
    shortlist_of,
)
from service.settings import Settings
from tests.api_answers import problem
from tests.conftest import DAY
from tests.test_api_log import everything_logged

ROUTE = "/api/v1/shortlists"
OT, OTHER = "1999901030", "1999901014"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
LIST = Shortlist(
    recipients=(Addressee(OT, "here"), Addressee(OTHER)),
    needs=("fatigue",),
    services=("driving",),
    postal_code="12203",
)
LETTERS = st.sampled_from("23456789ABCDEFGHJKMNPQRTUVWXY")
CODES = st.text(LETTERS, min_size=7, max_size=7).map(
    lambda free: next(free + last for last in "23456789ABCDEFGHJKMNPQRTUVWXY" if right(free + last))
)


def right(code: str) -> bool:
    try:
        return read_code(code) == code
    except ValueError:
        return False


# --- codes ---------------------------------------------------------------------------------------


@given(CODES, st.integers(0, 7), LETTERS)
def test_one_wrong_letter_is_never_another_code(code, place, letter):
    assume(code[place] != letter)
    assert not right(code[:place] + letter + code[place + 1 :])


@given(CODES, st.integers(0, 7), st.integers(0, 7))
def test_two_letters_that_changed_places_are_never_another_code(code, one, other):
    assume(code[one] != code[other])
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    assert not right("".join(letters))


@given(CODES)
def test_a_code_is_read_however_it_is_written(code):
    for written in (code, code.lower(), shown(code), f" {shown(code).lower()} ", " ".join(code)):
        assert read_code(written) == code
    assert read_code(code.replace("5", "S").replace("2", "z")) == code


@pytest.mark.parametrize("text", ["", "ABCD-EFG", "ABCD-EFGR2", "0BCD-EFGR", "ABCD-EFGR" * 99, "☃"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError):
        read_code(text)


def test_new_codes_differ_and_are_right():
    made = {new_code() for _ in range(2000)}
    assert len(made) == 2000
    assert all(right(code) for code in made)
    assert shown(read_code(EXAMPLE)) == EXAMPLE


# --- the store -----------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(store, keys, clock) -> Shortlists:
    return Shortlists(store, keys, clock=clock)


def test_what_is_kept_is_read_by_its_code_alone(kept):
    code, made = kept.keep(LIST)
    other, _ = kept.keep(Shortlist(recipients=(Addressee(OTHER),)))
    assert made.expires_at == NOW + timedelta(days=30)
    assert kept.read(code) == made
    assert shortlist_of(kept, shown(code).lower()) == made
    assert kept.read(other).recipients == (Addressee(OTHER),)
    assert kept.read(new_code()) is None


def test_a_list_ends_after_its_days(kept, clock):
    code, made = kept.keep(LIST)
    clock.now = made.expires_at - timedelta(seconds=1)
    assert kept.read(code)
    clock.now = made.expires_at
    assert kept.read(code) is None
    assert not kept.delete(code)


def test_what_is_over_is_dropped_when_another_is_made_or_by_the_purge(kept, store, clock):
    kept.keep(LIST)
    clock.now += timedelta(days=31)
    code, _ = kept.keep(LIST)
    with store.transaction() as session:
        assert session.query(ShortlistRow).count() == 1
        assert purge_shortlists(session, clock.now) == 0
        assert purge_shortlists(session, clock.now + timedelta(days=31)) == 1
    assert kept.read(code) is None


def test_who_holds_the_code_deletes_once(kept):
    code, _ = kept.keep(LIST)
    assert kept.delete(code)
    assert not kept.delete(code)
    assert kept.read(code) is None


def test_the_store_alone_tells_nothing(tmp_path, keys):
    store = Store(f"sqlite:///{tmp_path}/records.db")
    code, _ = Shortlists(store, keys).keep(LIST)
    store.close()
    with sqlite3.connect(tmp_path / "records.db") as database:
        everything = "\n".join(database.iterdump())
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (code, shown(code), OT, OTHER, "12203", "fatigue", "driving"):
        assert secret not in everything
        assert secret.encode() not in raw


def test_a_code_alone_opens_nothing(kept, store):
    code, _ = kept.keep(LIST)
    assert Shortlists(store, Keys(new_key(), new_key())).read(code) is None


def test_a_list_shows_nothing_of_itself():
    assert repr(LIST) == "<Shortlist of 2>"


# --- the routes ----------------------------------------------------------------------------------


def make(client, lang: str = "en", **body):
    return client.post(f"{ROUTE}?lang={lang}", json={"recipients": [{"npi": OT}]} | body)


def test_a_shortlist_is_made_read_and_deleted(client):
    match = client.post(
        "/api/v1/matches", json={"place": "12203", "needs": ["fatigue"], "accepting": True}
    ).get_json()["matches"][0]
    made = make(client, recipients=[match["recipient"]], needs=["fatigue"], place="12203")
    body = made.get_json()
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert made.headers["Location"] == f"{ROUTE}/{body['code']}"
    ShortlistShape().load(body)
    assert body["needs"] == [{"code": "fatigue", "name": "Fatigue"}]
    assert (body["services"], body["place"]) == ([], "12203")
    (listed,) = body["recipients"]
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
        ({"recipients": []}, "recipients"),
        ({"recipients": [{"npi": OT}] * 11}, "recipients"),
        ({"recipients": [{"npi": OT}, {"npi": OT}]}, "recipients.1"),
        ({"recipients": [{"npi": OT}, {"npi": "1234567893"}]}, "recipients.1.npi"),
        ({"recipients": [{"npi": "12345"}]}, "recipients.0.npi"),
        ({"recipients": [{"npi": OT, "location_id": "canary"}]}, "recipients.0.location_id"),
        ({"recipients": [{"npi": OT, "given": "canary"}]}, "recipients.0.given"),
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
    code = make(client, recipients=recipients).get_json()["code"]
    closed = type(profiles[1])(npi=OTHER, name=profiles[1].name)
    engine.update([closed], {OT: Departure(reason="withdrawn", as_of=DAY)}, DAY)

    read = client.get(f"{ROUTE}/{code}").get_json()
    ShortlistShape().load(read)
    left, moved = read["recipients"]
    assert (left["status"], left["departure"]["reason"]) == ("left", "withdrawn")
    assert left["text"] == left["departure"]["text"]
    assert (moved["status"], moved["locations"]) == ("location-left", [])
    assert "no longer" in moved["text"]
    spanish = client.get(f"{ROUTE}/{code}?lang=es").get_json()["recipients"]
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
