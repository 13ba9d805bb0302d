"""What a row says that is no record by itself: it joins the records of its OT later, by NPI or by
address."""

from datetime import date

import msgspec

from service.directory.profile import Location

# Kinds of parts: a further practice location, a Direct address (of the location's address, or of
# the primary one), the state of a Medicaid number, an organization's other name.
LOCATION, DIRECT, MEDICAID_NUMBER, NAME = "location", "direct", "medicaid", "name"


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row's word on one NPI that the NPPES record of that NPI takes in."""

    npi: str
    kind: str
    location: Location | None = None
    text: str | None = None


class Organization(msgspec.Struct, frozen=True, omit_defaults=True):
    """An NPPES organization (entity type 2): its name, its address, what setting it is."""

    npi: str
    name: str
    location: Location
    settings: tuple[str, ...] = ()
    as_of: date | None = None


class Exclusion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the OIG's list: who is excluded since when, and whether they came back. Without an
    NPI it is known by name and state only."""

    since: date
    npi: str | None = None
    reinstated: date | None = None
    name: str | None = None
    first: str | None = None
    last: str | None = None
    state: str | None = None


class Center(msgspec.Struct, frozen=True, omit_defaults=True):
    """An MS center, known by its address, by its organization's NPI, or by both."""

    name: str
    npi: str | None = None
    location: Location | None = None
    recognised_by: str | None = None
    checked_on: date | None = None
