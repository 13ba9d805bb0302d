"""GET /vocabulary: every code with its plain name; each can be asked for by either."""

import pytest

from service.directory.needs import NEEDS, NEEDS_TO_SERVICES
from service.directory.services import SERVICES
from service.directory.vocabulary import CREDENTIALS
from service.directory.weights import WEIGHTS
from tests.api_answers import PROVIDERS


@pytest.fixture(scope="module")
def vocabulary(client) -> dict:
    response = client.get("/api/v1/vocabulary")
    assert response.status_code == 200
    return response.get_json()


def test_the_vocabulary_has_the_sixteen_services_and_two(vocabulary):
    codes = [service["code"] for service in vocabulary["services"]]
    assert len(codes) == len(set(codes)) == 18
    assert {"care-partner-guidance", "home-evaluation"} < set(codes)
    assert {service["by_video"] for service in vocabulary["services"]} == {"yes", "partly", "no"}
    assert all(service["by_video_reason"] for service in vocabulary["services"])


def test_the_vocabulary_has_the_tables_of_the_domain(vocabulary):
    def codes(table):
        return {row["code"] for row in vocabulary[table]}

    assert len(codes("specialties")) == 13
    assert all(code.startswith("225X") for code in codes("specialties"))
    assert codes("credentials") == set(CREDENTIALS) >= {"MSCS", "CBIS", "CDRS", "C/NDT", "LSVT BIG"}
    assert codes("accepting_patients") == {"newpt", "nopt", "existptonly", "existptfam"}
    assert codes("settings") == {"rehab", "hospital", "clinic", "home", "school", "workplace"}
    assert codes("known") == {"yes", "no", "unknown"}
    assert codes("signals") == set(WEIGHTS)
    assert {"en", "es", "zh"} < codes("languages")
    assert {"NY", "DC", "PR"} < codes("states")
    assert {need["kind"] for need in vocabulary["needs"]} == codes("need_kinds")
    assert {parameter["role"] for parameter in vocabulary["parameters"]} == codes("roles")


def test_every_code_has_a_plain_name_of_its_own(vocabulary):
    for table, rows in vocabulary.items():
        if table in ("parameters", "likely_services"):
            continue
        assert rows
        assert len({row["code"] for row in rows}) == len(rows)
        assert len({row["name"] for row in rows}) == len(rows), table
        for row in rows:
            assert row["name"].strip()
            assert row["name"] != row["code"]


def test_every_need_maps_to_services_with_reasons(vocabulary):
    assert [need["code"] for need in vocabulary["needs"]] == list(NEEDS)
    assert {row.need for row in NEEDS_TO_SERVICES} == set(NEEDS)
    for need in vocabulary["needs"]:
        assert need["services"]
        assert all(help["code"] in SERVICES and help["reason"] for help in need["services"])


def test_a_need_asks_for_just_the_services_that_the_vocabulary_says(client, vocabulary):
    for need in vocabulary["needs"]:
        page = client.get(f"{PROVIDERS}?need={need['code']}&limit=1").get_json()
        assert [s["code"] for s in page["query"]["services"]] == [
            help["code"] for help in need["services"]
        ]


@pytest.mark.parametrize(
    ("parameter", "table"),
    [
        ("need", "needs"),
        ("service", "services"),
        ("specialty", "specialties"),
        ("credential", "credentials"),
        ("language", "languages"),
        ("gender", "genders"),
    ],
)
def test_every_code_and_every_name_can_be_asked_for(client, vocabulary, parameter, table):
    shown = {"need": "needs", "service": "services", "specialty": "specialties",
             "credential": "credentials", "language": "languages", "gender": "genders"}  # fmt: skip
    for row in vocabulary[table]:
        for word in (row["code"], row["name"], row["name"].upper()):
            response = client.get(PROVIDERS, query_string={parameter: word, "limit": 1})
            assert response.status_code == 200, word
            understood = response.get_json()["query"][shown[parameter]]
            codes = [one["code"] if isinstance(one, dict) else one for one in understood]
            assert codes == [row["code"]]


def test_every_parameter_has_its_role(vocabulary):
    roles = {parameter["name"]: parameter["role"] for parameter in vocabulary["parameters"]}
    assert {name for name, role in roles.items() if role == "signal"} == {
        "need", "service", "plan", "payer"
    }  # fmt: skip
    assert {name for name, role in roles.items() if role == "filter"} == {
        "near", "name", "radius", "access", "specialty", "credential", "insurance_mode",
        "program", "accepting", "telehealth", "patient_state", "setting", "language", "gender",
        "unknown",
    }  # fmt: skip
    others = {name: role for name, role in roles.items() if role not in ("signal", "filter")}
    assert others == {"lang": "language", "sort": "order", "limit": "page", "cursor": "page"}
