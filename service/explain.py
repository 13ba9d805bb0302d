"""What explains a search: where one OT stands in it, and why; and who could stand in for one."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from service.directory.explanation import Advantage, Verdicts, advantages, explain
from service.directory.page import Match, match
from service.directory.places import Place
from service.directory.profile import YES, Location, Profile
from service.directory.query import Query
from service.engines.protocol import Engine
from service.people import profile_of
from service.search import Note, check_programs, resolve

# A place is looked for among so many matches, in pages of so many; nobody reads on so far.
MOST_RANKED, PAGE = 1000, 200
MOST_AHEAD = 5
SIMILAR_RADIUS_MILES = 50.0


@dataclass(frozen=True)
class Ahead:
    """Another match that stands before the OT, and by which signals; none among equals."""

    place: int
    match: Match
    by: tuple[Advantage, ...]


@dataclass(frozen=True)
class Explanation:
    """Why an OT is in a search's answer or not.

    `match` is None if not. `place` counts from 1; it is None beyond the `looked_at` first matches.
    """

    query: Query
    notes: tuple[Note, ...]
    profile: Profile
    verdicts: Verdicts
    total: int
    match: Match | None = None
    place: int | None = None
    looked_at: int = 0
    ahead: tuple[Ahead, ...] = ()


def why_not(engine: Engine, npi: str, query: Query, programs: Collection[str] = ()) -> Explanation:
    """Explain one OT's part in a search; raises NotFound, and InvalidQuery as a search does."""
    profile = profile_of(engine, npi)
    check_programs(engine.meta(), query, programs)
    query, notes = resolve(engine.meta(), query)
    verdicts = explain(profile, query)
    own = match(profile, query) if verdicts.found else None
    if own is None:
        total = engine.search(replace(query, limit=0)).total
        return Explanation(query, notes, profile, verdicts, total)
    total, first = _first_matches(engine, query, npi)
    place = len(first) if first and first[-1].profile.npi == npi else None
    return Explanation(
        query, notes, profile, verdicts, total, own, place, len(first), _ahead(first, own, query)
    )


def _first_matches(engine: Engine, query: Query, npi: str) -> tuple[int, list[Match]]:
    """The total, and the matches from the first to this OT; without the OT if not among the most
    that are looked at."""
    found: list[Match] = []
    after = None
    while True:
        page = engine.search(replace(query, limit=PAGE, after=after))
        for one in page.matches:
            found.append(one)
            if one.profile.npi == npi:
                return page.total, found
        after = page.next
        if after is None or len(found) >= MOST_RANKED:
            return page.total, found


def _ahead(first: list[Match], own: Match, query: Query) -> tuple[Ahead, ...]:
    """The first of all and those directly before the OT; only the first if it has no place."""
    there = bool(first) and first[-1].profile.npi == own.profile.npi
    before = len(first) - 1 if there else min(len(first), 1)
    numbers = {0, *range(max(0, before - MOST_AHEAD), before)} if before else set()
    return tuple(Ahead(n + 1, first[n], advantages(first[n], own, query)) for n in sorted(numbers))


@dataclass(frozen=True)
class Similar:
    """OTs who could stand in for one. `around` says where they are looked for: "near", "by_video"
    or "nowhere"; `services` how sure those are that they should offer: "yes", "likely" or None."""

    profile: Profile
    around: str
    services: str | None
    query: Query | None = None
    notes: tuple[Note, ...] = ()
    total: int = 0
    matches: tuple[Match, ...] = ()


def similar(engine: Engine, npi: str, on: date, limit: int) -> Similar:
    """Others near the OT's first location, or by video in a state of theirs where no location is
    on the map, the best for the OT's own services first; raises NotFound."""
    profile = profile_of(engine, npi)
    standing, services = _services(profile, on)
    query = Query(on=on, services=services, limit=limit + 1, radius_miles=SIMILAR_RADIUS_MILES)
    located = next((at for at in profile.locations if at.lat is not None), None)
    states = [held.state for held in (*profile.licenses, *profile.privileges)]
    if located:
        around, query = "near", replace(query, place=_place(located))
    elif profile.telehealth == YES and states:
        around, query = "by_video", replace(query, telehealth=True, patient_state=states[0])
    else:
        return Similar(profile, "nowhere", None)
    query, notes = resolve(engine.meta(), query)
    page = engine.search(query)
    others = [one for one in page.matches if one.profile.npi != npi][:limit]
    total = page.total - 1  # the OT is always one of them
    query = replace(query, limit=limit)
    return Similar(profile, around, standing, query, notes, total, tuple(others))


def _services(profile: Profile, on: date) -> tuple[str | None, tuple[str, ...]]:
    """The services that the OT confirms, or else those that are likely, and which of the two."""
    if confirmed := tuple(code for code, known in profile.services.items() if known == YES):
        return "yes", confirmed
    likely = tuple(
        code
        for code, ground in profile.likely.items()
        if ground.until >= on and code not in profile.services
    )
    return ("likely", likely) if likely else (None, ())


def _place(at: Location) -> Place:
    """Where a location lies, no more precisely than it is known."""
    assert at.lat is not None and at.lon is not None  # noqa: S101
    exact = at.precision == "address" or not at.postal_code
    town = ", ".join(filter(None, (at.city, at.state)))
    label = town if exact else " ".join(filter(None, (town, at.postal_code)))
    return Place(
        label=label,
        lat=at.lat,
        lon=at.lon,
        precision="point" if exact else "postal_code",
        state=at.state,
        postal_code=at.postal_code,
    )
