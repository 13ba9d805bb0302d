"""Loads into Elasticsearch beside readers, beside each other, and killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import pytest

from service.directory.query import Query
from service.engines.elasticsearch_lock import only_load
from service.engines.opening import open_engine
from service.errors import LoadRefused
from service.settings import Settings
from tests.conftest import drop
from tests.elasticsearch_node import ROOT
from tests.elasticsearch_proxy import Proxy
from tests.revisions import revised
from tests.strategies import ALBANY, TODAY
from tests.test_engine_contract import everyone, profile
from tests.waiting import until

INDEX = "swaps"
SECONDS = 60
# A load whose source never ends, so that it is still running when it is killed.
ENDLESS = """
import sys, time
from datetime import UTC, datetime
from service.engines.opening import open_engine
from service.settings import Settings
from tests.test_engine_contract import profile
from tests.strategies import TODAY
from service.engines.protocol import Meta

def people():
    yield from map(profile, range(600))
    print("loading", flush=True)
    time.sleep(600)

open_engine(Settings(directory=sys.argv[1], index=sys.argv[2])).replace(
    people(), Meta(loaded_at=datetime.now(UTC), date=TODAY)
)
"""


@pytest.fixture
def engine(elasticsearch_url):
    engine = open_engine(Settings(directory=elasticsearch_url, index=INDEX, timeout=30))
    yield engine
    drop(engine)


def people(*numbers: int) -> list:
    return [profile(n) for n in range(*numbers)]


@pytest.mark.parametrize("after", [(40,), (100, 140), (20, 60), (3,)])
def test_a_swap_in_the_middle_of_paging(engine, meta, after):
    """No error, no repeat within one directory, and an end; the same people again: nobody lost."""
    engine.replace(people(40), meta)
    query = Query(on=TODAY, place=ALBANY, limit=7)
    pages = [engine.search(query)]
    while (end := pages[-1].next) and len(pages) < 20:
        if len(pages) == 2:
            engine.replace(people(*after), meta)
        pages.append(engine.search(replace(query, after=end)))
    assert pages[-1].next is None
    old, new = ([m.profile.npi for page in part for m in page.matches]
                for part in (pages[:2], pages[2:]))  # fmt: skip
    assert len(set(old)) == len(old) == 14
    assert len(set(new)) == len(new)
    assert set(new) <= {person.npi for person in people(*after)}
    if after == (40,):
        assert set(old) | set(new) == {person.npi for person in people(40)}
        assert len(old) + len(new) == 40


def test_paging_under_swaps_all_the_time(engine, meta):
    engine.replace(people(60), meta)
    done, errors, seen = threading.Event(), [], set()

    def read() -> None:
        query = Query(on=TODAY, place=ALBANY, limit=9)
        while not done.is_set():
            found, page = [], None
            while page is None or page.next:
                asked = replace(query, after=page.next) if page else query
                page = engine.search(asked)
                found += [match.profile.npi for match in page.matches]
            seen.add(len(found))
            if len(set(found)) != len(found):
                errors.append("a repeat")

    def read_on() -> None:
        try:
            read()
        except Exception as error:  # the test must see any kind
            errors.append(repr(error))

    readers = [threading.Thread(target=read_on) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        engine.replace(people(60), meta)
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert seen == {60}


def test_the_second_of_two_loads_is_refused_and_says_whose_the_first_is(engine, meta):
    going_on, refusals = threading.Event(), []

    def slowly():
        yield profile(1)
        going_on.wait(SECONDS)
        yield profile(2)

    first = threading.Thread(target=lambda: engine.replace(slowly(), meta))
    first.start()
    try:
        until(lambda: engine.client.indices.exists(index=f"{INDEX}-2*", allow_no_indices=False))
        with pytest.raises(LoadRefused, match=f"process {os.getpid()} on .*wait for it") as caught:
            engine.replace([profile(9)], meta)
        refusals.append(str(caught.value))
    finally:
        going_on.set()
        first.join()
    assert INDEX in refusals[0]
    assert everyone(engine) == {profile(1).npi, profile(2).npi}
    engine.replace([profile(9)], meta)
    assert everyone(engine) == {profile(9).npi}


def test_after_a_killed_load_the_next_one_works(engine, elasticsearch_url, meta):
    engine.replace([profile(1)], meta)
    command = [sys.executable, "-c", ENDLESS, elasticsearch_url, INDEX]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as load:
        assert load.stdout.readline() == b"loading\n"
        with pytest.raises(LoadRefused, match=f"process {load.pid} on"):
            engine.replace([profile(2)], meta)
        engine.update(revised([profile(9)]), TODAY)
        assert everyone(engine) == {profile(1).npi, profile(9).npi}
        load.send_signal(signal.SIGKILL)
    assert load.returncode == -signal.SIGKILL
    assert everyone(engine) == {profile(1).npi, profile(9).npi}
    started = time.monotonic()
    engine.replace([profile(2)], meta)
    assert time.monotonic() - started < SECONDS
    assert everyone(engine) == {profile(2).npi}
    # Nothing of the killed load is left.
    assert len(list(engine.client.indices.get(index=f"{INDEX}-2*"))) == 2


def test_a_load_that_was_taken_for_dead_changes_nothing(engine, meta):
    """As one whose machine slept: when it comes back, the lock is another's."""
    engine.replace([profile(1)], meta)

    def asleep():
        yield profile(2)
        engine.client.delete(index=f"{INDEX}-lock", id="load")
        with only_load(engine.client, INDEX):
            yield profile(3)

    with pytest.raises(LoadRefused, match="another one took its place"):
        engine.replace(asleep(), meta)
    assert everyone(engine) == {profile(1).npi}
    engine.replace([profile(4)], meta)
    assert everyone(engine) == {profile(4).npi}


def test_an_alias_whose_name_begins_like_another(engine, elasticsearch_url, meta):
    """Clearing up after one must not reach the other's indices."""
    longer = open_engine(Settings(directory=elasticsearch_url, index=f"{INDEX}-2026", timeout=30))
    longer.replace([profile(1)], meta)
    for _ in range(3):
        engine.replace([profile(2)], meta)
    assert everyone(longer) == {profile(1).npi}
    drop(longer)


def test_an_update_that_dies_after_its_first_write_leaves_no_wrong_count(
    elasticsearch_url, meta, request
):
    """Documents and the record that counts them go in one request."""
    name = f"test{uuid4().hex[:10]}"
    engine = open_engine(Settings(directory=elasticsearch_url, index=name, timeout=30))
    request.addfinalizer(lambda: drop(engine))
    engine.replace([profile(1), profile(2)], meta)
    writes = []

    def dies(sent):
        of_document = f"/{name}-2" in sent.path and "/_doc/" in sent.path
        if sent.command in ("PUT", "POST") and ("/_bulk" in sent.path or of_document):
            writes.append(sent.path)
        return 403 if len(writes) > 1 else None

    with Proxy(elasticsearch_url) as proxy:
        proxy.refuse = dies
        dying = open_engine(Settings(directory=proxy.url, index=name, timeout=30))
        with suppress(LoadRefused):
            dying.update(revised([profile(3)]), TODAY)
            dying.update(revised([profile(4), profile(5)]), TODAY)
        dying.close()
    assert len(writes) > 1
    engine.client.indices.refresh(index=name)
    fresh = open_engine(Settings(directory=elasticsearch_url, index=name, timeout=30))
    assert fresh.meta().profiles == sum(1 for _ in fresh.scan()) == 3
    fresh.close()
