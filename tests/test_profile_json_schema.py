"""The JSON Schema of profiles.ndjson takes what loads and refuses what is refused."""

import json

import pytest
from jsonschema import Draft202012Validator

from indexer.profile_json_schema import json_schema
from indexer.sources.profiles import dump_line
from tests.fixture_directory import FIXTURES
from tests.indexer_files import (
    NPI,
)
from tests.profile_lines import EXAMPLE, changed


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_accepts_what_loads(schema, fixture_engine):
    exported = b"\n".join(map(dump_line, fixture_engine.scan()))
    lines = (FIXTURES / "profiles.ndjson").read_text(encoding="utf-8").splitlines()
    for line in (EXAMPLE, f'{{"npi": "{NPI}"}}', *lines, *exported.decode().splitlines()):
        assert [error.message for error in schema.iter_errors(json.loads(line))] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("npi", None), ("npi", 1234567893), ("npi", "12345"), ("nmae", {}), ("name.frist", "Ana"),
        ("gender", "female"), ("taxonomies", ["224Z00000X"]), ("licenses", [{"number": "1"}]),
        ("credentials.0.code", "PHD"), ("credentials.0.expires_on", "31.12.2027"),
        ("services.juggling", "yes"), ("services.driving", "maybe"), ("languages", ["english"]),
        ("telehealth", True), ("home_visits.radius_miles", 0), ("locations.0.lat", 91),
        ("locations.0.lat", "42.68"), ("locations.0.postal_code", "1220"),
        ("locations.0.accepting_patients", "yes"), ("locations.0.wait_weeks", -1),
        ("locations.0.access.lift", "yes"), ("locations.0.plans.0.status", "covered"),
        ("version", 2), ("records", [{"npi": NPI, "source": "hearsay"}]), ("records", ["x"]),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_is_refused(schema, path, value):
    assert not schema.is_valid(changed(path, value))


def test_the_schema_is_the_same_every_time():
    assert json.dumps(json_schema()) == json.dumps(json_schema())
    assert json_schema()["$id"] == "urn:otmatch:profiles:v1"
    assert json_schema()["required"] == ["npi"]
