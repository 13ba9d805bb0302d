"""Fixtures of the whole suite, and its strategy.

The smallest world that shows a thing is the best one: units take hand-made values; engines take
random directories of a few dozen profiles (`strategies.py`) and are held to a plain-Python
referee (`referee.py`); commands and pages take the committed `fixtures/`, loaded by the real
pipeline. Elasticsearch is always a real server: ELASTICSEARCH_URL, or a node that the suite
starts itself; what every engine owes is also asked of the older major. The store is asked on
SQLite and on a real PostgreSQL: POSTGRES_URL, or a server that the suite starts itself. Nothing
is mocked and nothing is skipped.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy.engine import make_url

from service.app import create_app
from service.engines.opening import open_engine
from service.engines.protocol import Engine, Meta
from service.records.keys import Keys, new_key
from service.records.opening import open_records
from service.records.store import Store
from service.referrals.desk import Desk
from service.settings import Settings
from tests.browser import open_browser
from tests.elasticsearch_node import start_node
from tests.fixture_directory import FIXTURES, SharedEngine, load_fixtures
from tests.new_store import store_url_in
from tests.postgres_server import new_database, postgres_server
from tests.referral_api import ReferralApi
from tests.referral_world import copy_of, own_desk
from tests.shared_server import shared

DAY = date(2026, 11, 15)
GOLDEN_DAY = date(2026, 11, 22)
OLDER_VERSION = "8.19.21"
# Kind of engine -> the fixture with its server's URL, if it has one.
SERVERS = {
    "embedded": None,
    "elasticsearch": "elasticsearch_url",
    "elasticsearch-8": "older_elasticsearch_url",
}


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the garbage collector need not look through them again and
    again, which took a third of the time of what makes many objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_store_of_elsewhere(tmp_path_factory) -> Iterator[None]:
    """Commands that tests run do not find what `make run` keeps in this folder."""
    with pytest.MonkeyPatch.context() as environment:
        folder = tmp_path_factory.mktemp("store")
        environment.setenv("OTMATCH_STORE", f"sqlite:///{folder}/records.db")
        yield


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A real Elasticsearch: the one named in the environment, or one of our own."""
    if url := os.environ.get("ELASTICSEARCH_URL"):
        yield url
        return
    with shared("elasticsearch", lambda: _node(heap="768m")) as url:
        yield url


@contextmanager
def _node(*version: str, **options: str) -> Iterator[str]:
    with start_node(*version, **options) as node:
        yield node.url


@pytest.fixture(scope="session")
def older_elasticsearch_url() -> Iterator[str]:
    """A node of the last major, always our own."""
    with shared("elasticsearch-8", lambda: _node(OLDER_VERSION)) as url:
        yield url


def new_engine(kind: str, request: pytest.FixtureRequest, shards: int = 1) -> Engine:
    """An engine without a directory yet, of one of the kinds of SERVERS."""
    name = f"test{uuid4().hex[:10]}"
    if server := SERVERS[kind]:
        url = request.getfixturevalue(server)
        engine = open_engine(Settings(directory=url, index=name, timeout=30, shards=shards))
        request.addfinalizer(lambda: drop(engine))
        return engine
    folder = request.getfixturevalue("tmp_path_factory").mktemp(name)
    return open_engine(Settings(directory=f"sqlite:///{folder}/directory.db"))


def drop(engine) -> None:
    for name in engine.client.indices.get(index=f"{engine.alias}-*"):
        engine.client.indices.delete(index=name)
    engine.close()


@pytest.fixture(params=SERVERS)
def engine(request) -> Engine:
    return new_engine(request.param, request)


@pytest.fixture(params=["embedded", "elasticsearch"], scope="module")
def shared_engine(request) -> Engine:
    """One engine for all examples of a property, replaced for each."""
    return new_engine(request.param, request)


@pytest.fixture(scope="module")
def older_engine(request) -> Engine:
    """One engine on the older server, split into three, for fewer examples."""
    return new_engine("elasticsearch-8", request, shards=3)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL: the one named in the environment, or one of our own."""
    if url := os.environ.get("POSTGRES_URL"):
        yield url
        return
    with shared("postgresql", postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_tables(postgres_url) -> Iterator[str]:
    """A database with the tables of a store, to copy: making them takes longer."""
    with new_database(postgres_url) as url:
        Store(url).close()
        yield make_url(url).database


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store_url(request, tmp_path) -> Iterator[str]:
    """Where there is no store yet, on each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/records.db"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path) -> Iterator[str]:
    """Of an empty store, on each database."""
    if request.param == "sqlite":
        yield store_url_in(tmp_path)
        return
    tables = request.getfixturevalue("postgres_tables")
    with new_database(request.getfixturevalue("postgres_url"), like=tables) as url:
        yield url


@pytest.fixture
def store(store_url) -> Iterator[Store]:
    opened = Store(store_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(new_key(), new_key())


@pytest.fixture(scope="session")
def meta() -> Meta:
    return Meta(loaded_at=datetime(2026, 11, 15, 12, tzinfo=UTC), date=DAY)


@pytest.fixture(scope="session")
def fixture_engine(tmp_path_factory) -> Iterator[SharedEngine]:
    """The committed fixtures, loaded by the real pipeline into the embedded engine; to read."""
    folder = tmp_path_factory.mktemp("fixtures")
    engine = open_engine(Settings(directory=f"sqlite:///{folder}/directory.db"))
    load_fixtures(engine)
    yield SharedEngine(engine.path)
    assert engine.meta().sequence == 1, "a test changed the directory that all of them share"


@pytest.fixture
def own_engine(tmp_path, fixture_engine) -> Engine:
    """A copy of the fixtures' directory, for one test to change."""
    return copy_of(fixture_engine, tmp_path)


@pytest.fixture(scope="session")
def fixture_desk(tmp_path_factory, fixture_engine) -> Iterator[Desk]:
    """A store with keys of its own, beside the fixtures."""
    url = store_url_in(tmp_path_factory.mktemp("records"))
    records = open_records(Settings(store=url, keys=new_key(), index_key=new_key()))
    assert records
    yield Desk(records, fixture_engine)
    records.close()


@pytest.fixture
def desk(tmp_path, fixture_engine) -> Iterator[Desk]:
    """For referrals, on a store and a copy of the fixtures' directory that nobody else uses."""
    with own_desk(tmp_path, fixture_engine, public_url="https://otmatch.example") as desk:
        yield desk


@pytest.fixture
def referral_api(tmp_path, fixture_engine) -> Iterator[ReferralApi]:
    """On a store and a copy of the fixtures' directory that nobody else uses."""
    with own_desk(tmp_path, fixture_engine, public_url="https://otmatch.example") as desk:
        yield ReferralApi(desk)


@pytest.fixture(scope="session")
def client(fixture_engine, fixture_desk) -> FlaskClient:
    """The REST API on the fixtures, as of the day that golden searches and README speak of."""
    settings = Settings(programs=str(FIXTURES / "programs"), chapters=str(FIXTURES / "chapters"))
    app = create_app(settings, fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)
    return app.test_client()


@pytest.fixture(scope="session")
def document(client) -> dict:
    """The OpenAPI document, as it is served."""
    response = client.get("/api/v1/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    return response.get_json()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real one, for the tests of one file."""
    with open_browser() as opened:
        yield opened
