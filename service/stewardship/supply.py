"""Supply: how many OTs there are in each county, and of what kind."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from msgspec import structs

from service.access.principal import Actor
from service.directory.doubt import OPEN_PANEL
from service.directory.insurance import ACCEPTING
from service.directory.profile import Location, Profile
from service.directory.vocabulary import NEUROREHABILITATION
from service.engines.protocol import Engine

from .area import Area, county_of
from .quality import Scorecard, is_specialist
from .stewardship import Serves, Stewardship, check_reach


@dataclass
class Supply:
    """People with a location in the county; somebody with two of them there counts once.

    `payers` counts those of whom a plan or payer is known to be taken there, by payer.
    """

    county: str | None  # None: no county is known of the ZIP code, or there is none
    ots: int = 0
    current_mscs: int = 0
    neurorehabilitation: int = 0
    plan_evidence: int = 0
    accepting: int = 0
    payers: Counter[str] = field(default_factory=Counter)

    def add(self, profile: Profile, there: list[Location], on: date) -> None:
        taken = {row.payer for at in there for row in at.plans
                 if row.status in ACCEPTING and row.payer}  # fmt: skip
        self.ots += 1
        self.current_mscs += is_specialist(profile, on)
        self.neurorehabilitation += NEUROREHABILITATION in profile.taxonomies
        self.plan_evidence += any(row.status != "unknown" for at in there for row in at.plans)
        self.accepting += any(at.accepting_patients == OPEN_PANEL for at in there)
        self.payers.update(taken)


def supply_of(profiles: Iterable[Profile], on: date, area: Area) -> list[Supply]:
    """By county, in the order of their names; those without one last."""
    found: dict[str | None, Supply] = {}
    for profile in profiles:
        counties: dict[str | None, list[Location]] = {}
        for at in area.within(profile):
            counties.setdefault(county_of(at), []).append(at)
        for county, there in counties.items():
            found.setdefault(county, Supply(county)).add(profile, there, on)
    return sorted(found.values(), key=lambda each: (each.county is None, each.county or ""))


def supply(stewardship: Stewardship, actor: Actor, on: date, area: Area) -> list[Supply]:
    """Where their chapters serve. Raises Forbidden."""
    check_reach(actor, "stewardship.read")
    fingerprint = stewardship.engine.meta().fingerprint
    return _supply(_Theirs.of(stewardship, actor), fingerprint, on, area)


def scorecard(stewardship: Stewardship, actor: Actor, on: date) -> Scorecard:
    """Of where their chapters serve. Raises Forbidden."""
    check_reach(actor, "stewardship.read")
    return _scorecard(_Theirs.of(stewardship, actor), stewardship.engine.meta().fingerprint, on)


@dataclass(frozen=True)
class _Theirs:
    """The part of a directory that some chapters serve; all of it for staff without a chapter."""

    engine: Engine
    chapters: frozenset[str]
    serves: Serves = field(compare=False)

    @classmethod
    def of(cls, stewardship: Stewardship, actor: Actor) -> "_Theirs":
        return cls(stewardship.engine, actor.principal.chapters, stewardship.serves)

    def scan(self) -> Iterator[Profile]:
        if not self.chapters:
            yield from self.engine.scan()
            return
        for profile in self.engine.scan():
            if there := tuple(filter(self._serve, profile.locations)):
                yield at_locations(profile, there)

    def _serve(self, at: Location) -> bool:
        return any(self.serves(chapter, at) for chapter in self.chapters)


def at_locations(profile: Profile, there: tuple[Location, ...]) -> Profile:
    """The profile with these of its locations alone, and what is told of them."""
    elsewhere = tuple(f"locations.{at.id}." for at in profile.locations if at not in there)
    conflicts = tuple(c for c in profile.conflicts if not c.field.startswith(elsewhere))
    return structs.replace(profile, locations=there, conflicts=conflicts)


# Going through the directory of a whole country takes seconds.
@lru_cache(maxsize=8)
def _supply(theirs: _Theirs, _: str, on: date, area: Area) -> list[Supply]:
    return supply_of(theirs.scan(), on, area)


@lru_cache(maxsize=8)
def _scorecard(theirs: _Theirs, _: str, on: date) -> Scorecard:
    card = Scorecard(on)
    card.count(theirs.scan())
    return card
