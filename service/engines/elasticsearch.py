"""The Elasticsearch engine: a dated index for each load, an alias that readers use, bulk load.

Written for client 8.19 with servers 8.19 and 9. Needs no scripts, plugins or analysers.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from elastic_transport import ConnectionError as LostConnection
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, helpers
from msgspec import structs

from service.directory.page import Page
from service.directory.profile import Profile, Record
from service.directory.query import Query
from service.errors import DirectoryUnavailable, LoadRefused, NoDirectory
from service.settings import Settings

from .compile_query import compile_search
from .documents import MAPPING, profile_document
from .protocol import Census, Meta, finish_matches, left_out, tie_of

_META_ID = "meta"
_META_SECONDS = 1.0  # how long a worker may go on with the last directory's catalogue
_BATCH = 500


class ElasticsearchEngine:
    """A directory behind an alias of an Elasticsearch cluster."""

    def __init__(self, hosts: list[str], settings: Settings) -> None:
        self.alias = settings.index
        options: dict[str, Any] = {}
        if settings.api_key:
            options["api_key"] = settings.api_key
        if settings.ca_certs:
            options["ca_certs"] = settings.ca_certs
        self.client = Elasticsearch(
            hosts,
            request_timeout=settings.timeout,
            # One host that is slow once is slow again; another host may not be.
            retry_on_timeout=len(hosts) > 1,
            max_retries=len(hosts),
            **options,
        )
        self._meta: tuple[float, Meta] | None = None

    # --- reading -------------------------------------------------------------------------

    def search(self, query: Query) -> Page:
        radii = self.meta().home_radii if query.comes_home else ()
        body = compile_search(query, radii)
        with _translated(self.alias):
            found = self.client.search(
                index=self.alias, allow_partial_search_results=False, **_as_arguments(body)
            )
        hits, counts = found["hits"]["hits"], found.get("aggregations", {})
        pairs = [
            (msgspec.convert(hit["_source"]["profile"], Profile), hit["_source"]["tie"])
            for hit in hits[: query.limit]
        ]
        return Page(
            total=found["hits"]["total"]["value"],
            matches=finish_matches(pairs, query),
            left_out_unknown=left_out(query, list(counts), lambda name: counts[name]["doc_count"]),
            next=tuple(hits[query.limit - 1]["sort"]) if len(hits) > query.limit else None,
        )

    def get(self, npi: str) -> Profile | None:
        source = self._document(npi)
        return msgspec.convert(source["profile"], Profile) if source and npi != _META_ID else None

    def scan(self) -> Iterator[Profile]:
        with _translated(self.alias):
            index = self._served()[0]
            after: list[Any] | None = None
            while True:
                found = self.client.search(
                    index=index,
                    query={"term": {"kind": "profile"}},
                    sort=[{"npi": "asc"}],
                    size=_BATCH,
                    search_after=after,
                    source=["profile", "records"],
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
        source = self._document(_META_ID)
        if source is None:
            raise NoDirectory(_no_index(self.alias))
        meta = msgspec.convert(source["meta"], Meta)
        self._meta = (time.monotonic(), meta)
        return meta

    def close(self) -> None:
        self.client.close()

    def _document(self, key: str) -> dict[str, Any] | None:
        with _translated(self.alias):
            try:
                return self.client.get(index=self.alias, id=key, source_excludes=["records"])[
                    "_source"
                ]
            except NotFoundError as error:
                if "found" in error.body:
                    return None
                raise

    def _served(self) -> list[str]:
        """The index behind the alias; raises NotFoundError without one."""
        return list(self.client.indices.get_alias(name=self.alias))

    # --- writing -------------------------------------------------------------------------

    def replace(self, profiles: Iterable[Profile], meta: Meta, at_least: int = 0) -> Meta:
        """See Engine. The index of the directory before this one is kept until the next load,
        so that searches under way can end."""
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        index = f"{self.alias}-{stamp}-{uuid4().hex[:6]}"
        with _load_errors(self.alias):
            self._refuse_plain_index()
            self._create(index)
            try:
                stored = self._fill(index, profiles, meta, at_least)
                self._publish(index)
            except BaseException:
                self.client.indices.delete(index=index, ignore_unavailable=True)
                raise
        self._meta = None
        return stored

    def _refuse_plain_index(self) -> None:
        if self.client.indices.exists(index=self.alias) and not self.client.indices.exists_alias(
            name=self.alias
        ):
            raise LoadRefused(
                f"{self.alias} is an index, not an alias; set OTMATCH_INDEX to another name"
            )

    def _create(self, index: str) -> None:
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
        self.client.indices.create(index=index, settings=settings, mappings=MAPPING)

    def _fill(self, index: str, profiles: Iterable[Profile], meta: Meta, at_least: int) -> Meta:
        census = Census()
        client = self.client.options(request_timeout=120)

        def actions() -> Iterator[dict[str, Any]]:
            for profile in profiles:
                census.add(profile)
                document = profile_document(profile, tie_of(profile.npi, meta.date))
                yield {"_index": index, "_id": profile.npi, "_source": document}

        for _ in helpers.streaming_bulk(client, actions(), chunk_size=_BATCH, max_retries=5):
            pass
        stored = census.complete(meta, at_least)
        document = {"kind": "meta", "meta": msgspec.to_builtins(stored)}
        client.index(index=index, id=_META_ID, document=document)
        client.indices.refresh(index=index)
        return stored

    def _publish(self, index: str) -> None:
        """Give the index its replicas and its refresh, then swap the alias in one step."""
        live = {"auto_expand_replicas": "0-1", "refresh_interval": "1s"}
        self.client.indices.put_settings(index=index, settings=live)
        try:
            before = self._served()
        except NotFoundError:
            before = []
        swap = [{"remove": {"index": old, "alias": self.alias}} for old in before]
        swap.append({"add": {"index": index, "alias": self.alias}})
        self.client.indices.update_aliases(actions=swap)
        self._forget_before(min([*before, index]))

    def _forget_before(self, kept: str) -> None:
        """Delete this alias's indices that are older than `kept`, leftovers of killed loads too."""
        ours = self.client.indices.get(index=f"{self.alias}-2*", features=["aliases"])
        old = sorted(name for name in ours if name < kept)
        if old:
            self.client.indices.delete(index=",".join(old), ignore_unavailable=True)


def _as_arguments(body: dict[str, Any]) -> dict[str, Any]:
    """The body as the client's keyword arguments."""
    return {("source" if name == "_source" else name): value for name, value in body.items()}


def _no_index(alias: str) -> str:
    return f"Elasticsearch has no directory under {alias}; make one with otmatch-index load"


@contextmanager
def _translated(alias: str) -> Iterator[None]:
    """The client's errors as ours; never with the query in them."""
    try:
        yield
    except NotFoundError as error:
        raise NoDirectory(_no_index(alias)) from error
    except LostConnection as error:
        raise DirectoryUnavailable("Elasticsearch does not answer; is it running?") from error
    except (ApiError, TransportError) as error:
        kind = getattr(error, "status_code", type(error).__name__)
        raise DirectoryUnavailable(f"Elasticsearch could not answer ({kind})") from error


@contextmanager
def _load_errors(alias: str) -> Iterator[None]:
    try:
        with _translated(alias):
            yield
    except DirectoryUnavailable as error:
        raise LoadRefused(str(error)) from error
    except helpers.BulkIndexError as error:
        first = next(iter(error.errors[0].values())) if error.errors else {}
        raise LoadRefused(
            f"Elasticsearch refused {len(error.errors)} profiles; the first, NPI "
            f"{first.get('_id')}: {first.get('error', {}).get('reason', 'no reason given')}"
        ) from error
