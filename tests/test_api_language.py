"""Which language an answer is in: `lang`, Accept-Language however odd, and English otherwise."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api_answers import PLAN, PROVIDERS, ask, refused

SEARCH = {"near": "12203", "need": "fatigue", "plan": PLAN, "limit": "2"}
TEXTS = ("text", "name", "by_video_reason")
ROUTES = ["/providers?near=12203", "/providers/1999901030", "/vocabulary", "/health/live",
          "/health/ready"]  # fmt: skip


def language(client, header: str | None, path: str = f"{PROVIDERS}?near=12203&limit=1") -> str:
    headers = {} if header is None else {"Accept-Language": header}
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    assert "Accept-Language" in response.headers["Vary"]
    return response.headers["Content-Language"]


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        (None, "en"),
        ("", "en"),
        ("es", "es"),
        ("ES", "es"),
        ("es-US", "es"),
        ("es-419,es;q=0.9", "es"),
        ("es_MX", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("es-US,es;q=0.9,en;q=0.8", "es"),
        ("en;q=0.3, es;q=0.7", "es"),
        ("fr, es;q=0.1", "es"),
        ("fr-CA, zh", "en"),
        ("en-US,es;q=0.5", "en"),
        ("en-US,es", "en"),
        ("*", "en"),
        ("es, *;q=0.1", "es"),
        ("es;q=0", "en"),
        ("es;q=0, *", "en"),
        ("en;q=0, es;q=0.1", "es"),
        ("en;q=0", "en"),
        ("es;q=canary", "en"),
        ("es;q=-1, en;q=0.1", "en"),
        (";;;,,,q=1", "en"),
        ("\u00f1, \u00e9s", "en"),
        ("espa\u00f1ol", "en"),
        ("<script>", "en"),
    ],
)
def test_the_header_chooses(client, header, spoken):
    assert language(client, header) == spoken


@pytest.mark.parametrize(
    "header", ["es," * 3300, "e" * 10_000, "*;q=0.1," * 1250, "a-" * 5000, "es;q=0." + "1" * 10_000]
)
def test_a_header_of_10_kb_is_read_soon(client, header):
    began = time.thread_time()  # a machine that is busy with something else is not held against it
    assert language(client, header) in ("en", "es")
    assert time.thread_time() - began < 1


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60))
def test_any_header_gets_an_answer(client, header):
    assert language(client, header, "/api/v1/health/live") in ("en", "es")


@pytest.mark.parametrize("route", ROUTES)
def test_lang_wins_on_every_route(client, route):
    sign = "&" if "?" in route else "?"
    path = f"/api/v1{route}{sign}lang="
    assert language(client, "en", f"{path}es") == "es"
    assert language(client, "es", f"{path}en") == "en"
    assert language(client, "es", f"{path}EN") == "en"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("asked", ["lang=fr", "lang=", "lang=canary", "lang=es&lang=en"])
def test_a_language_that_is_none_is_refused_by_name(client, route, asked):
    sign = "&" if "?" in route else "?"
    response = client.get(f"/api/v1{route}{sign}{asked}")
    refused(response, "lang")
    assert "canary" not in response.get_data(as_text=True)


TEXTS = ("text", "name", "by_video_reason")


def test_another_language_says_the_same(client):
    """Only texts differ: numbers, codes and order are those of the same search."""

    def bare(value):
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in TEXTS}
        return [bare(part) for part in value] if isinstance(value, list) else value

    english, spanish = (ask(client, {**SEARCH, "lang": lang}).get_json() for lang in ("en", "es"))
    assert bare(english) == bare(spanish)
    assert english["matches"][0]["name"] == spanish["matches"][0]["name"]


def test_paging_may_change_its_language(client):
    first = ask(client, SEARCH).get_json()
    further = ask(client, {**SEARCH, "lang": "es", "cursor": first["next"]})
    assert further.status_code == 200
    assert (
        further.get_json()["matches"]
        == (ask(client, {**SEARCH, "lang": "es", "limit": "4"}).get_json()["matches"][2:])
    )


def test_the_vocabulary_is_kept_by_language(client):
    def name(lang: str) -> str:
        body = client.get(f"/api/v1/vocabulary?lang={lang}").get_json()
        return next(need["name"] for need in body["needs"] if need["code"] == "fatigue")

    assert [name(lang) for lang in ("es", "en", "es")] == ["Fatiga", "Fatigue", "Fatiga"]


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ({"need": "fatiga"}, {"needs": ["fatigue"]}),
        ({"need": ("Equilibrio y caminar", "memory")}, {"needs": ["balance", "memory"]}),
        ({"language": "Español"}, {"languages": ["es"]}),
        ({"language": "espanol"}, {"languages": ["es"]}),
        ({"language": "espan\u0303ol"}, {"languages": ["es"]}),
        ({"specialty": "neurorrehabilitación"}, {"specialties": ["225XN1300X"]}),
        ({"setting": "visitas a domicilio"}, {"setting": "home"}),
        ({"gender": "Femenino"}, {"genders": ["F"]}),
        ({"telehealth": "true", "patient_state": "Nueva York"}, {"patient_state": "NY"}),
    ],
)
def test_plain_names_are_understood_in_both_languages(client, query, understood):
    for lang in ("en", "es"):
        response = ask(client, {**query, "lang": lang})
        assert response.status_code == 200, response.get_json()
        assert understood.items() <= response.get_json()["query"].items()


def test_every_payer_can_be_asked_for_by_its_spanish_name(client):
    english, spanish = (
        client.get(f"/api/v1/vocabulary?lang={lang}").get_json()["payers"] for lang in ("en", "es")
    )
    for row, other in zip(english, spanish, strict=True):
        asked = {"payer": other["name"], "near": "99950", "limit": "1"}
        if row["code"] in ("medicaid", "unknown"):  # of the place's state; nothing is asked
            continue
        response = ask(client, asked).get_json()
        assert response["query"]["payer"] == row["name"], other
    said = [ask(client, {"payer": "No lo sé"}), ask(client, {"plan": "sin seguro"})]
    assert [response.get_json()["query"]["payer"] for response in said] == [None, "Self-pay"]


def test_lang_is_documented_on_every_route(client):
    document = client.get("/api/v1/openapi.json").get_json()
    routes = document["paths"].values()
    for operation in (op for route in routes for name, op in route.items() if name != "parameters"):
        (lang,) = (p for p in operation["parameters"] if p["name"] == "lang")
        assert lang["schema"]["enum"] == ["en", "es"]
        assert lang["description"]


def test_every_facet_has_names(client):
    """A payer too that no office names: those who take no insurance take who pays alone."""
    for lang, name in (("en", "Self-pay"), ("es", "Pago por cuenta propia")):
        facets = ask(client, {"lang": lang}).get_json()["facets"]
        names = {bucket["code"]: bucket["name"] for bucket in facets["payers"]}
        assert names["self-pay"] == name
        assert all(b["name"] != b["code"] for buckets in facets.values() for b in buckets)
