"""An NPI registry of the tests' own: an HTTP server on loopback that answers as they say."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.loopback_server import Reply, serving
from tests.registry_files import response

SLOW = 1.0  # seconds that the answer "slow" takes
DRIP = 0.05  # seconds between two bytes where every answer drips


@dataclass
class RegistryServer:
    """`answers` maps an NPI to a body, or to a list of what comes first: statuses, "slow", "cut",
    and at last a body. What it does not hold is not found."""

    answers: dict[str, str | list[int | str]] = field(default_factory=dict)
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    retry_after: str | None = None
    drips: bool = False
    url: str = ""

    def answer(self, query: dict[str, list[str]]) -> Reply:
        self.arrivals.append(time.monotonic())
        self.queries.append(query)
        said = self.answers.get(query["number"][0], response())
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if said == "slow":
            time.sleep(SLOW)
        headers = {"Retry-After": self.retry_after} if self.retry_after else {}
        if isinstance(said, int):
            return Reply(said, b"out of order", headers)
        missing, pause = 100 if said == "cut" else 0, DRIP if self.drips else 0.0
        return Reply(200, said.encode(), headers, missing, pause)


@contextmanager
def start_registry() -> Iterator[RegistryServer]:
    """The server on a port of its own, until the end of the block."""
    server = RegistryServer()
    with serving(server.answer) as domain:
        server.url = f"http://{domain}/api/"
        yield server
