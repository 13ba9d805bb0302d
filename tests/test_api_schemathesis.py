"""Schemathesis asks every route what its OpenAPI document allows and forbids, and finds nothing."""

from urllib.parse import parse_qs, urlsplit

import schemathesis
from schemathesis.config import SchemathesisConfig

from service.app import create_app
from service.settings import Settings
from tests.api_answers import repaired

CONFIG = SchemathesisConfig.from_dict({
    "seed": 1,
    "generation": {"deterministic": True, "max-examples": 60, "database": "none"},
})  # fmt: skip
# The document needs no directory; the routes are asked on the fixtures.
document = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", create_app(Settings()), config=CONFIG
)
# No schema can tell which texts name a place or a plan, or what contradicts each other.
OF_WORDS = ("/api/v1/providers", "/api/v1/places", "/api/v1/plans")


@document.parametrize()
def test_every_route_does_what_the_document_says(case, client):
    by_words = case.path in OF_WORDS
    excluded = [schemathesis.checks.positive_data_acceptance] if by_words else []
    response = case.call_and_validate(app=client.application, excluded_checks=excluded)
    if by_words and case.meta.generation.mode.is_positive and response.status_code == 422:
        asked = parse_qs(urlsplit(response.request.url).query, keep_blank_values=True)
        query = {name: tuple(values) for name, values in asked.items()}
        repaired(client, query, case.path)
