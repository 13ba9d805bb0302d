"""Profiles written as the embedded engine's columns and posting lists."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from math import inf

import numpy as np

from service.directory.adults import adult_care
from service.directory.facets import payers_taken
from service.directory.insurance import stances
from service.directory.names import name_tokens
from service.directory.profile import NO, YES, Location, Profile
from service.directory.programs import program_words, programs_taken
from service.directory.ranking import ms_center
from service.directory.text import fold
from service.directory.weights import WAIT_SHARES

from .columns import (
    ACCEPTING,
    AGES,
    ARRAYS,
    CLAIMED,
    CREDENTIAL,
    EVIDENCE,
    GENDER,
    KIND,
    KNOWN,
    LOCATION_BIT,
    NO_POINT,
    PROGRAM,
    SERVICE,
    STATE,
    STATUS,
    TAKEN,
    TAXONOMY,
    UNKNOWN_WAIT,
    WAITS,
    bit,
    day_number,
    service_number,
    spots,
    unit_vector,
)

# What is held of each person or location, in the order in which they come.
_HELD = {
    name: ARRAYS[name]
    for name in ("tie", "kind", "services", "offers", "home_radius", "person", "point", "state",
                 "word", "availability", "accepting_day", *TAKEN)
} | {"lat": np.dtype("<f8"), "lon": np.dtype("<f8")} | {
    f"{name}_of": np.dtype("<u2") for name in TAKEN
}  # fmt: skip


class ColumnWriter:
    """Takes profiles in row order; gives arrays and posting lists when all are in. Until then all
    is held as packed numbers: objects would be ten times as big, of a whole country too big."""

    def __init__(self) -> None:
        self._columns = {name: array(kind.base.char) for name, kind in _HELD.items()}
        self._evidence: dict[str, array] = defaultdict(lambda: array("i"))
        self._postings: dict[str, array] = defaultdict(lambda: array("i"))
        self._kinds: dict[tuple[bytes, tuple[str, ...]], int] = {}
        self._codes: dict[str, dict[str, int]] = {name: {} for name in TAKEN}

    def add(self, profile: Profile, tie: int) -> None:
        columns, row = self._columns, len(self._columns["tie"])
        columns["tie"].append(tie)
        columns["kind"].append(self._kind(profile))
        columns["services"].extend(_services(profile))
        columns["offers"].append(
            sum(bit(code, SERVICE) for code, known in profile.services.items() if known == YES)
        )
        columns["home_radius"].append(profile.home_visits.radius_miles or 0)
        for key in posting_keys(profile):
            self._postings[key].append(row)
        for location in profile.locations or (Location(),):
            self._add_location(location, row)

    def _kind(self, profile: Profile) -> int:
        languages = tuple(sorted(set(profile.languages)))
        key = (_kind_of(profile).tobytes(), languages)
        if key not in self._kinds:
            self._kinds[key] = len(self._kinds)
            for code in languages:
                self._postings[f"language:{code}"].append(self._kinds[key])
        return self._kinds[key]

    def _add_location(self, location: Location, person: int) -> None:
        columns, number = self._columns, len(self._columns["person"])
        known = stances(location)
        for key, stance in known.items():
            day = day_number(stance.standing_day)
            self._evidence[key].extend((number, STATUS.index(stance.status), day))
        accepting = ACCEPTING.index(location.accepting_patients or "unknown")
        columns["person"].append(person)
        lat, lon = (inf if at is None else at for at in (location.lat, location.lon))
        columns["lat"].append(lat)
        columns["lon"].append(lon)
        columns["point"].extend(NO_POINT if lat == inf else unit_vector(lat, lon))
        columns["state"].append(STATE.index(location.region) if location.region in STATE else 0)
        columns["word"].append(_word(location))
        columns["availability"].append(accepting * WAITS + _wait_step(location.wait_weeks))
        columns["accepting_day"].append(day_number(location.accepting_standing_day))
        for program, row in program_words(location).items():
            standing = (number, KNOWN.index(row.accepts), day_number(row.as_of))
            self._evidence[f"{PROGRAM}{program}"].extend(standing)
        self._take("payers", payers_taken(known))
        self._take("programs", programs_taken(location))

    def _take(self, name: str, codes: list[str]) -> None:
        known = self._codes[name]
        self._columns[name].extend(known.setdefault(code, len(known)) for code in codes)
        self._columns[f"{name}_of"].append(len(codes))

    def arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        """All of ARRAYS by name; locations in the order of `spot`."""
        spot = spots(self._column("lat"), self._column("lon"))
        self._order = order = np.argsort(spot, kind="stable")
        yield "spot", spot[order]
        for name in ("point", "state", "word", "availability", "accepting_day"):
            yield name, self._column(name)[order]
        person = self._column("person")[order]
        yield "person", person
        yield "rows_of", np.argsort(person, kind="stable").astype("<i4")
        counts = np.bincount(person, minlength=len(self._columns["tie"]))
        yield "rows_from", np.concatenate([[0], np.cumsum(counts)]).astype("<i4")
        for name in TAKEN:
            yield from self._taken_in(name, order)
        for name in ("tie", "kind", "services", "offers", "home_radius"):
            yield name, self._column(name)
        kinds = b"".join(key for key, _ in self._kinds)
        yield "kinds", np.frombuffer(kinds, KIND)

    def _column(self, name: str) -> np.ndarray:
        return np.frombuffer(self._columns[name], _HELD[name])

    def _taken_in(self, name: str, order: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        """What each location takes as a stretch of one list."""
        counts = self._column(f"{name}_of").astype("<i4")
        starts, counts = (np.cumsum(counts) - counts)[order], counts[order]
        ends = np.cumsum(counts)
        within = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        yield name, self._column(name)[np.repeat(starts, counts) + within]
        yield f"{name}_from", np.concatenate([[0], ends]).astype("<i4")

    def codes(self) -> dict[str, list[str]]:
        """By what is taken, the codes in the order of the numbers in that array."""
        return {name: list(numbers) for name, numbers in self._codes.items()}

    def names(self) -> list[str]:
        """The distinct words of all names, sorted: quicker to read than the keys of postings."""
        keys = (key.partition(":") for key in self._postings)
        return sorted(word for kind, _, word in keys if kind == "name" and word)

    def postings(self) -> Iterator[tuple[str, np.ndarray]]:
        """Persons by `state:`, `zip:`, `county:` and `name:`, kinds by `language:`, and evidence
        by stance key; after `arrays`, which settle the order of locations."""
        for key, rows in self._postings.items():
            yield key, np.array(rows, "<i4")
        place_of = np.empty(len(self._order), "<i4")
        place_of[self._order] = np.arange(len(self._order))
        for key, entries in self._evidence.items():
            row, status, day = np.frombuffer(entries, "<i4").reshape(-1, 3).T
            table = np.empty(len(row), EVIDENCE)
            table["row"], table["status"], table["day"] = place_of[row], status, day
            yield key, np.sort(table, order="row")


def _kind_of(profile: Profile) -> np.ndarray:
    kind = np.zeros((), KIND)
    kind["gender"] = GENDER.index(profile.gender or "")
    kind["telehealth"] = KNOWN.index(profile.telehealth)
    kind["home_visits"] = KNOWN.index(profile.home_visits.offered)
    kind["ages"] = AGES.index(adult_care(profile))
    kind["ms_center"] = ms_center(profile) is not None
    kind["has_language"] = bool(profile.languages)
    kind["has_license"] = bool(profile.licenses or profile.privileges)
    kind["has_name"] = bool(name_tokens(profile.name))
    kind["taxonomies"] = sum(bit(code, TAXONOMY) for code in set(profile.taxonomies))
    for held in profile.credentials:
        until = held.until
        kind["credentials"][CREDENTIAL.index(held.code)] = day_number(until) if until else CLAIMED
    return kind


def _services(profile: Profile) -> list[int]:
    numbers = [0] * len(SERVICE)
    for code in profile.services.keys() | profile.likely.keys():
        likely = profile.likely.get(code)
        until = likely.until if likely else None
        numbers[SERVICE.index(code)] = service_number(profile.services.get(code), until)
    return numbers


def _word(location: Location) -> int:
    word = LOCATION_BIT["accepting", location.accepting_patients or "unknown"]
    word |= sum(LOCATION_BIT["setting", code] for code in set(location.settings))
    for code, known in location.access.items():
        if known in (YES, NO):
            word |= LOCATION_BIT["access" if known == YES else "no_access", code]
    return word


def posting_keys(profile: Profile) -> set[str]:
    """The lists of persons in which this one stands."""
    states = {held.state for held in (*profile.licenses, *profile.privileges)}
    return {
        *(f"state:{state}" for state in states or {""}),
        *(f"name:{token}" for token in name_tokens(profile.name) or {""}),
        *(f"zip:{code}" for code in profile.home_visits.postal_codes),
        *(f"county:{fold(county)}" for county in profile.home_visits.counties),
    }


def _wait_step(weeks: float | None) -> int:
    if weeks is None:
        return UNKNOWN_WAIT
    return next(step for step, (most, _) in enumerate(WAIT_SHARES) if weeks <= most)
