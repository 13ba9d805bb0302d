"""A load into Elasticsearch beside a bare parallel_bulk of the same ready-made documents."""

import time
from datetime import UTC, datetime

import msgspec
from elasticsearch import Elasticsearch, helpers

from service.directory.profile import Profile
from service.engines.documents import MAPPING, encoded_document
from service.engines.history import Standing
from service.engines.opening import open_engine
from service.engines.protocol import Meta, tie_of
from service.settings import Settings

from .curated import TODAY
from .search import LOADING_SECONDS
from .timing import fact, progress
from .world import profiles

NEW = Standing("", 1, 1)


def compare_bulk(url: str, count: int, rounds: int) -> None:
    """In turn, the best of each."""
    people, own, bare = list(profiles(count)), [], []
    for number in range(rounds):
        progress(f"{count:,} documents, round {number + 1}")
        bare.append(_bare(url, people))
        own.append(_own(url, people))
    fact("bare parallel_bulk into Elasticsearch", _rate(count, min(bare)))
    fact("engine.replace, lock and swap with it", _rate(count, min(own)))
    fact("engine to bare, by speed", f"{min(bare) / min(own):.2f}", ">= 0.8")


def _rate(count: int, seconds: float) -> str:
    return f"{seconds:.1f} s, {count / seconds:,.0f} documents a second"


def _own(url: str, people: list[Profile]) -> float:
    engine = open_engine(Settings(directory=url, index="own", timeout=LOADING_SECONDS))
    start = time.perf_counter()
    engine.replace(people, Meta(loaded_at=datetime.now(UTC), date=TODAY))
    seconds = time.perf_counter() - start
    for index in engine.client.indices.get(index="own-*"):
        engine.client.indices.delete(index=index)
    engine.close()
    return seconds


def _bare(url: str, people: list[Profile]) -> float:
    """As the client's documentation shows it; the documents are made before the clock starts."""
    client = Elasticsearch(url, request_timeout=LOADING_SECONDS)
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    client.indices.create(index="bare", settings=settings, mappings=MAPPING)
    actions = [
        {"_index": "bare", "_id": each.npi,
         "_source": msgspec.json.decode(encoded_document(each, tie_of(each.npi, TODAY), NEW))}
        for each in people
    ]  # fmt: skip
    start = time.perf_counter()
    sent = sum(ok for ok, _ in helpers.parallel_bulk(client, actions))
    client.indices.refresh(index="bare")
    seconds = time.perf_counter() - start
    assert sent == len(people)
    client.indices.delete(index="bare")
    client.close()
    return seconds
