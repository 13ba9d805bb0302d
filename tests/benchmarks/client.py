"""A client that costs little: one kept-alive connection, or many that keep a server busy.

python -m tests.benchmarks.client PORT SECONDS CONNECTIONS < PATHS
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass
from itertools import cycle


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        for line in self.head.decode("latin-1").split("\r\n"):
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return ""


@dataclass(frozen=True)
class Load:
    """How much was answered, and what asking cost this process itself."""

    answers: int
    seconds: float
    cpu_seconds: float


class Connection:
    """One kept-alive connection; one request at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._received = b""

    def send(self, path: str, headers: str = "") -> None:
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())

    def receive(self) -> Answer | None:
        """The answer as soon as all of it is there; waits for at least some of it."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self._received += part
        head, ended, body = self._received.partition(b"\r\n\r\n")
        if not ended:
            return None
        answer = Answer(int(head[9:12]), head, body)
        if len(body) < int(answer.header("content-length") or 0):
            return None
        self._received = b""
        return answer

    def ask(self, path: str, headers: str = "") -> Answer:
        self.send(path, headers)
        while (answer := self.receive()) is None:
            pass
        return answer

    def close(self) -> None:
        self.socket.close()


def keep_busy(port: int, seconds: float, connections: int, paths: list[str]) -> Load:
    """Ask on all connections at once; each asks again as soon as it has its answer."""
    following, answers = cycle(paths), 0
    with selectors.DefaultSelector() as waiting:
        for _ in range(connections):
            connection = Connection(port)
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(following))
        start, cpu = time.perf_counter(), time.process_time()
        while time.perf_counter() - start < seconds:
            for key, _ in waiting.select(1):
                answer = key.data.receive()
                if answer and answer.status != 200:
                    raise RuntimeError(f"the server answered {answer.status}")
                if answer:
                    answers += 1
                    key.data.send(next(following))
        load = Load(answers, time.perf_counter() - start, time.process_time() - cpu)
        for key in list(waiting.get_map().values()):
            key.data.close()
    return load


if __name__ == "__main__":
    port, seconds, connections = sys.argv[1:]
    paths = sys.stdin.read().split()
    print(json.dumps(asdict(keep_busy(int(port), float(seconds), int(connections), paths))))
