"""A proxy on this machine in front of a real Elasticsearch, with which a test makes a host slow,
silent, busy, forgetful, or one that wants https and an API key."""

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """`with Proxy(url) as proxy:` listens on `proxy.url`; its attributes may change at any time."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, upstream: str, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream).netloc
        self.url = f"{'https' if tls else 'http'}://localhost:{self.server_port}"
        self.tls = tls
        self.delay = 0.0  # seconds before each request goes on
        self.refuse: Callable[[BaseHTTPRequestHandler], int | None] = lambda request: None
        self.loses: Callable[[str], bool] = lambda line: False  # answers that never arrive
        self.requests: Counter[str] = Counter()  # by method and path, without numbers
        self.closed = threading.Event()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or trusts another certificate, is what some tests are for."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        line = f"{self.command} {self.path.split('?')[0]}"
        self.server.requests[line] += 1
        self.close_connection = self.server.closed.wait(self.server.delay)
        status = self.server.refuse(self)
        if self.close_connection:
            return
        if status:
            return self._send(status, "application/json", b"{}")
        host, _, port = self.server.upstream.partition(":")
        with suppress(OSError, HTTPException):
            upstream = HTTPConnection(host, int(port or 80), timeout=120)
            headers = {k: v for k, v in self.headers.items() if k.lower() != "authorization"}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            content = answer.read()
            upstream.close()
            if not self.server.loses(line):
                kind = answer.headers.get("Content-Type", "application/json")
                return self._send(answer.status, kind, content)
        self.close_connection = True
        return None

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """The tests' output is no place for requests."""

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer
