"""What an index of ours holds, read from end to end; and the directory that a load goes on from."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from msgspec import structs

from service.directory.departure import Tombstone
from service.directory.profile import Profile, Record

from .documents import PROFILE, TOMBSTONE
from .history import Standing

_BATCH, _MANY = 500, 5000
_STANDING = ("npi", *Standing._fields)


def every_hit(
    client: Elasticsearch, index: str, kind: str, size: int = _BATCH, **fields: Any
) -> Iterator[dict[str, Any]]:
    """Every document of a kind in the order of NPIs; `fields` says which parts of it."""
    after: list[Any] | None = None
    while True:
        found = client.search(
            index=index,
            query={"term": {"kind": kind}},
            sort=[{"npi": "asc"}],
            size=size,
            search_after=after,
            allow_partial_search_results=False,
            **fields,
        )
        hits = found["hits"]["hits"]
        yield from hits
        if len(hits) < size:
            return
        after = hits[-1]["sort"]


def whole(source: dict[str, Any]) -> Profile:
    """The profile with its records."""
    profile = msgspec.convert(source["profile"], Profile)
    records = msgspec.convert(source["records"], tuple[Record, ...])
    return structs.replace(profile, records=records)


def tombstone_in(source: dict[str, Any]) -> Tombstone:
    return msgspec.convert(source["tombstone"], Tombstone)


class Past:
    """The directory before: the standing of everybody in it, who left, who had left."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self._client, self._index = client, index
        hits = every_hit(client, index, PROFILE, _MANY, source=False, docvalue_fields=_STANDING)
        read = ([hit["fields"][name][0] for name in _STANDING] for hit in hits)
        self.standings = {npi: Standing(*rest) for npi, *rest in read}

    def tombstones(self) -> Iterator[Tombstone]:
        for hit in every_hit(self._client, self._index, TOMBSTONE, source=["tombstone"]):
            yield tombstone_in(hit["_source"])

    def profiles(self, npis: Iterable[str]) -> Iterator[Profile]:
        """Those of these NPIs, with their records."""
        asked = sorted(npis)
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            found = self._client.mget(index=self._index, ids=batch)
            yield from (whole(document["_source"]) for document in found["docs"])
