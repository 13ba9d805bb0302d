"""Runs one Elasticsearch node until it is told to stop: `python -m tests.elasticsearch_node`."""

import argparse
import http.client
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from . import VERSION
from .errors import NodeError

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
HEALTH = "/_cluster/health?wait_for_status=yellow&timeout=1s"
HEALTH_SECONDS = 120  # three nodes on two cores need 14 s
PARENT_SECONDS = 0.5
# A node that hangs while it starts or closes must not outlive the tests that started it.
ORPHAN_SECONDS = 30


def main(arguments: list[str] | None = None) -> int:
    options = _read_options(arguments)
    if options.with_parent:
        threading.Thread(target=_follow_parent, args=[os.getppid()], daemon=True).start()
    # Ours while the node's own output goes to its log.
    stdout, stderr = (os.fdopen(os.dup(number), "w", buffering=1) for number in (1, 2))
    try:
        _run(options, stdout)
    except KeyboardInterrupt:
        return 130
    except (NodeError, OSError) as error:
        print(f"elasticsearch_node: {error}", file=stderr)
        return 2
    except Exception as error:
        traceback.print_exc()  # into the log
        print(f"elasticsearch_node: {type(error).__name__}: {error}", file=stderr)
        return 2
    return 0


def _run(options: argparse.Namespace, stdout: TextIO) -> None:
    # Imported here, so that --help answers without the packages that only a run needs.
    from .home import open_home, read_cache_root

    settings = _compile_settings(options)
    home = open_home(options.version, read_cache_root())
    for port in (options.port, options.transport_port):
        _require_free(port)
    # Waited for below; blocked before Java starts its threads, which inherit this.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    with _data_folder(options) as data:
        _write_output_to(options.log or data / "node.log")
        from .server import Server

        server = Server(home, data, options.heap)
        try:
            server.start(settings)
            port = server.read_port()
            if _wait_healthy(port):
                print(f"ready http://127.0.0.1:{port}", file=stdout)
                signal.sigwait(STOP_SIGNALS)
        finally:
            server.close()


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.elasticsearch_node",
        description="Run a real Elasticsearch node on 127.0.0.1 from published packages. "
        "Prints `ready URL`, then runs until SIGTERM or Ctrl-C.",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="HTTP port (default: a free one)")
    add("--transport-port", type=int, default=0, help="node-to-node port (default: a free one)")
    add("--data", type=Path, help="data folder (default: a temporary one, removed at the end)")
    add("--discard-data", action="store_true", help="remove the data folder at the end")
    add("--log", help="log file, or - for stderr (default: node.log in the data folder)")
    add("--heap", type=_heap, default="512m", help="Java heap (default: %(default)s)")
    add("--version", default=VERSION, help="Elasticsearch version (default: %(default)s)")
    add("--setting", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
    add("--with-parent", action="store_true", help="stop when the parent process is gone")
    return parser.parse_args(arguments)


def _heap(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d*[kmgKMG]", value):
        raise argparse.ArgumentTypeError(f"{value!r} is not a size such as 512m or 1g")
    return value


def _compile_settings(options: argparse.Namespace) -> dict[str, str]:
    settings = {
        "node.name": "n1",
        # Else the log has errors only, and says nothing of a node that waits for its cluster.
        "logger.level": "info",
        # A test machine with a nearly full disk should still get its shards.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    for setting in options.setting:
        key, equals, value = setting.partition("=")
        if not equals:
            raise NodeError(f"--setting {setting}: write it as KEY=VALUE")
        # Folders and addresses are the launcher's: nothing but this machine may reach the node.
        if key.startswith(("path.", "network.")) or key.endswith(("host", "port")):
            raise NodeError(f"--setting {key}: set by the launcher, see --help")
        settings[key] = value
    if not any(key.startswith(("discovery.", "cluster.initial_")) for key in settings):
        settings["discovery.type"] = "single-node"
    settings["network.host"] = "127.0.0.1"
    settings["http.port"] = str(options.port)
    settings["transport.port"] = str(options.transport_port)
    return settings


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the node does: a port that a closed connection still lingers on is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise NodeError(f"port {port} cannot be used: {error}") from error


@contextmanager
def _data_folder(options: argparse.Namespace) -> Iterator[Path]:
    discard = options.discard_data or options.data is None
    data = options.data or Path(tempfile.mkdtemp(prefix="otmatch-node-"))
    try:
        data.mkdir(parents=True, exist_ok=True)
        yield data.resolve()
    finally:
        if discard:
            shutil.rmtree(data, ignore_errors=True)


def _write_output_to(log: str | Path) -> None:
    if log == "-":
        os.dup2(2, 1)
        return
    with Path(log).open("a") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _wait_healthy(port: int) -> bool:
    """True when the node answers requests, False when it was told to stop before that."""
    deadline = time.monotonic() + HEALTH_SECONDS
    while time.monotonic() < deadline:
        if signal.sigpending() & STOP_SIGNALS:
            return False
        if _is_healthy(port):
            return True
        time.sleep(0.1)
    raise NodeError(f"the node did not become healthy within {HEALTH_SECONDS} s")


def _is_healthy(port: int) -> bool:
    # Plain http.client, because it heeds no proxy settings.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=35)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _follow_parent(parent: int) -> None:
    # Else a SIGTERM that the main thread waits for could end the process by way of this one.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    # Java threads outlive the node. They now and then abort a Python that takes itself apart
    # in an orderly way, so with everything closed and written this one just goes.
    status = main()
    sys.stderr.flush()
    os._exit(status)
