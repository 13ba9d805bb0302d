"""Cursors that are damaged, old, forged or of another search are refused; never a 500."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest

from service.api.sealed import _check as checksum
from service.app import create_app
from service.settings import Settings
from tests.api_answers import PLAN, ask, problem, refused
from tests.conftest import GOLDEN_DAY

SEARCH = {"near": "12203", "need": "fatigue", "limit": "2"}


@pytest.fixture(scope="module")
def cursor(client) -> str:
    return ask(client, SEARCH).get_json()["next"]


def test_a_cursor_damaged_in_any_place_is_refused(client, cursor):
    for place, was in enumerate(cursor):
        other = "A" if was != "A" else "B"
        for damaged in (cursor[:place], cursor[:place] + other + cursor[place + 1 :]):
            response = ask(client, {**SEARCH, "cursor": damaged})
            assert [e["parameter"] for e in problem(response, 422)["errors"]] == ["cursor"], place
    for damaged in (cursor + "A", cursor + "=", cursor * 2, cursor[::-1], f"{cursor}\n"):
        refused(ask(client, {**SEARCH, "cursor": damaged}), "cursor")


def test_a_last_character_that_changes_no_byte_is_damage_too(client, cursor):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for other in alphabet.replace(cursor[-1], ""):
        refused(ask(client, {**SEARCH, "cursor": cursor[:-1] + other}), "cursor")


@pytest.mark.parametrize(
    "other",
    [
        {"near": "12205"},
        {"need": "memory"},
        {"radius": "26"},
        {"plan": PLAN},
        {"sort": "distance"},
        {"language": "en"},
        {"accepting": "true"},
        {"unknown": "near"},
    ],
)
def test_a_cursor_of_another_search_is_refused(client, cursor, other):
    body = refused(ask(client, {**SEARCH, **other, "cursor": cursor}), "cursor")
    assert "another search" in body["detail"]


def test_a_cursor_of_another_order_is_refused(client):
    by_distance = {**SEARCH, "sort": "distance"}
    cursor = ask(client, by_distance).get_json()["next"]
    assert ask(client, {**by_distance, "cursor": cursor}).status_code == 200
    refused(ask(client, {**SEARCH, "cursor": cursor}), "cursor")


def test_another_page_size_goes_on_with_the_same_cursor(client, cursor):
    assert ask(client, {**SEARCH, "limit": "5", "cursor": cursor}).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(2, 200), (3, 422), (400, 422), (-1, 200), (-2, 422)])
def test_a_cursor_grows_old(fixture_engine, cursor, days, status):
    later = GOLDEN_DAY + timedelta(days=days)
    client = create_app(Settings(), fixture_engine, today=lambda: later).test_client()
    response = ask(client, {**SEARCH, "cursor": cursor})
    assert response.status_code == status
    if status == 422:
        assert "too old" in refused(response, "cursor")["detail"]


def forged(body: bytes) -> str:
    """A cursor with a right checksum, as someone with our source can make it."""
    return urlsafe_b64encode(checksum(body) + body).decode().rstrip("=")


def test_a_forged_cursor_is_refused_too(client, cursor):
    raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[4:]
    fingerprint = raw.split(b'"')[3]
    assert ask(client, {**SEARCH, "cursor": forged(raw)}).status_code == 200
    day = b'"2026-11-22"'
    keys = [b"[]", b"[-50.0]", b"[-50.0,1,2]", b"[null,1]", b"[NaN,1]", b"[Infinity,1]",
            b"[-50.0,1.5]", b"[-50.0,true]", b"[-50.0,1e400]", b"[-50.0,[1]]", b'["a","b"]',
            b"[-50.0,1%s]" % (b"0" * 200), b"[-1%s,1]" % (b"0" * 200), b"[1e300,1]", b"{}", b"7",
            b"[-50.0,9007199254740993]"]  # fmt: skip
    bodies = [b'[%s,"%s",%s]' % (day, fingerprint, key) for key in keys]
    bodies += [b"", b"null", b"{}", b"[]", b"7", b'"x"', b"\xff", b"[" * 250, b"nan", b"-Infinity",
               b'[20261122,"%s",[-50.0,1]]' % fingerprint,
               b'["0000-00-00","%s",[-50.0,1]]' % fingerprint,
               b'["9999-12-31","%s",[-50.0,1]]' % fingerprint,
               b'["0001-01-01","%s",[-50.0,1]]' % fingerprint,
               b'[%s,"\\ud800",[-50.0,1]]' % day, b"[%s,7,[-50.0,1]]" % day]  # fmt: skip
    for body in bodies:
        refused(ask(client, {**SEARCH, "cursor": forged(body)}), "cursor")
