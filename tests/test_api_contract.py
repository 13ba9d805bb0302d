"""What the API publishes of itself is what it does: OpenAPI, shapes, examples."""

import json
import re

import pytest
import yaml

from service.api.query_schema import QuerySchema
from service.api.schemas import PageShape, ProfileShape
from service.api.schemas_explain import ExplanationShape, SimilarShape
from service.api.schemas_lookups import PlacesShape, PlansShape
from service.api.schemas_service import LiveShape, ProblemShape, ReadyShape, VocabularyShape
from service.app import create_app
from service.directory.languages import languages
from service.directory.needs import NEEDS
from service.directory.query import MAX_LIMIT, MAX_RADIUS_MILES
from service.directory.states import STATES
from service.directory.vocabulary import CREDENTIALS, GENDERS, SERVICES, SETTINGS, TAXONOMIES
from service.settings import Settings
from tests.fixture_directory import FIXTURES

ROUTES = {
    "/api/v1/providers",
    "/api/v1/providers/{npi}",
    "/api/v1/places",
    "/api/v1/plans",
    "/api/v1/providers/{npi}/why-not",
    "/api/v1/providers/{npi}/similar",
    "/api/v1/vocabulary",
    "/api/v1/health/live",
    "/api/v1/health/ready",
}
GOLDEN = yaml.safe_load((FIXTURES / "searches.yaml").read_text(encoding="utf-8"))["searches"]


@pytest.fixture(scope="module")
def document(client) -> dict:
    response = client.get("/api/v1/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    return response.get_json()


@pytest.fixture(scope="module")
def answers(client) -> dict[str, list]:
    """Every answer that the fixtures give, by the shape that it has."""
    pages = [client.get("/api/v1/providers", query_string=search["query"]) for search in GOLDEN]
    everyone = client.get("/api/v1/providers?limit=100&plan=11111NY0010001")
    npis = [match["npi"] for match in everyone.get_json()["matches"]]
    found = {
        "PageShape": [*pages, everyone],
        "ProfileShape": [client.get(f"/api/v1/providers/{npi}") for npi in npis],
        "PlacesShape": [client.get(f"/api/v1/places?q={q}&limit=50") for q in ("1", "s", "albny")],
        "PlansShape": [client.get(f"/api/v1/plans?q={q}&limit=50") for q in ("e", "med", "1")],
        "ExplanationShape": [
            client.get(f"/api/v1/providers/{npi}/why-not", query_string=unpaged(search["query"]))
            for search in GOLDEN for npi in (npis[0], npis[-1])],
        "SimilarShape": [client.get(f"/api/v1/providers/{npi}/similar") for npi in npis],
        "VocabularyShape": [client.get("/api/v1/vocabulary")],
        "LiveShape": [client.get("/api/v1/health/live")],
        "ReadyShape": [client.get("/api/v1/health/ready")],
        "ProblemShape": [client.get(f"/api/v1/{path}") for path in (
            "providers?near=99999&nope=1", "providers/1", "providers/1234567893", "nope")],
    }  # fmt: skip
    assert len(found["ProfileShape"]) > 50
    assert all(r.status_code == 200 for shape in found if shape != "ProblemShape"
               for r in found[shape])  # fmt: skip
    return {shape: [response.get_json() for response in found[shape]] for shape in found}


def unpaged(query: dict) -> dict:
    """A search without what only pages have."""
    return {name: value for name, value in query.items() if name not in ("limit", "cursor")}


# --- shapes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [PageShape, ProfileShape, PlacesShape, PlansShape, ExplanationShape, SimilarShape,
     VocabularyShape, LiveShape, ReadyShape, ProblemShape],
)  # fmt: skip
def test_answers_have_just_the_published_shapes(answers, shape):
    for answer in answers[shape.__name__]:
        shape().load(answer)


@pytest.mark.parametrize(
    "shape",
    [PageShape, ProfileShape, PlacesShape, PlansShape, ExplanationShape, SimilarShape,
     VocabularyShape, ProblemShape],
)  # fmt: skip
def test_values_have_the_published_types(answers, shape):
    """A number in a string, or a day with a time, would load too, but come out differently."""
    for answer in answers[shape.__name__]:
        assert shape().dump(shape().load(answer)) == answer


def test_the_shapes_refuse_what_is_more_or_less(answers):
    answer = answers["PageShape"][0]
    for wrong in ({**answer, "more": 1}, {k: v for k, v in answer.items() if k != "total"}):
        assert PageShape().validate(wrong)
    match = {**answer["matches"][0], "surprise": True}
    assert PageShape().validate({**answer, "matches": [match]})


# --- OpenAPI -------------------------------------------------------------------------------------


def test_the_document_is_valid_openapi_3_1(document):
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert document["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert list(OpenAPIV31SpecValidator({**document, "info": {}}).iter_errors())


def test_answers_are_valid_by_the_documents_schemas(document, answers):
    from jsonschema import Draft202012Validator

    for shape, bodies in answers.items():
        schema = {
            "$ref": f"#/components/schemas/{shape}",
            "components": document["components"],
        }
        for body in bodies:
            assert [e.message for e in Draft202012Validator(schema).iter_errors(body)] == []


def test_every_route_is_documented(document, fixture_engine):
    app = create_app(Settings(), fixture_engine)
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    served = {rule for rule in rules if rule.startswith("/api/v1/") and "/docs" not in rule}
    assert served - {"/api/v1/openapi.json"} == set(document["paths"]) == ROUTES


def test_every_route_tells_its_answers_and_its_errors(document):
    for path, operations in document["paths"].items():
        responses = operations["get"]["responses"]
        assert operations["get"]["summary"]
        shape = responses["200"]["content"]["application/json"]["schema"]["$ref"]
        assert shape.split("/")[-1] in document["components"]["schemas"]
        errors = {"422", "default"}
        asks = ("/api/v1/providers", "/api/v1/plans", "/api/v1/health/ready")
        errors |= {"503"} if path.startswith(asks) else set()
        errors |= {"404"} if "{npi}" in path else set()
        answers = {"200", "304"} if path.startswith("/api/v1/providers") else {"200"}
        assert set(responses) == errors | answers
        for status in errors:
            content = resolved(responses[status], document)["content"]
            assert list(content) == ["application/problem+json"]
            schema = content["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ProblemShape"}
        if "503" in errors:
            assert "Retry-After" in responses["503"]["headers"]
    names = [operations["get"]["operationId"] for operations in document["paths"].values()]
    assert len(set(names)) == len(ROUTES)


def resolved(part: dict, document: dict) -> dict:
    if "$ref" not in part:
        return part
    for name in part["$ref"].removeprefix("#/").split("/"):
        document = document[name]
    return document


def test_the_problem_shape_is_documented(document):
    schemas = document["components"]["schemas"]
    assert set(schemas["ProblemShape"]["required"]) == {
        "type", "title", "status", "detail", "errors"
    }  # fmt: skip
    assert schemas["ProblemShape"]["properties"]["errors"]["items"] == {
        "$ref": "#/components/schemas/ProblemEntryShape"
    }
    assert set(schemas["ProblemEntryShape"]["properties"]) == {"parameter", "problem", "example"}


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
    tagged = [path for path in document["paths"] if path.startswith("/api/v1/providers")]
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
