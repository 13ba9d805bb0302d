"""Loading a directory into Elasticsearch: a new index, filled in bulk, then the alias swapped."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from elasticsearch import Elasticsearch, NotFoundError, helpers

from service.directory.profile import Profile
from service.errors import DirectoryUnavailable, LoadRefused

from .documents import MAPPING, profile_document
from .elasticsearch_client import translated
from .protocol import Census, Meta, tie_of

META_ID = "meta"
_BATCH = 500


@dataclass(frozen=True)
class Loader:
    """Replaces the directory behind one alias."""

    client: Elasticsearch
    alias: str

    def replace(self, profiles: Iterable[Profile], meta: Meta, at_least: int) -> Meta:
        """See Engine. The index of the directory before this one is kept until the next load,
        so that searches under way can end."""
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        index = f"{self.alias}-{stamp}-{uuid4().hex[:6]}"
        with _refusals(self.alias):
            self._refuse_plain_index()
            self._create(index)
            try:
                stored = self._fill(index, profiles, meta, at_least)
                self._publish(index)
            except BaseException:
                self.client.indices.delete(index=index, ignore_unavailable=True)
                raise
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
        client.index(index=index, id=META_ID, document=document)
        client.indices.refresh(index=index)
        return stored

    def _publish(self, index: str) -> None:
        """Give the index its replicas and its refresh, then swap the alias in one step."""
        live = {"auto_expand_replicas": "0-1", "refresh_interval": "1s"}
        self.client.indices.put_settings(index=index, settings=live)
        try:
            before = list(self.client.indices.get_alias(name=self.alias))
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


@contextmanager
def _refusals(alias: str) -> Iterator[None]:
    try:
        with translated(alias):
            yield
    except DirectoryUnavailable as error:
        raise LoadRefused(str(error)) from error
    except helpers.BulkIndexError as error:
        first = next(iter(error.errors[0].values())) if error.errors else {}
        raise LoadRefused(
            f"Elasticsearch refused {len(error.errors)} profiles; the first, NPI "
            f"{first.get('_id')}: {first.get('error', {}).get('reason', 'no reason given')}"
        ) from error
