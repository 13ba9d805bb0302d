"""A directory that somebody deleted by hand from Elasticsearch: a 503 that says what to do, and an
answer again after a load."""

import time

import pytest

from service.app import create_app
from service.directory.query import Query
from service.engines.opening import open_engine
from service.errors import NoDirectory
from service.settings import Settings
from tests.api_answers import problem
from tests.conftest import drop
from tests.strategies import ALBANY, TODAY
from tests.test_engine_contract import everyone, profile

INDEX = "lost"
NPI = profile(1).npi
PATHS = [
    "/providers?near=12203&setting=home",
    "/providers?near=12203&plan=11111NY0010001",
    f"/providers/{NPI}",
    "/providers/1999999999",
    "/health/ready",
]
META_SECONDS = 1.1  # what a worker may still know of the last directory


@pytest.fixture
def engine(elasticsearch_url, meta):
    """A loaded directory, known to its reader."""
    engine = open_engine(Settings(directory=elasticsearch_url, index=INDEX, timeout=30))
    engine.replace([profile(n) for n in range(3)], meta)
    engine.meta()
    yield engine
    drop(engine)


def without_index(engine) -> None:
    engine.client.indices.delete(index=",".join(engine.client.indices.get_alias(name=INDEX)))


def without_alias(engine) -> None:
    engine.client.indices.delete_alias(index="_all", name=INDEX)


def without_meta(engine) -> None:
    engine.client.delete(index=INDEX, id="meta", refresh=True)


def alias_of_something_else(engine) -> None:
    without_index(engine)
    other = f"{INDEX}-other"
    engine.client.indices.create(index=other, aliases={INDEX: {}})


def of_another_version(engine) -> None:
    body = {"kind": "meta", "meta": {"format": 0}}
    engine.client.index(index=INDEX, id="meta", document=body, refresh=True)


DAMAGES = [without_index, without_alias, without_meta, alias_of_something_else, of_another_version]


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_method_says_that_there_is_no_directory(engine, meta, damage):
    damage(engine)
    time.sleep(META_SECONDS)
    home = Query(on=TODAY, place=ALBANY, setting="home")
    for ask in (lambda: engine.search(home), engine.meta, lambda: engine.get(NPI),
                lambda: engine.get("1999999999"), lambda: list(engine.scan())):  # fmt: skip
        with pytest.raises(NoDirectory, match="otmatch-index load"):
            ask()


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_route_says_so_and_answers_again_after_a_load(engine, meta, damage):
    client = create_app(Settings(), engine).test_client()
    damage(engine)
    time.sleep(META_SECONDS)
    for path in PATHS:
        response = client.get(f"/api/v1{path}")
        body = problem(response, 503)
        assert "otmatch-index load" in body["detail"]
        assert int(response.headers["Retry-After"]) > 0
    assert client.get("/api/v1/health/live").status_code == 200
    engine.replace([profile(1)], meta)
    for path in PATHS:
        assert client.get(f"/api/v1{path}").status_code == (404 if "1999999999" in path else 200)
    assert everyone(engine) == {NPI}
