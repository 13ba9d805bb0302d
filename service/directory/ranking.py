"""THE ranking: signals, weights, score() and its reasons. Every engine compiles these tables;
score() in plain Python is their referee.

A signal lies in [0, 1]; its weight is its ceiling before scaling. The signals that a query
switches on share 100 points in proportion to their weights, the same for every match.
Each number's comment names the case that it is there for; the cases are golden searches in
`fixtures/searches.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .insurance import Stance, is_fresh, stance
from .profile import NO, YES, Location, Profile
from .query import Query
from .reach import Reach, reach
from .vocabulary import GENERAL, NEUROREHABILITATION, PEDIATRICS, PHYSICAL_REHABILITATION

WEIGHTS: dict[str, float] = {
    # Being near matters, but an MSCS 12 miles away beats a generalist next door.
    "distance": 30,
    # An OT who confirms all that is asked beats one 10 miles nearer of whom nothing is known.
    "services": 30,
    # Current MSCS against no sign of MS work: worth about 15 miles at the usual radius.
    "ms_expertise": 30,
    # In network beats unknown by more than an MS credential beats a mere claim of one.
    "insurance": 30,
    # An open panel breaks the tie between two equals; it does not outrank expertise.
    "availability": 15,
    # A children's OT next door ranks below a generalist 10 miles away, even at a 10-mile radius.
    "ages": 35,
}
# Signals that a person earns whatever the location.
PERSON_SIGNALS = ("services", "ms_expertise", "ages")

# A location this share of the radius away earns half the distance points: 10 of 25 miles.
HALF_DISTANCE_SHARE = 0.4

SERVICE_VALUES: dict[str, float] = {
    "yes": 1.0,
    "likely": 0.5,  # a neurorehabilitation OT who never said so: less than one who did
    "unknown": 0.25,  # most OTs state nothing: above a clear no
    "no": 0.0,
}


@dataclass(frozen=True)
class ExpertiseStep:
    """Evidence of work with MS: the first step that holds counts, so more never counts less."""

    kind: str  # "credential" (counts on the day), "claimed" or "taxonomy"
    code: str
    value: float
    reason: str


EXPERTISE_STEPS: tuple[ExpertiseStep, ...] = (
    ExpertiseStep("credential", "MSCS", 1.0, "mscs"),
    # Board certification in physical rehabilitation is the nearest to neurology.
    ExpertiseStep("credential", "BCPR", 0.7, "related_credential"),
    ExpertiseStep("taxonomy", NEUROREHABILITATION, 0.7, "related_specialty"),
    # "MSCS" in a signature, unchecked: below checked neurology, above the rest.
    ExpertiseStep("claimed", "MSCS", 0.5, "mscs_claimed"),
    ExpertiseStep("credential", "CBIS", 0.4, "related_credential"),
    ExpertiseStep("taxonomy", PHYSICAL_REHABILITATION, 0.4, "related_specialty"),
    ExpertiseStep("credential", "C/NDT", 0.3, "related_credential"),
    ExpertiseStep("credential", "LSVT BIG", 0.3, "related_credential"),
    ExpertiseStep("taxonomy", "225XL0004X", 0.2, "related_specialty"),
    ExpertiseStep("taxonomy", "225XR0403X", 0.2, "related_specialty"),
    ExpertiseStep("taxonomy", "225XG0600X", 0.2, "related_specialty"),
    ExpertiseStep("taxonomy", GENERAL, 0.1, "general_specialty"),
)

# (status, fresh) -> value. Age lowers what is known, never below (or above) unknown.
INSURANCE_VALUES: dict[tuple[str, bool], float] = {
    ("in-network", True): 1.0,
    ("in-network", False): 0.75,  # listed in spring: ask, but ask this one first
    ("accepts-payer", True): 0.7,
    ("accepts-payer", False): 0.55,
    ("unknown", True): 0.3,
    ("unknown", False): 0.3,
    ("self-pay-only", False): 0.1,
    ("self-pay-only", True): 0.0,
    ("not-accepted", False): 0.1,
    ("not-accepted", True): 0.0,
}

# (status, fresh) -> value, before the wait.
AVAILABILITY_VALUES: dict[tuple[str, bool], float] = {
    ("newpt", True): 1.0,
    ("newpt", False): 0.8,
    ("unknown", True): 0.5,
    ("unknown", False): 0.5,
    ("existptfam", False): 0.3,
    ("existptfam", True): 0.2,
    ("existptonly", False): 0.2,
    ("existptonly", True): 0.1,
    ("nopt", False): 0.1,
    ("nopt", True): 0.0,
}
# Up to so many weeks of wait -> the share of an open panel's value that is left. A long wait
# stays above unknown: a known place on a list beats a call into the blue.
WAIT_SHARES: tuple[tuple[float, float], ...] = ((2, 1.0), (6, 0.9), (12, 0.8), (float("inf"), 0.7))
UNKNOWN_WAIT_SHARE = 0.9

AGES_VALUES: dict[str, float] = {
    "yes": 1.0,
    "unknown": 0.8,
    "unlikely": 0.05,  # only paediatrics, or only schools: may treat adults, probably does not
    "no": 0.0,
}


@dataclass(frozen=True)
class Reason:
    """What one signal earned, as a code with values; faces turn it into a sentence."""

    signal: str
    points: float
    max_points: float
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """One location of one profile, scored: points for each signal, in the order of WEIGHTS."""

    location: Location
    reach: Reach | None
    stance: Stance
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """0 to 100, rounded as the order is."""
        return round(sum(reason.points for reason in self.reasons), 6)


def ceilings(query: Query) -> dict[str, float]:
    """The signals that this query switches on, with the most points each can earn; sum 100."""
    switched = {
        "distance": query.by_distance,
        "services": bool(query.wanted),
        "ms_expertise": True,
        "insurance": query.asks_insurance,
        "availability": not query.accepting,
        "ages": True,
    }
    total = sum(weight for signal, weight in WEIGHTS.items() if switched[signal])
    return {s: 100 * weight / total for s, weight in WEIGHTS.items() if switched[s]}


def half_distance(query: Query) -> float:
    """Miles at which half of the distance points are left."""
    return query.radius_miles * HALF_DISTANCE_SHARE


def score(profile: Profile, location: Location, query: Query) -> Standing:
    """Score one profile at one of its locations. The location must have passed the filters."""
    found = reach(location, profile.home_visits, query) if query.by_distance else None
    taken = stance(location, query)
    earned = {
        "distance": lambda: distance_value(found, query),
        "services": lambda: services_value(profile, query),
        "ms_expertise": lambda: expertise_value(profile, query),
        "insurance": lambda: insurance_value(taken, query),
        "availability": lambda: availability_value(location, query),
        "ages": lambda: ages_value(profile),
    }
    reasons = []
    for signal, ceiling in ceilings(query).items():
        value, code, values = earned[signal]()
        reasons.append(Reason(signal, value * ceiling, ceiling, code, values))
    return Standing(location, found, taken, tuple(reasons))


Earned = tuple[float, str, Mapping[str, Any]]


def distance_value(found: Reach | None, query: Query) -> Earned:
    """Halves with every `half_distance`; a location without a point earns nothing."""
    if found is None:
        return 0.0, "distance_unknown", {}
    value = 0.5 ** (found.miles / half_distance(query))
    return value, found.code, {"miles": round(found.miles, 1)}


def services_value(profile: Profile, query: Query) -> Earned:
    """The mean over the services asked for, each counted once."""
    known: dict[str, list[str]] = {"yes": [], "likely": [], "unknown": [], "no": []}
    for service in query.wanted:
        known[service_standing(profile, service, query)].append(service)
    total = sum(SERVICE_VALUES[standing] * len(codes) for standing, codes in known.items())
    code = next(f"services_{standing}" for standing, codes in known.items() if codes)
    return total / len(query.wanted), code, {k: codes for k, codes in known.items() if codes}


def service_standing(profile: Profile, service: str, query: Query) -> str:
    """yes, no, likely or unknown; a likelihood ends with the credential that it rests on."""
    stated = profile.services.get(service)
    if stated in (YES, NO):
        return str(stated)
    likely = profile.likely.get(service)
    return "likely" if likely and likely.until >= query.on else "unknown"


def expertise_value(profile: Profile, query: Query) -> Earned:
    """The strongest single sign of work with MS."""
    held = {c.code: (c.status(query.on), c.expires_on) for c in profile.credentials}
    for step in EXPERTISE_STEPS:
        status, until = held.get(step.code, ("", None))
        if step.kind == "taxonomy" and step.code in profile.taxonomies:
            return step.value, step.reason, {"taxonomy": step.code}
        if step.kind == "credential" and status in ("current", "expiring"):
            return step.value, step.reason, {"credential": step.code, "until": until}
        if step.kind == "claimed" and status == "claimed":
            return step.value, step.reason, {"credential": step.code}
    if held.get("MSCS", ("",))[0] == "lapsed":
        return 0.0, "mscs_lapsed", {"credential": "MSCS", "until": held["MSCS"][1]}
    return 0.0, "expertise_unknown", {}


def insurance_value(taken: Stance, query: Query) -> Earned:
    """What the location's newest evidence says of the plan, by how fresh it is."""
    fresh = is_fresh(taken.as_of, query.on)
    code = taken.status.replace("-", "_")
    if taken.status != "unknown" and not fresh:
        code += "_stale"
    values = {"plan_id": taken.plan_id, "payer": taken.payer or query.payer, "date": taken.as_of}
    return INSURANCE_VALUES[taken.status, fresh], code, values


def availability_value(location: Location, query: Query) -> Earned:
    """Whether this location takes new patients, and how soon."""
    status = location.accepting_patients or "unknown"
    fresh = is_fresh(location.accepting_as_of, query.on)
    value = AVAILABILITY_VALUES[status, fresh]
    values = {"date": location.accepting_as_of, "fresh": fresh}
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


def adult_care(profile: Profile) -> str:
    """yes, no, unlikely (only paediatrics, or every known setting a school) or unknown."""
    if profile.ages_served.adults in (YES, NO):
        return str(profile.ages_served.adults)
    settings = {setting for location in profile.locations for setting in location.settings}
    only_children = profile.taxonomies == (PEDIATRICS,) or settings == {"school"}
    return "unlikely" if only_children else "unknown"
