"""What an index of ours holds, read from end to end; and the directory that a load goes on from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from msgspec import structs

from service.directory.departure import Tombstone
from service.directory.profile import Profile, Record

from .documents import PROFILE, TOMBSTONE
from .history import Served, Standing

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


def documents_of(
    client: Elasticsearch, index: str, npis: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """NPI and document of those who have one."""
    asked = sorted(npis)
    for start in range(0, len(asked), _BATCH):
        found = client.mget(index=index, ids=asked[start : start + _BATCH])
        yield from ((each["_id"], each["_source"]) for each in found["docs"] if each["found"])


def whole(source: dict[str, Any]) -> Profile:
    """The profile with its records."""
    profile = msgspec.convert(source["profile"], Profile)
    records = msgspec.convert(source["records"], tuple[Record, ...])
    return structs.replace(profile, records=records)


def standing_in(source: Mapping[str, Any]) -> Standing | None:
    """None for one who left."""
    if source.get("kind") != PROFILE:
        return None
    return Standing(*(source[name] for name in _STANDING[1:]))


def tombstone_in(source: dict[str, Any]) -> Tombstone:
    return msgspec.convert(source["tombstone"], Tombstone)


def served_of(client: Elasticsearch, index: str, npis: Iterable[str]) -> Served:
    """How they stand there now."""
    stored = dict(documents_of(client, index, npis))
    standings = {npi: here for npi, source in stored.items() if (here := standing_in(source))}
    left = {npi: tombstone_in(stored[npi]) for npi in stored.keys() - standings.keys()}
    return Served(standings, [npi for npi, tombstone in left.items() if tombstone.was_here])


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

    def documents(self, npis: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Those of these NPIs, as they are by now."""
        return (source for _, source in documents_of(self._client, self._index, npis))
