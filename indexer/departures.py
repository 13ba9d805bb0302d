"""Why an NPI is not in the directory, as far as the sources of a load say, and what they say of it
all the same."""

from collections.abc import Mapping
from datetime import date

from msgspec import structs

from service.directory.departure import Departure
from service.engines.history import DepartureOf

from .gathering import Gathering
from .staging import Staging


def departures(
    staging: Staging, gathering: Gathering, withdrawn: Mapping[str, Departure]
) -> DepartureOf:
    """What tells the departure of each NPI; "not-listed" where nobody gives a reason."""

    def departure_of(npi: str) -> Departure:
        found = _reason(staging, npi) or withdrawn.get(npi)
        found = found or Departure(as_of=staging.former.since(npi))
        if rows := staging.withheld(npi):
            records = gathering.records(rows, staging.parts(npi))
            found = structs.replace(found, records=tuple(records))
        return found

    return departure_of


def _reason(staging: Staging, npi: str) -> Departure | None:
    if since := staging.exclusions.since(npi):
        return Departure(reason="excluded", as_of=None if since == date.min else since)
    if found := staging.deactivations.of(npi):
        return Departure(
            reason="merged" if found.replaced_by else "deactivated",
            as_of=None if found.since == date.max else found.since,
            replaced_by=found.replaced_by,
        )
    return None
