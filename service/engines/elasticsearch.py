"""The Elasticsearch engine: a dated index for each load, and an alias that readers use.

Written for client 8.19 with servers 8.19 and 9. Needs no scripts, plugins or analysers.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from elasticsearch import NotFoundError
from msgspec import structs

from service.directory.filters import counted_unknowns
from service.directory.page import Page
from service.directory.profile import Profile, Record
from service.directory.query import Query
from service.errors import NoDirectory
from service.settings import Settings

from .compile_facets import read_facets
from .compile_query import LEFT_OUT, compile_search
from .elasticsearch_client import connect, no_directory, translated
from .elasticsearch_load import FORMAT, META_ID, Loader
from .protocol import Meta, Refuse, finish_matches, left_out, refuse_load

_META_SECONDS = 1.0  # how long a worker may go on with the last directory's catalogue
_BATCH = 500


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
        refuse: Refuse = refuse_load,
    ) -> Meta:
        """See Engine."""
        loader = Loader(self.client, self._settings, refuse)
        stored = loader.replace(profiles, meta, at_least)
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

    def get(self, npi: str) -> Profile | None:
        self.meta()  # a directory that is not whole answers nothing
        source = self._document(npi)
        return msgspec.convert(source["profile"], Profile) if source and npi != META_ID else None

    def scan(self) -> Iterator[Profile]:
        self.meta()
        with translated(self.alias):
            index = next(iter(self.client.indices.get_alias(name=self.alias)))
            after: list[Any] | None = None
            while True:
                found = self.client.search(
                    index=index,
                    query={"term": {"kind": "profile"}},
                    sort=[{"npi": "asc"}],
                    size=_BATCH,
                    search_after=after,
                    source=["profile", "records"],
                    allow_partial_search_results=False,
                )
                hits = found["hits"]["hits"]
                for hit in hits:
                    profile = msgspec.convert(hit["_source"]["profile"], Profile)
                    records = msgspec.convert(hit["_source"]["records"], tuple[Record, ...])
                    yield structs.replace(profile, records=records)
                if len(hits) < _BATCH:
                    return
                after = hits[-1]["sort"]

    def meta(self) -> Meta:
        if self._meta and time.monotonic() - self._meta[0] < _META_SECONDS:
            return self._meta[1]
        source = self._document(META_ID)
        if source is None:
            raise no_directory(self.alias)
        stored = source.get("meta", {})
        if stored.get("format") != FORMAT:
            raise NoDirectory(
                f"the directory under {self.alias} is of another version of OTMatch; load it again "
                "with otmatch-index load"
            )
        meta = msgspec.convert(stored["directory"], Meta)
        self._meta = (time.monotonic(), meta)
        return meta

    def close(self) -> None:
        self.client.close()

    def _document(self, key: str) -> dict[str, Any] | None:
        with translated(self.alias):
            try:
                return self.client.get(index=self.alias, id=key, source_excludes=["records"])[
                    "_source"
                ]
            except NotFoundError as error:
                if "found" in error.body:
                    return None
                raise


def _as_arguments(body: dict[str, Any]) -> dict[str, Any]:
    """The body as the client's keyword arguments."""
    return {("source" if name == "_source" else name): value for name, value in body.items()}
