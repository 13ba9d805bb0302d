"""Parts that join a record of their NPI: further locations, Medicaid numbers, Direct addresses."""

from collections.abc import Iterable

from msgspec import structs

from service.directory import insurance
from service.directory.payers import MEDICAID
from service.directory.profile import Location, PlanEvidence
from service.merge.addresses import joined, location_key

from .parts import DIRECT, LOCATION, MEDICAID_NUMBER, Part

NO_PLACE_IN_STATE = "a Medicaid number of a state without a practice location"
NOT_THEIR_PLACE = "a Direct address of a place where nobody says that the OT works"


def with_further(locations: Iterable[Location], parts: Iterable[Part]) -> list[Location]:
    """The locations and those of the parts, each once; also where parts had joined it before."""
    more = [part.location for part in parts if part.kind == LOCATION and part.location]
    once: list[Location] = []
    told: list[Location] = []
    for location in (*locations, *more):
        row = structs.replace(location, plans=(), direct_address=None)
        if row not in told:
            told.append(row)
            once.append(location)
    return once


def join_part(locations: list[Location], part: Part) -> str | None:
    """Add to the locations what a part says of one of them; returns why it cannot be added."""
    adds = {MEDICAID_NUMBER: _medicaid, DIRECT: _direct}.get(part.kind)
    return adds(locations, part) if adds else None


def _medicaid(locations: list[Location], part: Part) -> str | None:
    """A Medicaid number speaks for the places in its state: weak evidence, of no known day."""
    row = PlanEvidence(
        status="accepts-payer", payer=MEDICAID.name, source=insurance.MEDICAID_NUMBER
    )
    found = False
    for number, location in enumerate(locations):
        if location.state == part.text:
            locations[number] = structs.replace(location, plans=(*location.plans, row))
            found = True
    return None if found else NO_PLACE_IN_STATE


def _direct(locations: list[Location], part: Part) -> str | None:
    """A Direct address is that of its affiliation's address; without one, of the first place."""
    keys = [location_key(location) for location in locations]
    if part.location is None:
        number = 0 if locations else None
    else:
        key = location_key(part.location)
        counts_as = joined([*keys, key])
        same = [n for n, known in enumerate(keys) if counts_as[known] == counts_as[key]]
        number = same[0] if same else None
    if number is None:
        return NOT_THEIR_PLACE
    if locations[number].direct_address is None:
        locations[number] = structs.replace(locations[number], direct_address=part.text)
    return None
