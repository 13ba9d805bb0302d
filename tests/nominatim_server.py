"""A geocoder of the tests' own: an HTTP server on loopback that speaks Nominatim's JSON."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SLOW = 1.0  # seconds that the answer "slow" takes


@dataclass
class NominatimServer:
    """`answers` maps the beginning of a query to a point, a status, "slow" or "broken"; what it
    does not hold is not found."""

    answers: dict[str, tuple[float, float] | int | str] = field(default_factory=dict)
    queries: list[str] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    domain: str = ""

    def answer(self, query: str) -> tuple[int, bytes]:
        self.arrivals.append(time.monotonic())
        self.queries.append(query)
        said = next((said for start, said in self.answers.items() if query.startswith(start)), None)
        if isinstance(said, int):
            return said, b"out of order"
        if said == "slow":
            time.sleep(SLOW)
        if said == "broken":
            return 200, b"<html>"
        if not isinstance(said, tuple):
            return 200, b"[]"
        point = {"lat": str(said[0]), "lon": str(said[1]), "display_name": query}
        return 200, json.dumps([point]).encode()


def _handler(server: NominatimServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)["q"][0]
            status, body = server.answer(query)
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the client did not wait

        def log_message(self, *args: object) -> None:
            """The server says nothing; tests look at its attributes."""

    return Handler


@contextmanager
def start_nominatim() -> Iterator[NominatimServer]:
    """The server on a port of its own, until the end of the block."""
    server = NominatimServer()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(server)) as http:
        server.domain = f"127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
