"""What a directory's record counts while it is written."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from msgspec import structs

from service.directory.doubt import is_in_doubt
from service.directory.profile import PROVIDER, STAFF, Profile
from service.directory.query import payer_key, plan_key
from service.directory.text import fold
from service.errors import DirectoryShrank

from .protocol import Meta, Plan


class Census:
    """Counts a directory while it is written, and gathers its plan catalogue."""

    def __init__(self) -> None:
        self.profiles = self.locations = self.without_coordinates = self.by_staff = 0
        self.plans: dict[str, Plan] = {}
        self.payers: dict[str, str] = {}
        self.programs: set[str] = set()
        self.home_radii: set[int] = set()
        self.newest: date | None = None

    def add(self, profile: Profile) -> None:
        self.profiles += 1
        dates = filter(None, (self.newest, *_dates(profile)))
        self.newest = max(dates, default=None)
        self.by_staff += is_in_doubt(profile) or any(
            r.source in (PROVIDER, STAFF) for r in profile.records
        )
        self.locations += len(profile.locations)
        self.without_coordinates += sum(at.lat is None for at in profile.locations)
        if profile.home_visits.radius_miles:
            self.home_radii.add(profile.home_visits.radius_miles)
        self.programs |= {row.program for at in profile.locations for row in at.programs}
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
            by_staff=self.by_staff,
            plans=plans,
            plan_names=_by_name(plans),
            payers=dict(sorted(self.payers.items())),
            programs=tuple(sorted(self.programs)),
            home_radii=tuple(sorted(self.home_radii)),
        )

    def after(self, before: Meta, left: "Census") -> Meta:
        """`before` once those counted here have come and those of `left` have gone."""
        plans = self._named(before.plans)
        return structs.replace(
            before,
            newest=max(filter(None, (before.newest, self.newest)), default=None),
            profiles=before.profiles + self.profiles - left.profiles,
            locations=before.locations + self.locations - left.locations,
            by_staff=before.by_staff + self.by_staff - left.by_staff,
            without_coordinates=before.without_coordinates
            + self.without_coordinates
            - left.without_coordinates,
            plans=dict(sorted(plans.items())),
            plan_names=_by_name(plans),
            payers=dict(sorted((self.payers | before.payers).items())),
            programs=tuple(sorted({*before.programs, *self.programs})),
            home_radii=tuple(sorted({*before.home_radii, *self.home_radii})),
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
        yield from (row.as_of for row in (*at.plans, *at.programs))
