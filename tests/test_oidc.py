"""Tokens of an OIDC issuer: only a right signature and right claims hold."""

import base64
import json
import time

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import OctKey

from service.issuers import ALGORITHMS
from tests.oidc_issuer import AUDIENCE, KEY, local_issuer, new_key, refused, trusted


@pytest.fixture
def local():
    with local_issuer() as issuer:
        issuer.publish(KEY)
        yield issuer


# --- signatures ------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_holds_where_it_is_allowed_and_only_there(local, algorithm):
    key = new_key(algorithm, "k")
    local.publish(key)
    token = local.token(key, algorithm)
    assert trusted(local).principal_of(token).id
    others = tuple(name for name in ALGORITHMS if name != algorithm)
    refused(trusted(local, algorithms=others), token)


def part(told: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def test_a_token_without_a_signature_is_refused(local):
    issuer, claims = trusted(local), part(local.claims())
    for algorithm in ("none", "None", "NONE", "", None, 5, ["ES256"]):
        header = part({"alg": algorithm, "kid": "one"})
        for signature in ("", "AAAA"):
            refused(issuer, f"{header}.{claims}.{signature}")
    refused(issuer, f"{part({'kid': 'one'})}.{claims}.")


def test_a_public_key_is_no_shared_secret(local):
    """HS256 with the text of the published key, in each form in which it is known."""
    rsa = new_key("RS256", "one")
    local.publish(rsa)
    pem = rsa.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), json.dumps(local.published[0]).encode()):
        shared = OctKey.import_key(base64.urlsafe_b64encode(secret).decode())
        token = jwt.encode({"alg": "HS256", "kid": "one"}, local.claims(), shared, ["HS256"])
        refused(trusted(local), token)


def test_a_shared_key_that_the_issuer_publishes_is_not_used(local):
    shared = OctKey.generate_key(256, {"kid": "shared"})
    local.published.append(shared.as_dict(private=True))
    token = jwt.encode({"alg": "HS256", "kid": "shared"}, local.claims(), shared, ["HS256"])
    refused(trusted(local), token)


@pytest.mark.filterwarnings("ignore:.*2048")
def test_keys_that_are_not_fit_are_not_used(local):
    weak = new_key("RS256", "weak", size=1024)
    private, meant = new_key("ES256", "private"), new_key("ES256", "meant", use="enc")
    local.published = [
        weak.as_dict(private=False),
        private.as_dict(private=True),
        meant.as_dict(private=False),
        {"kty": "EC", "crv": "P-256", "x": "!", "y": "?", "kid": "damaged"},
        {"kty": "new"},
        "no key",
        KEY.as_dict(private=False),
    ]
    issuer = trusted(local)
    assert issuer.principal_of(local.token(KEY)).id
    refused(issuer, local.token(weak, "RS256"))
    refused(issuer, local.token(private))
    refused(issuer, jwt.encode({"alg": "ES256", "kid": "meant"}, local.claims(),
                               new_key("ES256", "meant"), ["ES256"]))  # fmt: skip


def test_another_key_of_the_same_name_does_not_hold(local):
    refused(trusted(local), local.token(new_key("ES256", "one")))
    refused(trusted(local), local.token(new_key("RS256", "one"), "RS256"))


def test_one_changed_letter_breaks_a_token(local):
    issuer, token = trusted(local), local.token(KEY)
    for at in range(0, len(token) - 2, 7):
        letter = "A" if token[at] != "A" else "B"
        refused(issuer, token[:at] + letter + token[at + 1 :])


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "....", "e30.e30.e30", "W10.W10.W10"])
def test_what_is_no_token_is_refused_and_asks_nobody(local, text):
    refused(trusted(local), text)
    assert local.asked == []


def test_a_token_that_names_keys_of_its_own_is_refused(local):
    """`jwk`, `jku` and `x5u` of a header are what a forger says of himself."""
    forger = new_key("ES256", "forged")
    for more in ({"jwk": forger.as_dict(private=False)}, {"jku": f"{local.url}/keys"}):
        header = {"alg": "ES256", "kid": "forged", **more}
        refused(trusted(local), jwt.encode(header, local.claims(), forger, ["ES256"]))
    critical = {"alg": "ES256", "kid": "one", "crit": ["x"], "x": 1}
    signed = local.token(KEY).split(".")
    refused(trusted(local), ".".join([part(critical), *signed[1:]]))


# --- claims ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example.org"},
        {"iss": None},
        {"aud": "https://other.example.org"},
        {"aud": []},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": None},
    ],
)
def test_claims_that_do_not_fit_are_refused(local, wrong):
    refused(trusted(local), local.token(KEY, **wrong))


@pytest.mark.parametrize(
    ("claim", "seconds", "holds"),
    [
        ("exp", -55, True),
        ("exp", -65, False),
        ("nbf", 55, True),
        ("nbf", 70, False),
        ("iat", 55, True),
        ("iat", 70, False),
    ],
)
def test_clocks_may_differ_by_a_minute(local, claim, seconds, holds):
    token = local.token(KEY, **{claim: int(time.time()) + seconds})
    if holds:
        assert trusted(local).principal_of(token).id
    else:
        refused(trusted(local), token)


def test_one_of_several_audiences_is_enough(local):
    assert trusted(local).principal_of(local.token(KEY, aud=["other", AUDIENCE])).id


def test_only_a_name_that_the_issuer_tells_is_a_persons(local):
    assert trusted(local).principal_of(local.token(KEY, display="Dr. Ellis Harrow")).person == (
        "Dr. Ellis Harrow"
    )
    assert trusted(local).principal_of(local.token(KEY, display=None)).person is None
