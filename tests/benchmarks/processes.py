"""Servers as processes of their own on a free port of the loopback, and what memory they hold."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .client import Connection

ROOT = Path(__file__).parents[2]
START_SECONDS, STOP_SECONDS = 60, 40


@dataclass(frozen=True)
class Running:
    """A server that answers, and how many seconds passed until it did."""

    process: subprocess.Popen
    port: int
    start_seconds: float


@dataclass(frozen=True)
class Memory:
    """MB of a process and its children. PSS counts a page that several share once in all, RSS
    in each of them."""

    pss: float
    rss: float
    processes: int


@contextmanager
def serving(url: str, workers: int) -> Iterator[Running]:
    """`otmatch serve` on this directory, once it says that it is ready."""
    port = _free_port()
    arguments = ["service", "serve", "--directory", url, "--port", str(port)]
    with _running([*arguments, "--workers", str(workers)], port, "/api/v1/health/ready") as found:
        yield found


@contextmanager
def answering_constantly(path: str, body: Path, workers: int) -> Iterator[Running]:
    """The server that answers every request for `path` with what stands in the file `body`."""
    port = _free_port()
    arguments = ["tests.benchmarks.constant", str(port), str(workers)]
    with body.open("rb") as given, _running(arguments, port, path, given) as found:
        yield found


@contextmanager
def _running(
    arguments: list[str], port: int, path: str, stdin: object = subprocess.DEVNULL
) -> Iterator[Running]:
    start, quiet = time.perf_counter(), subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=ROOT, stdin=stdin, stdout=quiet, stderr=quiet
    )
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - start > START_SECONDS:
                raise RuntimeError(f"{arguments[0]} did not get ready")
            time.sleep(0.01)
        yield Running(process, port, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _answers(port: int, path: str) -> bool:
    try:
        connection = Connection(port)
    except OSError:
        return False
    try:
        return connection.ask(path).status == 200
    except OSError:
        return False
    finally:
        connection.close()


def memory(process: int) -> Memory | None:
    """Of the process and all below it; None where the system does not tell."""
    found = _tree(process)
    try:
        told = [Path(f"/proc/{number}/smaps_rollup").read_text() for number in found]
    except OSError:
        return None
    pss, rss = (sum(_kilobytes(word, text) for text in told) / 1000 for word in ("Pss", "Rss"))
    return Memory(pss, rss, len(found))


def _kilobytes(word: str, text: str) -> float:
    return float(re.search(rf"^{word}:\s+(\d+) kB", text, re.MULTILINE)[1]) * 1.024


def _tree(process: int) -> list[int]:
    below = [
        int(child)
        for task in Path(f"/proc/{process}/task").glob("*/children")
        for child in task.read_text().split()
    ]
    return [process, *(number for child in below for number in _tree(child))]
