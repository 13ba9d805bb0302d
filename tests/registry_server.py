"""An NPI registry of the tests' own: an HTTP server on loopback that answers as they say."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.registry_files import response

SLOW = 1.0  # seconds that the answer "slow" takes


@dataclass
class RegistryServer:
    """`answers` maps an NPI to a body, or to a list of what comes first: statuses, "slow", "cut",
    and at last a body. What it does not hold is not found."""

    answers: dict[str, str | list[int | str]] = field(default_factory=dict)
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    retry_after: str | None = None
    url: str = ""

    def answer(self, query: dict[str, list[str]]) -> tuple[int, str]:
        self.arrivals.append(time.monotonic())
        self.queries.append(query)
        said = self.answers.get(query["number"][0], response())
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if said == "slow":
            time.sleep(SLOW)
        return (said, "out of order") if isinstance(said, int) else (200, said)


def _handler(server: RegistryServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = server.answer(parse_qs(urlsplit(self.path).query))
            try:
                self.send_response(status)
                if server.retry_after:
                    self.send_header("Retry-After", server.retry_after)
                promised = len(body.encode()) + (100 if body == "cut" else 0)
                self.send_header("Content-Length", str(promised))
                self.end_headers()
                self.wfile.write(body.encode())
            except OSError:
                self.close_connection = True  # the client did not wait

        def log_message(self, *args: object) -> None:
            """The server says nothing; tests look at its attributes."""

    return Handler


@contextmanager
def start_registry() -> Iterator[RegistryServer]:
    """The server on a port of its own, until the end of the block."""
    server = RegistryServer()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(server)) as http:
        server.url = f"http://127.0.0.1:{http.server_port}/api/"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
