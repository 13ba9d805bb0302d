"""The embedded engine's columns: profiles written as numpy arrays and posting lists.

Location rows are sorted by latitude (those without a point last), so that a radius is a slice.
Days are counted from 2000-01-01 in 16 bits: 0 is none, 1 a mere claim, 65535 no end.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from math import inf

import numpy as np

from service.directory.insurance import stances
from service.directory.profile import ABROAD, NO_END, Location, Profile
from service.directory.ranking import adult_care, ms_center
from service.directory.states import STATES
from service.directory.text import fold
from service.directory.vocabulary import (
    ACCEPTING_PATIENTS,
    CREDENTIALS,
    GENDERS,
    PLAN_STATUSES,
    SERVICES,
    SETTINGS,
    TAXONOMIES,
)
from service.directory.weights import AGES_VALUES, WAIT_SHARES

EPOCH = date(2000, 1, 1).toordinal()
CLAIMED, FOREVER = 1, 65_535
UNKNOWN_WAIT = len(WAIT_SHARES)

# What a small number in a column stands for: its place in these tuples.
KNOWN = ("unknown", "yes", "no")
GENDER = ("", *GENDERS)
AGES = tuple(AGES_VALUES)
ACCEPTING = ("unknown", *ACCEPTING_PATIENTS)
STATUS = ("unknown", *(status for status in PLAN_STATUSES if status != "unknown"))
STATE = ("", *STATES, ABROAD)
SERVICE, CREDENTIAL = tuple(SERVICES), tuple(CREDENTIALS)
TAXONOMY, SETTING = tuple(TAXONOMIES), tuple(SETTINGS)

EVIDENCE = np.dtype([("row", "<i4"), ("status", "u1"), ("day", "<u2")])
PERSON = np.dtype(
    [
        ("tie", "<i8"),
        ("taxonomies", "<u2"),
        ("gender", "u1"),
        ("telehealth", "u1"),
        ("home_visits", "u1"),
        ("home_radius", "<u2"),
        ("ages", "u1"),
        ("ms_center", "?"),
        ("has_language", "?"),
        ("has_license", "?"),
        ("services", "u1", (len(SERVICE),)),
        ("likely", "<u2", (len(SERVICE),)),
        ("credentials", "<u2", (len(CREDENTIAL),)),
    ]
)
LOCATION = np.dtype(
    [
        ("lat", "<f8"),
        ("lon", "<f8"),
        ("person", "<i4"),
        ("state", "u1"),
        ("accepting", "u1"),
        ("accepting_day", "<u2"),
        ("wait", "u1"),
        ("settings", "u1"),
    ]
)


def day_number(day: date | None) -> int:
    """A day as the columns count it; days before 2000 count as the first ones."""
    if day is None:
        return 0
    return FOREVER if day >= NO_END else max(2, min(day.toordinal() - EPOCH, FOREVER - 1))


def is_current(until: np.ndarray, on: date) -> np.ndarray:
    """Where a certificate that holds until then counts on this day; a mere claim never does."""
    return until >= max(day_number(on), CLAIMED + 1)


def bit(code: str, codes: tuple[str, ...]) -> int:
    return 1 << codes.index(code)


class ColumnWriter:
    """Takes profiles in row order; gives columns and posting lists when all are in."""

    def __init__(self) -> None:
        self._persons: list[bytes] = []
        self._locations: list[tuple] = []
        self._evidence: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self._postings: dict[str, list[int]] = defaultdict(list)

    def add(self, profile: Profile, tie: int) -> None:
        row = len(self._persons)
        person = np.zeros((), PERSON)
        person["tie"] = tie
        _write_person(person, profile)
        self._persons.append(person.tobytes())
        for key in _posting_keys(profile):
            self._postings[key].append(row)
        for location in profile.locations or (Location(),):
            self._add_location(location, row)

    def _add_location(self, location: Location, person: int) -> None:
        number = len(self._locations)
        for key, stance in stances(location).items():
            day = day_number(stance.as_of)
            self._evidence[key].append((number, STATUS.index(stance.status), day))
        self._locations.append(
            (
                inf if location.lat is None else location.lat,
                inf if location.lon is None else location.lon,
                person,
                STATE.index(location.region) if location.region in STATE else 0,
                ACCEPTING.index(location.accepting_patients or "unknown"),
                day_number(location.accepting_as_of),
                _wait_step(location.wait_weeks),
                sum(bit(setting, SETTING) for setting in location.settings),
            )
        )

    def columns(self) -> Iterator[tuple[str, np.ndarray]]:
        """The two tables, `person` and `location`."""
        yield "person", np.frombuffer(b"".join(self._persons), PERSON)
        yield "location", self._sorted_locations()

    def postings(self) -> Iterator[tuple[str, np.ndarray]]:
        """Person rows by `language:`, `state:`, `zip:` and `county:`; evidence by stance key."""
        for key, rows in self._postings.items():
            yield key, np.array(rows, "<i4")
        order = np.argsort(np.array([row[0] for row in self._locations]), kind="stable")
        place_of = np.empty(len(order), "<i4")
        place_of[order] = np.arange(len(order))
        for key, entries in self._evidence.items():
            table = np.array(entries, EVIDENCE)
            table["row"] = place_of[table["row"]]
            yield key, np.sort(table, order="row")

    def _sorted_locations(self) -> np.ndarray:
        table = np.array(self._locations, LOCATION)
        return table[np.argsort(table["lat"], kind="stable")]


def _write_person(person: np.ndarray, profile: Profile) -> None:
    person["gender"] = GENDER.index(profile.gender or "")
    person["telehealth"] = KNOWN.index(profile.telehealth)
    person["home_visits"] = KNOWN.index(profile.home_visits.offered)
    person["home_radius"] = profile.home_visits.radius_miles or 0
    person["ages"] = AGES.index(adult_care(profile))
    person["ms_center"] = ms_center(profile) is not None
    person["has_language"] = bool(profile.languages)
    person["has_license"] = bool(profile.licenses or profile.privileges)
    person["taxonomies"] = sum(bit(code, TAXONOMY) for code in set(profile.taxonomies))
    for code, known in profile.services.items():
        person["services"][SERVICE.index(code)] = KNOWN.index(known)
    for code, likely in profile.likely.items():
        person["likely"][SERVICE.index(code)] = day_number(likely.until)
    for held in profile.credentials:
        until = held.until
        person["credentials"][CREDENTIAL.index(held.code)] = day_number(until) if until else CLAIMED


def _posting_keys(profile: Profile) -> set[str]:
    states = {held.state for held in (*profile.licenses, *profile.privileges)}
    return {
        *(f"language:{code}" for code in profile.languages),
        *(f"state:{state}" for state in states),
        *(f"zip:{code}" for code in profile.home_visits.postal_codes),
        *(f"county:{fold(county)}" for county in profile.home_visits.counties),
    }


def _wait_step(weeks: float | None) -> int:
    if weeks is None:
        return UNKNOWN_WAIT
    return next(step for step, (most, _) in enumerate(WAIT_SHARES) if weeks <= most)
