"""Filters: who may appear. Each gate answers yes, no or unknown; only yes passes.

Gates on a location must all hold on the same location.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .insurance import ACCEPTING, stance
from .names import name_matches, name_tokens
from .profile import NO, UNKNOWN, YES, Credential, Location, Profile
from .programs import takes_program
from .query import Query
from .reach import reach
from .vocabulary import Known

# An OT without any location is searched as if at one of which nothing is known.
NOWHERE = Location()


@dataclass(frozen=True)
class Gate:
    """One filter that a query switches on, under the name of its parameter."""

    parameter: str
    test: Callable[[Profile, Location], Known]
    of_location: bool = False


def gates(query: Query) -> list[Gate]:
    """The filters that this query switches on."""
    return [gate for gate in (*_person_gates(query), *_location_gates(query)) if gate]


def _person_gates(query: Query) -> Iterable[Gate | None]:
    yield Gate("name", lambda p, _: _named(p, query)) if query.name else None
    yield _any_of("specialty", query.specialties, lambda profile: profile.taxonomies)
    yield _any_of("language", query.languages, lambda profile: profile.languages)
    yield _any_of("gender", query.genders, _genders)
    yield Gate("credential", lambda p, _: credential(p, query)) if query.credentials else None
    if query.telehealth:
        yield Gate("telehealth", lambda p, _: p.telehealth)
        yield Gate("patient_state", lambda p, _: may_treat_in(p, query.care_state))
    if query.comes_home:
        yield Gate("setting", lambda p, _: p.home_visits.offered)


def _location_gates(query: Query) -> Iterable[Gate | None]:
    if query.by_distance:
        yield Gate("near", lambda p, at: _near(p, at, query), of_location=True)
    if query.setting and not query.comes_home:
        yield Gate("setting", lambda _, at: _in_setting(at, query.setting), of_location=True)
    if query.accepting:
        yield Gate("accepting", lambda _, at: _accepting(at), of_location=True)
    if query.insurance_required and query.asks_insurance:
        yield Gate("insurance_mode", lambda _, at: _insured(at, query), of_location=True)
    if query.programs:
        yield Gate("program", lambda _, at: takes_program(at, query.programs), of_location=True)
    if query.access:
        yield Gate("access", lambda _, at: _accessible(at, query), of_location=True)


def counted_unknowns(query: Query) -> list[str]:
    """Filters whose left-out people an answer counts: all, unless it shows such people itself."""
    return [] if query.unknown else [gate.parameter for gate in gates(query)]


class Filter:
    """The filters of one query, ready to be held against many profiles."""

    def __init__(self, query: Query) -> None:
        self.query = query
        switched = gates(query)
        self._of_person = [gate for gate in switched if not gate.of_location]
        self._of_location = [gate for gate in switched if gate.of_location]

    def passing_locations(self, profile: Profile) -> list[Location]:
        """The locations on which all filters hold (or, with `query.unknown`, on which that one is
        unknown and all others hold); empty if the profile is not a match."""
        full = self._holding(profile, None)
        if self.query.unknown is None or full:
            return full if self.query.unknown is None else []
        return self._holding(profile, self.query.unknown)

    def locations_of_match(self, profile: Profile) -> list[Location]:
        """The same of a profile that is known to be a match, so that only one with several
        locations has anything to be tested. Where an engine's miles and these differ by a hair,
        none may hold; then all of them are taken."""
        locations = _locations(profile)
        if len(locations) == 1:
            return locations
        return self._holding_at(locations, profile, self.query.unknown) or locations

    def _holding(self, profile: Profile, unknown: str | None) -> list[Location]:
        for gate in self._of_person:
            if gate.test(profile, NOWHERE) != (UNKNOWN if gate.parameter == unknown else YES):
                return []
        return self._holding_at(_locations(profile), profile, unknown)

    def _holding_at(
        self, locations: list[Location], profile: Profile, unknown: str | None
    ) -> list[Location]:
        for gate in self._of_location:
            wanted = UNKNOWN if gate.parameter == unknown else YES
            locations = [at for at in locations if gate.test(profile, at) == wanted]
        return locations


def _locations(profile: Profile) -> list[Location]:
    return list(profile.locations) or [NOWHERE]


def passing_locations(profile: Profile, query: Query) -> list[Location]:
    """See Filter."""
    return Filter(query).passing_locations(profile)


def _any_of(
    parameter: str, wanted: tuple[str, ...], has: Callable[[Profile], tuple[str, ...]]
) -> Gate | None:
    def test(profile: Profile, _: Location) -> Known:
        known = has(profile)
        return Known(YES if set(known) & set(wanted) else NO if known else UNKNOWN)

    return Gate(parameter, test) if wanted else None


def _named(profile: Profile, query: Query) -> Known:
    tokens = name_tokens(profile.name)
    if not tokens:
        return Known.UNKNOWN
    return Known.YES if name_matches(tokens, query.name_forms) else Known.NO


def _genders(profile: Profile) -> tuple[str, ...]:
    return (profile.gender,) if profile.gender else ()


def credential(profile: Profile, query: Query) -> Known:
    """Any of those asked for, or every one of them. Current or expiring is yes; a mere claim is
    unknown; lapsed or absent is no."""
    known = {_held(profile.credentials, code, query) for code in query.credentials}
    first, last = (NO, YES) if query.every_credential else (YES, NO)
    return Known(first if first in known else UNKNOWN if UNKNOWN in known else last)


def _held(held: tuple[Credential, ...], code: str, query: Query) -> str:
    statuses = {certificate.status(query.on) for certificate in held if certificate.code == code}
    if statuses & {"current", "expiring"}:
        return YES
    return UNKNOWN if "claimed" in statuses else NO


def may_treat_in(profile: Profile, state: str | None) -> Known:
    """A licence on record or a listed privilege in the patient's state.

    Membership of the OT Compact alone is no privilege. With no licence at all on record the
    answer is unknown.
    """
    states = {held.state for held in (*profile.licenses, *profile.privileges)}
    return Known.YES if state in states else Known.NO if states else Known.UNKNOWN


def _near(profile: Profile, location: Location, query: Query) -> Known:
    """Within the radius; unknown for a location without a point that may be in the same state."""
    found = reach(location, profile.home_visits, query)
    if found:
        return Known.YES if found.miles <= query.radius_miles else Known.NO
    here = query.place.state if query.place else None
    return Known.UNKNOWN if here and location.region in (None, here) else Known.NO


def _in_setting(location: Location, setting: str | None) -> Known:
    if setting in location.settings:
        return Known.YES
    return Known.NO if location.settings else Known.UNKNOWN


def _accepting(location: Location) -> Known:
    status = location.accepting_patients
    return Known.YES if status == "newpt" else Known.NO if status else Known.UNKNOWN


def _insured(location: Location, query: Query) -> Known:
    status = stance(location, query).status
    if status in ACCEPTING:
        return Known.YES
    return Known.UNKNOWN if status == "unknown" else Known.NO


def _accessible(location: Location, query: Query) -> Known:
    """All facts that are asked for; one that is refused decides."""
    known = {location.access.get(fact, Known.UNKNOWN) for fact in query.access}
    if NO in known:
        return Known.NO
    return Known.UNKNOWN if UNKNOWN in known else Known.YES
