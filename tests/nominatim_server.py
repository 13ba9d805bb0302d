"""A geocoder of the tests' own: an HTTP server on loopback that speaks Nominatim's JSON."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.loopback_server import Reply, serving

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


@contextmanager
def start_nominatim() -> Iterator[NominatimServer]:
    """The server on a port of its own, until the end of the block."""
    server = NominatimServer()

    def answer(query: dict[str, list[str]]) -> Reply:
        return Reply(*server.answer(query["q"][0]), {"Content-Type": "application/json"})

    with serving(answer) as server.domain:
        yield server
