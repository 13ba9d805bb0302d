"""Schemathesis asks every route what its OpenAPI document allows and forbids, and finds nothing."""

import re
from urllib.parse import parse_qs, urlsplit

import schemathesis
from flask.testing import FlaskClient
from schemathesis.config import SchemathesisConfig

from service.app import create_app
from service.settings import Settings
from tests.api_answers import repaired

CONFIG = SchemathesisConfig.from_dict({
    "seed": 1,
    "generation": {"deterministic": True, "max-examples": 40, "database": "none"},
})  # fmt: skip
# The document needs no directory; the routes are asked on the fixtures.
routes = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", create_app(Settings()), config=CONFIG
)
# No schema can tell which texts name a place, a plan or where a feed was left, or what contradicts
# each other: what is refused for that is held to its own examples instead.
ACCEPTED = schemathesis.checks.positive_data_acceptance
OF_WORDS = ("/providers", "/why-not", "/places", "/plans", "/changes", "/matches", "/shortlists",
            "/reports", "/claims", "{code}", "/checks", "/programs", "/coverage",
            "/chapters")  # fmt: skip
OT = "1999901030"


@routes.exclude(
    path_regex="npi|referrals|stewardship|eligibility/(cases|budgets)|reports/chapters"
).parametrize()
def test_every_route_does_what_the_document_says(case, client):
    held_to_the_document(case, client)


@routes.include(path_regex="npi").parametrize()
def test_routes_of_one_ot_do_so_for_anybody(case, client):
    excluded = [ACCEPTED] if case.path.endswith(OF_WORDS) else []
    case.call_and_validate(app=client.application, excluded_checks=excluded)


@routes.include(path_regex="npi").parametrize()
def test_routes_of_one_ot_do_so_for_one_who_is_there(case, client):
    case.path_parameters["npi"] = OT
    held_to_the_document(case, client)


def held_to_the_document(case: schemathesis.Case, client: FlaskClient) -> None:
    excluded = [ACCEPTED] if case.path.endswith(OF_WORDS) else []
    response = case.call_and_validate(app=client.application, excluded_checks=excluded)
    if response.status_code != 422:
        return
    if case.meta.generation.mode.is_negative:
        fault_is_named(case, response.json())
    elif excluded and case.method == "GET" and "{code}" not in case.path:
        asked = urlsplit(response.request.url)
        query = parse_qs(asked.query, keep_blank_values=True)
        repaired(client, {name: tuple(values) for name, values in query.items()}, asked.path)


def fault_is_named(case: schemathesis.Case, body: dict) -> None:
    """What is wrong is told, not only what contradicts it. Any type makes a text in a URL, and
    what was left out is no longer there to be wrong."""
    fault = case.meta.phase.data
    told = not {"type", "required"} & set(re.findall(r"\w+", fault.description))
    if told and fault.parameter in (case.query or {}):
        assert fault.parameter in {entry["parameter"] for entry in body["errors"]}, fault
