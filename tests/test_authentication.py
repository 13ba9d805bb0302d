"""Who asks: one bearer token in one header, and a clear refusal for whatever else is sent."""

from dataclasses import replace

import pytest
from flask import Flask

from service.access.token_text import new_token
from service.api.authentication import guard, needs
from tests.access_actors import CLINIC, RIGHTS
from tests.guarded_app import CODES, TOKENS, VOCABULARY, access_in, app_of, bearer, refused
from tests.oidc_issuer import KEY, local_issuer, trusted


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


# --- the header --------------------------------------------------------------------------------


def test_without_a_header_somebody_is_the_public(client):
    assert client.get(VOCABULARY).get_json() == {"id": "public"}
    refused(client.get(TOKENS), 401, "unauthenticated")


def test_the_holder_of_a_token_is_told_apart(client, made):
    token = made("admin")
    for path in (TOKENS, VOCABULARY):
        for scheme in ("Bearer", "bearer", "BEARER  "):
            answer = client.get(path, headers={"Authorization": f"{scheme} {token}"})
            assert answer.get_json()["id"] == f"token:{token.split('_')[1]}"


def test_who_has_a_token_without_the_right_is_forbidden(client, made):
    for method, actor in ((client.get, "clinician"), (client.post, "admin"), (client.post, "ot")):
        refused(method(TOKENS, headers=bearer(made(actor))), 403, "forbidden")
    assert client.post(TOKENS, headers=bearer(made("clinician"))).status_code == 200


@pytest.mark.parametrize("path", [TOKENS, VOCABULARY, CODES])
def test_a_bad_token_is_refused_on_public_routes_too(client, made, path):
    good = made("admin")
    wrong = new_token()[1]
    for header, code in (
        (f"Bearer {wrong}", "invalid-token"),
        ("Bearer x.y.z", "invalid-token"),
        ("Bearer", "no-bearer"),
        ("", "no-bearer"),
        (f"Basic {good}", "no-bearer"),
        (good, "no-bearer"),
        (f"Bearer {good} {good}", "no-bearer"),
        (f"Bearer {good},Bearer {good}", "no-bearer"),
        (f"Bearer {good}\x00", "no-bearer"),
        (f"Bearer {good[:-1]}é", "no-bearer"),
    ):
        response = client.get(path, headers={"Authorization": header})
        refused(response, 401, code)
        assert good not in response.get_data(as_text=True)
        assert wrong not in response.get_data(as_text=True)


def test_two_headers_are_refused_even_if_both_hold(client, made):
    headers = [("Authorization", f"Bearer {made('admin')}") for _ in range(2)]
    refused(client.get(TOKENS, headers=headers), 401, "no-bearer")


def test_a_token_in_the_address_is_not_looked_at(client, made):
    for name in ("access_token", "token", "Authorization"):
        refused(client.get(f"{TOKENS}?{name}={made('admin')}"), 401, "unauthenticated")


def test_head_and_options(client, made):
    assert client.head(TOKENS).status_code == 401
    assert client.head(TOKENS, headers=bearer(made("admin"))).status_code == 200
    assert client.options(TOKENS).status_code == 200


def test_refusals_speak_spanish_too(client):
    body = refused(client.get(TOKENS, headers={"Accept-Language": "es"}), 401, "unauthenticated")
    assert body["title"] == "Esto necesita un token"


def test_guarded_answers_are_kept_by_nobody(client, made):
    assert client.get(TOKENS).headers["Cache-Control"] == "no-store"
    assert client.get(TOKENS, headers=bearer(made("admin"))).headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get(VOCABULARY).headers.get("Cache-Control", "")


# --- the issuer --------------------------------------------------------------------------------


@pytest.fixture
def signed(access):
    """A client of a service that trusts a local issuer, and the issuer."""
    with local_issuer() as local:
        local.publish(KEY)
        yield app_of(replace(access, issuer=trusted(local))).test_client(), local


def test_an_issuers_token_is_as_good_as_ours(signed):
    client, local = signed
    told = {"realm": {"roles": ["physicians"]}, "org": "north"}
    answer = client.post(TOKENS, headers=bearer(local.token(KEY, **told)))
    assert answer.get_json()["id"].startswith("oidc:")


def test_an_unmapped_user_gets_nothing_not_even_what_is_public(signed):
    client, local = signed
    for path in (TOKENS, VOCABULARY):
        refused(client.get(path, headers=bearer(local.token(KEY))), 403, "forbidden")


def test_a_clinician_of_no_organisation_sends_nothing(signed):
    client, local = signed
    token = local.token(KEY, realm={"roles": ["physicians"]})
    refused(client.post(TOKENS, headers=bearer(token)), 403, "forbidden")
    assert client.get(VOCABULARY, headers=bearer(token)).status_code == 200


def test_an_issuer_that_is_down_is_a_503_and_no_failure_of_the_sender(signed):
    client, local = signed
    local.status = 500
    for _ in range(12):
        response = client.get(TOKENS, headers=bearer(local.token(KEY)))
        refused(response, 503, "issuer-unavailable")
        assert int(response.headers["Retry-After"]) > 0


# --- what is published -------------------------------------------------------------------------


def test_a_route_without_an_action_stops_the_service():
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/bare", "bare", lambda: "open to everybody")
    with pytest.raises(LookupError, match="GET bare"):
        guard(app, None)
    with pytest.raises(KeyError):
        needs("referrals.everything")


def test_the_document_tells_of_tokens_where_they_are_needed():
    document = app_of(None).config["SPEC"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for method in ("get", "post"):
        operation = document["paths"][TOKENS][method]
        assert operation["security"] == [{"bearer": []}]
        assert {"401", "403", "429"} <= operation["responses"].keys()
        assert "Retry-After" in operation["responses"]["429"]["headers"]
        content = operation["responses"]["401"]["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/ProblemShape"}
    assert "security" not in document["paths"][VOCABULARY]["get"]


def test_clinic_is_in_no_answer(client, made):
    response = client.get(TOKENS, headers=bearer(made("clinician")))
    assert CLINIC not in response.get_data(as_text=True)
