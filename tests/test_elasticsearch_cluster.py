"""Three Elasticsearch nodes, one of them killed while people search: nobody notices."""

import threading
import time
from collections import Counter

import pytest

from service.app import create_app
from service.directory.query import Query
from service.engines.opening import open_engine
from service.settings import Settings
from tests.elasticsearch_node import start_cluster
from tests.referee import every_page
from tests.strategies import ALBANY, TODAY
from tests.test_engine_contract import profile

PEOPLE = [profile(n) for n in range(200)]
EVERYBODY = {person.npi for person in PEOPLE}
# Enough to be in the middle of it whatever the machine; and when it has gone on for long enough.
KILL_AFTER, LEAST_AFTER, MOST_AFTER, SECONDS_AFTER = 60, 60, 2000, 12.0
BOUND = 10.0  # twice the default time-out
QUERIES = [Query(on=TODAY, place=ALBANY, limit=5), Query(on=TODAY, limit=50), Query(on=TODAY)]
PATH = "/api/v1/providers?near=12203&limit=3"


@pytest.fixture(scope="module")
def cluster():
    with start_cluster(3) as cluster:
        yield cluster


def opened(cluster, **settings):
    return open_engine(Settings(directory=",".join(cluster.urls), **settings))


@pytest.fixture(scope="module")
def engine(cluster, meta):
    """One shard, and its copy on another node, as by default."""
    engine = opened(cluster, index="one-shard", timeout=5)
    engine.replace(PEOPLE, meta)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def sharded(cluster, meta):
    engine = opened(cluster, index="three-shards", shards=3, replicas=1)
    engine.replace(PEOPLE, meta)
    yield engine
    engine.close()


def layout(engine) -> tuple[int, int, int]:
    """Shards, copies of each, and those of them that are there, when the load has just ended."""
    (index,) = engine.client.indices.get_alias(name=engine.alias)
    found = engine.client.cluster.health(index=index)
    copies = engine.client.indices.get_settings(index=index)[index]["settings"]["index"]
    return found["active_primary_shards"], int(copies["number_of_replicas"]), found["active_shards"]


def test_shards_and_copies_are_as_set(engine, sharded, cluster, meta):
    assert layout(engine) == (1, 1, 2)
    assert layout(sharded) == (3, 1, 6)
    other = opened(cluster, index="no-copies", shards=2, replicas=0)
    other.replace(PEOPLE, meta)
    assert layout(other) == (2, 0, 2)
    more = opened(cluster, index="no-copies", replicas=5)  # more than there are nodes for
    more.replace(PEOPLE, meta)
    assert layout(more) == (1, 5, 3)  # and not waited for
    for index in other.client.indices.get(index="no-copies-2*"):
        other.client.indices.delete(index=index)
    other.close()
    more.close()


def test_shards_change_no_answer(engine, sharded):
    for query in QUERIES:
        assert sharded.search(query) == engine.search(query)
    assert every_page(sharded, QUERIES[1]) == every_page(engine, QUERIES[1])
    assert list(sharded.scan()) == list(engine.scan()) == PEOPLE


class Crowd:
    """Threads that search through several engines and over HTTP, until they are told to end."""

    def __init__(self, engines) -> None:
        self.asked = [lambda e=e, q=q: e.search(q).total for e in engines for q in QUERIES]
        self.asked += [self.on_route(engine) for engine in engines]
        self.answers, self.errors = Counter(), []
        self.forget_slowest()
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.search, args=[n]) for n in range(4)]

    def on_route(self, engine):
        app = create_app(Settings(), engine)

        def ask() -> int:
            response = app.test_client().get(PATH)
            assert response.status_code == 200, response.text
            return response.get_json()["total"]

        return ask

    def search(self, number: int) -> None:
        while not self.ended.is_set():
            started = time.monotonic()
            try:
                self.answers[self.asked[number % len(self.asked)]()] += 1
            except Exception as error:  # the test must see any kind
                self.errors.append(repr(error))
            if started >= self.measured_from:
                self.slowest = max(self.slowest, time.monotonic() - started)
            number += 1

    def forget_slowest(self) -> None:
        """The first searches wait for cold servers, which is not what is measured."""
        self.measured_from, self.slowest = time.monotonic(), 0.0

    def wait_for(self, count: int, seconds: float) -> int:
        """Until so many more are answered, or the time is over; how many there were."""
        before, deadline = self.answers.total(), time.monotonic() + seconds
        while self.answers.total() - before < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.answers.total() - before


def test_one_of_three_killed_under_load_fails_nobody(cluster, engine, sharded, meta):
    crowd = Crowd([engine, sharded])
    for thread in crowd.threads:
        thread.start()
    assert crowd.wait_for(KILL_AFTER, 60) >= KILL_AFTER
    cluster.nodes[0].process.kill()
    crowd.forget_slowest()
    after = crowd.wait_for(MOST_AFTER, SECONDS_AFTER)
    crowd.ended.set()
    for thread in crowd.threads:
        thread.join()
    assert crowd.errors == []
    assert set(crowd.answers) == {len(PEOPLE)}
    assert after >= LEAST_AFTER
    assert crowd.slowest < BOUND
    # Nothing is lost, and the two that are left take a new directory.
    for one in (engine, sharded):
        assert {person.npi for person in one.scan()} == EVERYBODY
        assert len(every_page(one, QUERIES[1])) == len(PEOPLE)
        one.replace(PEOPLE[:50], meta)
        assert one.search(QUERIES[1]).total == 50
