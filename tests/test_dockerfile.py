"""The Dockerfile: linted, held to what is promised of it, and its steps done without an engine.

The build stage's own commands run in a temporary folder with only the files that its COPYs bring.
What comes out is started by the image's own command and asked by its own health check.
"""

import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from service.__main__ import main as service_command
from tests.compose_file import ENVIRONMENT, ROOT, read_compose, size
from tests.waiting import until

DOCKERFILE = ROOT / "Dockerfile"


def read_stages() -> list[list[tuple[str, str]]]:
    """Each stage's instructions as (name, text)."""
    with DOCKERFILE.open("rb") as file:
        steps = DockerfileParser(fileobj=file).structure
    stages: list[list[tuple[str, str]]] = []
    for step in steps:
        if step["instruction"] == "FROM":
            stages.append([])
        if step["instruction"] != "COMMENT":
            stages[-1].append((step["instruction"], step["value"]))
    return stages


BUILD, FINAL = read_stages()


def texts(stage: list[tuple[str, str]], instruction: str) -> list[str]:
    return [text for name, text in stage if name == instruction]


def copies() -> list[tuple[list[str], str]]:
    """What the build stage copies from the repository: names, and where to."""
    told = [shlex.split(text) for text in texts(BUILD, "COPY")]
    return [(words[:-1], words[-1]) for words in told]


def exec_form(text: str) -> list[str]:
    """The words of an instruction that starts no shell."""
    words = json.loads(text[text.index("[") :])
    assert all(isinstance(word, str) for word in words)
    return words


COMMAND = exec_form(texts(FINAL, "CMD")[0])
HEALTH = exec_form(texts(FINAL, "HEALTHCHECK")[0])


def lint(path: Path) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("hadolint")
    return subprocess.run([program, path], capture_output=True, text=True, check=False)


def test_the_linter_finds_nothing(tmp_path):
    assert (lint(DOCKERFILE).returncode, lint(DOCKERFILE).stdout) == (0, "")
    wrong = tmp_path / "Dockerfile"
    wrong.write_text(re.sub(r"python:\S+", "python:latest", DOCKERFILE.read_text()))
    assert "DL3007" in lint(wrong).stdout


def test_both_stages_are_the_same_slim_python():
    (build, _, name), (final,) = (texts(stage, "FROM")[0].split() for stage in (BUILD, FINAL))
    assert build == final
    assert re.fullmatch(r"python:3\.\d+-slim", final)
    least = re.search(r"python_requires = >=3\.(\d+)", (ROOT / "setup.cfg").read_text())[1]
    assert int(re.search(r"3\.(\d+)", final)[1]) >= int(least)
    assert texts(FINAL, "COPY") == [f"--from={name} /venv /venv"]


def test_the_final_image_installs_nothing_and_is_not_root():
    assert not re.search(r"\b(pip|apt|apt-get|curl|gcc)\b", str(texts(FINAL, "RUN")))
    names = [name for name, _ in FINAL]
    (user,) = texts(FINAL, "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert "RUN" not in names[names.index("USER") :]
    (owned,) = texts(FINAL, "RUN")
    assert owned == f"chown {user} {texts(FINAL, 'WORKDIR')[0]}"


def test_no_shell_stands_between_a_signal_and_the_server():
    assert not texts(FINAL, "ENTRYPOINT")  # so that the same image runs otmatch-index too
    assert COMMAND[:2] == ["otmatch", "serve"]
    serve = service_command.commands["serve"]
    told = serve.make_context("serve", COMMAND[2:]).params
    assert told["host"] == "0.0.0.0"
    assert texts(FINAL, "EXPOSE") == [str(told["port"])]
    service = read_compose(ENVIRONMENT)["service"]
    assert service["ports"][0].endswith(f":{told['port']}")
    assert "command" not in service


def test_only_what_is_copied_is_sent_to_the_engine():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    everything, *more = [line for line in lines if not line.startswith("#")]
    assert everything == "*"
    assert {line[1:] for line in more if line.startswith("!")} == {
        name for names, _ in copies() for name in names
    }
    assert [line for line in more if not line.startswith("!")] == ["**/__pycache__"]


@dataclass
class Image:
    """What the build stage left, with the folder that the final stage works in."""

    venv: Path
    work: Path

    def start(self, words: list[str], **environment: str) -> subprocess.Popen:
        """Start a command as the container would."""
        known = {"PATH": f"{self.venv}/bin:{os.environ['PATH']}", **environment}
        program = shutil.which(words[0], path=known["PATH"])
        return subprocess.Popen(
            [program, *words[1:]], cwd=self.work, env=known,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, words: list[str]) -> tuple[int, str]:
        with self.start(words) as process:
            said = process.communicate(timeout=60)[0].decode()
        return process.returncode, said


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Image:
    folder = tmp_path_factory.mktemp("image")
    source, work = folder / "source", folder / "work"
    work.mkdir()
    for names, target in copies():
        for name in names:
            if (ROOT / name).is_dir():
                left_out = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / name, source / target, ignore=left_out)
            else:
                source.mkdir(exist_ok=True)
                shutil.copy(ROOT / name, source / target)
    # Without the stage's PIP_NO_CACHE_DIR, so that a second run downloads nothing again.
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for command in texts(BUILD, "RUN"):
        command = re.sub(r"(?<= )/venv\b", str(folder / "venv"), command)
        built = subprocess.run(
            ["sh", "-ec", command], cwd=source, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert built.returncode == 0, built.stderr
    return Image(folder / "venv", work)


@dataclass
class Container:
    """The image's command on a port of the test's own, on loopback only."""

    image: Image
    process: subprocess.Popen
    port: int

    def healthy(self) -> int:
        """The exit code of the image's health check."""
        words = [word.replace(" 8000", f" {self.port}") for word in HEALTH]
        assert words != HEALTH
        return self.image.run(words)[0]

    def memory(self) -> int:
        """Bytes that the server's processes hold, what they share counted for each of them."""
        table = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, check=True
        )
        rows = [map(int, line.split()) for line in table.stdout.decode().splitlines()]
        return 1024 * sum(rss for pid, parent, rss in rows if self.process.pid in (pid, parent))

    def answers(self) -> bool:
        try:
            return bool(self.status("/api/v1/health/live"))
        except OSError:
            return False

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.fixture
def container(image) -> Iterator[Container]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.replace("0.0.0.0", "127.0.0.1") for word in COMMAND]
    process = image.start([*words, "--port", str(port)])
    running = Container(image, process, port)
    try:
        until(running.answers)
        yield running
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_what_is_built_serves_searches_and_ends(container, image):
    assert container.status("/api/v1/health/live") == 200
    assert container.healthy() == 1  # no directory yet
    load = "otmatch-index load --into sqlite:///directory.db --profiles"
    ended, said = image.run([*load.split(), str(ROOT / "fixtures/profiles.ndjson")])
    assert ended == 0, said
    assert container.healthy() == 0
    for path in ("/api/v1/docs/", "/api/v1/openapi.json", "/api/v1/providers?near=12203"):
        assert container.status(path) == 200
    limit = size(read_compose(ENVIRONMENT)["service"]["mem_limit"])
    assert limit / 5 < container.memory() < limit
    container.process.send_signal(signal.SIGTERM)
    assert container.process.wait(40) == 0
    assert container.healthy() == 1  # nobody answers


def test_what_is_built_holds_no_installer_and_no_tests(image):
    (packages,) = image.venv.glob("lib/python3*/site-packages")
    names = {path.name for path in packages.iterdir()}
    assert {"service", "indexer"} <= names
    assert not names & {"pip", "setuptools", "tests", "fixtures", "pytest"}
    for package in ("service", "indexer"):
        data = {
            path.relative_to(ROOT)
            for path in (ROOT / package).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }
        assert not [path for path in data if not (packages / path).is_file()]
