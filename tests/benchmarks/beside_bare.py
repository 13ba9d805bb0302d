"""The Elasticsearch engine beside the same bodies sent bare to `_search`, in turn.

Each search is asked in three ways right after one another, another one first each time, so that
noise and warm caches favour none.
"""

import http.client
import time
from collections.abc import Callable

import msgspec
import numpy as np

from service.directory.query import Query
from service.engines.compile_query import compile_search
from service.engines.elasticsearch import ElasticsearchEngine

from .questions import Question
from .timing import fact, heading, report

_JSON = {"Content-Type": "application/json"}


def compare(
    engine: ElasticsearchEngine, url: str, asked: list[Question], before: list[Question]
) -> None:
    """Percentiles of the three ways, and how the engine's median stands to the others; the
    searches of `before` do not count."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    path = f"/{engine.alias}/_search"
    meta = engine.meta()

    def by_client(_: Query, body: dict) -> None:
        engine.client.search(index=engine.alias, body=body)

    def as_bytes(_: Query, body: dict) -> None:
        connection.request("POST", path, msgspec.json.encode(body), _JSON)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"Elasticsearch answered {answer.status}: {told[:200]!r}")

    ways = [lambda query, _: engine.search(query), by_client, as_bytes]
    queries = [question.resolved(meta) for question in (*before, *asked)]
    bodies = [compile_search(query, meta) for query in queries]
    times = _in_turn(ways, list(zip(queries, bodies, strict=True)))[:, -len(asked) :]
    connection.close()
    heading("Elasticsearch (one shard, as loaded, not force-merged)")
    names = ("engine.search", "same body by its client", "same body by HTTP, answer not parsed")
    for name, taken in zip(names, times, strict=True):
        report(name, taken)
    own, client, raw = np.median(times, axis=1)
    fact("engine to client, by median", f"{own / client:.2f}", "<= 1.25")
    fact("engine to unparsed, by median", f"{own / raw:.2f}")


def _in_turn(ways: list[Callable], asked: list[tuple[Query, dict]]) -> np.ndarray:
    """Milliseconds by way and question."""
    times = np.zeros((len(ways), len(asked)))
    for number, (query, body) in enumerate(asked):
        for turn in range(len(ways)):
            way = (number + turn) % len(ways)
            start = time.perf_counter()
            ways[way](query, body)
            times[way, number] = time.perf_counter() - start
    return times * 1000
