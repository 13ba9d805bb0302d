"""The benchmarks run and print every line; the generated country gives each of them work to do."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from shutil import which

from click.testing import CliRunner

from service.directory.facets import FACETS
from service.directory.query import Query
from service.engines.opening import open_engine
from service.engines.protocol import Meta
from service.settings import Settings
from tests.benchmarks.beside_bare import compare
from tests.benchmarks.bulk_beside_bare import compare_bulk
from tests.benchmarks.corrections import main as corrections
from tests.benchmarks.curated import TODAY
from tests.benchmarks.directories import directory, world_digest
from tests.benchmarks.eligibility import PEOPLE
from tests.benchmarks.eligibility import main as eligibility
from tests.benchmarks.load import main as load_times
from tests.benchmarks.lookups import main as lookups
from tests.benchmarks.pages import main as pages
from tests.benchmarks.processes import ROOT
from tests.benchmarks.questions import KINDS, questions
from tests.benchmarks.referrals import main as referrals
from tests.benchmarks.search import main
from tests.benchmarks.world import profiles
from tests.conftest import drop

PERCENTILES = (
    "engine.search", "of it CPU", "parameters read", "service.search.search",
    "answer as JSON bytes", "all three", "whole request", "the same again with If-None-Match",
    "constant body, one",
)  # fmt: skip
FACTS = (
    "generated and loaded in", "size of the directory's file", "answers with 20 matches",
    "start to the first ready answer", "memory after 200 searches", "size of the constant body",
    "searches a second", "constant bodies a second", "throughput to that", "the client's own CPU",
)  # fmt: skip


LOAD_FACTS = (
    "size of npidata", "unzip -p | wc -l" if which("unzip") else "zipfile, lines counted",
    "npidata read from the zip", "reading to unpacking", "clinicians.csv, ", "qhp_providers.json, ",
    "a whole load", "peak memory of that load",
)  # fmt: skip


def numbers(line: str) -> list[float]:
    return [float(word) for word in line.split() if word.replace(".", "", 1).isdigit()]


def test_the_command_prints_every_line():
    command = [sys.executable, "-m", "tests.benchmarks.search", "--skip-elasticsearch"]
    small = ["--count", "300", "--queries", "10", "--rounds", "1", "--seconds", "0.2"]
    told = subprocess.run([*command, *small], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.strip() for line in told.stdout.splitlines()]
    for name in PERCENTILES:
        [line] = [line for line in lines if line.startswith(name)]
        p50, p95, p99 = numbers(line.split("aim")[0])[-3:]
        assert 0 < p50 <= p95 <= p99
    for name in FACTS:
        assert len([line for line in lines if line.startswith(name)]) == 1, name


def test_a_load_is_timed_beside_the_bare_tools(tmp_path):
    small = ["--count", "20", "--rounds", "1", "--skip-elasticsearch", "--keep", str(tmp_path)]
    for _ in range(2):  # the second time with the files of the first
        told = CliRunner().invoke(load_times, small, catch_exceptions=False)
        assert told.exit_code == 0, told.output
    for name in LOAD_FACTS:
        [line] = [line for line in told.stdout.splitlines() if line.strip().startswith(name)]
        assert re.search(r"[1-9]", line.partition("aim")[0].strip().removeprefix(name)), line


def test_a_load_into_elasticsearch_beside_bare_bulk(elasticsearch_url, capsys):
    compare_bulk(elasticsearch_url, 60, 1)
    told = capsys.readouterr().out
    assert "bare parallel_bulk" in told and "engine to bare, by speed" in told


def test_growth_is_told_between_two_counts():
    small = ["--skip-elasticsearch", "--skip-http", "--queries", "5"]
    told = CliRunner().invoke(main, [*small, "--count", "400", "--count", "100"])
    assert told.exit_code == 0, told.output
    assert "engine.search from 100 to 400 OTs (4 times as many)" in told.stdout


def test_a_kept_directory_is_used_again(tmp_path, capsys):
    for loads in (1, 0):
        with directory(50, tmp_path) as url:
            assert open_engine(Settings(directory=url)).meta().profiles == 50
        assert capsys.readouterr().out.count("generated and loaded in") == loads


def test_the_country_is_the_same_in_every_process():
    code = "from tests.benchmarks.directories import world_digest as w; print(w(), end='')"
    other = {**os.environ, "PYTHONHASHSEED": "7"}  # the order of sets is another one
    told = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=other, text=True)
    assert told == world_digest()


def test_the_engine_beside_bare_searches(elasticsearch_url, capsys):
    engine = open_engine(Settings(directory=elasticsearch_url, index="benchmark", timeout=30))
    engine.replace(profiles(50), Meta(loaded_at=datetime.now(UTC), date=TODAY))
    asked = questions(4)
    compare(engine, elasticsearch_url, asked[1:], asked[:1])
    told = capsys.readouterr().out
    drop(engine)
    assert "engine to client, by median" in told
    assert "answer not parsed" in told


def test_the_look_ups_are_timed():
    told = CliRunner().invoke(lookups, ["--plans", "100", "--queries", "5"])
    assert told.exit_code == 0, told.output
    for name in ("places, ", "plans, "):
        [line] = [line for line in told.stdout.splitlines() if line.strip().startswith(name)]
        p50, p95, p99 = numbers(line)[-3:]
        assert 0 < p50 <= p95 <= p99


def test_the_country_has_something_for_every_facet(tmp_path):
    engine = open_engine(Settings(directory=f"sqlite:///{tmp_path}/directory.db"))
    engine.replace(profiles(400), Meta(loaded_at=datetime.now(UTC), date=TODAY))
    facets = engine.search(Query(on=TODAY)).facets
    assert all(len(facets[facet.code]) > 1 for facet in FACETS)
    assert "home" in {bucket.code for bucket in facets["settings"]}


def test_the_same_country_every_time_with_names_that_repeat():
    first = list(profiles(2000))
    assert first[:300] == list(profiles(300))
    surnames = Counter(profile.name.last for profile in first)
    assert surnames.most_common(1)[0][1] > 10
    assert 600 < len(surnames) < 1800


def test_every_search_can_be_asked():
    asked = questions(400)
    assert {question.kind for question in asked} == set(KINDS)
    for question in asked:
        question.query()


def test_corrections_are_timed(tmp_path):
    found = CliRunner().invoke(corrections, ["--count", "300", "--corrections", "2"])
    assert found.exit_code == 0, found.output
    assert "until another worker shows it" in found.output


def test_referrals_are_timed():
    found = CliRunner().invoke(referrals, ["--count", "3"])
    assert found.exit_code == 0, found.output
    assert found.output.count("bare inserts of the same rows") == 2


def test_pages_are_timed_and_weighed():
    told = CliRunner().invoke(pages, ["--count", "300", "--queries", "10"])
    assert told.exit_code == 0, told.output
    lines = [line.strip() for line in told.output.splitlines()]
    for name in ("whole page", "of it CPU", *KINDS):
        if found := [line for line in lines if line.startswith(name)]:
            assert len(numbers(found[0])) >= 3
    (refused,) = [line for line in lines if line.startswith("pages refused")]
    assert numbers(refused)[0] == 0
    (heaviest,) = [line for line in lines if line.startswith("heaviest page")]
    assert 40 < numbers(heaviest)[0] <= 150


def test_the_benchmark_of_eligibility_decides_for_everybody():
    told = CliRunner().invoke(eligibility, ["--programs", "40", "--rounds", "1"])
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    assert lines[0].startswith("40 programs read in ")
    assert len(lines) == 2 + len(PEOPLE)
    for line in lines[2:]:
        counts = list(map(int, re.findall(r"(\d+) (?:eligible|need more|not)", line)))
        assert sum(counts) == 40
    assert "(0 eligible" not in lines[2]
