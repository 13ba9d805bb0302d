"""The service's own server with one trivial route: what HTTP costs without a search.

python -m tests.benchmarks.constant PORT WORKERS < BODY
"""

import sys

from flask import Flask, Response

from service.serving import Server, Serving
from service.settings import Settings

PATH = "/constant"


class ConstantServer(Server):
    """The same workers, threads and log as the service has."""

    def __init__(self, serving: Serving, body: bytes) -> None:
        self._body = body
        super().__init__(Settings(), serving)

    def load(self) -> Flask:
        app = Flask("constant", static_folder=None)
        body = self._body
        app.add_url_rule(PATH, "constant", lambda: Response(body, content_type="application/json"))
        return app


if __name__ == "__main__":
    port, workers = map(int, sys.argv[1:])
    ConstantServer(Serving("127.0.0.1", port, workers), sys.stdin.buffer.read()).run()
