"""The Elasticsearch engine: a dated index for each load, and an alias that readers use.

Written for client 8.19 with servers 8.19 and 9. Needs no scripts, plugins or analysers.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from typing import Any

import msgspec
from elasticsearch import NotFoundError

from service.directory.departure import Tombstone
from service.directory.filters import counted_unknowns
from service.directory.page import Page
from service.directory.profile import Profile
from service.directory.query import Query
from service.errors import OtherVersion
from service.settings import Settings

from .compile_facets import read_facets
from .compile_query import LEFT_OUT, compile_search
from .documents import PROFILE, TOMBSTONE
from .elasticsearch_client import connect, no_directory, translated
from .elasticsearch_load import FORMAT, Load, Loader
from .elasticsearch_past import every_hit, tombstone_in, whole
from .elasticsearch_update import META_ID, Update
from .history import NO_LEAVERS, Change, Leavers
from .protocol import ALONE, Consulted, Meta, Revise, finish_matches, left_out

_META_SECONDS = 1.0  # how long a worker may go on with the last directory's catalogue


class ElasticsearchEngine:
    """A directory behind an alias of an Elasticsearch cluster."""

    def __init__(self, hosts: list[str], settings: Settings) -> None:
        self.alias = settings.index
        self._settings = settings
        self.client = connect(hosts, settings)
        self._meta: tuple[float, Meta] | None = None

    def replace(
        self,
        profiles: Iterable[Profile],
        meta: Meta,
        at_least: int = 0,
        leavers: Leavers = NO_LEAVERS,
        consulted: Consulted = ALONE,
    ) -> Meta:
        """See Engine."""
        load = Load(meta, at_least, leavers, consulted, self._reader)
        stored = Loader(self.client, self._settings).replace(profiles, load)
        self._meta = None
        return stored

    def update(self, revise: Revise, on: date) -> Meta:
        """See Engine. Other workers read the new record after a second at the most."""

        def update() -> Update:
            self._meta = None
            before, revision = self.meta(), revise(self)
            burial = revision.burial(before.sequence + 1, on, before.forgotten)
            return Update(revision, burial, before)

        stored = Loader(self.client, self._settings).update(update)
        self._meta = None
        return stored

    def search(self, query: Query) -> Page:
        body = compile_search(query, self.meta())
        with translated(self.alias):
            found = self.client.search(
                index=self.alias, allow_partial_search_results=False, **_as_arguments(body)
            )
        total, hits = found["hits"]["total"]["value"], found["hits"]["hits"]
        if not query.limit:
            return Page(total)
        counted = found["aggregations"]
        pairs = [
            (msgspec.convert(hit["_source"]["profile"], Profile), hit["_source"]["tie"])
            for hit in hits[: query.limit]
        ]
        return Page(
            total=total,
            matches=finish_matches(pairs, query),
            left_out_unknown=left_out(
                query, counted_unknowns(query), lambda name: counted[LEFT_OUT + name]["doc_count"]
            ),
            facets=read_facets(query, counted),
            next=tuple(hits[query.limit - 1]["sort"]) if len(hits) > query.limit else None,
        )

    def get(self, npi: str, *, with_records: bool = False) -> Profile | None:
        source = self._of(npi, [] if with_records else ["records"])
        if "profile" not in source:
            return None
        return whole(source) if with_records else msgspec.convert(source["profile"], Profile)

    def gone(self, npi: str, was_here: bool = True) -> Tombstone | None:
        source = self._of(npi)
        if "tombstone" not in source:
            return None
        found = tombstone_in(source)
        return found if found.was_here or not was_here else None

    def scan(self) -> Iterator[Profile]:
        for hit in self._every(PROFILE, source=["profile", "records"]):
            yield whole(hit["_source"])

    def tombstones(self) -> Iterator[Tombstone]:
        for hit in self._every(TOMBSTONE, source=["tombstone"]):
            yield tombstone_in(hit["_source"])

    def changes(self, after: tuple[int, str], limit: int) -> list[Change]:
        self.meta()
        with translated(self.alias):
            found = self.client.search(
                index=self.alias,
                query={"terms": {"kind": [PROFILE, TOMBSTONE]}},
                sort=[{"changed": "asc"}, {"npi": "asc"}],
                search_after=list(after),
                size=limit,
                source=["added", "tombstone"],
                allow_partial_search_results=False,
            )
        return [_change(hit) for hit in found["hits"]["hits"]]

    def _of(self, npi: str, left_out: Sequence[str] = ("records",)) -> dict[str, Any]:
        """The document of an NPI, empty if there is none."""
        self.meta()  # a directory that is not whole answers nothing
        return (self._document(npi, left_out) if npi != META_ID else None) or {}

    def _every(self, kind: str, **fields: Any) -> Iterator[dict[str, Any]]:
        """All documents of a kind, of one directory even if another takes its place."""
        self.meta()
        with translated(self.alias):
            index = next(iter(self.client.indices.get_alias(name=self.alias)))
            yield from every_hit(self.client, index, kind, **fields)

    def _reader(self, index: str) -> "ElasticsearchEngine":
        """Of the directory in an index, or behind the alias, as it is now."""
        reader = copy(self)
        reader.alias, reader._meta = index, None
        return reader

    def meta(self) -> Meta:
        if self._meta and time.monotonic() - self._meta[0] < _META_SECONDS:
            return self._meta[1]
        source = self._document(META_ID)
        if source is None:
            raise no_directory(self.alias)
        stored = source.get("meta", {})
        if stored.get("format") != FORMAT:
            raise OtherVersion(
                f"the directory under {self.alias} was made by another version of OTMatch; load it "
                "again with otmatch-index load"
            )
        meta = msgspec.convert(stored["directory"], Meta)
        self._meta = (time.monotonic(), meta)
        return meta

    def close(self) -> None:
        self.client.close()

    def _document(self, key: str, left_out: Sequence[str] = ("records",)) -> dict[str, Any] | None:
        with translated(self.alias):
            try:
                found = self.client.get(index=self.alias, id=key, source_excludes=list(left_out))
                return found["_source"]
            except NotFoundError as error:
                if "found" in error.body:
                    return None
                raise


def _change(hit: dict[str, Any]) -> Change:
    (sequence, npi), source = hit["sort"], hit["_source"]
    tombstone = tombstone_in(source) if "tombstone" in source else None
    return Change(sequence, npi, source.get("added", 0), tombstone)


def _as_arguments(body: dict[str, Any]) -> dict[str, Any]:
    """The body as the client's keyword arguments."""
    return {("source" if name == "_source" else name): value for name, value in body.items()}
