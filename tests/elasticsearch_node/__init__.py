"""A real Elasticsearch for tests and benchmarks: one node or a small cluster, each node a
process of its own that ends with the test run."""

import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[2]
VERSION = "9.5.3"

# The first start downloads 44 MB; every later one is ready within 10 s.
START_SECONDS = 180
# An idle node closes in about a second; one that is still merging may need a few more.
STOP_SECONDS = 30
LOG_TAIL = 4000  # characters: enough for a Java stack trace with its causes


@dataclass
class Node:
    """One running node; `stop` (or leaving its `with` block) ends it and removes its data."""

    process: subprocess.Popen[bytes]
    log: IO[bytes]
    data: Path
    url: str = ""

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.log.close()
        # The node removes its data itself, but one that was killed could not.
        shutil.rmtree(self.data, ignore_errors=True)

    def log_tail(self) -> str:
        size = self.log.seek(0, os.SEEK_END)
        self.log.seek(max(0, size - LOG_TAIL))
        return self.log.read().decode(errors="replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


@dataclass
class Cluster:
    """Several nodes that found each other; a test may stop or kill any of them."""

    nodes: list[Node] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def stop(self) -> None:
        # All are asked before any is waited for: a node that has lost its masters closes slowly.
        for node in self.nodes:
            with suppress(ProcessLookupError):
                node.process.terminate()
        for node in self.nodes:
            node.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_node(
    version: str = VERSION, *, heap: str = "512m", settings: Mapping[str, str] | None = None
) -> Node:
    """A single node on a free port, ready for requests; RuntimeError if it cannot be had."""
    node = _spawn(version, heap, settings or {})
    try:
        _wait_ready(node, time.monotonic() + START_SECONDS)
    except BaseException:
        node.stop()
        raise
    return node


def start_cluster(count: int = 3, version: str = VERSION, *, heap: str = "512m") -> Cluster:
    """`count` nodes that form one cluster, all of them ready for requests."""
    ports = _free_ports(count)
    names = [f"c{number}" for number in range(1, count + 1)]
    shared = {
        "cluster.name": "otmatch-cluster",
        "cluster.initial_master_nodes": ",".join(names),
        "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in ports),
    }
    cluster = Cluster()
    try:
        for name, port in zip(names, ports, strict=True):
            settings = {**shared, "node.name": name}
            cluster.nodes.append(_spawn(version, heap, settings, transport_port=port))
        deadline = time.monotonic() + START_SECONDS
        for node in cluster.nodes:
            _wait_ready(node, deadline)
    except BaseException:
        cluster.stop()
        raise
    return cluster


def _spawn(version: str, heap: str, settings: Mapping[str, str], transport_port: int = 0) -> Node:
    data = Path(tempfile.mkdtemp(prefix="otmatch-node-"))
    command = [sys.executable, "-m", __name__, "--with-parent", "--discard-data", "--log=-"]
    command += [f"--version={version}", f"--heap={heap}", f"--data={data}"]
    command += [f"--transport-port={transport_port}"]
    command += [f"--setting={key}={value}" for key, value in settings.items()]
    # The log is a file without a name, so that nothing is left of it however the run ends.
    log = tempfile.TemporaryFile()  # noqa: SIM115 - the Node closes it
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        # Ctrl-C reaches the tests alone; they may still need the node while they clean up.
        start_new_session=True,
    )
    return Node(process, log, data)


def _wait_ready(node: Node, deadline: float) -> None:
    stdout = node.process.stdout
    assert stdout is not None
    readable, _, _ = select.select([stdout], [], [], max(0, deadline - time.monotonic()))
    word, _, url = stdout.readline().decode().partition(" ") if readable else ("", "", "")
    if word != "ready":
        how = "ended before it was ready" if readable else f"not ready after {START_SECONDS} s"
        raise RuntimeError(f"Elasticsearch node {how}; its log ends with:\n{node.log_tail()}")
    node.url = url.strip()


def _free_ports(count: int) -> list[int]:
    """Ports free at this moment. All are held until the last is known, so that none repeats."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
