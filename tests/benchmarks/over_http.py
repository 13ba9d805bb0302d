"""The real service over HTTP on the loopback: start, memory, whole requests, throughput."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .client import Answer, Connection
from .constant import PATH
from .processes import ROOT, Running, answering_constantly, memory, serving
from .questions import Question, questions, warm_up
from .timing import fact, heading, measured, progress, report

WORKERS, CONNECTIONS = 2, 8
BEFORE_MEMORY = 200  # searches
OTHERS = 4000  # searches for the throughput, so that hardly one is asked twice
OTHER_SEED, MEMORY_SEED = 4, 5


@dataclass(frozen=True)
class Rounds:
    """How often the server is started and its throughput measured, and for how long each time."""

    count: int
    seconds: float


def time_requests(url: str, asked: list[Question], rounds: Rounds) -> None:
    """All that is measured over HTTP on one directory."""
    heading(f"over HTTP, otmatch serve with {WORKERS} workers")
    starts = [_start(url) for _ in range(1, rounds.count)]
    with serving(url, WORKERS) as server:
        each = ", ".join(f"{taken:.2f}" for taken in sorted([*starts, server.start_seconds]))
        fact("start to the first ready answer", f"{each} s", "< 3 s")
        _tell_memory(server)
        body = _time_whole(server, asked, "p50 < 6")
        with tempfile.NamedTemporaryFile() as held:
            held.write(body)
            held.flush()
            with answering_constantly(PATH, Path(held.name), WORKERS) as constant:
                _time_constant(constant, len(asked))
                _compare_throughput(server, constant, rounds)


def time_whole(url: str, asked: list[Question]) -> None:
    """Only the whole requests."""
    with serving(url, WORKERS) as server:
        _time_whole(server, asked)


def _start(url: str) -> float:
    with serving(url, WORKERS) as server:
        return server.start_seconds


def _tell_memory(server: Running) -> None:
    """Every search on a connection of its own, so that all workers get some."""
    for question in questions(BEFORE_MEMORY, MEMORY_SEED):
        connection = Connection(server.port)
        _good(connection.ask(question.path))
        connection.close()
    if found := memory(server.process.pid):
        told = f"PSS {found.pss:,.0f} MB, RSS {found.rss:,.0f} MB, {found.processes} processes"
        fact(f"memory after {BEFORE_MEMORY} searches", told)
    else:
        fact("memory", "not told by this system")


def _time_whole(server: Running, asked: list[Question], aim: str = "") -> bytes:
    """Whole requests of one client, then again with the ETags; returns a body of median size."""
    connection, answers = Connection(server.port), []
    paths = [question.path for question in asked]
    times = measured(
        lambda path: answers.append(_good(connection.ask(path))),
        paths,
        [question.path for question in warm_up()],
    )
    answers = answers[-len(paths) :]
    report("whole request, one kept-alive client", times, aim)
    again = [
        (path, f"If-None-Match: {answer.header('etag')}\r\n")
        for path, answer in zip(paths, answers, strict=True)
    ]
    report(
        "the same again with If-None-Match (304)",
        measured(lambda each: _good(connection.ask(*each), 304), again),
    )
    connection.close()
    bodies = sorted((answer.body for answer in answers), key=len)
    return bodies[len(bodies) // 2]


def _time_constant(constant: Running, count: int) -> None:
    connection = Connection(constant.port)
    ask = lambda path: _good(connection.ask(path))  # noqa: E731
    report("constant body, one kept-alive client", measured(ask, [PATH] * count, [PATH] * 50))
    fact("  size of the constant body", f"{len(connection.ask(PATH).body):,} bytes")
    connection.close()


def _compare_throughput(server: Running, constant: Running, rounds: Rounds) -> None:
    """Both servers in turn, several times; each median counts."""
    paths = [question.path for question in questions(OTHERS, OTHER_SEED)]
    rates, costs = [], []
    for number in range(rounds.count):
        progress(f"throughput, round {number + 1} of {rounds.count}")
        pair = [_load(server, paths, rounds.seconds), _load(constant, [PATH], rounds.seconds)]
        rates.append([load["answers"] / load["seconds"] for load in pair])
        costs.append([1000 * load["cpu_seconds"] / max(1, load["answers"]) for load in pair])
    searches, bodies = np.median(rates, axis=0)
    fact(f"searches a second, {CONNECTIONS} connections", f"{searches:,.0f}")
    fact("constant bodies a second", f"{bodies:,.0f}")
    fact("throughput to that of the constant body", f"{searches / bodies:.2f}", ">= 0.6")
    own, other = np.median(costs, axis=0)
    fact("  the client's own CPU for each", f"{own:.2f} and {other:.2f} ms")


def _load(server: Running, paths: list[str], seconds: float) -> dict[str, float]:
    """From a process of its own."""
    arguments = [str(server.port), str(seconds), str(CONNECTIONS)]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.client", *arguments],
        input="\n".join(paths), text=True, cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return json.loads(ended.stdout)


def _good(answer: Answer, status: int = 200) -> Answer:
    if answer.status != status:
        raise RuntimeError(f"the service answered {answer.status}: {answer.body[:200]!r}")
    return answer
