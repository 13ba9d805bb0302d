"""A directory that is missing, damaged or replaced under requests: 503 with Retry-After, or the
answer; on a real file."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from service.app import create_app
from service.engines.opening import open_engine
from service.settings import Settings
from tests.api_answers import ask, problem
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import load_fixtures

NEEDING = [
    "/providers?near=12203&need=fatigue&limit=50", "/providers/1999901030", "/health/ready",
    "/plans?q=aetna",
]  # fmt: skip
EXPLAINING = ["/providers/1999901030/why-not?near=12203", "/providers/1999901030/similar"]


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "directory.db"
    load_fixtures(open_engine(Settings(directory=f"sqlite:///{path}")))
    return path.read_bytes()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "directory.db"


@pytest.fixture
def on_file(file):
    app = create_app(Settings(directory=f"sqlite:///{file}"), today=lambda: GOLDEN_DAY)
    return app.test_client()


def assert_lost(client) -> None:
    for path in (*NEEDING, *EXPLAINING):
        response = client.get(f"/api/v1{path}")
        body = problem(response, 503)
        assert int(response.headers["Retry-After"]) > 0
        assert "otmatch-index load" in body["detail"]
    assert client.get("/api/v1/health/live").status_code == 200
    assert client.get("/api/v1/vocabulary").status_code == 200
    assert ask(client, {"near": "99999"}).status_code == 422


def assert_found(client) -> None:
    for path in (*NEEDING, *EXPLAINING):
        assert client.get(f"/api/v1{path}").status_code == 200


def test_no_file_yet(file, on_file, whole_file):
    assert_lost(on_file)
    file.write_bytes(whole_file)
    assert_found(on_file)


def test_a_folder_in_the_place_of_the_file(file, on_file):
    file.mkdir()
    assert_lost(on_file)


@pytest.mark.parametrize("share", [0, 1e-5, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99999])
def test_a_truncated_file(file, on_file, whole_file, share):
    file.write_bytes(whole_file[: int(len(whole_file) * share)])
    assert_lost(on_file)


def test_a_file_of_something_else(file, on_file):
    file.write_bytes(b"npi,name\n" * 5000)
    assert_lost(on_file)
    file.unlink()
    sqlite3.connect(file).execute("CREATE TABLE other (x)").connection.close()
    assert_lost(on_file)


@pytest.mark.parametrize(
    ("damage", "hurts"),
    [
        ("UPDATE meta SET document = x'7b'", NEEDING),
        ("UPDATE meta SET document = '[]'", NEEDING),
        ("DELETE FROM meta", NEEDING),
        ("DROP TABLE profile", NEEDING[:2]),
        ("UPDATE profile SET document = x'00ff'", NEEDING[:2]),
        ("UPDATE profile SET document = '{}'", NEEDING[:2]),
        ("UPDATE profile SET document = x'7b226e7069223a22ff227d'", NEEDING[:2]),  # {"npi":"\xff"}
        ("UPDATE profile SET document = substr(document, 1, 99)", NEEDING[:2]),
        ("DELETE FROM profile", NEEDING[:1]),
        ("DELETE FROM columns", NEEDING),
        ("UPDATE columns SET data = x'' WHERE name = 'person'", NEEDING[:1]),
        ("UPDATE columns SET data = substr(data, 1, length(data) - 1)", NEEDING),
    ],
)
def test_a_file_damaged_inside(file, on_file, whole_file, damage, hurts):
    file.write_bytes(whole_file)
    with sqlite3.connect(file) as database:
        database.execute(damage)
    database.close()
    for path in hurts:
        response = on_file.get(f"/api/v1{path}")
        problem(response, 503)
        assert int(response.headers["Retry-After"]) > 0
    assert on_file.get("/api/v1/health/live").status_code == 200


def test_a_file_lost_and_found_again(file, on_file, whole_file):
    file.write_bytes(whole_file)
    assert_found(on_file)
    file.unlink()
    assert_lost(on_file)
    put(file, whole_file[:5000])
    assert_lost(on_file)
    put(file, whole_file)
    assert_found(on_file)


def put(file: Path, data: bytes) -> None:
    """As a load does: written aside, then renamed."""
    aside = file.with_suffix(".aside")
    aside.write_bytes(data)
    aside.replace(file)


def test_a_file_replaced_under_requests(file, on_file, whole_file):
    put(file, whole_file)
    wanted = on_file.get(f"/api/v1{NEEDING[0]}").get_json()
    stop, wrong = threading.Event(), []

    def ask_on() -> None:
        client = on_file.application.test_client()
        while not stop.is_set():
            response = client.get(f"/api/v1{NEEDING[0]}")
            if response.status_code != 200 or response.get_json() != wanted:
                wrong.append(response.get_json())

    threads = [threading.Thread(target=ask_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        put(file, whole_file)
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_no_elasticsearch_where_one_should_be():
    settings = Settings(directory="http://127.0.0.1:9", timeout=1)
    client = create_app(settings, today=lambda: GOLDEN_DAY).test_client()
    for path in NEEDING:
        response = client.get(f"/api/v1{path}")
        problem(response, 503)
        assert int(response.headers["Retry-After"]) > 0
