"""The service with referrals as an operator runs it: processes, keys, a store, mail on loopback."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.access.opening import open_access
from service.access.rights import Rights
from service.engines.opening import open_engine
from service.records.keys import new_key
from service.records.opening import Records, open_records
from service.referrals.desk import Desk
from service.referrals.opening import open_desk
from service.settings import Settings
from tests.fixture_directory import load_fixtures
from tests.waiting import MOST_SECONDS

START_SECONDS, ASK_SECONDS = MOST_SECONDS, 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Installation:
    """One folder with directory, keys and log; the store is where `store` says."""

    folder: Path
    store: str
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = self.folder / "log"
        self.told = {
            "OTMATCH_DIRECTORY": f"sqlite:///{self.folder}/directory.db",
            "OTMATCH_STORE": self.store,
            "OTMATCH_KEYS": new_key(),
            "OTMATCH_INDEX_KEY": new_key(),
            "OTMATCH_PUBLIC_URL": "https://otmatch.example",
            "OTMATCH_REQUESTS_PER_MINUTE": "100000",
            "OTMATCH_MAIL_FROM": "otmatch@otmatch.example",
            **self.more,
        }
        load_fixtures(open_engine(self.settings))

    @property
    def settings(self) -> Settings:
        return Settings.from_environment(self.told)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.records() as records:
            yield open_desk(self.settings, records, open_engine(self.settings))

    @contextmanager
    def records(self) -> Iterator[Records]:
        opened = open_records(self.settings)
        try:
            yield opened
        finally:
            opened.close()

    def bearer(self, rights: Rights) -> dict[str, str]:
        with self.records() as records:
            access = open_access(self.settings, records.store, records.keys.blind)
            return {"Authorization": f"Bearer {access.tokens.create('a desk', rights).text}"}

    def begin(self, *words: str) -> subprocess.Popen:
        """`otmatch` with these words."""
        return self.start_module("service", *words)

    def start_module(self, name: str, *words: str) -> subprocess.Popen:
        """In a process group of its own; it writes to the log."""
        environment = {**os.environ, **self.told, "PYTHONUNBUFFERED": "1"}
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", name, *words], env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def run(self, *words: str) -> int:
        return self.begin(*words).wait(START_SECONDS)

    def start(self, *options: str) -> None:
        """`otmatch serve` with two workers, until it answers."""
        self.process = self.begin("serve", "--port", str(self.port), "--workers", "2", *options)
        ends = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError):
                if self.ask("GET", "/api/v1/health/ready").status == 200:
                    return
            assert time.monotonic() < ends and self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(START_SECONDS)

    def workers(self) -> list[int]:
        told = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for each in told for child in each.read_text().split()]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request on a connection of its own; a body of bytes is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ASK_SECONDS)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            told = {"Content-Type": "application/json"} | told
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        try:
            connection.request(method, path, sent, told)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()


def kill(process: subprocess.Popen) -> None:
    """It and all that it started, without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(START_SECONDS)


@contextmanager
def serving(installation: Installation, *options: str) -> Iterator[Installation]:
    installation.start(*options)
    try:
        yield installation
    finally:
        installation.stop()
