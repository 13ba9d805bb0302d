"""Profile: one OT (one NPI), what every source says of them, and what follows from it.

A `Record` is what one source says of one NPI; `service.merge` makes a `Profile` of records.
These structures are the directory's own documents: trusted, quick to read, JSON as written here.
"""

from datetime import date

import msgspec

from .ms_center import MSCenter
from .person_name import Name
from .struct import Struct
from .vocabulary import Known

# A credential or likelihood without an end counts as ending on this day.
NO_END = date.max
# Who can say something of an OT. Organizations, MS centers and a geocoder speak of addresses.
SOURCE_KINDS = (
    "profiles", "nppes", "npd", "clinicians", "qhp", "mscs", "centers", "organizations",
    "geocoder", "provider", "staff",
)  # fmt: skip
NPPES = "nppes"
NAMING = (NPPES, "npd", "profiles")  # who say that somebody is an OT
PROVIDER = "provider"  # what the OT or their practice confirmed to this service
STAFF = "staff"  # what staff decided; merged last, and before all others
# Why a source's word counts: nobody else knows, it stands first for this field, it is newest, what
# all of them say is put together, or it speaks of the address and not of the person.
REASONS_TO_WIN = ("only", "precedence", "newest", "together", "address")
ABROAD = "abroad"
YES, NO, UNKNOWN = Known.YES.value, Known.NO.value, Known.UNKNOWN.value


class Provenance(Struct):
    """Where a fact comes from: the source and the source's own date."""

    source: str
    as_of: date | None = None
    because: str | None = None  # why this source's word counts: one of REASONS_TO_WIN
    confirmed_on: date | None = None  # a later day, on which another source says the same
    doubted_on: date | None = None  # the day of a referral that found otherwise; see doubt.py

    @property
    def last_said(self) -> date | None:
        """The last day on which somebody says so."""
        return self.confirmed_on or self.as_of


class Conflict(Struct):
    """What a source said otherwise; the value that counts stands in the profile."""

    field: str  # "gender", or "locations.ID.phone"
    value: str
    source: str
    as_of: date | None = None


class License(Struct):
    """A licence (or compact privilege) as reported; nobody here verified it."""

    state: str
    number: str | None = None


class Credential(Struct):
    """A certificate. With neither `expires_on` nor `checked_on` it is a claim."""

    code: str
    expires_on: date | None = None
    checked_on: date | None = None
    source: str | None = None

    @property
    def until(self) -> date | None:
        """The last day on which it counts; None for a mere claim.

        An MSCS always ends on a 31 December, so one checked without an end date holds
        at least to the end of that year (mscare.org: five years, to 31 December).
        """
        if self.expires_on:
            return self.expires_on
        if not self.checked_on:
            return None
        return date(self.checked_on.year, 12, 31) if self.code == "MSCS" else NO_END

    def status(self, on: date) -> str:
        """current, expiring (90 days or less), lapsed or claimed, as of `on`."""
        until = self.until
        if until is None:
            return "claimed"
        if until < on:
            return "lapsed"
        return "expiring" if (until - on).days <= 90 else "current"


class HomeVisits(Struct):
    """Whether the OT comes to the patient, and where: miles around a location, counties, ZIPs."""

    offered: Known = Known.UNKNOWN
    radius_miles: int | None = None
    counties: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()


class AgesServed(Struct):
    adults: Known = Known.UNKNOWN
    children: Known = Known.UNKNOWN


class PlanEvidence(Struct):
    """What is known about one location and one plan (or a payer, where the plan is not known)."""

    status: str
    plan_id: str | None = None
    payer: str | None = None
    as_of: date | None = None
    source: str | None = None
    tier: str | None = None  # the network tier, in the issuer's own words
    assignment: str | None = None  # Medicare's approved amount as full payment: yes, sometimes
    doubted_on: date | None = None

    @property
    def standing_day(self) -> date | None:
        """The day that it is fresh by; none while it is in doubt, as of an undated one."""
        return None if self.doubted_on else self.as_of


class ProgramEvidence(Struct):
    """Whether patients of one program that helps with cost are taken at one location."""

    program: str
    accepts: Known
    as_of: date | None = None
    source: str | None = None


class Location(Struct):
    """A physical place of care; everything that belongs to the place and not to the person."""

    id: str = ""
    name: str | None = None
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None  # ISO 3166 code of one that is not the United States
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    direct_address: str | None = None  # Direct secure messaging, for referrals
    hours: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None  # "postal_code" or "address"
    address_hidden: bool = False  # at the OT's wish: city and ZIP only
    referral_channel: str | None = None
    accepting_patients: str | None = None
    accepting_as_of: date | None = None
    wait_weeks: float | None = None
    settings: tuple[str, ...] = ()
    likely_settings: dict[str, str] = msgspec.field(default_factory=dict)  # code -> organization
    ms_center: MSCenter | None = None
    access: dict[str, Known] = msgspec.field(default_factory=dict)
    plans: tuple[PlanEvidence, ...] = ()
    programs: tuple[ProgramEvidence, ...] = ()
    evidence: dict[str, Provenance] = msgspec.field(default_factory=dict)

    @property
    def accepting_doubted_on(self) -> date | None:
        given = self.evidence.get("accepting_patients")
        return given and given.doubted_on

    @property
    def accepting_standing_day(self) -> date | None:
        """The day that `accepting_patients` is fresh by; none while it is in doubt."""
        return None if self.accepting_doubted_on else self.accepting_as_of

    @property
    def region(self) -> str | None:
        """The state, or ABROAD: a place abroad has no state of ours but is in none of them."""
        return ABROAD if self.country else self.state


class Facts(Struct):
    """What can be said of a person; absent means unknown. Shared by Record and Profile."""

    npi: str
    name: Name = Name()
    gender: str | None = None
    taxonomies: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    privileges: tuple[License, ...] = ()
    credentials: tuple[Credential, ...] = ()
    services: dict[str, Known] = msgspec.field(default_factory=dict)
    ages_served: AgesServed = AgesServed()
    languages: tuple[str, ...] = ()
    telehealth: Known = Known.UNKNOWN
    home_visits: HomeVisits = HomeVisits()
    locations: tuple[Location, ...] = ()


class Record(Facts, kw_only=True):
    """One cleaned record: all that one source says of one NPI, with the source's own date."""

    source: str  # what kind: one of SOURCE_KINDS
    label: str | None = None  # who says so, in the source's own words
    as_of: date | None = None

    def provenance(self) -> Provenance:
        """Staff and the OT go by that name; their label is the number of a correction."""
        own = self.source in (PROVIDER, STAFF)
        source = self.source if own else self.label or self.source
        return Provenance(source=source, as_of=self.as_of)


class Likely(Struct):
    """A service that a specialty or credential makes likely, and until when."""

    because: str
    until: date = NO_END


class Profile(Facts, kw_only=True):
    """One OT, merged. `evidence` maps each field to the source that it was taken from;
    `conflicts` holds what other sources said otherwise."""

    likely: dict[str, Likely] = msgspec.field(default_factory=dict)
    evidence: dict[str, Provenance] = msgspec.field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    records: tuple[Record, ...] = ()

    def display_name(self) -> str:
        """The name, or the NPI where no source gives a name."""
        return self.name.display() or f"NPI {self.npi}"
