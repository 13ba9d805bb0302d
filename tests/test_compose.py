"""docker-compose.yml keeps the Compose specification and what this project promises of it."""

import re
import shlex
import subprocess
import sys
from dataclasses import fields
from graphlib import TopologicalSorter
from pathlib import Path

import psycopg
import pytest
import yaml
from click.testing import CliRunner

from indexer.__main__ import main as index_command
from service.serving import GRACEFUL_SECONDS
from service.settings import Settings
from tests.compose_file import (
    COMPOSE,
    ENVIRONMENT,
    ROOT,
    mounts,
    read_compose,
    size,
)
from tests.elasticsearch_node import VERSION

POSTGRES_VERSION = "18.4"  # that of the tests' own server
PASSWORD = ENVIRONMENT["ELASTIC_PASSWORD"]
SERVICES = read_compose(ENVIRONMENT)
OURS = {"indexer", "service", "worker"}
ONE_SHOT = {"certificates", "keys", "indexer"}
# Elasticsearch's settings are named with dots; these are its image's and Python's own variables.
THEIRS = {"ES_JAVA_OPTS", "ELASTIC_PASSWORD", "TMPDIR", "PGPASSWORD", "POSTGRES_USER",
          "POSTGRES_PASSWORD"}  # fmt: skip
SCRIPTS = {
    "certificates": SERVICES["certificates"]["command"][0],
    "keys": SERVICES["keys"]["command"][0],
    "worker": SERVICES["worker"]["command"][0],
    "health": SERVICES["elasticsearch"]["healthcheck"]["test"][1],
}


def run(program: str, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).with_name(program), *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def conditions() -> list[tuple[str, str, str]]:
    """Every dependency: who waits, for whom, for what."""
    return [
        (name, other, told["condition"])
        for name, service in SERVICES.items()
        for other, told in service.get("depends_on", {}).items()
    ]


def test_it_keeps_the_specification(tmp_path):
    check = "check-jsonschema", "--builtin-schema", "vendor.compose-spec"
    held = run(*check, str(COMPOSE))
    assert held.returncode == 0, held.stdout
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("mem_limit", "memory_limit"))
    assert "memory_limit" in run(*check, "--verbose", str(wrong)).stdout
    assert "version" not in yaml.safe_load(COMPOSE.read_text())


@pytest.mark.parametrize("name", SERVICES)
def test_the_image_is_of_a_known_version(name):
    image, _, tag = SERVICES[name]["image"].rpartition(":")
    if name in OURS:
        assert (image, tag, SERVICES[name]["build"]) == ("otmatch", "local", ".")
        # Else Compose would ask a registry for an image of this name first.
        assert SERVICES[name]["pull_policy"] == "build"
    else:
        assert (image, tag) in {
            ("docker.elastic.co/elasticsearch/elasticsearch", VERSION),
            ("postgres", POSTGRES_VERSION),
        }


@pytest.mark.parametrize("name", SERVICES)
def test_memory_is_limited_and_no_new_privileges_are_got(name):
    assert 64 << 20 <= size(SERVICES[name]["mem_limit"]) <= 4 << 30
    assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


def test_the_heap_leaves_half_of_the_memory_to_the_file_cache():
    options = SERVICES["elasticsearch"]["environment"]["ES_JAVA_OPTS"]
    least, most = re.fullmatch(r"-Xms(\w+) -Xmx(\w+)", options).groups()
    assert least == most  # locked memory must not have to grow
    assert size(most) * 2 <= size(SERVICES["elasticsearch"]["mem_limit"])
    assert SERVICES["elasticsearch"]["ulimits"]["memlock"] == -1


def test_who_runs_on_is_watched_and_who_ends_is_waited_for():
    waited = {other for _, other, condition in conditions() if "completed" in condition}
    assert waited == ONE_SHOT
    for name, service in SERVICES.items():
        if name in ONE_SHOT:
            assert service["restart"] == "no"
        else:
            assert service["restart"] == "unless-stopped"
    assert "test" in SERVICES["elasticsearch"]["healthcheck"]
    assert "test" in SERVICES["postgres"]["healthcheck"]
    assert "healthcheck" not in SERVICES["service"]  # the image's: test_dockerfile.py
    # It serves nothing that the image's could ask.
    assert SERVICES["worker"]["healthcheck"] == {"disable": True}


def test_the_order_of_the_start_can_be_kept():
    graph = {name: set(SERVICES[name].get("depends_on", {})) for name in SERVICES}
    order = [name for name in TopologicalSorter(graph).static_order() if name != "postgres"]
    assert order[:4] == ["certificates", "elasticsearch", "keys", "indexer"]
    assert set(order[4:]) == {"service", "worker"}
    assert graph["postgres"] == set()
    assert all("postgres" in graph[name] for name in OURS)
    for _, other, condition in conditions():
        healthy = condition == "service_healthy"
        assert healthy or condition == "service_completed_successfully"
        assert healthy == (other not in ONE_SHOT)


def test_elasticsearch_is_secured_and_not_reachable_from_outside():
    settings = SERVICES["elasticsearch"]["environment"]
    for what in ("security", "security.http.ssl", "security.transport.ssl"):
        assert settings[f"xpack.{what}.enabled"] == "true"
    assert settings["ELASTIC_PASSWORD"] == PASSWORD
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["service"]
    assert SERVICES["service"]["ports"] == ["127.0.0.1:8000:8000"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_can_change_nothing_but_their_work(name):
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert "user" not in SERVICES[name]  # the image's: test_dockerfile.py
    writable = {at for at in mounts(SERVICES[name]).values() if not at.endswith(":ro")}
    assert writable == ({"/work"} if name == "indexer" else set())
    assert PASSWORD not in SERVICES[name]["environment"].values()


def test_postgresql_is_the_one_that_the_tests_use(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        assert connection.info.server_version // 10_000 == int(POSTGRES_VERSION.split(".")[0])


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_means_something(name):
    ours = {setting.metadata["variable"] for setting in fields(Settings)}
    for variable in SERVICES[name].get("environment", {}):
        if name in OURS:
            assert variable.removesuffix("_FILE") in ours | THEIRS
        elif name == "keys":
            assert f"${variable}" in SCRIPTS["keys"]
        else:
            assert variable in THEIRS or re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", variable)


def test_files_are_named_where_they_are_mounted():
    for name in OURS:
        paths = [v for k, v in SERVICES[name]["environment"].items() if v.startswith("/run/")]
        assert len(paths) == 2
        folders = [at.removesuffix(":ro") for at in mounts(SERVICES[name]).values()]
        assert all(str(Path(path).parent) in folders for path in paths)
    assert "/made/ca/ca.crt" in SCRIPTS["certificates"]
    assert "/keys/service/key" in SCRIPTS["keys"] and "/keys/indexer/key" in SCRIPTS["keys"]


def test_what_the_example_names_is_loaded_without_an_error(tmp_path):
    program, *arguments = shlex.split(SERVICES["indexer"]["command"])
    assert program == "otmatch-index"
    data = ROOT / ENVIRONMENT["OTMATCH_DATA"]
    arguments = [word.replace("/data/", f"{data}/") for word in arguments]
    arguments[arguments.index("--into") + 1] = f"sqlite:///{tmp_path}/directory.db"
    arguments += ["--rejects", str(tmp_path / "rejects.ndjson")]
    ended = CliRunner().invoke(index_command, arguments)
    assert ended.exit_code == 0, ended.output


def test_the_indexer_fills_what_the_service_searches():
    words = shlex.split(SERVICES["indexer"]["command"])
    url = words[words.index("--into") + 1]
    assert {SERVICES[name]["environment"]["OTMATCH_DIRECTORY"] for name in OURS} == {url}
    assert url == "https://elasticsearch:9200"
    assert "--dns elasticsearch " in SCRIPTS["certificates"]


def test_the_service_may_end_its_requests():
    assert int(SERVICES["service"]["stop_grace_period"].removesuffix("s")) > GRACEFUL_SECONDS


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_shell_scripts_are_sound(name):
    read = subprocess.run(["sh", "-n"], input=SCRIPTS[name], text=True, check=False)
    assert read.returncode == 0
    checked = run("shellcheck", "--shell=sh", "-", text=SCRIPTS[name])
    assert checked.returncode == 0, checked.stdout
    assert run("shellcheck", "--shell=sh", "-", text="rm $1").returncode == 1
