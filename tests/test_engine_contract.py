"""What every engine owes: replacement as a whole, the gate, single profiles, the scan, errors."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from msgspec import structs

from service.directory.places import Place
from service.directory.profile import Location, PlanEvidence, Profile, Record
from service.directory.query import Query
from service.engines.embedded_tables import FORMAT
from service.engines.opening import open_engine
from service.errors import DirectoryShrank, DirectoryUnavailable, LoadRefused, OtherVersion
from service.settings import Settings
from tests.conftest import SERVERS
from tests.referee import every_page, ranked
from tests.strategies import ALBANY, TODAY


def profile(number: int, **facts) -> Profile:
    at = Location(id=f"l{number}", state="NY", lat=42.7, lon=-73.85)
    defaults = {"locations": (at,), "taxonomies": ("225X00000X",)}
    return Profile(npi=f"19{number:08d}", **{**defaults, **facts})


def everyone(engine) -> set[str]:
    return {match.profile.npi for match in every_page(engine, Query(on=TODAY, limit=50))}


def test_replace_switches_the_whole_directory(engine, meta):
    engine.replace([profile(n) for n in range(5)], meta)
    assert everyone(engine) == {f"19{n:08d}" for n in range(5)}
    engine.replace([profile(n) for n in range(3, 9)], meta)
    assert everyone(engine) == {f"19{n:08d}" for n in range(3, 9)}


def test_an_empty_directory_answers(engine, meta):
    engine.replace([], meta)
    page = engine.search(Query(on=TODAY, place=ALBANY))
    assert (page.total, page.matches, page.next) == (0, (), None)


def test_meta_counts_what_was_loaded(engine, meta):
    evidence = PlanEvidence(status="in-network", plan_id="P1", payer="Example Health")
    homes = Location(id="a", plans=(evidence,))
    stored = engine.replace([profile(1), profile(2, locations=(homes,))], meta)
    found = engine.meta()
    assert found == stored
    assert (found.profiles, found.locations, found.without_coordinates) == (2, 2, 1)
    assert found.plans["plan:P1"].payer == "Example Health"
    assert found.payers == {"payer:example-health": "Example Health"}
    assert found.loaded_at == meta.loaded_at


def test_get_gives_one_profile_or_none(engine, meta):
    engine.replace([profile(1), profile(2)], meta)
    assert engine.get("1900000002") == profile(2)
    assert engine.get("1999999999") is None
    assert engine.get("meta") is None


def test_scan_gives_all_with_their_records_by_npi(engine, meta):
    record = Record(source="nppes", npi="1900000001", languages=("es",))
    with_record = profile(1, records=(record,))
    engine.replace([profile(2), with_record, profile(0)], meta)
    assert list(engine.scan()) == [profile(0), with_record, profile(2)]


def test_the_gate_keeps_the_old_directory(engine, meta):
    engine.replace([profile(n) for n in range(10)], meta)
    with pytest.raises(DirectoryShrank):
        engine.replace([profile(n) for n in range(8)], meta, at_least=9)
    assert len(everyone(engine)) == 10
    engine.replace([profile(n) for n in range(9)], meta, at_least=9)
    assert len(everyone(engine)) == 9


def test_a_load_that_breaks_keeps_the_old_directory(engine, meta):
    engine.replace([profile(1)], meta)

    def broken():
        yield profile(2)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        engine.replace(broken(), meta)
    assert everyone(engine) == {"1900000001"}


def test_readers_see_the_old_or_the_new_never_half(engine, meta):
    """Readers run all through several replacements; each answer is one whole directory."""
    sizes = {30, 45}
    engine.replace([profile(n) for n in range(30)], meta)
    seen, errors, done = set(), [], threading.Event()

    def read():
        while not done.is_set():
            try:
                page = engine.search(Query(on=TODAY, limit=100))
                seen.add((page.total, len(page.matches)))
            except Exception as error:  # the test must see any kind
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for round_number in range(6):
        engine.replace([profile(n) for n in range(45 if round_number % 2 else 30)], meta)
    done.set()
    for reader in readers:
        reader.join()
    assert not errors
    assert seen <= {(size, size) for size in sizes}


def test_paging_goes_on_after_a_replacement(engine, meta):
    """The cursor is a sort key: after the same data is loaded again it continues there."""
    people = [profile(n) for n in range(12)]
    engine.replace(people, meta)
    query = Query(on=TODAY, place=ALBANY, limit=5)
    first = engine.search(query)
    engine.replace(people, meta)
    rest = every_page(engine, replace(query, after=first.next))
    found = [match.profile.npi for match in (*first.matches, *rest)]
    assert found == [match.profile.npi for match in ranked(people, query, meta.date)]


def test_equals_share_the_top_by_tie_not_by_npi(engine, meta):
    people = [profile(n) for n in range(30)]
    query = Query(on=TODAY, limit=30)
    orders = []
    for day in (meta.date, meta.date.replace(day=1)):
        engine.replace(people, structs.replace(meta, date=day))
        orders.append([match.profile.npi for match in engine.search(query).matches])
    assert orders[0] != orders[1]
    assert orders[0] != sorted(orders[0])


@pytest.mark.parametrize("server", SERVERS.values())
def test_a_missing_directory_is_unavailable(server, tmp_path, request):
    url = request.getfixturevalue(server) if server else f"sqlite:///{tmp_path}/none.db"
    engine = open_engine(Settings(directory=url, index="never-loaded"))
    for ask in (lambda: engine.search(Query(on=TODAY)), lambda: engine.get("1"), engine.meta,
                lambda: list(engine.scan())):  # fmt: skip
        with pytest.raises(DirectoryUnavailable, match="otmatch-index load"):
            ask()
    engine.close()


def test_a_server_that_is_down_is_unavailable():
    engine = open_engine(Settings(directory="http://127.0.0.1:9", timeout=2))
    with pytest.raises(DirectoryUnavailable):
        engine.search(Query(on=TODAY))
    with pytest.raises(DirectoryUnavailable):
        engine.meta()
    engine.close()


def test_a_server_that_is_down_refuses_a_load(meta):
    engine = open_engine(Settings(directory="http://127.0.0.1:9", timeout=2))
    with pytest.raises(LoadRefused):
        engine.replace([profile(1)], meta)
    engine.close()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(4000)])
def test_a_damaged_file_is_unavailable(tmp_path, content):
    path = tmp_path / "directory.db"
    path.write_bytes(content)
    engine = open_engine(Settings(directory=f"sqlite:///{path}"))
    with pytest.raises(DirectoryUnavailable, match="load it again"):
        engine.meta()


def test_a_file_of_another_format_is_refused_until_it_is_loaded_again(tmp_path, meta):
    """Its columns would be read as something else."""
    path = tmp_path / "directory.db"
    engine = open_engine(Settings(directory=f"sqlite:///{path}"))
    engine.replace([profile(1)], meta)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version={FORMAT - 1}")
    with pytest.raises(OtherVersion, match="another version of OTMatch; load it again"):
        engine.meta()
    engine.replace([profile(1)], meta)
    assert engine.meta().profiles == 1


def test_a_truncated_file_is_unavailable_until_it_is_loaded_again(tmp_path, meta):
    path = tmp_path / "directory.db"
    engine = open_engine(Settings(directory=f"sqlite:///{path}"))
    engine.replace([profile(n) for n in range(400)], meta)
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(DirectoryUnavailable, match="load it again"):
            list(engine.scan())
    engine.replace([profile(1)], meta)
    assert engine.meta().profiles == 1


def test_an_alias_name_that_is_an_index_is_refused(elasticsearch_url, meta):
    engine = open_engine(Settings(directory=elasticsearch_url, index="plain-index"))
    engine.client.indices.create(index="plain-index")
    try:
        with pytest.raises(LoadRefused, match="OTMATCH_INDEX"):
            engine.replace([profile(1)], meta)
    finally:
        engine.client.indices.delete(index="plain-index")
        engine.close()


def test_elasticsearch_keeps_one_older_index_only(elasticsearch_url, meta):
    engine = open_engine(Settings(directory=elasticsearch_url, index="kept", timeout=30))
    for _ in range(4):
        engine.replace([profile(1)], meta)
    names = list(engine.client.indices.get(index="kept-2*"))
    assert len(names) == 2
    for name in names:
        engine.client.indices.delete(index=name)
    engine.close()


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("http://a:9200", ["http://a:9200"]),
        ("http://a:9200,b,c:9300", ["http://a:9200", "http://b:9200", "http://c:9300"]),
        ("https://a", ["https://a:443"]),
    ],
)
def test_several_hosts_by_comma(url, hosts):
    engine = open_engine(Settings(directory=url))
    assert sorted(node.base_url for node in engine.client.transport.node_pool.all()) == hosts
    engine.close()


@pytest.mark.parametrize("url", ["", "directory.db", "sqlite:///", "mysql://x", "http://u:p@h:1"])
def test_a_bad_url_says_what_a_good_one_is(url):
    with pytest.raises(ValueError, match=r"sqlite:///|ELASTICSEARCH_API_KEY"):
        open_engine(Settings(directory=url))


def test_a_place_without_a_state_is_searched(engine, meta):
    engine.replace([profile(1)], meta)
    query = Query(on=TODAY, place=Place("a point", 42.7, -73.85, "point"))
    assert engine.search(query).total == 1
