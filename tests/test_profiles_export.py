"""An export loads to the same directory, by whichever engine it went."""

import json

import pytest

from indexer.sources.profiles import dump_line, open_profiles
from tests.conftest import new_engine
from tests.fixture_directory import load_fixtures
from tests.indexer_files import (
    NPI,
    Loaded,
    engine_at,
    load,
    load_profiles,
    npi,
    nppes_text,
    ot,
    write,
)

OTHER = {"npi": npi(7)}  # a directory of nobody is refused


@pytest.fixture(scope="module")
def exported(fixture_engine) -> bytes:
    return b"".join(dump_line(profile) + b"\n" for profile in fixture_engine.scan())


def test_an_export_loads_to_the_same_directory(tmp_path, exported):
    loaded = load(tmp_path, write(tmp_path / "p.ndjson", exported))
    assert loaded.rejects == []
    assert loaded.export() == exported
    assert loaded.tally.kept == loaded.tally.read == exported.count(b"\n")


def test_the_same_sources_give_the_same_bytes(tmp_path, exported):
    engine = engine_at(tmp_path)
    assert Loaded(engine, load_fixtures(engine), []).export() == exported


def test_there_and_back_through_elasticsearch(tmp_path, exported, request):
    path = write(tmp_path / "p.ndjson", exported)
    there = load(tmp_path, path, engine=new_engine("elasticsearch", request))
    assert there.export() == exported
    back = load(tmp_path, write(tmp_path / "q.ndjson", there.export()))
    assert back.export() == exported
    assert back.report.meta.profiles == there.report.meta.profiles > 50
    assert back.report.meta.date == there.report.meta.date
    assert back.report.meta.plans == there.report.meta.plans


def test_an_export_and_its_sources_together_change_nothing(tmp_path, exported):
    engine = engine_at(tmp_path)
    export = open_profiles(write(tmp_path / "export.ndjson", exported))
    assert Loaded(engine, load_fixtures(engine, export), []).export() == exported


def test_a_newer_nppes_file_updates_an_export(tmp_path):
    first = load(
        tmp_path,
        write(tmp_path / "nppes.csv", nppes_text([ot(last="RUIZ", updated="10/01/2026")])),
        write(tmp_path / "p.ndjson", [{"npi": NPI, "telehealth": "yes"}]),
    )
    newer = write(
        tmp_path / "nppes2.csv", nppes_text([ot(last="RUIZ-GOMEZ", updated="11/01/2026")])
    )
    loaded = load(tmp_path, write(tmp_path / "export.ndjson", first.export()), newer)
    assert (loaded.only.name.last, loaded.only.telehealth) == ("Ruiz-Gomez", "yes")


def line_with_records(tmp_path):
    (tmp_path / "first").mkdir()
    loaded = load(
        tmp_path / "first",
        write(tmp_path / "nppes.csv", nppes_text([ot()])),
        write(tmp_path / "p.ndjson", [{"npi": NPI, "telehealth": "yes", "locations": [
            {"line1": "9 Elm St", "city": "Troy", "state": "NY", "postal_code": "12180"}]}]),
    )  # fmt: skip
    return json.loads(loaded.export())


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("telehealth", {"telehealth": "no"}),
        ("languages", {"languages": ["es"]}),
        ("name", {"name": {"first": "Eva", "last": "Ruiz", "credentials": "OTR/L"}}),
        ("locations", {"locations": []}),
        ("gender", {"gender": None}),
    ],
)
def test_an_edit_beside_the_records_is_refused_with_the_way_out(tmp_path, name, edit):
    """It would be lost in silence, since the records make the profile."""
    loaded = load_profiles(tmp_path, OTHER, line_with_records(tmp_path) | edit)
    (reason,) = loaded.reasons
    assert reason.startswith(f"{name}: differs from what the line's records say")
    assert "take `records` out" in reason


def test_an_edit_in_the_record_itself_needs_both(tmp_path):
    line = line_with_records(tmp_path)
    line["records"][0]["telehealth"] = "no"
    assert load_profiles(tmp_path, OTHER, line).reasons[0].startswith("telehealth: differs")
    assert load_profiles(tmp_path, line | {"telehealth": "no"}).only.telehealth == "no"


def test_without_its_records_a_line_is_a_record_itself(tmp_path):
    line = line_with_records(tmp_path) | {"telehealth": "no"}
    del line["records"]
    loaded = load_profiles(tmp_path, line)
    assert loaded.only.telehealth == "no"
    assert [record.source for record in loaded.only.records] == ["profiles"]
    assert [at.city for at in loaded.only.locations] == ["Troy", "Albany"]


def test_an_export_of_another_versions_tables_still_loads(tmp_path):
    """Likely services, evidence and ZIP points are worked out anew, not compared."""
    line = line_with_records(tmp_path)
    line["likely"] = {"driving": {"because": "225X00000X"}}
    for at in line["locations"]:
        at |= {"lat": 1.0, "lon": 2.0, "id": "old", "evidence": {}}
    loaded = load_profiles(tmp_path, line)
    assert loaded.rejects == []
    assert "driving" not in loaded.only.likely
    assert loaded.only.locations[0].lat > 40
