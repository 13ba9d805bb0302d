"""The real server as an operator runs it: workers, reload, shutdown, log, a lost directory."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.engines.opening import open_engine
from service.settings import Settings
from tests.fixture_directory import FIXTURES, load_fixtures
from tests.waiting import until

SEARCH = "/api/v1/providers?near=12203&need=fatigue&plan=11111NY0010001&limit=5"


class Running:
    """One server process with its log."""

    def __init__(self, process: subprocess.Popen, port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def get(self, path: str) -> tuple[int, dict, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def wait_for(self, path: str) -> None:
        """Until the path answers with 200."""
        until(lambda: self.answers(path), self.log.read_text)

    def answers(self, path: str) -> bool:
        try:
            return self.get(path)[0] == 200
        except OSError:
            return False


@contextmanager
def serving(url: str, log: Path) -> Iterator[Running]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "service", "serve", "--port", str(port), "--workers", "2"]
    environment = {**os.environ, "OTMATCH_DIRECTORY": url, "PYTHONUNBUFFERED": "1"}
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    running = Running(process, port, log)
    try:
        running.wait_for("/api/v1/health/live")
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(40)


@pytest.fixture
def directory(tmp_path) -> str:
    url = f"sqlite:///{tmp_path}/directory.db"
    load_fixtures(open_engine(Settings(directory=url)))
    return url


def asking(running: Running, stop: threading.Event, answers: list) -> list[threading.Thread]:
    """Four clients that ask until told to stop; what they see goes to `answers`."""

    def ask() -> None:
        while not stop.is_set():
            try:
                answers.append(running.get(SEARCH)[0])
            except Exception as error:  # the test must see any kind
                answers.append(error)

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    return clients


def test_reload_and_a_new_directory_lose_no_request(directory, tmp_path):
    stop, answers = threading.Event(), []
    with serving(directory, tmp_path / "log") as running:
        clients = asking(running, stop, answers)
        for _ in range(3):
            load_fixtures(open_engine(Settings(directory=directory)))
            time.sleep(0.3)
        running.process.send_signal(signal.SIGHUP)
        ended = "Worker exiting"  # the two from before
        until(lambda: running.log.read_text().count(ended) == 2, running.log.read_text)
        until(lambda: len(answers) > 50)
        stop.set()
        for client in clients:
            client.join()
        assert set(answers) == {200}
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(40) == 0


def test_the_log_holds_no_query_and_no_answer(directory, tmp_path):
    with serving(directory, tmp_path / "log") as running:
        assert running.get(SEARCH)[0] == 200
        assert running.get("/api/v1/providers?near=1&need=secretword")[0] == 422
        assert running.get("/api/v1/providers%3Fnear=12203&need=fatigue%0Aforged")[0] == 404
        with socket.create_connection(("127.0.0.1", running.port), timeout=10) as raw:
            raw.sendall(b"GET /api/v1/providers?near=12203 fatigue x HTTP/1.1\r\n\r\n")
            refusal = raw.recv(10_000)
        assert b" 400 " in refusal and b"12203" not in refusal
        told = '"GET /api/v1/providers" 200', "refused a request: Invalid"
        until(lambda: all(each in running.log.read_text() for each in told))
    log = (tmp_path / "log").read_text()
    lines = [line for line in log.splitlines() if "Try http" not in line]
    for word in ("12203", "fatigue", "11111NY", "secretword", "?near", "near=", "forged", "42.7"):
        assert not [line for line in lines if word in line]


def test_a_directory_that_comes_later_is_found(tmp_path):
    url = f"sqlite:///{tmp_path}/directory.db"
    with serving(url, tmp_path / "log") as running:
        status, headers, body = running.get("/api/v1/health/ready")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "otmatch-index load" in json.loads(body)["detail"]
        assert running.get(SEARCH)[0] == 503
        load_fixtures(open_engine(Settings(directory=url)))
        assert running.get("/api/v1/health/ready")[0] == 200
        assert json.loads(running.get(SEARCH)[2])["total"] == 10


def test_an_overlong_request_line_is_refused_by_the_server(directory, tmp_path):
    with serving(directory, tmp_path / "log") as running:
        assert running.get("/api/v1/providers?near=" + "1" * 20_000)[0] == 414
        assert running.get(SEARCH)[0] == 200


def test_the_same_service_on_elasticsearch(elasticsearch_url, tmp_path, monkeypatch):
    monkeypatch.setenv("OTMATCH_INDEX", "serving")
    engine = open_engine(Settings(directory=elasticsearch_url, index="serving", timeout=30))
    load_fixtures(engine)
    with serving(elasticsearch_url, tmp_path / "log") as running:
        running.wait_for("/api/v1/health/ready")
        answer = json.loads(running.get(SEARCH)[2])
        assert answer["total"] == 10
        assert answer["matches"][0]["name"] == "Priya Raghunathan, MS, OTR/L"
    for name in engine.client.indices.get(index="serving-*"):
        engine.client.indices.delete(index=name)
    engine.close()


def test_a_decision_of_staff_reaches_every_worker(directory, tmp_path):
    """Hidden, withdrawn and back, by command, while both workers answer."""
    address = "/api/v1/providers/1999901030"
    environment = {
        **os.environ,
        "OTMATCH_DIRECTORY": directory,
        "OTMATCH_STORE": f"sqlite:///{tmp_path}/records.db",
    }

    def decide(*words: str) -> str:
        command = [sys.executable, "-m", "indexer", *words, "--by", "Staff", "--why", "by letter"]
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        ).stdout.partition(":")[0]

    def answers() -> list[tuple[int, dict, bytes]]:
        """Of so many that each of the workers is among them."""
        return [running.get(address) for _ in range(12)]

    with serving(directory, tmp_path / "log") as running:
        street = running.get(address)[2].decode()
        assert '"line1":"' in street
        decide("hide", "1999901030")
        until(lambda: all(b'"line1":null' in body for _, _, body in answers()))
        identity = decide("withdraw", "1999901030")
        until(lambda: {status for status, _, _ in answers()} == {410})
        decide("undo", identity)
        until(lambda: {status for status, _, _ in answers()} == {200})
        assert all(b'"line1":null' in body for _, _, body in answers())
        assert "1999901030" not in running.log.read_text()


def test_a_program_at_fault_is_told_at_the_start_and_keeps_no_other(
    directory, tmp_path, monkeypatch
):
    """Mended and reloaded it is decided, without a restart."""
    programs = tmp_path / "programs"
    shutil.copytree(FIXTURES / "programs", programs)
    broken = programs / "example-first-award.yaml"
    sound = broken.read_text()
    broken.write_text(sound.replace("at_most: 64", "at_most: old"))
    monkeypatch.setenv("OTMATCH_PROGRAMS", str(programs))

    def listed() -> set[str]:
        answer = json.loads(running.get("/api/v1/programs?on=2026-11-22")[2])
        return {program["program"] for program in answer["programs"]}

    with serving(directory, tmp_path / "log") as running:
        log = running.log.read_text()
        assert "cannot be decided until it is mended" in log
        assert f"{broken}, line 16: criteria.all.3.at_most must be a whole number" in log
        assert "example-bridge-visits" in listed()
        assert "example-first-award" not in listed()
        broken.write_text(sound)
        running.process.send_signal(signal.SIGHUP)
        until(lambda: "example-first-award" in listed(), running.log.read_text)
        broken.write_text(sound.replace("at_most: 64", "at_most: [old"))
        running.process.send_signal(signal.SIGHUP)
        fault = f"{broken}, line 16: this is no YAML"
        until(lambda: fault in running.log.read_text(), running.log.read_text)
