"""Engine: what every search machine can do, and the few pieces that all of them share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Protocol

from msgspec import structs

from service.directory.page import LeftOut, Match, Matcher, Page, sort_key
from service.directory.profile import Profile, Struct
from service.directory.query import Query, payer_key, plan_key
from service.directory.text import fold
from service.errors import DirectoryShrank, LoadRefused


class SourceRead(Struct):
    """One source file in the manifest: what was read, and when (UTC)."""

    source: str
    file: str
    read_at: datetime
    read: int = 0
    kept: int = 0


class Plan(Struct):
    """A plan in the catalogue, with the payer that owns it, as far as the sources say."""

    plan_id: str
    payer: str | None = None
    name: str | None = None

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
    home_radii: tuple[int, ...] = ()  # the distinct home-visit radii, in miles

    @property
    def fingerprint(self) -> str:
        """Another one for every load."""
        return f"{self.loaded_at.isoformat()} {self.date} {self.profiles} {self.locations}"

    def age_days(self, now: datetime | None = None) -> float:
        return ((now or datetime.now(UTC)) - self.loaded_at).total_seconds() / 86_400


Refuse = Callable[[Profile, str], None]


def refuse_load(profile: Profile, reason: str) -> None:
    """One profile that cannot be taken refuses all."""
    raise LoadRefused(f"NPI {profile.npi}: {reason}")


class Engine(Protocol):
    """A directory that can be replaced as a whole and searched.

    Every method raises DirectoryUnavailable when the machine or its directory is not there.
    """

    def replace(
        self,
        profiles: Iterable[Profile],
        meta: Meta,
        at_least: int = 0,
        refuse: Refuse = refuse_load,
    ) -> Meta:
        """Switch to a new directory at once, or leave the old one; returns the stored meta.

        `refuse` hears of every profile that the machine cannot take, and why; the new directory
        is without it.
        Raises DirectoryShrank, and leaves the old one, with fewer than `at_least` profiles.
        """

    def search(self, query: Query) -> Page:
        """One page of matches with the true total. `query.payer` must already be resolved."""

    def get(self, npi: str) -> Profile | None:
        """One profile without its records, or None."""

    def scan(self) -> Iterator[Profile]:
        """Every profile with its records, in the order of NPIs."""

    def meta(self) -> Meta:
        """The served directory's record."""

    def close(self) -> None:
        """Let go of connections."""


class Census:
    """Counts a directory while it is written, and gathers its plan catalogue."""

    def __init__(self) -> None:
        self.profiles = self.locations = self.without_coordinates = 0
        self.plans: dict[str, Plan] = {}
        self.payers: dict[str, str] = {}
        self.home_radii: set[int] = set()
        self.newest: date | None = None

    def add(self, profile: Profile) -> None:
        self.profiles += 1
        dates = filter(None, (self.newest, *_dates(profile)))
        self.newest = max(dates, default=None)
        self.locations += len(profile.locations)
        self.without_coordinates += sum(at.lat is None for at in profile.locations)
        if profile.home_visits.radius_miles:
            self.home_radii.add(profile.home_visits.radius_miles)
        for evidence in (row for at in profile.locations for row in at.plans):
            if evidence.payer:
                self.payers.setdefault(payer_key(evidence.payer), evidence.payer)
            if evidence.plan_id:
                key, known = plan_key(evidence.plan_id), self.plans.get(plan_key(evidence.plan_id))
                if known is None or not known.payer:
                    self.plans[key] = Plan(plan_id=evidence.plan_id, payer=evidence.payer)

    def complete(self, meta: Meta, at_least: int) -> Meta:
        """`meta` with the counts; raises DirectoryShrank below `at_least` profiles."""
        if self.profiles < at_least:
            raise DirectoryShrank(
                f"only {self.profiles} profiles, expected at least {at_least}; "
                "if that is right, load again with --allow-shrink"
            )
        plans = dict(sorted(self._named(meta.plans).items()))
        return structs.replace(
            meta,
            newest=self.newest,
            profiles=self.profiles,
            locations=self.locations,
            without_coordinates=self.without_coordinates,
            plans=plans,
            plan_names=_by_name(plans),
            payers=dict(sorted(self.payers.items())),
            home_radii=tuple(sorted(self.home_radii)),
        )

    def _named(self, named: dict[str, Plan]) -> dict[str, Plan]:
        """The catalogue's plans, with the payer that any evidence names."""
        every = dict(named)
        for key, plan in self.plans.items():
            known = named.get(key, plan)
            every[key] = structs.replace(known, payer=known.payer or plan.payer)
        return every


def _by_name(plans: dict[str, Plan]) -> dict[str, list[str]]:
    """Plan keys by what stands on the card; issuers use one name in several states."""
    names: dict[str, list[str]] = defaultdict(list)
    for key, plan in plans.items():
        if plan.name:
            names[fold(plan.name)].append(key)
    return dict(names)


def _dates(profile: Profile) -> Iterator[date | None]:
    """The dates of a profile's facts."""
    yield from (given.as_of for given in profile.evidence.values())
    yield from (held.checked_on for held in profile.credentials)
    for at in profile.locations:
        yield at.accepting_as_of
        yield from (row.as_of for row in at.plans)


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
