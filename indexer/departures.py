"""Why an NPI is not in the directory, as far as the sources of a load say, and what they say of it
all the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from service.clock import eastern_today
from service.directory.departure import MONTHS_KEPT, Departure
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
        found = _reason(self.staging, npi) or self.withdrawn.get(npi)
        found = found or Departure(as_of=self.staging.former.since(npi))
        if rows := self.staging.withheld(npi):
            records = self.gathering.records(rows, self.staging.parts(npi))
            found = structs.replace(found, records=tuple(records))
        return found

    def waiting(self) -> Iterator[tuple[str, Departure]]:
        """Exclusions, deactivations and listings of those whom no source has named so far."""
        # Older ones are of nobody who may still come: a report lists them since 2005.
        since = eastern_today() - timedelta(days=31 * MONTHS_KEPT)
        for npi in self.staging.not_here(since):
            yield npi, self.departure_of(npi)


def _reason(staging: Staging, npi: str) -> Departure | None:
    if since := staging.exclusions.since(npi):
        return Departure(reason="excluded", as_of=None if since == date.min else since)
    found, former = staging.deactivations.of(npi), staging.former.since(npi)
    # Only a row that is newer than both would bring the person back; the later day says so.
    if found and found.since >= (former or date.min):
        return Departure(
            reason="merged" if found.replaced_by else "deactivated",
            as_of=None if found.since == date.max else found.since,
            replaced_by=found.replaced_by,
        )
    return None
