"""Match and Page: the answer, and how a profile becomes a match (the plain-Python referee)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .facets import Bucket
from .filters import NOWHERE, Filter
from .insurance import Stance
from .profile import Location, Profile
from .query import Query
from .ranking import Reason, Scorer, Standing
from .reach import Reach
from .weights import PERSON_SIGNALS


@dataclass(frozen=True)
class Match:
    """One OT in an answer, at the location that matches best; `location` None if none is known."""

    profile: Profile
    standing: Standing

    @property
    def location(self) -> Location | None:
        return None if self.standing.location is NOWHERE else self.standing.location

    @property
    def other_locations(self) -> int:
        return max(0, len(self.profile.locations) - 1)

    @property
    def score(self) -> float:
        return self.standing.score

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.standing.reasons

    @property
    def own_points(self) -> float:
        """What the person earns whatever the location."""
        return sum(r.points for r in self.reasons if r.signal in PERSON_SIGNALS)

    @property
    def reach(self) -> Reach | None:
        return self.standing.reach

    @property
    def stance(self) -> Stance:
        return self.standing.stance


@dataclass(frozen=True)
class LeftOut:
    """How many people one filter leaves out because the fact is not known of them."""

    parameter: str
    count: int


@dataclass(frozen=True)
class Page:
    """One page of an answer: true total, matches in order, the next page's key or None.

    `facets` holds a tuple of buckets for each of `FACETS`; nothing if only the total was asked.
    """

    total: int
    matches: tuple[Match, ...] = ()
    left_out_unknown: tuple[LeftOut, ...] = ()
    facets: Mapping[str, tuple[Bucket, ...]] = field(default_factory=dict)
    next: tuple[float, ...] | None = None


class Matcher:
    """Makes matches of profiles for one query."""

    def __init__(self, query: Query) -> None:
        self._query, self._filter, self._scorer = query, Filter(query), Scorer(query)

    def match(self, profile: Profile) -> Match | None:
        """The profile as a match at its best location; None if a filter does not hold.

        By "best", the location with the most points (then the nearest, then the lowest id);
        by "distance", the nearest.
        """
        passing = self._filter.passing_locations(profile)
        return self._best(profile, passing) if passing else None

    def found(self, profile: Profile) -> Match:
        """The same of a profile that an engine found by the same filters."""
        return self._best(profile, self._filter.locations_of_match(profile))

    def _best(self, profile: Profile, passing: list[Location]) -> Match:
        standings = self._scorer.standings(profile, passing)
        if len(standings) > 1:
            standings.sort(key=lambda standing: _preference(standing, self._query))
        return Match(profile, standings[0])


def match(profile: Profile, query: Query) -> Match | None:
    """See Matcher."""
    return Matcher(query).match(profile)


def _preference(standing: Standing, query: Query) -> tuple:
    miles = standing.reach.miles if standing.reach else float("inf")
    if query.sort == "distance":
        return miles, -standing.score, standing.location.id
    return -standing.score, miles, standing.location.id


def sort_key(found: Match, tie: int, query: Query) -> tuple[float, ...]:
    """What orders matches, lowest first: score (or miles and the person's own points), then tie."""
    if query.sort == "distance":
        miles = found.reach.miles if found.reach else float("inf")
        return miles, -round(found.own_points, 6), tie
    return -found.score, tie
