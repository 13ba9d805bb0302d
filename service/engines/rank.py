"""The embedded engine's search: filters and signals compiled to numpy over the columns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.directory import ranking
from service.directory.filters import counted_unknowns
from service.directory.insurance import ACCEPTING as ACCEPTED
from service.directory.insurance import fresh_from, fresh_to
from service.directory.query import Query

from .columns import (
    ACCEPTING,
    AGES,
    CLAIMED,
    CREDENTIAL,
    EVIDENCE,
    GENDER,
    KNOWN,
    SERVICE,
    SETTING,
    STATE,
    STATUS,
    TAXONOMY,
    UNKNOWN_WAIT,
    bit,
    day_number,
)

# geopy's great circle: the mean radius of the Earth, in miles.
EARTH_MILES = 6371.009 / 1.609344
YES, NO = KNOWN.index("yes"), KNOWN.index("no")
NEWPT = ACCEPTING.index("newpt")

Posting = Callable[[str], np.ndarray | None]


@dataclass(frozen=True)
class Columns:
    """One directory in memory; `posting(key)` fetches a list of rows, or None."""

    person: np.ndarray
    location: np.ndarray
    posting: Posting

    @cached_property
    def with_point(self) -> int:
        """Rows before this one have a point."""
        return int(np.searchsorted(self.location["lat"], 91.0))

    def flags(self, keys: list[str]) -> np.ndarray:
        """Per person, whether any of the posting lists holds them."""
        flags = np.zeros(len(self.person), bool)
        for rows in (self.posting(key) for key in keys):
            if rows is not None:
                flags[rows] = True
        return flags


@dataclass(frozen=True)
class Answer:
    """Persons (row numbers) in order with their sort keys, the true total, those left out."""

    total: int
    rows: np.ndarray
    keys: list[tuple[float, ...]]
    left_out: dict[str, int]


class Search:
    """One query over the columns. Arrays run over candidate locations, in row order."""

    def __init__(self, columns: Columns, query: Query) -> None:
        self.columns, self.query = columns, query
        self.today = day_number(query.on)
        self.fresh = day_number(fresh_from(query.on)), day_number(fresh_to(query.on))
        self.home = columns.flags(self._home_keys()) if query.comes_home else None
        self.rows = self._candidates()
        self.at = columns.location[self.rows]
        self.who = self.at["person"]
        self.person = columns.person

    def answer(self) -> Answer:
        gates = self._gates()
        passing = self._passing(gates, self.query.unknown)
        if self.query.unknown:
            full = self._passing(gates, None)
            passing &= ~np.isin(self.who, self.who[full])
        people = np.unique(self.who[passing])
        left_out = {
            name: self._left_out(gates, name, people) for name in counted_unknowns(self.query)
        }
        return self._page(people, passing, left_out)

    def _home_keys(self) -> list[str]:
        code, county = self.query.home_codes
        return [f"zip:{code}"] * bool(code) + [f"county:{county}"] * bool(county)

    # --- which locations may count -------------------------------------------------------

    def _candidates(self) -> np.ndarray:
        """Rows in the band of latitudes that the radius spans, and those without a point."""
        total = len(self.columns.location)
        place = self.query.place
        if not self.query.by_distance or place is None:
            return np.arange(total)
        reach = self.query.radius_miles
        if self.query.comes_home:
            reach += float(self.columns.person["home_radius"].max(initial=0))
        span = np.degrees(reach / EARTH_MILES) + 1e-6
        lats = self.columns.location["lat"]
        low, high = np.searchsorted(lats, [place.lat - span, place.lat + span])
        rows = np.concatenate([np.arange(low, high), np.arange(self.columns.with_point, total)])
        if self.home is None:
            return rows
        by_area = np.flatnonzero(self.home[self.columns.location["person"]])
        return np.union1d(rows, by_area)

    @cached_property
    def miles(self) -> np.ndarray:
        """Miles that count: to the location, or to the edge of the home-visit area."""
        place = self.query.place
        if place is None:
            return np.full(len(self.rows), np.inf)
        with np.errstate(invalid="ignore"):
            lat, lon = np.radians(self.at["lat"]), np.radians(self.at["lon"])
            here_lat, here_lon = np.radians(place.lat), np.radians(place.lon)
            a = np.sin((lat - here_lat) / 2) ** 2
            a += np.cos(here_lat) * np.cos(lat) * np.sin((lon - here_lon) / 2) ** 2
            miles = 2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(a, 0, 1)))
        miles = np.where(np.isnan(miles), np.inf, miles)
        if self.home is not None:
            miles = np.maximum(0, miles - self.person["home_radius"][self.who])
            miles = np.where(self.home[self.who], 0.0, miles)
        return miles

    # --- filters -------------------------------------------------------------------------

    def _gates(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """For each filter that is on: where it holds, and where its fact is unknown."""
        query, who, person = self.query, self.who, self.person
        gates: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        if query.specialties:
            held = person["taxonomies"][who]
            wanted = sum(bit(code, TAXONOMY) for code in query.specialties)
            gates["specialty"] = (held & wanted) > 0, held == 0
        if query.languages:
            speaks = self.columns.flags([f"language:{code}" for code in query.languages])
            gates["language"] = speaks[who], ~person["has_language"][who]
        if query.genders:
            gender = person["gender"][who]
            wanted_genders = [GENDER.index(code) for code in query.genders]
            gates["gender"] = np.isin(gender, wanted_genders), gender == 0
        if query.credentials:
            columns = [CREDENTIAL.index(code) for code in query.credentials]
            until = person["credentials"][who][:, columns]
            holds = (until >= max(self.today, CLAIMED + 1)).any(axis=1)
            gates["credential"] = holds, ~holds & (until == CLAIMED).any(axis=1)
        if query.telehealth:
            video = person["telehealth"][who]
            gates["telehealth"] = video == YES, video == 0
            licensed = self.columns.flags([f"state:{query.care_state}"])
            gates["patient_state"] = licensed[who], ~person["has_license"][who]
        if query.comes_home:
            visits = person["home_visits"][who]
            gates["setting"] = visits == YES, visits == 0
        return gates | self._location_gates()

    def _location_gates(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        query, at = self.query, self.at
        gates: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        if query.by_distance and query.place:
            here = STATE.index(query.place.state or "")
            nowhere = np.isinf(self.miles) & (here > 0) & np.isin(at["state"], (0, here))
            gates["near"] = self.miles <= query.radius_miles, nowhere
        if query.setting and not query.comes_home:
            settings = at["settings"]
            gates["setting"] = (settings & bit(query.setting, SETTING)) > 0, settings == 0
        if query.accepting:
            gates["accepting"] = at["accepting"] == NEWPT, at["accepting"] == 0
        if query.insurance_required and query.asks_insurance:
            status = self.insurance["status"]
            accepted = [STATUS.index(code) for code in ACCEPTED]
            gates["insurance_mode"] = np.isin(status, accepted), status == 0
        return gates

    def _passing(self, gates: dict, unknown: str | None) -> np.ndarray:
        passing = np.ones(len(self.rows), bool)
        for name, (holds, not_known) in gates.items():
            passing &= not_known if name == unknown else holds
        return passing

    def _left_out(self, gates: dict, name: str, people: np.ndarray) -> int:
        would = np.unique(self.who[self._passing(gates, name)])
        return int((~np.isin(would, people)).sum())

    # --- signals -------------------------------------------------------------------------

    @cached_property
    def insurance(self) -> np.ndarray:
        """Per row, the status and day of the evidence that answers the query."""
        found = np.zeros(len(self.rows), EVIDENCE)
        for key in reversed(self.query.insurance_keys):
            posting = self.columns.posting(key)
            if posting is None or not len(self.rows):
                continue
            spot = np.minimum(np.searchsorted(posting["row"], self.rows), len(posting) - 1)
            hit = posting["row"][spot] == self.rows
            found[hit] = posting[spot[hit]]
        return found

    def _location_values(self) -> dict[str, np.ndarray]:
        return {
            "distance": self._distance(),
            "insurance": self._by_age(
                STATUS, ranking.INSURANCE_VALUES, self.insurance["status"], self.insurance["day"]
            ),
            "availability": self._availability(),
        }

    def _distance(self) -> np.ndarray:
        return 0.5 ** (self.miles / ranking.half_distance(self.query))

    def _by_age(self, codes: tuple, values: dict, code: np.ndarray, day: np.ndarray) -> np.ndarray:
        table = np.array([[values[name, fresh] for fresh in (False, True)] for name in codes])
        return table[code, ((day >= self.fresh[0]) & (day <= self.fresh[1])).astype(int)]

    def _availability(self) -> np.ndarray:
        code = self.at["accepting"]
        values = ranking.AVAILABILITY_VALUES
        value = self._by_age(ACCEPTING, values, code, self.at["accepting_day"])
        shares = np.array([share for _, share in ranking.WAIT_SHARES])
        shares = np.append(shares, ranking.UNKNOWN_WAIT_SHARE)
        assert len(shares) == UNKNOWN_WAIT + 1  # noqa: S101
        waiting = np.maximum(value * shares[self.at["wait"]], values["unknown", True])
        return np.where(code == NEWPT, waiting, value)

    def _person_values(self, people: np.ndarray) -> dict[str, np.ndarray]:
        ages = np.array([ranking.AGES_VALUES[code] for code in AGES])
        return {
            "services": self._services(people),
            "ms_expertise": self._expertise(people),
            "ages": ages[self.person["ages"][people]],
        }

    def _services(self, people: np.ndarray) -> np.ndarray:
        columns = [SERVICE.index(code) for code in self.query.wanted]
        if not columns:
            return np.zeros(len(people))
        values = ranking.SERVICE_VALUES
        stated = self.person["services"][people][:, columns]
        likely = self.person["likely"][people][:, columns] >= self.today
        value = np.where(likely, values["likely"], values["unknown"])
        value = np.where(stated == YES, values["yes"], value)
        return np.where(stated == NO, values["no"], value).mean(axis=1)

    def _expertise(self, people: np.ndarray) -> np.ndarray:
        value = np.zeros(len(people))
        held = self.person["credentials"][people]
        taxonomies = self.person["taxonomies"][people]
        for step in reversed(ranking.EXPERTISE_STEPS):
            if step.kind == "taxonomy":
                holds = (taxonomies & bit(step.code, TAXONOMY)) > 0
            else:
                until = held[:, CREDENTIAL.index(step.code)]
                current = until >= max(self.today, CLAIMED + 1)
                holds = current if step.kind == "credential" else until == CLAIMED
            value = np.where(holds, step.value, value)
        return value

    # --- order ---------------------------------------------------------------------------

    def _page(self, people: np.ndarray, passing: np.ndarray, left_out: dict) -> Answer:
        ceilings = ranking.ceilings(self.query)
        own = np.zeros(len(people))
        for signal, value in self._person_values(people).items():
            own += value * ceilings.get(signal, 0)
        spot = np.searchsorted(people, self.who[passing])
        tie = self.person["tie"][people]
        if self.query.sort == "distance":
            miles = np.full(len(people), np.inf)
            np.minimum.at(miles, spot, self.miles[passing])
            keys = [miles, -np.round(own, 6), tie]
        else:
            best = np.full(len(people), -np.inf)
            at_location = np.zeros(len(self.rows))
            for signal, value in self._location_values().items():
                at_location += value * ceilings.get(signal, 0) if signal in ceilings else 0
            np.maximum.at(best, spot, at_location[passing])
            keys = [-np.round(own + best, 6), tie]
        order = np.lexsort(keys[::-1])
        order = order[_after(keys, order, self.query.after)][: self.query.limit + 1]
        page_keys = [tuple(key[row].item() for key in keys) for row in order]
        return Answer(len(people), people[order], page_keys, left_out)


def _after(keys: list[np.ndarray], order: np.ndarray, after: tuple | None) -> slice:
    """The part of the order that comes after the last page's sort key."""
    if after is None:
        return slice(None)
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if tuple(key[order[middle]].item() for key in keys) <= after:
            low = middle + 1
        else:
            high = middle
    return slice(low, None)
