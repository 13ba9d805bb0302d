"""Asking the API in tests, and the shape that every refusal must have."""

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

PROVIDERS = "/api/v1/providers"
PLAN = "11111NY0010001"
# What that plan covers, of the example directory.
BENEFIT = {
    "year": 2026, "covered": "yes", "limited": "yes", "limit": 60.0,
    "limit_unit": "Visit(s) per Year",
    "copay": {"words": "$40.00 Copay after deductible", "dollars": 40.0, "after_deductible": True},
    "coinsurance": None, "exclusions": None, "explanation": None, "variant": "01",
    "source": "CMS Benefits and Cost Sharing file", "as_of": "2025-08-13",
    "text": "This plan covers occupational therapy in 2026: at most 60 visits a year, occupational "
    "and physical therapy counted together; in network you pay a copay of $40 after the "
    "deductible (as its issuer told CMS, Aug 13, 2025); ask it whether you need a referral or an "
    "approval first",
}  # fmt: skip


def ask(client: FlaskClient, query: dict, path: str = PROVIDERS) -> TestResponse:
    """A search; a tuple holds the values of a repeated parameter."""
    pairs = MultiDict({k: list(v) if isinstance(v, tuple) else v for k, v in query.items()})
    return client.get(path, query_string=pairs)


def repaired(client: FlaskClient, query: dict, path: str = PROVIDERS) -> None:
    """Takes the examples of the refusals until there is an answer."""
    for _ in range(8):  # one after the other: fields, contradictions, place, cursor, payer
        response = ask(client, query, path)
        if response.status_code == 200:
            return
        for entry in response.get_json()["errors"]:
            known = "is not a parameter" not in entry["problem"]
            if known:
                query = {**query, entry["parameter"]: entry["example"]}
            else:
                name, _, value = entry["example"].partition("=")
                query = {k: v for k, v in query.items() if k != entry["parameter"]} | {name: value}
    raise AssertionError(response.get_json())


def refused(response: TestResponse, *parameters: str) -> dict:
    """The body of a 422 about just these parameters, held to the shape of every problem."""
    body = problem(response, 422)
    assert [entry["parameter"] for entry in body["errors"]] == list(parameters)
    for entry in body["errors"]:
        assert set(entry) == {"parameter", "problem", "example"}
        assert all(isinstance(part, str) and part for part in entry.values()), entry
        assert f"{entry['parameter']}: {entry['problem']}" in body["detail"]
    return body


def problem(response: TestResponse, status: int) -> dict:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body = response.get_json()
    further = {"departure"} if status == 410 else set()
    assert set(body) == {"type", "title", "status", "detail", "errors"} | further
    assert body["status"] == status
    assert body["type"].startswith("urn:otmatch:problem:")
    assert body["title"]
    assert body["detail"]
    return body
