"""What the NPI registry says of some NPIs: from saved responses first, then from the service."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from service.directory.clean import Rejected
from service.errors import SourceUnreadable

from .registry_client import RegistryClient
from .sources.reading import Source
from .sources.registry import Entry, open_registry, read_entry, results

NOT_FOUND = "not in the registry"
NOT_SAVED = "not in the saved responses"
UNUSABLE = "its response cannot be used"
NOT_ASKED = "not asked: --registry-limit is reached"


@dataclass
class Lookup:
    """Entries as they are found. `notes` gathers what could not be used of the responses."""

    files: Sequence[Path]
    client: RegistryClient | None = None
    notes: list[str] = field(default_factory=list)

    def of(self, npis: Sequence[str]) -> Iterator[Entry]:
        """One entry for each NPI, in that order. Raises SourceUnreadable."""
        wanted = dict.fromkeys(npis)
        saved: dict[str, Entry] = {}
        for entry in self.every():
            if entry.npi in wanted and _newer(entry, saved.get(entry.npi)):
                saved[entry.npi] = entry
        for npi in wanted:
            yield saved.get(npi) or self._asked(npi)

    def every(self) -> Iterator[Entry]:
        """Every entry of the saved responses."""
        for path in self.files:
            yield from self._read(open_registry(path))

    def _asked(self, npi: str) -> Entry:
        if self.client is None:
            return Entry(npi, why_none=NOT_SAVED)
        if self.client.spent:
            return Entry(npi, why_none=NOT_ASKED)
        path, before = self.client.ask(npi), len(self.notes)
        try:
            found = {entry.npi: entry for entry in self._read(open_registry(path))}
        except SourceUnreadable as error:
            told = str(error).removeprefix(f"{path}: ")
            raise SourceUnreadable(f"the NPI registry's response on {npi}: {told}") from None
        self.client.keep(path)
        why_none = UNUSABLE if found or len(self.notes) > before else NOT_FOUND
        return found.get(npi) or Entry(npi, why_none=why_none)

    def _read(self, source: Source) -> Iterator[Entry]:
        for number, item in enumerate(results(source), 1):
            try:
                yield read_entry(item, source.warn)
            except Rejected as error:
                self.notes.append(f"{source.name}, result {number}: {error}")
        self.notes += [f"{source.name}: {warning}" for warning in source.warnings]


def _newer(entry: Entry, known: Entry | None) -> bool:
    """Of several saved responses on one NPI the newest counts; a deactivation is the last word."""
    if known is None:
        return True
    return _standing(entry) > _standing(known)


def _standing(entry: Entry) -> tuple:
    day = entry.record.as_of if entry.record else None
    return entry.since is not None, day.isoformat() if day else ""
