"""What a row says that is no record by itself: it joins the records of its OT later, by NPI or by
address."""

from datetime import date

import msgspec

from service.directory.profile import Location

# Kinds of parts: a further practice location, a Direct address (of the location's address, or of
# the primary one), the state of a Medicaid number, an organization's other name.
LOCATION, DIRECT, MEDICAID_NUMBER, NAME = "location", "direct", "medicaid", "name"
# Who keeps a list of excluded people: the OIG, and the National Provider Directory, which flags
# whom the OIG's list held on the day of its release.
OIG, NPD = "oig", "npd"
# Of another source: where an OT works in which networks.
ROLE = "role"


class Role(msgspec.Struct, frozen=True, omit_defaults=True):
    """One PractitionerRole of the National Provider Directory. It names other resources by their
    keys, and holds at each of its locations."""

    key: str
    as_of: date | None = None
    organization: str | None = None
    locations: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    accepting_patients: str | None = None
    phone: str | None = None
    fax: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of all that it names."""
        own = (self.organization,) if self.organization else ()
        return (*own, *self.locations, *self.networks, *self.endpoints)


class Resource(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a role or a plan names by its key: a location, an organization, a network, a plan of
    some networks, a Direct address. `owner` is whose a plan is; `as_of` is the day of the release,
    in which alone it is named."""

    key: str
    name: str | None = None
    location: Location | None = None
    direct_address: str | None = None
    part_of: str | None = None
    owner: str | None = None
    plan_id: str | None = None
    networks: tuple[str, ...] = ()
    as_of: date | None = None


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row's word on one NPI that a record of that NPI takes in: NPPES's, or, of a role, the
    National Provider Directory's."""

    npi: str
    kind: str
    location: Location | None = None
    text: str | None = None
    role: Role | None = None


class Organization(msgspec.Struct, frozen=True, omit_defaults=True):
    """An NPPES organization (entity type 2): its name, its address, what setting it is."""

    npi: str
    name: str
    location: Location
    settings: tuple[str, ...] = ()
    as_of: date | None = None


class Exclusion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of a list of exclusions: who is excluded since when, and whether they came back.
    Without an NPI it is known by name and state only. Of the National Provider Directory's flag
    both days are that of the release."""

    since: date
    npi: str | None = None
    source: str = OIG
    reinstated: date | None = None
    name: str | None = None
    first: str | None = None
    last: str | None = None
    state: str | None = None

    @property
    def is_over(self) -> bool:
        return self.reinstated is not None and self.reinstated >= self.since


class Center(msgspec.Struct, frozen=True, omit_defaults=True):
    """An MS center, known by its address, by its organization's NPI, or by both."""

    name: str
    npi: str | None = None
    location: Location | None = None
    recognised_by: str | None = None
    checked_on: date | None = None
