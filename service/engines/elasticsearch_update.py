"""A few documents changed in the served index."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import msgspec
from elasticsearch import Elasticsearch, helpers
from msgspec import structs

from service.errors import LoadRefused

from .census import Census
from .documents import encoded_document, tombstone_document
from .elasticsearch_past import documents_of, standing_in, tombstone_in, whole
from .history import Burial, Revision
from .protocol import Meta, tie_of

META_ID = "meta"
_RETRIES = 8  # of what a server was too busy for
Entry = tuple[str, dict[str, Any] | None]  # the document of an NPI; None where it goes


@dataclass(frozen=True)
class Update:
    """Who comes and who departs, and the record of the directory before."""

    revision: Revision
    burial: Burial
    before: Meta

    def made(self, client: Elasticsearch, index: str) -> tuple[Meta, list[Entry]]:
        """The directory's new record, and the documents that change, none of it written yet."""
        stored = dict(documents_of(client, index, self.revision.npis))
        return self._meta(stored), list(self._documents(stored))

    def _documents(self, stored: Mapping[str, dict[str, Any]]) -> Iterator[Entry]:
        new = {profile.npi: profile for profile in self.revision.profiles}
        for npi, profile in new.items():
            before = standing_in(stored.get(npi, {}))
            now = self.burial.standing(npi, msgspec.json.encode(profile), before)
            document = encoded_document(profile, tie_of(npi, self.before.date), now)
            yield npi, msgspec.json.decode(document)
        for npi in self.revision.departures.keys() - new.keys():
            source = stored.get(npi, {})
            left = whole(source) if "profile" in source else None
            known = tombstone_in(source) if "tombstone" in source else None
            if made := self.burial.revised(npi, left, known):
                yield npi, tombstone_document(made)
            elif left:
                yield npi, None

    def _meta(self, stored: Mapping[str, dict[str, Any]]) -> Meta:
        come, left = Census(), Census()
        for profile in self.revision.profiles:
            come.add(profile)
        for source in stored.values():
            if "profile" in source:
                left.add(whole(source))
        return structs.replace(come.after(self.before, left), sequence=self.burial.sequence)


def write_documents(
    client: Elasticsearch,
    index: str,
    documents: Iterable[Entry],
    record: dict[str, Any] | None = None,
) -> None:
    """A few documents, each under its NPI, and the directory's record in the same request, so that
    whoever dies in between leaves both or neither; raises LoadRefused where one is not taken."""
    every = chain(documents, [(META_ID, record)] if record else ())
    actions = ({"_index": index, "_id": key, **_action(each)} for key, each in every)
    try:
        helpers.bulk(client, actions, max_retries=_RETRIES, refresh=record is not None)
    except helpers.BulkIndexError as error:
        raise LoadRefused(f"Elasticsearch refuses {len(error.errors)} documents") from error


def _action(document: dict[str, Any] | None) -> dict[str, Any]:
    return {"_op_type": "delete"} if document is None else {"_source": document}
