"""Answers in Spanish hold no English: golden searches, whole profiles, the vocabulary, problems."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from service.app import create_app
from service.settings import Settings
from service.wording.languages import ENGLISH
from tests.api_answers import PLAN, PROVIDERS, ask, problem
from tests.fixture_directory import SEARCHES
from tests.spanish import SPANISH
from tests.test_api_errors import BAD
from tests.test_golden_searches import parameters

# Words that no Spanish sentence has; names of people, centers and certificates are cut out before.
ENGLISH_WORDS = re.compile(
    r"\b(the|is|are|not|of|with|and|for|to|takes?|took|offers?|checked|whether|your|ask|known"
    r"|office|must|there|only|away|about|near|works?|here|visits)\b",
    re.IGNORECASE,
)
PROPER = sorted(
    {name for kind in ("credentials", "issuers", "payers") for name in SPANISH.names[kind].values()}
    | {"near"}  # the parameter
    | {"Bridge visits (example)", "example-bridge-visits"},  # a program's own name, and its id
    key=len,
    reverse=True,
)
SHOWN = ("text", "name", "label", "description", "problem", "detail", "title", "reason",
         "by_video_reason", "validity")  # fmt: skip


def texts(body: Any) -> Iterator[str]:
    """Every sentence of an answer, without what sources say in their own words."""
    if isinstance(body, list):
        for part in body:
            yield from texts(part)
    if isinstance(body, dict):
        told = [str(v) for v in (body.get("values") or {}).values() if isinstance(v, str)]
        for name, part in body.items():
            if name in SHOWN and isinstance(part, str):
                yield _bare(part, told)
            elif name not in ("values", "location", "locations"):
                yield from texts(part)


def _bare(text: str, told: list[str]) -> str:
    for name in (*told, *PROPER):
        text = text.replace(name, "")
    return text


def assert_spanish(body: Any) -> None:
    for text in texts(body):
        assert not ENGLISH_WORDS.search(text), text


def sentences_of(body: dict) -> list[str]:
    notes = [note["text"] for note in body["query"]["notes"]]
    reasons = [reason["text"] for match in body["matches"] for reason in match["reasons"]]
    return notes + [left["text"] for left in body["left_out_unknown"]] + reasons


@pytest.mark.parametrize("search", SEARCHES["searches"], ids=lambda search: search["id"])
def test_golden_searches_have_no_english(client, search):
    asked = [pair for pair in parameters(search["query"]) if pair[0] != "cursor"]
    english, spanish = (
        client.get(PROVIDERS, query_string=[*asked, ("lang", lang)]).get_json()
        for lang in ("en", "es")
    )
    assert spanish["total"] == english["total"]
    for told, said in zip(sentences_of(english), sentences_of(spanish), strict=True):
        assert told != said
    for match in spanish["matches"]:
        match["name"] = ""  # people keep theirs
    assert_spanish(spanish)


def test_whole_profiles_have_no_english(client):
    everyone = ask(client, {"limit": "100"}).get_json()["matches"]
    for npi in [match["npi"] for match in everyone]:
        whole = client.get(f"{PROVIDERS}/{npi}?lang=es").get_json()
        facts = [whole["evidence"], *(at["evidence"] for at in whole["locations"])]
        because = [given["text"] for evidence in facts for given in evidence.values()]
        named = [whole[part] for part in ("specialties", "languages", "services")]
        assert_spanish([named, [{"text": text} for text in because]])


def test_the_vocabulary_has_no_english(client):
    body = client.get("/api/v1/vocabulary?lang=es").get_json()
    del body["languages"], body["states"], body["payers"]  # names of Babel, and proper names
    assert_spanish(body)


@pytest.mark.parametrize(("parameter", "query"), BAD)
def test_problems_have_no_english(client, parameter, query):
    body = problem(ask(client, {**query, "lang": "es"}), 422)
    assert [entry["parameter"] for entry in body["errors"]] == [parameter]
    bare = re.sub(r"(los que hay|lo más parecido|lugares con este nombre|uno de estos): .*", "",
                  body["errors"][0]["problem"])  # fmt: skip
    assert_spanish({"title": body["title"], "problem": bare})


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"near": "99999"}, "no es un código postal (ZIP) que esté en el mapa; lo más parecido: "
         "99950, 99929, 99928"),
        ({"near": "Springfield"}, "necesita un estado; lugares con este nombre: Springfield, IL; "),
        ({"near": "Albny, NY"}, "no es una ciudad conocida en este estado (Nueva York); lo más "),
        ({"radius": "9999", "near": "10001"}, "debe ser un número simple mayor que 0, de 500"),
        ({"need": "fatgue"}, "no es un código del vocabulario (/api/v1/vocabulary); lo más "),
        ({"sort": "canary"}, "debe ser uno de estos: best, distance"),
        ({"limit": ("1", "2")}, "debe darse una sola vez"),
        ({"payer": "Medicaid"}, "necesita el estado: agregue un lugar, o nombre el estado "),
    ],
)  # fmt: skip
def test_what_people_read_of_a_problem(client, query, text):
    response = ask(client, {**query, "lang": "es"})
    assert response.get_json()["errors"][0]["problem"].startswith(text)
    assert response.headers["Content-Language"] == "es"
    assert "Accept-Language" in response.headers["Vary"]


def test_errors_speak_the_language_of_the_header(client):
    def told(response, status: int) -> dict:
        assert response.headers["Content-Language"] == "es"
        return problem(response, status)

    spanish = {"headers": {"Accept-Language": "es-MX"}}
    assert told(client.get("/api/v1/nope", **spanish), 404)["title"] == "No encontrado"
    assert told(client.post(PROVIDERS, **spanish), 405)["title"] == "Método no permitido"
    gone = told(client.get(f"{PROVIDERS}/1234567893", **spanish), 404)
    assert gone["detail"] == "Este NPI no está en este directorio."
    bad = told(client.get(f"{PROVIDERS}?lang=fr", **spanish), 422)
    assert bad["detail"] == "lang: debe ser uno de estos: en, es"


def test_a_lost_directory_is_told_in_spanish(tmp_path):
    client = create_app(Settings(directory=f"sqlite:///{tmp_path}/none.db")).test_client()
    body = problem(client.get(f"{PROVIDERS}?lang=es"), 503)
    assert body["title"] == "No hay ningún directorio que se pueda leer"
    assert_spanish(body)


def test_a_bug_of_ours_is_told_in_spanish(request):
    class Broken:
        def search(self, _):
            raise RuntimeError

    client = create_app(Settings(), Broken()).test_client()
    assert problem(client.get(f"{PROVIDERS}?lang=es"), 500)["title"] == "Algo salió mal"


def test_every_kind_of_problem_is_met(client):
    """And so each is worded with the values that it is raised with, in both languages."""
    queries = [query for _, query in BAD]
    queries += [{"payer": "Medicaid"}, {"plan": PLAN, "payer": "Medicare"},
                {"plan": "Medicare", "payer": "Aetna"}, {"gender": "F", "unknown": "language"},
                {"payer": "unknown", "insurance_mode": "require"}]  # fmt: skip
    for wording in (ENGLISH, SPANISH):
        said = [
            entry["problem"]
            for query in queries
            for entry in ask(client, {**query, "lang": wording.language}).get_json()["errors"]
        ]
        for code, text in wording.problems.items():
            parts = (re.escape(fixed) for fixed, *_ in Formatter().parse(text))
            assert any(re.fullmatch(".*".join(parts) + ".*", told) for told in said), code
