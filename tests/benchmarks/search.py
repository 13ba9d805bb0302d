"""How fast a search is: a generated country on both engines, in process and over HTTP.

python -m tests.benchmarks.search [--count 150000] [--queries 500]
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import click
import numpy as np

from service.directory.query import Query
from service.engines.opening import open_engine
from service.engines.protocol import Meta
from service.settings import Settings
from tests.elasticsearch_node import start_node

from .world import TODAY, profiles, searches

SERVICE = "import sys; from service.__main__ import main; main()"


@click.command()
@click.option("--count", default=150_000, show_default=True, help="How many OTs.")
@click.option("--queries", default=500, show_default=True, help="How many searches.")
@click.option("--skip-elasticsearch", is_flag=True, help="Only the embedded engine.")
def main(count: int, queries: int, skip_elasticsearch: bool) -> None:
    """Print milliseconds at the 50th, 95th and 99th percentile."""
    asked = searches(queries)
    with tempfile.TemporaryDirectory() as folder:
        run("embedded", f"sqlite:///{folder}/directory.db", count, asked)
    if not skip_elasticsearch:
        with start_node(heap="1g") as node:
            run("elasticsearch", node.url, count, asked)


def run(name: str, url: str, count: int, asked: list[tuple[Query, dict[str, str]]]) -> None:
    """Load, then measure one engine."""
    engine = open_engine(Settings(directory=url, timeout=120))
    start = time.perf_counter()
    engine.replace(profiles(count), Meta(loaded_at=datetime.now(UTC), date=TODAY))
    click.echo(f"{name}: {count:,} OTs generated and loaded in {time.perf_counter() - start:.0f} s")
    in_process = [query for query, _ in asked]
    report(f"{name} in process", measured(engine.search, in_process))
    with serving(url) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        paths = [f"/api/v1/providers?{urlencode(parameters)}" for _, parameters in asked]
        report(f"{name} over HTTP", measured(lambda path: fetch(connection, path), paths))
        connection.close()
    engine.close()


def measured(ask: Callable, questions: Iterable) -> np.ndarray:
    """Milliseconds for each question, after one round that is not counted."""
    questions = list(questions)
    for question in questions[:50]:
        ask(question)
    times = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - start)
    return np.array(times) * 1000


def report(name: str, times: np.ndarray) -> None:
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    click.echo(f"{name:28} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms   p99 {p99:7.2f} ms")


def fetch(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {body[:200]!r}")
    return body


@contextmanager
def serving(url: str):
    """The real service on this directory, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["serve", "--directory", url, "--port", str(port), "--no-access-log"]
    running = subprocess.Popen(
        [sys.executable, "-c", SERVICE, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    try:
        wait_until_ready(port)
        yield port
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(40)


def wait_until_ready(port: int) -> None:
    """Up to 30 s."""
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            fetch(connection, "/api/v1/health/ready")
            connection.close()
            return
        except (OSError, RuntimeError):
            time.sleep(0.1)
    raise RuntimeError("the service did not get ready")


if __name__ == "__main__":
    main()
