"""JSON bodies: what cannot be read or does not belong is refused by its path, and never repeated.

A small API of our own blueprint shows each kind of field and fault.
"""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.views import MethodView
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields

from service.api.body import Body
from service.api.body_fields import Day, Line, Moment, Npi, Part, Prose, Several
from service.api.fields import Code, Codes, Decimal, NoParameters, Text, Whole, YesNo
from service.api.openapi import ProblemApi, StrictBlueprint
from service.api.shapes import Shape
from service.web.preferences import choose_language
from tests.api_answers import problem

CHOICES = {"red": ("Red", "Rojo"), "blue": ("Blue", "Azul")}


class Person(Body):
    name = Line("The name.", example="Rosa", required=True)
    born = Day("The birthday.", example="1979-03-02")


class Everything(Body):
    npi = Npi("Whose.", example="1999901030", required=True)
    person = Part(Person, "Who.", required=True)
    friends = Several(Part(Person, "One."), "Who else.", most=2)
    goals = Several(Line("One.", example="cook"), "Goals.", most=3, least=1)
    place = Text("Where.", example="Albany")
    notes = Prose("More.", example="a\nb")
    miles = Decimal("How far.", most=50, example="2.5")
    visits = Whole("How many.", most=20, example="8")
    video = YesNo("By video.", example="true")
    colour = Code("One colour.", choices=CHOICES, example="red")
    colours = Codes("Colours.", choices=CHOICES, example="red")
    at = Moment("When.", example="2026-11-22T09:30:00-05:00")


LEAST = {"npi": "1999901030", "person": {"name": "Rosa"}}


class Echo(Shape):
    members = fields.List(fields.String(), required=True)


@pytest.fixture(scope="module")
def taken() -> list:
    """What the method was given, the newest last."""
    return []


@pytest.fixture(scope="module")
def app(taken) -> Flask:
    flask = Flask("small")
    flask.config |= {
        "API_TITLE": "Small",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "OPENAPI_JSON_PATH": "openapi.json",
    }
    choose_language(flask)
    blueprint = StrictBlueprint("small", __name__)

    @blueprint.route("/things")
    class Things(MethodView):
        @blueprint.arguments(NoParameters("/things"), location="query")
        @blueprint.body(Everything())
        @blueprint.response(200, Echo)
        def post(self, _: dict, asked: dict) -> dict:
            """Takes anything"""
            taken.append(asked)
            return {"members": list(asked)}

    ProblemApi(flask).register_blueprint(blueprint)
    return flask


@pytest.fixture(scope="module")
def small(app) -> FlaskClient:
    return app.test_client()


def post(small: FlaskClient, body: bytes | str, kind: str = "application/json", lang: str = "en"):
    return small.post(f"/things?lang={lang}", data=body, content_type=kind)


def refused(small: FlaskClient, data: object) -> list[tuple[str, str]]:
    body = problem(post(small, json.dumps(data)), 422)
    assert body["type"] == "urn:otmatch:problem:invalid-body"
    return [(error["parameter"], error["problem"]) for error in body["errors"]]


def test_what_is_right_is_taken(small, taken):
    whole = LEAST | {
        "friends": [{"name": "李", "born": "1979-03-02"}],
        "goals": ["cook dinner"],
        "place": "Albany",
        "notes": "one\ntwo",
        "miles": 2.5,
        "visits": 8,
        "video": False,
        "colour": "Azul",
        "colours": ["red", "rojo", "blue"],
        "at": "2026-11-22T09:30:00Z",
    }
    assert post(small, json.dumps(whole)).status_code == 200
    assert taken[-1] == whole | {
        "friends": [{"name": "李", "born": date(1979, 3, 2)}],
        "colour": "blue",
        "colours": ("red", "blue"),
        "at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    }


def test_null_says_the_same_as_nothing_and_one_code_is_a_list_of_one(small, taken):
    asked = LEAST | {"notes": None, "friends": None, "colours": "blue"}
    assert post(small, json.dumps(asked)).status_code == 200
    assert taken[-1] == LEAST | {"colours": ("blue",)}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "not_json"),
        ("canary", "not_json"),
        ("{'npi': 'canary'}", "not_json"),
        ('{"npi": "canary",}', "not_json"),
        ('{"miles": NaN}', "not_json"),
        ('{"miles": -Infinity}', "not_json"),
        ('{"miles": 1e999}', "not_json"),
        ('{"visits": ' + "9" * 5000 + "}", "not_json"),
        (b'\xef\xbb\xbf{"npi": "canary"}', "not_json"),
        (b'{"npi": "\xff\xfe"}', "not_utf8"),
        ("[" * 9 + "]" * 9, "too_deep"),
        ('{"a":' * 9 + "1" + "}" * 9, "too_deep"),
        ("[" * 60_000, "too_deep"),
        ("[" * 20_000 + "]" * 20_000, "too_deep"),
    ],
)
def test_what_is_no_json_is_a_400(small, body, code):
    body = problem(post(small, body), 400)
    words = {
        "not_json": "must be JSON (RFC 8259), with numbers that are finite",
        "not_utf8": "must be text in UTF-8",
        "too_deep": "must not be nested more than 8 deep",
    }
    assert body["type"] == "urn:otmatch:problem:unreadable-body"
    assert body["errors"] == [{"parameter": "body", "problem": words[code], "example": None}]
    assert "canary" not in json.dumps(body)


@pytest.mark.parametrize("data", [None, [], [LEAST], "canary", 5, True])
def test_what_is_no_object_is_refused(small, data):
    assert refused(small, data) == [("body", "must be an object, in {braces}")]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "json"])
def test_what_is_not_said_to_be_json_is_a_415(small, kind):
    detail = problem(post(small, json.dumps(LEAST), kind), 415)["detail"]
    assert detail.startswith("Send JSON, with Content-Type: application/json")


def test_a_body_may_have_64_kb(small):
    padded = json.dumps(LEAST).ljust(65_536)
    assert post(small, padded).status_code == 200
    assert "larger" in problem(post(small, padded + " "), 413)["detail"]
    assert "más grande" in problem(post(small, padded + " ", lang="es"), 413)["detail"]


@pytest.mark.parametrize(("length", "status"), [(65_536, 200), (65_537, 413), (900_000, 413)])
def test_a_body_in_chunks_may_have_no_more(small, length, status):
    stream = BytesIO(json.dumps(LEAST).ljust(length).encode())
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = small.post(
        "/things", input_stream=stream, content_type="application/json", environ_overrides=chunked
    )
    assert response.status_code == status


@pytest.mark.parametrize(
    ("more", "paths"),
    [
        ({"given": "canary"}, ["given"]),
        ({"person": {"name": "Rosa", "birth_date": "canary"}}, ["person.birth_date"]),
        ({"friends": [{"name": "Rosa"}, {"name": "Li", "ssn": {"canary": 1}}]}, ["friends.1.ssn"]),
        ({"friends": [{"given": None}]}, ["friends.0.name", "friends.0.given"]),
        ({"can ary": 1}, ["(unreadable)"]),
        ({"person": {"name": "x", "<b>": 1, "e" * 41: 1}}, ["person.(unreadable)"] * 2),
        ({"\ud800": 1}, ["(unreadable)"]),
    ],
)
def test_unknown_members_are_named_by_their_path_at_any_depth(small, more, paths):
    assert [path for path, _ in refused(small, LEAST | more)] == paths


def test_an_unknown_member_is_told_which_there_are(small):
    (_, told), = refused(small, LEAST | {"person": {"name": "Rosa", "age": 4}})  # fmt: skip
    assert told == "is not a member here; there are: name, born"


@pytest.mark.parametrize(
    ("more", "path", "told"),
    [
        ({"npi": 1999901030}, "npi", "must be text, in quotes"),
        ({"npi": "199990103"}, "npi", "must be ten digits"),
        ({"npi": "١٩٩٩٩٠١٠٣٠"}, "npi", "must be ten digits"),
        ({"npi": None}, "npi", "is needed"),
        ({"person": None}, "person", "is needed"),
        ({"person": "canary"}, "person", "must be an object, in {braces}"),
        ({"person": {}}, "person.name", "is needed"),
        ({"person": {"name": ["canary"]}}, "person.name", "must be text, in quotes"),
        ({"person": {"name": "can\nary"}}, "person.name", "must be 1 to 120 printable characters"),
        ({"person": {"name": "canary\ud800"}}, "person.name",
         "must be 1 to 120 printable characters"),
        ({"notes": "canary\0"}, "notes", "must be 1 to 2000 printable characters"),
        ({"friends": {}}, "friends", "must be a list, in [brackets]"),
        ({"friends": [LEAST["person"]] * 3}, "friends", "must have 0 to 2 entries"),
        ({"friends": [7]}, "friends.0", "must be an object, in {braces}"),
        ({"friends": [None]}, "friends.0", "is needed"),
        ({"friends": [{"name": "x", "born": "1979-02-30"}]}, "friends.0.born",
         "must be a day as in 2026-11-22"),
        ({"friends": [{"name": "x", "born": "19790302"}]}, "friends.0.born",
         "must be a day as in 2026-11-22"),
        ({"goals": []}, "goals", "must have 1 to 3 entries"),
        ({"goals": ["cook", 5]}, "goals.1", "must be text, in quotes"),
        ({"miles": "2.5"}, "miles", "must be a number, without quotes"),
        ({"miles": True}, "miles", "must be a number, without quotes"),
        ({"miles": -1}, "miles", "must be a plain number above 0, at most 50, with up to six "
         "decimals"),
        ({"visits": 8.5}, "visits", "must be a whole number from 1 to 20"),
        ({"video": "true"}, "video", "must be true or false"),
        ({"video": 1}, "video", "must be true or false"),
        ({"colour": ["red"]}, "colour", "must be text, in quotes"),
        ({"colour": "canary"}, "colour", "must be one of red, blue"),
        ({"colours": {}}, "colours", "must be a list, in [brackets]"),
        ({"colours": ["red", 7]}, "colours", "must be text, in quotes"),
        ({"at": "2026-11-22T09:30:00"}, "at",
         "must be a moment with its offset from UTC, as in 2026-11-22T09:30:00-05:00"),
        ({"at": "2026-11-22T25:30:00Z"}, "at",
         "must be a moment with its offset from UTC, as in 2026-11-22T09:30:00-05:00"),
    ],
)  # fmt: skip
def test_each_fault_is_told_by_its_path_and_rule(small, more, path, told):
    found = refused(small, LEAST | more)
    assert found == [(path, told)]
    assert "canary" not in json.dumps(found)


def test_a_fault_comes_with_a_value_that_works_in_both_languages(small):
    body = json.dumps(LEAST | {"friends": [{"name": "x", "born": "canary"}]})
    english, spanish = (
        problem(post(small, body, lang=lang), 422)["errors"] for lang in ("en", "es")
    )
    path = "friends.0.born"
    assert english == [
        {"parameter": path, "problem": "must be a day as in 2026-11-22", "example": "1979-03-02"}
    ]
    assert spanish[0]["problem"] == "debe ser un día como 2026-11-22"


def test_members_that_stand_twice_are_refused_by_their_path(small):
    twice = '{"npi": "1999901030", "friends": [{"name": "a", "born": null, "name": "b"}], "npi": 1}'
    errors = problem(post(small, twice), 422)["errors"]
    assert [(e["parameter"], e["problem"]) for e in errors] == [
        ("npi", "must be given once"),
        ("friends.0.name", "must be given once"),
    ]


def test_a_flood_is_refused_briefly(small):
    names = [f'"m{n}":1' for n in range(4000)]
    for members in (names, names[:2000] * 2):
        body = problem(post(small, f"{{{','.join(members)}}}"), 422)
        assert len(body["errors"]) == 20


def test_parameters_of_the_query_are_refused_as_everywhere(small):
    response = small.post("/things?given=canary", json=LEAST)
    assert problem(response, 422)["errors"][0]["parameter"] == "given"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*Everything().fields, "name", "born", "x"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_taken_or_refused_in_order(small, data):
    response = post(small, json.dumps(data))
    if response.status_code != 200:
        told = problem(response, response.status_code)
        assert (told["status"], told["type"].rpartition(":")[2]) in (
            (422, "invalid-body"),
            (400, "unreadable-body"),  # nested too deeply, or holding an infinity
        )


def test_the_document_tells_of_the_body(small):
    from openapi_spec_validator import OpenAPIV31SpecValidator

    document = small.get("/openapi.json").get_json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    operation = document["paths"]["/things"]["post"]
    assert set(operation["responses"]) >= {"200", "400", "413", "415", "422"}
    content = operation["requestBody"]["content"]["application/json"]["schema"]
    assert content == {"$ref": "#/components/schemas/Everything"}
    schema = document["components"]["schemas"]["Everything"]
    assert schema["required"] == ["npi", "person"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["video"]["type"] == ["boolean", "null"]
    assert schema["properties"]["colour"]["enum"] == ["red", "blue", None]
    assert schema["properties"]["colours"]["anyOf"][1]["enum"] == ["red", "blue"]
    assert schema["properties"]["goals"]["maxItems"] == 3
