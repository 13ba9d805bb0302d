"""A few documents changed in the served index."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import msgspec
from elasticsearch import Elasticsearch, helpers
from msgspec import structs

from service.directory.departure import Departure
from service.directory.profile import Profile
from service.errors import LoadRefused

from .census import Census
from .documents import PROFILE, encoded_document, tombstone_document
from .elasticsearch_past import tombstone_in, whole
from .history import Burial, Standing, standing
from .protocol import Meta, tie_of

META_ID = "meta"
_RETRIES = 8  # of what a server was too busy for


@dataclass(frozen=True)
class Update:
    """The profiles that come, those who depart, and the record of the directory before."""

    profiles: Mapping[str, Profile]
    departures: Mapping[str, Departure]
    burial: Burial
    before: Meta

    def made(self, client: Elasticsearch, index: str) -> tuple[Meta, list[dict[str, Any]]]:
        """The directory's new record, and the documents that change, none of it written yet."""
        npis = sorted({*self.profiles, *self.departures})
        found = client.mget(index=index, ids=npis)["docs"] if npis else []
        stored = {each["_id"]: each["_source"] for each in found if each["found"]}
        documents = list(self._documents(stored))
        return self._meta(stored, {document["npi"] for document in documents}), documents

    def _documents(self, stored: Mapping[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for npi, profile in self.profiles.items():
            before = _standing(stored.get(npi, {}))
            now = standing(msgspec.json.encode(profile), before, self.burial.sequence)
            document = encoded_document(profile, tie_of(npi, self.before.date), now)
            yield msgspec.json.decode(document)
        for npi in self.departures.keys() - self.profiles.keys():
            source = stored.get(npi, {})
            if "profile" in source:
                yield tombstone_document(self.burial.of(whole(source)))
            elif "tombstone" in source:
                yield tombstone_document(self.burial.learned(tombstone_in(source)))

    def _meta(self, stored: Mapping[str, dict[str, Any]], written: Iterable[str]) -> Meta:
        come, left = Census(), Census()
        for profile in self.profiles.values():
            come.add(profile)
        for npi in written:
            if "profile" in stored.get(npi, {}):
                left.add(whole(stored[npi]))
        return structs.replace(come.after(self.before, left), sequence=self.burial.sequence)


def write_documents(
    client: Elasticsearch,
    index: str,
    documents: Iterable[dict[str, Any]],
    record: dict[str, Any] | None = None,
) -> None:
    """A few documents, each under its NPI, and the directory's record in the same request, so that
    whoever dies in between leaves both or neither; raises LoadRefused where one is not taken."""
    told = ((each["npi"], each) for each in documents)
    every = chain(told, [(META_ID, record)] if record else ())
    actions = ({"_index": index, "_id": key, "_source": each} for key, each in every)
    try:
        helpers.bulk(client, actions, max_retries=_RETRIES, refresh=record is not None)
    except helpers.BulkIndexError as error:
        raise LoadRefused(f"Elasticsearch refuses {len(error.errors)} documents") from error


def _standing(source: Mapping[str, Any]) -> Standing | None:
    if source.get("kind") != PROFILE:
        return None
    return Standing(*(source[name] for name in Standing._fields))
