"""Engine: what every search machine can do, and the few pieces that all of them share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Protocol
from uuid import uuid4

from msgspec import structs

from service.clock import EASTERN
from service.directory.benefits import PlanBenefit, benefit_on
from service.directory.departure import Tombstone
from service.directory.page import LeftOut, Match, Matcher, Page, sort_key
from service.directory.profile import Profile
from service.directory.query import Query, plan_key
from service.directory.struct import Struct
from service.errors import LoadRefused, NoDirectory

from .history import NO_LEAVERS, Change, Leavers, Revision

# Loads are numbered by millions. One must know its number before it ends; what is decided while it
# writes takes the numbers before it, and whoever follows the changes reads on.
_BETWEEN_LOADS = 1_000_000
_LAST = "~"  # stands after every NPI
_MANY = 5000  # changes that are asked for at once


class SourceRead(Struct):
    """One source file in the manifest: what was read, and when (UTC)."""

    source: str
    file: str
    read_at: datetime
    read: int = 0
    kept: int = 0
    day: date | None = None  # of which the file as a whole is, where it is a full list
    rejected: dict[str, int] = {}  # reason -> rows that could not be used  # noqa: RUF012


class Plan(Struct):
    """A plan in the catalogue, with the payer that owns it, as far as the sources say."""

    plan_id: str
    payer: str | None = None
    name: str | None = None
    as_of: date | None = None  # when its issuer last changed the listing
    benefits: tuple[PlanBenefit, ...] = ()  # one a plan year

    @property
    def state(self) -> str:
        """The state in a HIOS id: five digits, two letters, seven more signs."""
        return self.plan_id[5:7].upper()


class Meta(Struct):
    """The directory's own record: manifest, counts, plan catalogue.

    `date` is the newest date that any source carries; with an NPI it makes `tie`.
    """

    loaded_at: datetime
    date: date
    newest: date | None = None  # the newest date of any fact; None if none is dated
    profiles: int = 0
    locations: int = 0
    without_coordinates: int = 0
    sources: tuple[SourceRead, ...] = ()
    plans: dict[str, Plan] = {}  # by plan_key  # noqa: RUF012  (msgspec copies it)
    plan_names: dict[str, list[str]] = {}  # folded name -> plan keys  # noqa: RUF012
    payers: dict[str, str] = {}  # payer_key -> name  # noqa: RUF012
    programs: tuple[str, ...] = ()  # ids of those that any location speaks of
    home_radii: tuple[int, ...] = ()  # the distinct home-visit radii, in miles
    by_staff: int = 0  # profiles with words of staff or the OT, or doubts: the store has them
    lineage: str = ""  # names the directory from its first load on
    sequence: int = 0  # the number of its last load or update
    forgotten: int = 0  # the last load of whose tombstones not all are kept any longer
    reinstated: dict[str, date] = {}  # NPI -> when the OIG ended an exclusion  # noqa: RUF012

    @property
    def fingerprint(self) -> str:
        """Another one for every load and update."""
        parts = (self.loaded_at.isoformat(), self.lineage, self.sequence, self.profiles)
        return " ".join(map(str, parts))

    @property
    def day(self) -> date:
        """The day of the load, in the US East."""
        return self.loaded_at.astimezone(EASTERN).date()

    def following(self, before: "Meta | None") -> "Meta":
        """This, as the record of the load after `before`; of the first one where there is none."""
        if before is None:
            return structs.replace(self, sequence=1, lineage=uuid4().hex[:12], forgotten=0)
        number = (before.sequence // _BETWEEN_LOADS + 1) * _BETWEEN_LOADS
        return structs.replace(
            self, sequence=number, lineage=before.lineage, forgotten=before.forgotten
        )

    def benefit(self, plan_id: str, on: date) -> PlanBenefit | None:
        """What a plan covers on a day; None where no source says."""
        plan = self.plans.get(plan_key(plan_id))
        return benefit_on(plan.benefits, on) if plan else None

    def age_days(self, now: datetime | None = None) -> float:
        return ((now or datetime.now(UTC)) - self.loaded_at).total_seconds() / 86_400


Refuse = Callable[[Profile, str], None]


def refuse_load(profile: Profile, reason: str) -> None:
    """One profile that cannot be taken refuses all."""
    raise LoadRefused(f"NPI {profile.npi}: {reason}")


# What is to become of a few people of the directory that is given, read once nobody else can change
# it: what makes them of those that it holds loses no update that came before.
Revise = Callable[["Engine"], Revision]
# The same at the end of a load, of the new directory and those who changed in the served one since
# the load began; it also knows of what was decided meanwhile.
Decided = Callable[["Engine", Sequence[str]], Revision]


def nothing_decided(directory: "Engine", changed: Sequence[str]) -> Revision:
    """Of a directory for which nobody decides."""
    return Revision()


@dataclass(frozen=True)
class Consulted:
    """What an engine asks while it writes a load. `refuse` hears of every profile that the machine
    cannot take, and why; the new directory is without it."""

    refuse: Refuse = refuse_load
    decided: Decided = nothing_decided


ALONE = Consulted()


class Engine(Protocol):
    """A directory that can be replaced as a whole and searched.

    Every method raises DirectoryUnavailable when the machine or its directory is not there.
    """

    def replace(
        self,
        profiles: Iterable[Profile],
        meta: Meta,
        at_least: int = 0,
        leavers: Leavers = NO_LEAVERS,
        consulted: Consulted = ALONE,
    ) -> Meta:
        """Switch to a new directory at once, or leave the old one; returns the stored meta.
        `leavers` says why an NPI of the old one is not in the new one.

        Updates go on until the last moment, in which the new directory gets what was decided
        meanwhile. Raises DirectoryShrank, and leaves the old one, with fewer than `at_least`
        profiles; LoadRunning while another load runs.
        """

    def update(self, revise: Revise, on: date) -> Meta:
        """Put in and take out whom the revision says, as of that day; every worker has it within
        seconds, also while a load runs. Returns the new meta; nobody at all changes nothing.

        Far cheaper than `replace` for a few. The directory's plans, payers and dates only grow.
        Raises LoadRunning while another update, or the end of a load, goes on.
        """

    def search(self, query: Query) -> Page:
        """One page of matches with the true total. `query.payer` must already be resolved."""

    def get(self, npi: str, *, with_records: bool = False) -> Profile | None:
        """One profile, without its records unless they are asked for, or None."""

    def scan(self) -> Iterator[Profile]:
        """Every profile with its records, in the order of NPIs."""

    def gone(self, npi: str, was_here: bool = True) -> Tombstone | None:
        """What is kept of an NPI that left the directory, or None; without `was_here` also of one
        that never was in it, and of which sources speak."""

    def tombstones(self) -> Iterator[Tombstone]:
        """All of them, in the order of NPIs."""

    def changes(self, after: tuple[int, str], limit: int) -> list[Change]:
        """The first so many changes after that load and NPI, in the order of loads and NPIs."""

    def meta(self) -> Meta:
        """The served directory's record."""

    def close(self) -> None:
        """Let go of connections."""


def tie_of(npi: str, day: date) -> int:
    """A fair, stable order among equals, new with every directory; 53 bits, as JSON can carry."""
    digest = blake2b(f"{npi} {day.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 11


def finish_matches(profiles: Iterable[tuple[Profile, int]], query: Query) -> tuple[Match, ...]:
    """Score the profiles found for a page, each with its tie, by the plain score(), and order the
    page so."""
    matcher = Matcher(query)
    found = [(matcher.found(profile), tie) for profile, tie in profiles]
    found.sort(key=lambda pair: sort_key(*pair, query))
    return tuple(made for made, _ in found)


def left_out(query: Query, parameters: list[str], count: Callable[[str], int]) -> tuple:
    """The non-zero counts of people left out as unknown, in the order of the filters."""
    counted = [LeftOut(parameter, count(parameter)) for parameter in parameters]
    return tuple(entry for entry in counted if entry.count)


def changes_since(engine: Engine, sequence: int) -> Iterator[Change]:
    """All changes after that load."""
    after = (sequence, _LAST)
    while found := engine.changes(after, _MANY):
        yield from found
        after = (found[-1].sequence, found[-1].npi)


def known_meta(engine: Engine) -> Meta | None:
    """The record of the directory that a load goes on from; None where there is none, or one that
    cannot be read."""
    try:
        return engine.meta()
    except NoDirectory:
        return None
