"""Documents sent to an Elasticsearch index in bulk: several requests at once, and again where the
server was too busy. A document that it refuses is told of, and the others go on."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, NamedTuple

import msgspec
from elasticsearch import ApiError, Elasticsearch

from service.directory.profile import Profile
from service.errors import LoadRefused

_BATCH, _BATCH_BYTES = 500, 10_000_000  # a server takes 100 MB at most, and then all in memory
_AT_ONCE = 4
_BUSY, _UNFIT = 429, 400
# 60 s in all, each pause twice as long as the one before: a busy node's queue is empty by then.
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_TOLD = ("errors", "items.*._id", "items.*.status", "items.*.error")


class Document(NamedTuple):
    """A profile and its document, as JSON."""

    profile: Profile
    json: bytes


class Sent(NamedTuple):
    """What became of a profile's document: in the index, or refused for a reason."""

    profile: Profile
    refused: str | None


@dataclass(frozen=True)
class Bulk:
    """Sends documents to one index."""

    client: Elasticsearch
    index: str
    _stopped: Event = field(default_factory=Event)

    def send(self, documents: Iterable[Document]) -> Iterator[Sent]:
        """What becomes of each, in order. Raises ApiError or TransportError where no document is
        to blame, and LoadRefused where the server stays too busy."""
        under_way: deque = deque()
        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            for batch in _batches(documents):
                under_way.append(pool.submit(self._send, batch))
                if len(under_way) > _AT_ONCE:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        finally:
            self._stopped.set()
            pool.shutdown(cancel_futures=True)

    def _send(self, batch: list[Document]) -> list[Sent]:
        """One batch, and what of it met a full queue again after a pause."""
        refused: dict[str, str] = {}
        left = batch
        for pause in (*_PAUSES, None):
            answers = self._answers(left)
            refused |= {npi: error for npi, (status, error) in answers.items() if status == _UNFIT}
            left = [each for each in left if answers.get(each.profile.npi, (0,))[0] == _BUSY]
            if not left:
                return [Sent(each.profile, refused.get(each.profile.npi)) for each in batch]
            if pause is None or self._stopped.wait(pause):
                break
        raise LoadRefused(
            f"Elasticsearch was too busy for {len(left)} profiles, again and again; load again "
            "when it has less to do"
        )

    def _answers(self, batch: list[Document]) -> dict[str, tuple[int, str]]:
        """Status and reason by NPI of all that did not get in."""
        lines = [part for each in batch for part in (self._action(each.profile.npi), each.json)]
        try:
            told = self.client.bulk(operations=lines, filter_path=_TOLD)
        except ApiError as error:
            if error.status_code != _BUSY:
                raise
            return {each.profile.npi: (_BUSY, "") for each in batch}
        answers = (item["index"] for item in told["items"]) if told["errors"] else ()
        failed = {each["_id"]: each for each in answers if "error" in each}
        for each in failed.values():
            if each["status"] not in (_BUSY, _UNFIT):
                raise LoadRefused(f"Elasticsearch cannot take profiles in: {_reason(each)}")
        return {npi: (each["status"], _reason(each)) for npi, each in failed.items()}

    def _action(self, npi: str) -> bytes:
        return msgspec.json.encode({"index": {"_index": self.index, "_id": npi}})


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch, size = [], 0
    for document in documents:
        if batch and (len(batch) == _BATCH or size + len(document.json) > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.json)
    if batch:
        yield batch


def _reason(failed: dict[str, Any]) -> str:
    """The cause below it says which field."""
    error = failed["error"]
    cause = error.get("caused_by", {})
    told = (part.get("reason") for part in (error, cause))
    return ": ".join(filter(None, told)) or error["type"]
