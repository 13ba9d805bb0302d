"""What the API publishes of itself is what it does: OpenAPI, shapes, examples."""

import re

import pytest
import yaml

from service.api.schemas import PageShape, ProfileShape
from service.api.schemas_explain import ExplanationShape, SimilarShape
from service.api.schemas_lookups import PlacesShape, PlansShape
from service.api.schemas_service import LiveShape, ProblemShape, ReadyShape, VocabularyShape
from service.app import create_app
from service.settings import Settings
from tests.fixture_directory import FIXTURES

ROUTES = {
    "/api/v1/providers",
    "/api/v1/providers/{npi}",
    "/api/v1/places",
    "/api/v1/plans",
    "/api/v1/providers/{npi}/why-not",
    "/api/v1/providers/{npi}/similar",
    "/api/v1/changes",
    "/api/v1/matches",
    "/api/v1/shortlists",
    "/api/v1/shortlists/{code}",
    "/api/v1/referrals",
    "/api/v1/referrals/counts",
    "/api/v1/referrals/{identity}",
    "/api/v1/referrals/{identity}/{action}",
    "/api/v1/referrals/{identity}/calls",
    "/api/v1/referrals/{identity}/code",
    "/api/v1/referrals/{identity}/deliveries",
    "/api/v1/referrals/{identity}/consents",
    "/api/v1/referrals/{identity}/consents/{part}",
    "/api/v1/referrals/{identity}/attachments",
    "/api/v1/referrals/{identity}/attachments/{part}",
    "/api/v1/referrals/{identity}/disclosures",
    "/api/v1/referrals/{identity}/disclosures/print",
    "/api/v1/referrals/{identity}/letter",
    "/api/v1/referrals/{identity}/cover-sheet",
    "/api/v1/referrals/{identity}/fax",
    "/api/v1/referrals/{identity}/patient-copy",
    "/api/v1/chapters",
    "/api/v1/chapters/{chapter}",
    "/api/v1/eligibility/budgets",
    "/api/v1/eligibility/cases",
    "/api/v1/eligibility/cases/{identity}",
    "/api/v1/eligibility/cases/{identity}/awards",
    "/api/v1/eligibility/cases/{identity}/awards/{award}/{action}",
    "/api/v1/eligibility/cases/{identity}/following",
    "/api/v1/eligibility/cases/{identity}/letter",
    "/api/v1/eligibility/cases/{identity}/{action}",
    "/api/v1/eligibility/checks",
    "/api/v1/eligibility/coverage",
    "/api/v1/eligibility/matches",
    "/api/v1/programs",
    "/api/v1/programs/{program}",
    "/api/v1/providers/{npi}/reports",
    "/api/v1/providers/{npi}/claims",
    "/api/v1/stewardship/campaigns",
    "/api/v1/stewardship/campaigns/{identity}",
    "/api/v1/stewardship/campaigns/{identity}/call-sheet",
    "/api/v1/stewardship/campaigns/{identity}/end",
    "/api/v1/stewardship/campaigns/{identity}/letters",
    "/api/v1/stewardship/claims",
    "/api/v1/stewardship/claims/{identity}/letter",
    "/api/v1/stewardship/claims/{identity}/{action}",
    "/api/v1/reports/chapters/{chapter}",
    "/api/v1/stewardship/corrections",
    "/api/v1/stewardship/corrections/{identity}/undo",
    "/api/v1/stewardship/imports",
    "/api/v1/stewardship/overdue",
    "/api/v1/stewardship/rosters",
    "/api/v1/stewardship/rosters/preview",
    "/api/v1/stewardship/scorecard",
    "/api/v1/stewardship/supply",
    "/api/v1/stewardship/reports",
    "/api/v1/stewardship/reports/{identity}",
    "/api/v1/stewardship/reports/{identity}/{action}",
    "/api/v1/vocabulary",
    "/api/v1/health/live",
    "/api/v1/health/ready",
}
GOLDEN = yaml.safe_load((FIXTURES / "searches.yaml").read_text(encoding="utf-8"))["searches"]


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
    rules = {
        re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()
    }
    served = {rule for rule in rules if rule.startswith("/api/v1/") and "/docs" not in rule}
    assert served - {"/api/v1/openapi.json"} == set(document["paths"]) == ROUTES


def test_every_route_tells_its_answers_and_its_errors(document):
    for path, operations in document["paths"].items():
        if "get" not in operations or "{code}" in path or "security" in operations["get"]:
            continue
        responses = operations["get"]["responses"]
        assert operations["get"]["summary"]
        shape = responses["200"]["content"]["application/json"]["schema"]["$ref"]
        assert shape.split("/")[-1] in document["components"]["schemas"]
        errors = {"422", "default"}
        tagged = ("/api/v1/providers", "/api/v1/changes")
        asks = (*tagged, "/api/v1/plans", "/api/v1/health/ready")
        errors |= {"503"} if path.startswith(asks) else set()
        errors |= {"404", "410"} if "{npi}" in path else set()
        errors |= {"404"} if path.endswith(("{program}", "{chapter}")) else set()
        answers = {"200", "304"} if path.startswith(tagged) else {"200"}
        assert set(responses) == errors | answers
        for status in errors:
            content = resolved(responses[status], document)["content"]
            assert list(content) == ["application/problem+json"]
            schema = content["application/problem+json"]["schema"]
            shape = "GoneShape" if status == "410" else "ProblemShape"
            assert schema == {"$ref": f"#/components/schemas/{shape}"}
        if "503" in errors:
            assert "Retry-After" in responses["503"]["headers"]
    names = [
        operation["operationId"]
        for operations in document["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
    ]
    assert len(set(names)) == len(names) > len(ROUTES)


def test_every_guarded_route_tells_its_refusals(document):
    guarded = [
        (path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method != "parameters" and "security" in operation
    ]
    assert {path for path, _ in guarded} == {
        path
        for path in ROUTES
        if re.search("/referrals|/stewardship|/eligibility/(cases|budgets)|/reports/", path)
    }
    for path, operation in guarded:
        statuses = set(operation["responses"])
        assert {"401", "403", "422", "429", "503"} <= statuses, path
        # Of cases also a chapter that is somebody else's is not there.
        may_lack = "{identity}" in path or path.endswith(("/eligibility/cases", "{chapter}"))
        assert ("404" in statuses) == may_lack, path
        named = {p["name"] for p in operation["parameters"]}
        assert ({"412", "428"} <= statuses) == ("If-Match" in named), path
        assert operation["summary"]


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/api/v1/matches", "post", {"200", "400", "413", "415", "422", "503"}),
        ("/api/v1/shortlists", "post", {"201", "400", "413", "415", "422", "503"}),
        ("/api/v1/shortlists/{code}", "get", {"200", "404", "422", "503"}),
        ("/api/v1/shortlists/{code}", "delete", {"204", "404", "422", "503"}),
    ],
)
def test_routes_of_bodies_and_codes_tell_their_answers(document, path, method, statuses):
    operation = document["paths"][path][method]
    assert set(operation["responses"]) == statuses | {"default"}
    assert ("requestBody" in operation) == (method == "post")


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
