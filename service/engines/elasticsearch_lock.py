"""Only one load at a time into one alias: a lock document that its holder keeps renewing.

A load that was killed renews no longer, and the next one sees that: no clocks are compared.
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

_ID = "load"
_RENEW_SECONDS = 2.0
# A holder that renews nothing for so long is dead, or its machine sleeps.
_WATCH_SECONDS = 10.0
_LOOK_SECONDS = 0.5
_Version = tuple[int, int]  # Elasticsearch's own: a write that names an older one is refused


@contextmanager
def only_load(client: Elasticsearch, alias: str) -> Iterator["LoadLock"]:
    """Hold the alias's lock; raises LoadRunning while another load holds it."""
    lock = LoadLock(client, alias)
    lock.acquire()
    ended = threading.Event()
    renewing = threading.Thread(target=lock.renew_until, args=[ended], daemon=True)
    renewing.start()
    try:
        yield lock
    finally:
        ended.set()
        renewing.join()
        lock.release()


class LoadLock:
    """One document; whose `token` it holds, may load."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client, self._alias, self._index = client, alias, f"{alias}-lock"
        self._token = uuid4().hex
        self._version: _Version | None = None
        self._one_at_a_time = threading.Lock()
        self._document = {
            "token": self._token,
            "owner": f"process {os.getpid()} on {gethostname()}",
            "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        }

    def acquire(self) -> None:
        """Take the lock, if need be from a load that shows no sign of life."""
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
        """Raises LoadRefused if another load took the lock, because this one seemed dead."""
        with self._one_at_a_time:
            if self._version is None or not self._write(**_if(self._version)):
                self._version = None
                raise LoadRefused(
                    f"this load into {self._alias} gave no sign of life for {_WATCH_SECONDS:.0f} "
                    "seconds, and another one took its place; load again"
                )

    def renew_until(self, ended: threading.Event) -> None:
        while not ended.wait(_RENEW_SECONDS):
            with suppress(ApiError, TransportError, LoadRefused):
                self.confirm()

    def release(self) -> None:
        if self._version:
            with suppress(ApiError, TransportError):
                self._client.delete(index=self._index, id=_ID, **_if(self._version))

    def _write(self, **condition: Any) -> bool:
        """Whether the document is ours now; an answer that got lost counts, if it was written."""
        try:
            written = self._client.index(
                index=self._index, id=_ID, document=self._document, **condition
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
            return self._client.get(index=self._index, id=_ID)
        except NotFoundError:
            return None

    def _refused(self, other: dict[str, str]) -> LoadRunning:
        return LoadRunning(
            f"another load into {self._alias} is running ({other['owner']}, since "
            f"{other['since']}); wait for it"
        )


def _version_of(document: Any) -> _Version:
    return document["_seq_no"], document["_primary_term"]


def _if(version: _Version) -> dict[str, int]:
    return {"if_seq_no": version[0], "if_primary_term": version[1]}
