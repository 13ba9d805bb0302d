"""Every parameter is documented as it holds: constraints, headers, examples."""

import json

import pytest

from service.api.query_schema import QuerySchema
from service.directory.languages import languages
from service.directory.needs import NEEDS
from service.directory.query import MAX_LIMIT, MAX_RADIUS_MILES
from service.directory.services import SERVICES
from service.directory.states import STATES
from service.directory.vocabulary import CREDENTIALS, GENDERS, SETTINGS, TAXONOMIES


def parameters(document: dict) -> dict[str, dict]:
    return {p["name"]: p for p in document["paths"]["/api/v1/providers"]["get"]["parameters"]}


def test_every_parameter_is_documented_with_its_constraints(document):
    documented = parameters(document)
    assert list(documented) == list(QuerySchema._declared_fields)
    assert all(p["in"] == "query" and not p["required"] for p in documented.values())
    assert all(p["description"] and p["schema"]["examples"] for p in documented.values())
    schemas = {name: p["schema"] for name, p in documented.items()}
    assert schemas["radius"]["type"] == "number"
    assert schemas["radius"]["exclusiveMinimum"] == 0
    assert schemas["radius"]["maximum"] == MAX_RADIUS_MILES
    assert (schemas["limit"]["type"], schemas["limit"]["minimum"]) == ("integer", 1)
    assert schemas["limit"]["maximum"] == MAX_LIMIT == 100
    for name in ("accepting", "telehealth"):
        assert schemas[name]["type"] == "boolean"
    for name, most in (("near", 100), ("plan", 120), ("payer", 120), ("cursor", 400)):
        assert (schemas[name]["minLength"], schemas[name]["maxLength"]) == (1, most)
    repeatable = {
        "need": NEEDS, "service": SERVICES, "specialty": TAXONOMIES,
        "credential": CREDENTIALS, "language": languages(), "gender": GENDERS,
    }  # fmt: skip
    for name, codes in repeatable.items():
        assert schemas[name]["type"] == "array"
        assert (documented[name]["style"], documented[name]["explode"]) == ("form", True)
        assert schemas[name]["items"]["enum"] == list(codes)
    single = {"insurance_mode": ["prefer", "require"], "sort": ["best", "distance"],
              "setting": list(SETTINGS), "patient_state": list(STATES)}  # fmt: skip
    for name, codes in single.items():
        assert schemas[name]["enum"] == codes


def test_the_documented_constraints_are_those_that_hold(client, document):
    """Just inside each bound there is an answer, just outside a refusal."""

    def status(name: str, value: str) -> int:
        query = {"near": "10001", name: value}
        return client.get("/api/v1/providers", query_string=query).status_code

    for name, parameter in parameters(document).items():
        schema = parameter["schema"]
        if "maximum" in schema:
            assert status(name, f"{schema['maximum']:g}") == 200
            assert status(name, f"{schema['maximum'] + 1:g}") == 422
            low = schema.get("minimum", 0.000001)
            assert status(name, f"{low:f}" if isinstance(low, float) else str(low)) == 200
            assert status(name, "0") == 422
        if "maxLength" in schema and name in ("plan", "payer"):
            assert status(name, "x" * schema["maxLength"]) == 200
            assert status(name, "x" * (schema["maxLength"] + 1)) == 422


def test_tags_of_answers_are_documented(document):
    paths = [path for path in document["paths"] if path.startswith("/api/v1/providers")]
    tagged = [path for path in paths if "get" in document["paths"][path]]
    for path in tagged:
        *_, header = document["paths"][path]["parameters"]
        assert (header["in"], header["name"]) == ("header", "If-None-Match")
        assert "required" not in header
        responses = document["paths"][path]["get"]["responses"]
        assert all("ETag" in responses[status]["headers"] for status in ("200", "304"))
        assert "content" not in responses["304"]


def test_no_example_is_filled_into_the_pages_form(document):
    """Swagger UI sends `example` and `default` along; no search uses all parameters at once."""
    for parameter in parameters(document).values():
        assert not {"example", "default"} & (set(parameter) | set(parameter["schema"]))


def test_the_path_parameter_is_documented(document):
    npi, _ = document["paths"]["/api/v1/providers/{npi}"]["parameters"]
    assert (npi["name"], npi["in"], npi["required"]) == ("npi", "path", True)
    assert npi["schema"]["pattern"] == "^[0-9]{10}$"


@pytest.mark.parametrize("name", list(QuerySchema._declared_fields))
def test_every_published_example_works(client, document, name):
    """Beside what the parameter needs, which its refusals tell."""
    rows = client.get("/api/v1/vocabulary").get_json()["parameters"]
    published = next(row for row in rows if row["name"] == name)
    query = {name: published["example"]}
    (documented,) = parameters(document)[name]["schema"]["examples"]
    plain = documented[0] if isinstance(documented, list) else documented
    if isinstance(plain, float | bool | int):
        assert json.loads(published["example"]) == plain
    else:
        assert published["example"] == plain
    while (response := client.get("/api/v1/providers", query_string=query)).status_code == 422:
        for entry in response.get_json()["errors"]:
            assert entry["parameter"] not in query, "the example itself was refused"
            query[entry["parameter"]] = entry["example"]
    assert response.status_code == 200
