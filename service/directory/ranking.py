"""THE ranking: score() and its reasons, the referee of what engines compile of `weights.py`.

A signal lies in [0, 1]; its weight is its ceiling before scaling. The signals that a query
switches on share 100 points in proportion to their weights, the same for every match.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from .adults import adult_care
from .disputes import disputed, insurance_conflicts, panel_conflicts
from .freshness import is_fresh
from .insurance import NO_STANCE, Stance, stance
from .ms_center import MSCenter
from .profile import NO, YES, Location, Profile
from .query import Query
from .reach import Reach, reach
from .weights import (
    AGES_VALUES,
    AVAILABILITY_VALUES,
    EXPERTISE_STEPS,
    HALF_DISTANCE_SHARE,
    INSURANCE_VALUES,
    LEAST_HALF_DISTANCE,
    MOST_HALF_DISTANCE,
    SERVICE_VALUES,
    UNKNOWN_WAIT_SHARE,
    WAIT_SHARES,
    WEIGHTS,
)


class Reason(msgspec.Struct, frozen=True, gc=False):
    """What one signal earned, as a code with hashable values; faces turn it into a sentence."""

    signal: str
    points: float
    max_points: float
    code: str
    values: Mapping[str, Any] = {}


class Standing(msgspec.Struct, frozen=True, gc=False):
    """One location of one profile, scored: points for each signal, in the order of WEIGHTS.

    `score` is 0 to 100, rounded as the order is.
    """

    location: Location
    reach: Reach | None
    stance: Stance
    reasons: tuple[Reason, ...]
    score: float


def ceilings(query: Query) -> Mapping[str, float]:
    """The signals that this query switches on, with the most points each can earn; sum 100."""
    asked = (query.by_distance, bool(query.wanted), query.asks_insurance, not query.accepting)
    return _ceilings(*asked)


@lru_cache
def _ceilings(distance: bool, services: bool, insurance: bool, availability: bool) -> dict:
    switched = {
        "distance": distance,
        "services": services,
        "ms_expertise": True,
        "insurance": insurance,
        "availability": availability,
        "ages": True,
    }
    total = sum(weight for signal, weight in WEIGHTS.items() if switched[signal])
    return {s: 100 * weight / total for s, weight in WEIGHTS.items() if switched[s]}


def half_distance(query: Query) -> float:
    """Miles at which half of the distance points are left."""
    share = query.radius_miles * HALF_DISTANCE_SHARE
    return min(max(share, LEAST_HALF_DISTANCE), MOST_HALF_DISTANCE)


Earned = tuple[float, str, Mapping[str, Any]]


class Scorer:
    """score() for one query, with what does not depend on the OT worked out once."""

    def __init__(self, query: Query) -> None:
        self.query, self.ceilings = query, ceilings(query)

    def standings(self, profile: Profile, locations: list[Location]) -> list[Standing]:
        """One profile at each of these locations, which must have passed the filters."""
        own = self._of_person(profile) if locations else {}
        return [self._standing(profile, location, own) for location in locations]

    def _of_person(self, profile: Profile) -> dict[str, Earned]:
        own = {"ms_expertise": expertise_value(profile, self.query), "ages": ages_value(profile)}
        if "services" in self.ceilings:
            own["services"] = services_value(profile, self.query)
        return own

    def _standing(self, profile: Profile, at: Location, own: dict[str, Earned]) -> Standing:
        query, ceilings, earned = self.query, self.ceilings, dict(own)
        found, taken = None, NO_STANCE
        if "distance" in ceilings:
            found = reach(at, profile.home_visits, query)
            earned["distance"] = distance_value(found, query)
        if "insurance" in ceilings:
            taken = stance(at, query)
            conflicts = insurance_conflicts(profile, at, query)
            earned["insurance"] = disputed(insurance_value(taken, query), conflicts)
        if "availability" in ceilings:
            conflicts = panel_conflicts(profile, at)
            earned["availability"] = disputed(availability_value(at, query), conflicts)
        reasons, points = [], 0.0
        for signal, ceiling in ceilings.items():
            value, code, values = earned[signal]
            value *= ceiling
            points += value
            reasons.append(Reason(signal, value, ceiling, code, values))
        return Standing(at, found, taken, tuple(reasons), round(points, 6))


def score(profile: Profile, location: Location, query: Query) -> Standing:
    """Score one profile at one of its locations. The location must have passed the filters."""
    return Scorer(query).standings(profile, [location])[0]


def distance_value(found: Reach | None, query: Query) -> Earned:
    """Halves with every `half_distance`; a location without a point earns nothing."""
    if found is None:
        return 0.0, "distance_unknown", {}
    value = 0.5 ** (found.miles / half_distance(query))
    return value, found.code, {"miles": round(found.miles, 1)}


def services_value(profile: Profile, query: Query) -> Earned:
    """The mean over the services asked for, each counted once."""
    known: dict[str, tuple[str, ...]] = {}
    total = 0.0
    for service in query.wanted:
        standing = service_standing(profile, service, query)
        total += SERVICE_VALUES[standing]
        known[standing] = (*known.get(standing, ()), service)
    # The best standing first, as SERVICE_VALUES has them.
    told = {standing: known[standing] for standing in SERVICE_VALUES if standing in known}
    return total / len(query.wanted), f"services_{next(iter(told))}", told


def service_standing(profile: Profile, service: str, query: Query) -> str:
    """yes, no, likely or unknown; a likelihood ends with the credential that it rests on."""
    stated = profile.services.get(service)
    if stated in (YES, NO):
        return str(stated)
    likely = profile.likely.get(service)
    return "likely" if likely and likely.until >= query.on else "unknown"


def expertise_value(profile: Profile, query: Query) -> Earned:
    """The strongest single sign of work with MS; an MSCS that has lapsed earns nothing but is
    told where there is no better sign."""
    if not profile.credentials and not ms_center(profile):
        return _specialty_value(profile.taxonomies)
    held = {c.code: (c.status(query.on), c.expires_on) for c in profile.credentials}
    lapsed = held["MSCS"] if held.get("MSCS", ("",))[0] == "lapsed" else None
    for step in EXPERTISE_STEPS:
        status, until = held.get(step.code, ("", None))
        if step.kind == "center" and (center := ms_center(profile)):
            return step.value, step.reason, _told(center)
        if step.kind == "taxonomy" and step.code in profile.taxonomies:
            if lapsed and step.reason == "general_specialty":
                return step.value, "mscs_lapsed", {"credential": "MSCS", "until": lapsed[1]}
            return step.value, step.reason, {"taxonomy": step.code}
        if step.kind == "credential" and status in ("current", "expiring"):
            return step.value, step.reason, {"credential": step.code, "until": until}
        if step.kind == "claimed" and status == "claimed":
            return step.value, step.reason, {"credential": step.code}
    if lapsed:
        return 0.0, "mscs_lapsed", {"credential": "MSCS", "until": lapsed[1]}
    return 0.0, "expertise_unknown", {}


@lru_cache(1024)
def _specialty_value(taxonomies: tuple[str, ...]) -> Earned:
    """The same for the most, of whom nothing but their taxonomies is known."""
    for step in EXPERTISE_STEPS:
        if step.kind == "taxonomy" and step.code in taxonomies:
            return step.value, step.reason, {"taxonomy": step.code}
    return 0.0, "expertise_unknown", {}


def ms_center(profile: Profile) -> MSCenter | None:
    """The MS center at which the person works; the first of several. It counts at every location,
    as other experience does."""
    return next((at.ms_center for at in profile.locations if at.ms_center), None)


def _told(center: MSCenter) -> Mapping[str, Any]:
    return {
        "center": center.name,
        "recognised_by": center.recognised_by,
        "checked_on": center.checked_on,
    }


def insurance_value(taken: Stance, query: Query) -> Earned:
    """What the location's newest evidence says of the plan, by how fresh it is."""
    fresh = is_fresh("plans", taken.standing_day, query.on)
    code = taken.status.replace("-", "_")
    if taken.status != "unknown" and not fresh:
        code += "_stale"
    values = {
        "asked": "plan" if query.plan else "payer",
        "plan_id": taken.plan_id,
        "payer": taken.payer or query.payer,
        "date": taken.as_of,
        "source": taken.source,
        "tier": taken.tier,
        "assignment": taken.assignment,
        "doubted_on": taken.doubted_on,
    }
    return INSURANCE_VALUES[taken.status, fresh], code, values


def availability_value(location: Location, query: Query) -> Earned:
    """Whether this location takes new patients, and how soon."""
    status = location.accepting_patients or "unknown"
    fresh = is_fresh("accepting_patients", location.accepting_standing_day, query.on)
    value = AVAILABILITY_VALUES[status, fresh]
    values = {"date": location.accepting_as_of, "fresh": fresh}
    values["doubted_on"] = location.accepting_doubted_on
    if status == "newpt":
        value = max(value * wait_share(location.wait_weeks), AVAILABILITY_VALUES["unknown", True])
        values["weeks"] = location.wait_weeks
    return value, f"accepting_{status}", values


def wait_share(weeks: float | None) -> float:
    """The share of an open panel's value that is left after a wait of so many weeks."""
    if weeks is None:
        return UNKNOWN_WAIT_SHARE
    return next(share for most, share in WAIT_SHARES if weeks <= most)


def ages_value(profile: Profile) -> Earned:
    standing = adult_care(profile)
    return AGES_VALUES[standing], f"adults_{standing}", {}
