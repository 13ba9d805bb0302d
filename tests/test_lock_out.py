"""Who fails or asks too often has to wait; who holds a good token never waits for somebody else."""

import logging
import sqlite3
from contextlib import closing

import pytest
from joserfc import jwt

from service.access.token_text import new_token
from service.app import create_app
from service.settings import Settings
from tests.access_actors import RIGHTS
from tests.guarded_app import CODES, TOKENS, VOCABULARY, access_in, app_of, bearer, refused
from tests.oidc_issuer import KEY


@pytest.fixture
def access(tmp_path, keys):
    with access_in(tmp_path, keys) as opened:
        yield opened


@pytest.fixture
def client(access):
    return app_of(access).test_client()


@pytest.fixture
def made(access):
    """The text of a token for an actor."""
    return lambda actor: access.tokens.create(actor, RIGHTS[actor]).text


def fail_until_locked(client, **options) -> int:
    """How many bad tokens are refused one by one before the sender has to wait."""
    for count in range(100):
        response = client.get(VOCABULARY, headers=bearer(new_token()[1]), **options)
        if response.status_code == 429:
            assert int(response.headers["Retry-After"]) in range(1, 31)
            return count
    raise AssertionError("nobody has to wait")


def test_bad_tokens_have_to_wait_and_nobody_else_does(client, made):
    good = made("admin")
    assert fail_until_locked(client) == 10
    refused(client.get(TOKENS, headers=bearer("x.y.z")), 429, "too-many")
    assert client.get(TOKENS, headers=bearer(good)).status_code == 200
    assert client.get(VOCABULARY).status_code == 200
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert fail_until_locked(client, environ_overrides=elsewhere) == 10


def test_an_address_of_ipv6_is_its_network(client):
    first, second = ({"REMOTE_ADDR": f"2001:db8:0:1::{end}"} for end in ("1", "2"))
    assert fail_until_locked(client, environ_overrides=first) == 10
    assert fail_until_locked(client, environ_overrides=second) == 0
    mapped, plain = {"REMOTE_ADDR": "::ffff:192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.1"}
    assert fail_until_locked(client, environ_overrides=mapped) == 10
    assert fail_until_locked(client, environ_overrides=plain) == 0


def test_who_asks_too_often_has_to_wait_for_the_next_minute(client, made):
    token, other = bearer(made("admin")), bearer(made("clinician"))
    statuses = [client.get(VOCABULARY, headers=token).status_code for _ in range(70)]
    assert 429 in statuses and statuses.count(200) in (30, 60)  # a minute may end in between
    assert client.get(VOCABULARY, headers=other).status_code == 200
    assert {client.get(VOCABULARY).status_code for _ in range(40)} == {200}


def test_codes_cannot_be_tried_without_end(client):
    statuses = [client.get(CODES).status_code for _ in range(70)]
    assert 429 in statuses and statuses.count(200) in (30, 60)


def test_addresses_and_tokens_are_nowhere_in_clear(client, made, tmp_path, caplog, keys):
    caplog.set_level(logging.DEBUG)
    token, address = made("admin"), "203.0.113.77"
    forged = jwt.encode({"alg": "ES256", "kid": "one"}, {"sub": "canary"}, KEY, ["ES256"])
    for text in (token, new_token()[1], forged):
        client.get(CODES, headers=bearer(text), environ_overrides={"REMOTE_ADDR": address})
    client.get(CODES, environ_overrides={"REMOTE_ADDR": address})
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("records.db*"))
    assert keys.blind("address", address).encode() in kept
    for secret in (address, token.split("_")[2], forged, "canary"):
        assert secret.encode() not in kept
        assert secret not in caplog.text


# --- without a store, and behind a proxy -------------------------------------------------------


def test_without_a_store_only_the_public_is_answered():
    client = app_of(None).test_client()
    assert client.get(VOCABULARY).status_code == 200
    refused(client.get(TOKENS), 503, "referrals-off")
    refused(client.get(VOCABULARY, headers=bearer(new_token()[1])), 503, "referrals-off")


def test_a_store_that_is_lost_opens_nothing(tmp_path, client, made):
    token = made("admin")
    with closing(sqlite3.connect(tmp_path / "records.db")) as elsewhere:
        elsewhere.execute("DROP TABLE api_tokens")
    refused(client.get(TOKENS, headers=bearer(token)), 503, "store-unavailable")
    assert client.get(VOCABULARY).status_code == 200


@pytest.mark.parametrize(("proxies", "counted"), [(0, 0), (1, 10)])
def test_the_address_is_what_our_proxies_say_and_nobody_else(access, proxies, counted):
    client = create_app(Settings(proxies=proxies), access=access).test_client()

    def sent_by(address: str) -> int:
        # What the client itself put into the header stands before what the proxy adds.
        forwarded = {"HTTP_X_FORWARDED_FOR": f"192.0.2.99, {address}"}
        return fail_until_locked(client, environ_base=forwarded)

    assert sent_by("192.0.2.1") == 10
    assert sent_by("192.0.2.2") == counted
