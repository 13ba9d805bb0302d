"""Why an NPI is not in the directory, as far as the sources of a load say, and what they say of it
all the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from service.clock import eastern_today
from service.directory.departure import (
    DEACTIVATED,
    EXCLUDED,
    MERGED,
    MONTHS_KEPT,
    Departure,
    Word,
    departed,
)
from service.directory.profile import NPPES
from service.engines.history import Leavers

from .gathering import Gathering
from .staging import Staging


@dataclass(frozen=True)
class Departures:
    """What a load has read of those who are not in its directory."""

    staging: Staging
    gathering: Gathering
    withdrawn: Mapping[str, Departure]

    def leavers(self) -> Leavers:
        return Leavers(self.departure_of, self.waiting)

    def departure_of(self, npi: str) -> Departure:
        """Why somebody is not in it; "not-listed" where nobody gives a reason."""
        rows = self.staging.withheld(npi)
        words = _words(self.staging, npi)
        if not rows and not self.staging.former.since(npi):
            words.append(Word())
        found = departed(words, self.withdrawn.get(npi))
        if rows:
            records = self.gathering.records(rows, self.staging.parts(npi))
            found = structs.replace(found, records=tuple(records))
        return found

    def waiting(self) -> Iterator[tuple[str, Departure]]:
        """Exclusions, deactivations and listings of those whom no source has named so far."""
        # Older ones are of nobody who may still come: a report lists them since 2005.
        since = eastern_today() - timedelta(days=31 * MONTHS_KEPT)
        for npi in self.staging.not_here(since):
            yield npi, self.departure_of(npi)


def _words(staging: Staging, npi: str) -> list[Word]:
    """What speaks against somebody, the most telling first."""
    excluded = [
        Word(source=source, reason=EXCLUDED, as_of=None if since == date.min else since)
        for source, since in staging.exclusions.words(npi)
    ]
    found, former = staging.deactivations.of(npi), staging.former.since(npi)
    others = []
    if found:
        others.append(
            Word(
                source=NPPES,
                reason=MERGED if found.replaced_by else DEACTIVATED,
                as_of=None if found.since == date.max else found.since,
                replaced_by=found.replaced_by,
            )
        )
    if former:
        others.append(Word(source=NPPES, as_of=former))
    # Only a row that is newer than both would bring the person back; the later day says so.
    return excluded + sorted(others, key=lambda word: word.as_of or date.max, reverse=True)
