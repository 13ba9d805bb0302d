"""A web server on loopback for one test: it answers every GET as the test says."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class Reply(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str] = {}  # noqa: RUF012
    missing: int = 0  # bytes that are promised, and never come
    pause: float = 0.0  # seconds before each byte of the body


Answer = Callable[[dict[str, list[str]]], Reply]


def _handler(answer: Answer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = answer(parse_qs(urlsplit(self.path).query))
            try:
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(reply.body) + reply.missing))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for byte in reply.body if reply.pause else ():
                    time.sleep(reply.pause)
                    self.wfile.write(bytes([byte]))
                self.wfile.write(b"" if reply.pause else reply.body)
            except OSError:
                self.close_connection = True  # the client did not wait

        def log_message(self, *args: object) -> None:
            """The server says nothing."""

    return Handler


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """Host and port of the server, which has a port of its own until the end of the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer)) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()
