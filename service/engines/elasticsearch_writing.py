"""What a load writes into its index, and who of the directory before is not in it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from service.directory.departure import Tombstone
from service.directory.profile import Profile

from .documents import encoded_document, tombstone_document
from .elasticsearch_bulk import Document
from .elasticsearch_past import Past, tombstone_in, whole
from .elasticsearch_update import Entry
from .history import Burial, standing
from .protocol import Meta, tie_of


@dataclass
class Writing:
    """The documents of a load, and who is among them; `before` is the record of the directory that
    it goes on from, `past` what that holds."""

    before: Meta | None
    meta: Meta
    burial: Burial
    past: Past | None
    npis: set[str] = field(default_factory=set)

    def documents(self, profiles: Iterable[Profile]) -> Iterator[Document]:
        standings = self.past.standings if self.past else {}
        for profile in profiles:
            document = msgspec.json.encode(profile)
            now = standing(document, standings.get(profile.npi), self.meta.sequence)
            tie = tie_of(profile.npi, self.meta.date)
            yield Document(profile, encoded_document(profile, tie, now))

    def tombstones(self) -> Iterator[Entry]:
        """Of those who had left and are not back, of those who left, and of those for whom
        something waits."""
        if self.past:
            yield from self._told(self.burial.kept(self.past.tombstones()))
            yield from self.overlooked(self.past.standings.keys())
        for each in self.burial.waiting():  # who came back meanwhile is among them; see overlooked
            if each.npi not in self.npis:
                yield each.npi, tombstone_document(each)

    def overlooked(self, npis: Collection[str]) -> Iterator[Entry]:
        """The tombstones of those of them who were in the directory before and are not in this
        one; some of them may have left that, or come back to it, while this was written."""
        for source in self.past.documents(set(npis) - self.npis) if self.past else ():
            if "profile" in source:
                yield from self._told([self.burial.of(whole(source))])
            elif "tombstone" in source:
                yield from self._told(self.burial.kept([tombstone_in(source)]))

    def _told(self, tombstones: Iterable[Tombstone]) -> Iterator[Entry]:
        for tombstone in tombstones:
            if tombstone.npi not in self.npis:
                self.npis.add(tombstone.npi)
                yield tombstone.npi, tombstone_document(tombstone)
