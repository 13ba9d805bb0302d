"""Why an OT is in an answer or not: what each filter says of them, with the fact behind it; and by
which signals one match stands before another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .disputes import disputed, insurance_conflicts, panel_conflicts
from .filters import NOWHERE, Gate, gates, passing_locations
from .freshness import is_fresh
from .insurance import stance
from .page import Match
from .profile import ABROAD, NO, UNKNOWN, YES, Location, Profile
from .programs import program_words
from .query import Query
from .ranking import Reason, availability_value, insurance_value
from .reach import Reach, reach
from .vocabulary import Known
from .weights import PERSON_SIGNALS

# Of several certificates that are asked for, the one that says most.
_CREDENTIAL_CODES = {
    "current": "gate_credential_yes",
    "expiring": "gate_credential_yes",
    "claimed": "gate_credential_unknown",
    "lapsed": "gate_credential_lapsed",
}

Fact = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Verdict:
    """What one filter says, and the fact behind it as a code with values.

    `turned` is the filter of a search for those of whom the fact is not known: unknown passes it.
    """

    parameter: str
    passed: Known
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    turned: bool = False


@dataclass(frozen=True)
class AtLocation:
    """The filters that must all hold at the same location, at one; `location` None if the OT has
    none."""

    location: Location | None
    verdicts: tuple[Verdict, ...]

    @property
    def lacking(self) -> list[Verdict]:
        return lacking(self.verdicts)


@dataclass(frozen=True)
class Verdicts:
    """All filters of a search, held against one OT; `found` says whether the OT is a match."""

    found: bool
    of_person: tuple[Verdict, ...]
    at_locations: tuple[AtLocation, ...]

    @property
    def met_apart(self) -> bool:
        """Whether each filter holds at some location, but all of them at none."""
        columns = zip(*(at.verdicts for at in self.at_locations), strict=True)
        somewhere = all(any(one.passed == YES for one in column) for column in columns)
        return somewhere and all(at.lacking for at in self.at_locations)


def lacking(verdicts: tuple[Verdict, ...]) -> list[Verdict]:
    """Those that have not passed."""
    return [verdict for verdict in verdicts if verdict.passed != YES]


def explain(profile: Profile, query: Query) -> Verdicts:
    """Every filter that the query switches on, in the order in which they are asked."""
    switched = gates(query)
    of_person = [gate for gate in switched if not gate.of_location]
    of_location = [gate for gate in switched if gate.of_location]

    def verdicts(asked: list[Gate], at: Location) -> tuple[Verdict, ...]:
        return tuple(_verdict(gate, profile, at, query) for gate in asked)

    return Verdicts(
        found=bool(passing_locations(profile, query)),
        of_person=verdicts(of_person, NOWHERE),
        at_locations=tuple(
            AtLocation(None if at is NOWHERE else at, verdicts(of_location, at))
            for at in profile.locations or (NOWHERE,)
        ),
    )


def _verdict(gate: Gate, profile: Profile, at: Location, query: Query) -> Verdict:
    known = Known(gate.test(profile, at))
    code, values = _fact(gate, known, profile, at, query)
    turned = gate.parameter == query.unknown
    passed = Known(YES if known == UNKNOWN else NO) if turned else known
    return Verdict(gate.parameter, passed, code, values, turned)


def _fact(gate: Gate, known: Known, profile: Profile, at: Location, query: Query) -> Fact:
    name = "home" if gate.parameter == "setting" and query.comes_home else gate.parameter
    if told := _TOLD.get(name):
        return told(profile, at, query, known)
    values = _COMPARED[name](profile, at, query) if name in _COMPARED else {}
    return f"gate_{name}_{known}", values


def _held(held: tuple[str, ...], asked: tuple[str, ...]) -> Mapping[str, Any]:
    return {"held": held, "asked": asked}


# Filters whose fact is what the OT has, beside what is asked for.
_COMPARED: dict[str, Callable[[Profile, Location, Query], Mapping[str, Any]]] = {
    "name": lambda p, at, q: {"name": p.display_name(), "asked_name": q.name},
    "specialty": lambda p, at, q: _held(p.taxonomies, q.specialties),
    "language": lambda p, at, q: _held(p.languages, q.languages),
    "gender": lambda p, at, q: _held((p.gender,) if p.gender else (), q.genders),
    "setting": lambda p, at, q: _held(at.settings, (q.setting,) if q.setting else ()),
}


def _credential(profile: Profile, _: Location, query: Query, __: Known) -> Fact:
    asked = [held for held in profile.credentials if held.code in query.credentials]
    for status, code in _CREDENTIAL_CODES.items():
        for held in asked:
            if held.status(query.on) == status:
                return code, {"credential": held.code, "until": held.expires_on}
    return "gate_credential_no", {"asked": query.credentials}


def _patient_state(profile: Profile, _: Location, query: Query, known: Known) -> Fact:
    licensed = {held.state for held in profile.licenses}
    held = tuple(sorted(licensed | {held.state for held in profile.privileges}))
    by_privilege = known == YES and query.care_state not in licensed
    code = "gate_patient_state_privilege" if by_privilege else f"gate_patient_state_{known}"
    return code, {"held": held, "state": query.care_state}


def _near(profile: Profile, at: Location, query: Query, known: Known) -> Fact:
    found = reach(at, profile.home_visits, query)
    if found and (way := _way(found)) in ("comes_to_you", "way_in_area"):
        return way, {}
    if found:
        values = {"miles": _miles(found, query), "radius": query.radius_miles}
        return "gate_near", {"way": way, **values}
    if known == NO and at.region == ABROAD:
        return "gate_near_abroad", {}
    here = query.place.state if query.place else None
    if known == NO and here and at.state:
        return "gate_near_elsewhere", _held((at.state,), (here,))
    return "distance_unknown", {}


def _way(found: Reach) -> str:
    """What the miles mean; of an area without a word on home visits no more than where it is."""
    if found.code != "home_visits_unknown":
        return found.code
    if found.miles == found.to_location:
        return "distance"
    return "way_to_area" if found.miles else "way_in_area"


def _miles(found: Reach, query: Query) -> float:
    """As a reason tells them; what is outside must not look as if it were inside."""
    miles = round(found.miles, 1)
    outside = found.miles > query.radius_miles
    return round(miles + 0.1, 1) if outside and miles <= query.radius_miles else miles


def _accepting(profile: Profile, at: Location, query: Query, _: Known) -> Fact:
    return disputed(availability_value(at, query), panel_conflicts(profile, at))[1:]


def _insurance(profile: Profile, at: Location, query: Query, _: Known) -> Fact:
    conflicts = insurance_conflicts(profile, at, query)
    return disputed(insurance_value(stance(at, query), query), conflicts)[1:]


def _program(_: Profile, at: Location, query: Query, known: Known) -> Fact:
    """The word that decides: of several programs, on the first that is told so."""
    words = program_words(at)
    told = [words[program] for program in query.programs if program in words]
    deciding = next((row for row in told if row.accepts == known), None)
    if known == UNKNOWN or deciding is None:
        return "gate_program_unknown", {"asked": query.programs}
    fresh = is_fresh("programs", deciding.as_of, query.on)
    values = {"program": deciding.program, "date": deciding.as_of, "fresh": fresh}
    return f"gate_program_{known}", values


def _access(_: Profile, at: Location, query: Query, __: Known) -> Fact:
    told: dict[str, list[str]] = {YES: [], NO: [], UNKNOWN: []}
    for fact in query.access:
        told[at.access.get(fact, UNKNOWN)].append(fact)
    return "gate_access", {known: facts for known, facts in told.items() if facts}


# Filters whose fact is told in a way of its own.
_TOLD: dict[str, Callable[[Profile, Location, Query, Known], Fact]] = {
    "credential": _credential,
    "patient_state": _patient_state,
    "near": _near,
    "accepting": _accepting,
    "insurance_mode": _insurance,
    "program": _program,
    "access": _access,
}


@dataclass(frozen=True)
class Advantage:
    """A signal by which another stands before an OT: its reason, and the OT's own points."""

    reason: Reason
    own_points: float

    @property
    def difference(self) -> float:
        return self.reason.points - self.own_points


def advantages(theirs: Match, own: Match, query: Query) -> tuple[Advantage, ...]:
    """The signals by which another match stands before one's own, the largest difference first;
    none where they are equal and the fair order among equals decides."""
    points = {reason.signal: reason.points for reason in own.reasons}
    deciding = _deciding(theirs, own, query)
    found = [Advantage(r, points[r.signal]) for r in theirs.reasons if r.signal in deciding]
    better = [one for one in found if round(one.difference, 6) > 0]
    return tuple(sorted(better, key=lambda one: -one.difference))


def _deciding(theirs: Match, own: Match, query: Query) -> tuple[str, ...]:
    """The signals that put one match before another, by the same rules as `sort_key`."""
    if query.sort != "distance":
        ahead = round(theirs.score - own.score, 4) > 0
        return tuple(reason.signal for reason in theirs.reasons) if ahead else ()
    if theirs.reach and (own.reach is None or theirs.reach.miles < own.reach.miles):
        return ("distance",)
    return PERSON_SIGNALS if round(theirs.own_points, 4) > round(own.own_points, 4) else ()
