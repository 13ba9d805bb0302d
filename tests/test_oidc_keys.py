"""The keys of an OIDC issuer, asked for over real HTTP: seldom, carefully, never in vain."""

import threading
import time

import pytest

from service.access.errors import IssuerUnavailable
from service.access.issuer_keys import Keeping
from service.issuers import is_safe
from tests.oidc_issuer import KEY, LocalIssuer, local_issuer, new_key, refused, trusted


@pytest.fixture
def local():
    with local_issuer() as issuer:
        issuer.publish(KEY)
        yield issuer


def test_keys_are_asked_for_once(local):
    issuer = trusted(local)
    for _ in range(5):
        issuer.principal_of(local.token(KEY))
    assert local.asked == ["/clinic/.well-known/openid-configuration", "/clinic/keys"]


def test_a_new_key_is_found_and_an_old_one_ends(local):
    issuer, new = trusted(local, Keeping(between=0, fresh=0.2, most=60)), new_key("ES256", "two")
    issuer.principal_of(local.token(KEY))
    local.publish(new)
    assert issuer.principal_of(local.token(new)).id
    refused(issuer, local.token(KEY))
    local.publish(KEY)
    time.sleep(0.25)
    refused(issuer, local.token(new))


def test_unknown_keys_start_no_storm(local):
    issuer = trusted(local, Keeping())
    issuer.principal_of(local.token(KEY))
    forged = [local.token(new_key("ES256", f"kid-{number}")) for number in range(20)]
    threads = [threading.Thread(target=refused, args=(issuer, token)) for token in forged]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(local.asked) == 2
    assert issuer.principal_of(local.token(KEY)).id


def test_an_issuer_that_is_down_opens_nothing(local):
    issuer = trusted(local, Keeping(between=0, fresh=0, most=3))
    assert issuer.principal_of(local.token(KEY)).id
    local.status = 500
    assert issuer.principal_of(local.token(KEY)).id  # for as long as keys may be kept
    time.sleep(3.05)
    with pytest.raises(IssuerUnavailable) as caught:
        issuer.principal_of(local.token(KEY))
    assert caught.value.retry_after
    local.status = 200
    assert issuer.principal_of(local.token(KEY)).id


@pytest.mark.parametrize(
    ("status", "discovery"),
    [
        (302, {}),
        (404, {}),
        (200, {"issuer": "https://other.example.org"}),
        (200, {"issuer": None}),
        (200, {"jwks_uri": "http://keys.example.org/"}),
        (200, {"jwks_uri": "file:///etc/passwd"}),
        (200, {"jwks_uri": 5}),
        (200, {"jwks_uri": "http://127.0.0.1:1/"}),
        (200, {"padding": "x" * 1_000_001}),
    ],
)
def test_an_issuer_that_answers_something_else_is_not_believed(local, status, discovery):
    local.status, local.discovery = status, discovery
    with pytest.raises(IssuerUnavailable):
        trusted(local).principal_of(local.token(KEY))
    assert "/elsewhere" not in local.asked


def test_nobody_there_is_no_answer_either():
    nobody = LocalIssuer("http://127.0.0.1:1/clinic")
    with pytest.raises(IssuerUnavailable):
        trusted(nobody).principal_of(nobody.token(KEY))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://login.example.org", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://[::1]/x", True),
        ("http://localhost/x", True),
        ("http://login.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost@login.example.org", False),
        ("https://", False),
        ("ftp://localhost", False),
        ("//localhost", False),
        ("http://[", False),
    ],
)
def test_an_issuer_is_asked_by_https_or_on_this_machine(url, safe):
    assert is_safe(url) == safe
    assert not is_safe("http://127.0.0.1/keys", issuer="https://login.example.org")
