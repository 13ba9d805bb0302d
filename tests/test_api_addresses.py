"""Other methods, other addresses, malformed NPIs: a problem, no redirect, nothing repeated."""

from urllib.parse import quote

import pytest

from tests.api_answers import PROVIDERS, problem, refused


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CANARY"])
@pytest.mark.parametrize("path", ["/providers", "/providers/1999901030", "/vocabulary"])
def test_other_methods_are_not_possible(client, method, path):
    response = client.open(f"/api/v1{path}?near=canary", method=method)
    body = problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "canary" not in str(body).lower()


def test_options_tell_what_is_possible(client):
    response = client.options(PROVIDERS)
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/v1", "/api/v1/canary", "/api/v2/providers", "/api/v1/health",
     "/api/v1/docs/canary.js", "/api/v1/docs/../../setup.cfg", "/api/v1/docs/%2e%2e/canary",
     "/api/v1/docs/%00", "/api//v1/providers", "/api/v1/providers//",
     "/api/v1/providers/1999901030/canary", "/API/V1/PROVIDERS"],
)  # fmt: skip
def test_there_is_nothing_elsewhere_and_no_redirect_carries_a_query(client, path):
    response = client.get(f"{path}?near=canary")
    body = problem(response, 404)
    assert "canary" not in str(body) + str(response.headers)


@pytest.mark.parametrize("path", ["/nowhere", "/apiary", "/%FF"])
def test_outside_of_the_api_a_page_says_that_nothing_is_there(client, path):
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (404, "text/html")


@pytest.mark.parametrize(
    "npi",
    ["123", "12345678901", "canary", "199990103O", "1999901030 ", "%00", "1e9", "-999901030",
     quote("١٩٩٩٩٠١٠٣٠"), quote("１９９９９０１０３０"), "meta", "199990103%0A", "%FF", "1" * 2000],
)  # fmt: skip
def test_a_malformed_npi_is_refused(client, npi):
    body = refused(client.get(f"{PROVIDERS}/{npi}"), "npi")
    assert "canary" not in str(body)
    example = body["errors"][0]["example"]
    assert client.get(f"{PROVIDERS}/{example}").status_code in (200, 404)


@pytest.mark.parametrize("npi", ["1234567893", "9999999999", "0000000000"])
def test_an_npi_that_is_not_here_is_not_found(client, npi):
    body = problem(client.get(f"{PROVIDERS}/{npi}"), 404)
    assert body["errors"] == []
    assert npi not in str(body)


@pytest.mark.parametrize(
    "path", ["/providers/1999901030", "/vocabulary", "/health/live", "/health/ready"]
)
def test_routes_without_parameters_refuse_them_by_name(client, path):
    body = refused(client.get(f"/api/v1{path}?near=canary"), "near")
    assert "canary" not in str(body)
    assert client.get(body["errors"][0]["example"]).status_code in (200, 404)
