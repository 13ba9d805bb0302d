"""Loads into Elasticsearch that meet a busy server, and documents that it refuses."""

import io
import json

import pytest

from indexer import pipeline
from indexer.report import Rejects, Report
from service.directory.profile import Location
from service.engines.opening import open_engine
from service.engines.protocol import Consulted
from service.errors import DirectoryShrank, LoadRefused
from service.settings import Settings
from tests.conftest import drop, new_engine
from tests.elasticsearch_node import start_node
from tests.elasticsearch_proxy import Proxy
from tests.indexer_files import npi, source, write
from tests.test_engine_contract import everyone, profile

MOST_LOCATIONS = 3
CROWDED = tuple(Location(line1=f"{n} Main St", state="NY") for n in range(MOST_LOCATIONS + 1))


@pytest.fixture
def engine(request, elasticsearch_url):
    """On a real server that refuses documents with many locations, as every one does from some
    number on."""
    engine = new_engine("elasticsearch", request)
    settings = {"index.mapping.nested_objects.limit": MOST_LOCATIONS}
    engine.client.indices.put_index_template(
        name=engine.alias, index_patterns=[f"{engine.alias}-*"], template={"settings": settings}
    )
    yield engine
    engine.client.indices.delete_index_template(name=engine.alias)


def test_a_document_that_is_refused_is_told_of_and_the_others_go_on(engine, meta):
    refused = []
    people = [profile(n, locations=CROWDED if n in (3, 700) else ()) for n in range(1200)]
    stored = engine.replace(
        people, meta, consulted=Consulted(lambda who, why: refused.append((who.npi, why)))
    )
    assert [who for who, _ in refused] == [people[3].npi, people[700].npi]
    assert all("Elasticsearch refuses it: " in why and "nested" in why for _, why in refused)
    assert stored.profiles == 1198 and engine.meta().profiles == 1198
    assert {each.npi for each in engine.scan()} == {each.npi for each in people} - {
        who for who, _ in refused
    }


def test_whoever_does_not_listen_gets_no_directory_without_them(engine, meta):
    engine.replace([profile(1)], meta)
    with pytest.raises(LoadRefused, match=f"NPI {profile(2).npi}: Elasticsearch refuses it"):
        engine.replace([profile(1), profile(2, locations=CROWDED)], meta)
    assert everyone(engine) == {profile(1).npi}


def test_the_gate_counts_without_them(engine, meta):
    with pytest.raises(DirectoryShrank, match="only 1 profiles"):
        engine.replace(
            [profile(1), profile(2, locations=CROWDED)],
            meta,
            2,
            consulted=Consulted(lambda *_: None),
        )


def test_the_rows_of_a_refused_document_are_rejected(engine, tmp_path):
    lines = [
        {"npi": npi(n), "locations": [{"line1": f"{m} Elm St", "city": "Albany", "state": "NY"}
                                      for m in range(6 if n == 2 else 1)]}
        for n in range(4)
    ]  # fmt: skip
    path, out = write(tmp_path / "profiles.ndjson", lines), io.StringIO()
    report = Report(Rejects(out))
    pipeline.load([source(path)], engine, report, pipeline.Terms(allow_shrink=True))
    (rejected,) = map(json.loads, out.getvalue().splitlines())
    assert (rejected["file"], rejected["line"]) == (str(path), 3)
    assert rejected["reason"].startswith("Elasticsearch refuses it: ")
    assert rejected["row"] == {"npi": npi(2)}
    (tally,) = report.sources
    assert (tally.read, tally.kept, tally.rejected.total()) == (4, 3, 1)
    assert report.meta.profiles == 3


def test_a_server_that_is_busy_for_a_while_is_asked_again(elasticsearch_url, meta):
    with Proxy(elasticsearch_url) as proxy:
        engine = open_engine(Settings(directory=proxy.url, index="busy-bulk", timeout=30))
        proxy.refuse = lambda request: (
            429 if "_bulk" in request.path and proxy.requests["PUT /_bulk"] <= 12 else None
        )
        engine.replace([profile(n) for n in range(1200)], meta)
        assert proxy.requests["PUT /_bulk"] > 12
        assert len(everyone(engine)) == 1200
        proxy.refuse = lambda request: None
        drop(engine)


def test_documents_that_met_a_full_queue_are_sent_again(meta):
    """A node that does one write at a time, and lets one wait."""
    tiny = {"thread_pool.write.size": "1", "thread_pool.write.queue_size": "1"}
    with start_node(settings=tiny) as node:
        engine = open_engine(Settings(directory=node.url, timeout=30))
        stored = engine.replace([profile(n) for n in range(6000)], meta)
        pools = engine.client.nodes.stats(metric="thread_pool")["nodes"].values()
        assert sum(pool["thread_pool"]["write"]["rejected"] for pool in pools) > 0
        assert stored.profiles == sum(1 for _ in engine.scan()) == 6000
        engine.close()
