"""One load at a time into one alias, and for a moment one change of what it serves: two locks, each
a document that its holder keeps renewing.

A holder that was killed renews no longer, and the next one sees that: no clocks are compared.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from socket import gethostname
from typing import Any
from uuid import uuid4

from elastic_transport import TransportError
from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError

from service.errors import LoadRefused, LoadRunning

from .elasticsearch_client import make_index

_RENEW_SECONDS = 2.0
# A holder that renews nothing for so long is dead, or its machine sleeps.
_WATCH_SECONDS = 10.0
_LOOK_SECONDS = 0.5
_Version = tuple[int, int]  # Elasticsearch's own: a write that names an older one is refused


@contextmanager
def only_load(client: Elasticsearch, alias: str) -> Iterator["Lock"]:
    """Hold the alias's lock of loads; raises LoadRunning while another load holds it."""
    lock = Lock(client, alias, "load")
    lock.acquire()
    with _renewed(lock):
        yield lock


@contextmanager
def only_change(client: Elasticsearch, alias: str, *, patient: bool = False) -> Iterator["Lock"]:
    """Hold the lock under which the served directory changes; unless `patient`, raises LoadRunning
    while somebody else holds it for long."""
    lock = Lock(client, alias, "change")
    while True:
        try:
            lock.acquire()
            break
        except LoadRunning:
            if not patient:
                raise
    with _renewed(lock):
        yield lock


@contextmanager
def _renewed(lock: "Lock") -> Iterator[None]:
    ended = threading.Event()
    renewing = threading.Thread(target=lock.renew_until, args=[ended], daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        lock.release()


class Lock:
    """One document; whose `token` it holds, may do `what`: a "load" or a "change"."""

    def __init__(self, client: Elasticsearch, alias: str, what: str) -> None:
        self._client, self._alias, self._index = client, alias, f"{alias}-lock"
        self._what = what
        self._token = uuid4().hex
        self._version: _Version | None = None
        self._one_at_a_time = threading.Lock()
        self._document = {
            "token": self._token,
            "owner": f"process {os.getpid()} on {gethostname()}",
            "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        }

    def acquire(self) -> None:
        """Take the lock, if need be from a holder that shows no sign of life."""
        shards = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        make_index(self._client, self._index, settings=shards, mappings={"enabled": False})
        started, seen = time.monotonic(), None
        while not self._write(op_type="create"):
            held = self._held()
            if held is None:
                continue  # given back just now
            version = _version_of(held)
            seen = seen or version
            if version != seen:
                raise self._refused(held["_source"])
            if time.monotonic() - started > _WATCH_SECONDS:
                if not self._write(**_if(version)):
                    raise self._refused(held["_source"])
                return
            time.sleep(_LOOK_SECONDS)

    def confirm(self) -> None:
        """Raises LoadRefused if another one took the lock, because this one seemed dead."""
        with self._one_at_a_time:
            if self._version is None or not self._write(**_if(self._version)):
                self._version = None
                raise LoadRefused(
                    f"this {self._what} of {self._alias} gave no sign of life for "
                    f"{_WATCH_SECONDS:.0f} seconds, and another one took its place; try again"
                )

    def renew_until(self, ended: threading.Event) -> None:
        while not ended.wait(_RENEW_SECONDS):
            with suppress(ApiError, TransportError, LoadRefused):
                self.confirm()

    def release(self) -> None:
        if self._version:
            with suppress(ApiError, TransportError):
                self._client.delete(index=self._index, id=self._what, **_if(self._version))

    def _write(self, **condition: Any) -> bool:
        """Whether the document is ours now; an answer that got lost counts, if it was written."""
        try:
            written = self._client.index(
                index=self._index, id=self._what, document=self._document, **condition
            )
        except ConflictError:
            held = self._held()
            if held is None or held["_source"]["token"] != self._token:
                return False
            written = held
        self._version = _version_of(written)
        return True

    def _held(self) -> Any:
        try:
            return self._client.get(index=self._index, id=self._what)
        except NotFoundError:
            return None

    def _refused(self, other: dict[str, str]) -> LoadRunning:
        return LoadRunning(
            f"another {self._what} of {self._alias} is running ({other['owner']}, since "
            f"{other['since']}); wait for it"
        )


def _version_of(document: Any) -> _Version:
    return document["_seq_no"], document["_primary_term"]


def _if(version: _Version) -> dict[str, int]:
    return {"if_seq_no": version[0], "if_primary_term": version[1]}
