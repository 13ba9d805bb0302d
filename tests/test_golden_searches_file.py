"""fixtures/searches.yaml itself: every search is whole, everybody in it is as said, and every
weight of the ranking has its case."""

from service.directory import weights
from tests.fixture_directory import FIXTURES
from tests.fixture_directory import SEARCHES as TOLD
from tests.test_golden_searches import EXPECTATIONS

FIELDS = {"id", "who", "asks", "query", "expect", "because"}
MAY_HAVE = {"on", "pages", "tunes"}
VOICES = {"patient", "doctor", "staff"}
SEARCHES = TOLD["searches"]


def test_every_search_is_whole():
    assert set(TOLD) == {"on", "people", "gone", "searches"}
    for search in SEARCHES:
        assert set(search) >= FIELDS, search["id"]
        assert set(search) <= FIELDS | MAY_HAVE, search["id"]
        assert search["who"] in VOICES, search["id"]
        assert search.get("pages", "all") == "all", search["id"]
        assert search["asks"].strip() and search["because"].strip(), search["id"]
        assert search["expect"] and set(search["expect"]) <= set(EXPECTATIONS), search["id"]
        said = {kind for kind, wanted in search["expect"].items() if wanted}
        assert set(search["expect"]) - said <= {"total", "left_out"}, search["id"]


def test_searches_are_many_and_in_every_voice():
    assert len(SEARCHES) >= 25
    assert len({search["id"] for search in SEARCHES}) == len(SEARCHES)
    assert {search["who"] for search in SEARCHES} == VOICES


def test_people_named_here_are_as_said(fixture_engine):
    for key, npi in TOLD["people"].items():
        assert fixture_engine.get(npi), key
    registry = (FIXTURES / "nppes.csv").read_text(encoding="utf-8")
    for key, npi in TOLD["gone"].items():
        assert fixture_engine.get(npi) is None, key
        assert f'"{npi}"' in registry, key
    asked = [repr(search["expect"]) for search in SEARCHES]
    for key in TOLD["people"] | TOLD["gone"]:
        assert any(f"'{key}'" in expectations for expectations in asked), f"{key} in no search"


def test_every_weight_has_its_case():
    tuned = {search["tunes"] for search in SEARCHES if "tunes" in search}
    assert tuned >= {f"WEIGHTS.{signal}" for signal in weights.WEIGHTS}
    assert all(hasattr(weights, name.partition(".")[0]) for name in tuned)
