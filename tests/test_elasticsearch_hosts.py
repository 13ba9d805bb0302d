"""Several Elasticsearch hosts of which one is slow, silent, busy or gone: an answer from another
one, or a refusal, within the bound that the README gives."""

import socket
import threading
import time
from collections import Counter
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service.app import create_app
from service.directory.query import Query
from service.engines.opening import open_engine
from service.errors import DirectoryUnavailable, LoadRefused
from service.settings import Settings
from tests.api_answers import problem
from tests.conftest import drop
from tests.elasticsearch_proxy import Proxy
from tests.strategies import TODAY
from tests.test_engine_contract import everyone, profile

TIMEOUT = 2.0
IN_ALL = 2 * TIMEOUT
SLACK = 10.0  # for a busy machine
SILENT = 60.0
ANYONE = Query(on=TODAY)
INDEX = "hosts"


@pytest.fixture(scope="module")
def loaded(elasticsearch_url, meta):
    """The URL of a server with a directory of three."""
    engine = open_engine(Settings(directory=elasticsearch_url, index=INDEX, timeout=30))
    engine.replace([profile(n) for n in range(3)], meta)
    yield elasticsearch_url
    drop(engine)


@pytest.fixture
def open_hosts(loaded):
    """Opens an engine on so many proxies of the server."""
    with ExitStack() as stack:

        def opened(count, **settings):
            proxies = [stack.enter_context(Proxy(loaded)) for _ in range(count)]
            url = ",".join(proxy.url for proxy in proxies)
            settings = {"index": INDEX, "timeout": TIMEOUT, **settings}
            engine = open_engine(Settings(directory=url, **settings))
            stack.callback(engine.close)
            return engine, proxies

        yield opened


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def seconds(ask) -> float:
    started = time.monotonic()
    ask()
    return time.monotonic() - started


def for_searches(status):
    return lambda request: status() if "/_search" in request.path else None


def lost(ask) -> DirectoryUnavailable:
    with pytest.raises(DirectoryUnavailable) as caught:
        ask()
    return caught.value


@pytest.mark.parametrize("delay", [0.3, SILENT])
def test_a_slow_host_is_waited_for_or_another_one_answers(open_hosts, delay):
    engine, (slow, _) = open_hosts(2)
    slow.delay = delay
    for _ in range(8):
        took = seconds(lambda: engine.search(ANYONE))
        assert took < IN_ALL + SLACK
    assert slow.requests.total() >= 1


def test_a_silent_host_fails_nobody_under_load(open_hosts):
    engine, (silent, *_) = open_hosts(3)
    silent.delay = SILENT
    totals, errors = Counter(), []

    def search() -> None:
        until = time.monotonic() + 5
        while time.monotonic() < until:
            try:
                took = seconds(lambda: totals.update([engine.search(ANYONE).total]))
                assert took < IN_ALL + SLACK
            except Exception as error:  # the test must see any kind
                errors.append(repr(error))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(totals) == {3}
    # It rests longer each time, so few pay for it.
    assert 1 <= silent.requests.total() <= 4 * 4


def test_the_only_host_silent_is_a_503_in_bounded_time_until_it_answers_again(open_hosts, caplog):
    engine, (host,) = open_hosts(1)
    client = create_app(Settings(), engine).test_client()
    path = "/api/v1/providers?near=12203"
    assert client.get(path).status_code == 200
    host.delay = SILENT
    started = time.monotonic()
    response = client.get(path)
    assert time.monotonic() - started < TIMEOUT + SLACK
    problem(response, 503)
    assert "in time" in caplog.text
    assert int(response.headers["Retry-After"]) > 0
    host.delay = 0
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [2, 3])
def test_all_hosts_silent_is_no_longer_than_the_bound(open_hosts, count):
    engine, hosts = open_hosts(count, retries=10)
    for host in hosts:
        host.delay = SILENT
    assert seconds(lambda: lost(lambda: engine.search(ANYONE))) < IN_ALL + SLACK


def test_all_hosts_gone_is_a_quick_answer():
    url = ",".join(f"http://127.0.0.1:{closed_port()}" for _ in range(3))
    engine = open_engine(Settings(directory=url))
    for ask in (lambda: engine.search(ANYONE), engine.meta, lambda: engine.get("1")):
        assert seconds(lambda ask=ask: lost(ask)) < SLACK
    engine.close()


def test_a_host_that_breaks_off_is_not_asked_again_and_again(open_hosts):
    engine, (broken, _) = open_hosts(2)
    broken.loses = lambda line: True
    until = time.monotonic() + 4
    while time.monotonic() < until:
        assert engine.search(ANYONE).total == 3
    assert 1 <= broken.requests.total() <= 4  # at once, after 1, 3 and 7 seconds


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_host_is_asked_again_after_a_pause(open_hosts, status):
    engine, (host,) = open_hosts(1)
    busy = iter([status, status])
    host.refuse = for_searches(lambda: next(busy, None))
    assert engine.search(ANYONE).total == 3
    assert host.requests["POST /hosts/_search"] == 3


@pytest.mark.parametrize("retries", [0, 2])
def test_a_host_that_stays_busy_is_asked_so_often_as_is_set(open_hosts, retries):
    engine, (host,) = open_hosts(1, retries=retries)
    host.refuse = for_searches(lambda: 503)
    assert "503" in str(lost(lambda: engine.search(ANYONE)))
    assert host.requests["POST /hosts/_search"] == retries + 1


def test_a_refused_request_is_not_sent_again(open_hosts):
    engine, (host,) = open_hosts(1)
    host.refuse = for_searches(lambda: 400)
    assert "400" in str(lost(lambda: engine.search(ANYONE)))
    assert host.requests["POST /hosts/_search"] == 1


def test_a_load_whose_every_first_answer_is_lost_loads_the_same(open_hosts, meta):
    """Every write arrives twice, and does no harm."""
    engine, (host,) = open_hosts(1, index="twice")
    lines = Counter()

    def lose(line: str) -> bool:
        lines[line] += 1
        return lines[line] % 2 == 1

    host.loses = lose
    for size in (4, 700, 30):
        engine.replace([profile(n) for n in range(size)], meta)
    host.loses = lambda line: False
    assert everyone(engine) == {profile(n).npi for n in range(30)}
    assert len(list(engine.scan())) == engine.meta().profiles == 30
    assert len(list(engine.client.indices.get(index="twice-2*"))) == 2
    drop(engine)


def test_a_load_into_a_silent_host_is_refused_in_bounded_time(open_hosts, meta):
    engine, (host,) = open_hosts(1, index="silent")
    host.delay = SILENT

    def load() -> None:
        with pytest.raises(LoadRefused, match="in time"):
            engine.replace([profile(1)], meta)

    assert seconds(load) < TIMEOUT + SLACK


class WebSite(BaseHTTPRequestHandler):
    """What else may listen at a mistyped port."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>Welcome</p>")

    def log_message(self, *_: object) -> None:
        """The tests' output is no place for requests."""


def test_what_is_no_elasticsearch_is_said_to_be_none():
    with ThreadingHTTPServer(("127.0.0.1", 0), WebSite) as site:
        threading.Thread(target=site.serve_forever, args=[0.05], daemon=True).start()
        engine = open_engine(Settings(directory=f"http://127.0.0.1:{site.server_port}"))
        assert "not Elasticsearch" in str(lost(lambda: engine.search(ANYONE)))
        engine.close()
        site.shutdown()
