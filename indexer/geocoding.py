"""Finds the point of an address by a geopy geocoder, while a directory is built."""

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from geopy.exc import ConfigurationError, GeocoderNotFound
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import SERVICE_TO_GEOCODER, get_geocoder_for_service
from geopy.geocoders.base import Geocoder as Service

from service.directory.profile import Location
from service.directory.zip_table import zip_table
from service.merge.addresses import location_key, street_line
from service.merge.points import near_its_postal_code

from .geocode_cache import Answer, GeocodeCache, open_cache
from .silence import silence

# Of a service that failed so often in a row nothing more is to be expected in this load.
MOST_FAILURES = 5
_DEFAULTS = {"timeout": 10, "user_agent": "otmatch-index"}
_NOT_OPTIONS = {"self", "adapter_factory", "ssl_context"}  # what no setting can hold


@dataclass(frozen=True)
class GeocoderSetup:
    """Which geocoder, what it is made with, and how it is asked."""

    name: str  # geopy's short name of a service, as "nominatim"
    cache: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    delay: float = 1.0  # seconds between two lookups, at least
    retry_after: float = 5.0  # seconds after a failure
    retries: int = 1
    limit: int | None = None  # lookups in one load


@dataclass(frozen=True)
class GeocodedPoint:
    lat: float
    lon: float
    found_on: date


@dataclass
class Tally:
    """What became of the locations: asked = found + not_found + far_off + failed."""

    asked: int = 0
    from_cache: int = 0
    found: int = 0
    not_found: int = 0
    far_off: int = 0
    failed: int = 0
    over_limit: int = 0
    without_address: int = 0
    after_giving_up: int = 0


class Geocoder:
    """Asks the service for what the cache does not know. No failure stops a load."""

    def __init__(
        self, setup: GeocoderSetup, service: Service, cache: GeocodeCache, today: date
    ) -> None:
        self.tally = Tally()
        self._setup, self._cache, self._today = setup, cache, today
        self._failures = 0  # in a row
        self._ask = RateLimiter(
            service.geocode,
            min_delay_seconds=setup.delay,
            max_retries=setup.retries,
            error_wait_seconds=max(setup.retry_after, setup.delay),
            swallow_exceptions=False,
        )

    @property
    def given_up(self) -> bool:
        return self._failures >= MOST_FAILURES

    def locate(self, location: Location) -> GeocodedPoint | None:
        """The point of a location's address, or None as long as it is not known."""
        street, _, place = location_key(location)
        is_placed = location.postal_code or (location.city and location.state)
        if not is_placed or street.startswith(("name ", "po box")):
            self.tally.without_address += 1
            return None
        address = f"{street}, {place}"
        answer = self._cache.get(address)
        if answer:
            self.tally.from_cache += 1
        elif self._may_ask():
            answer = self._look_up(location)
            if answer:
                self._cache.put(address, answer)
        if answer is None or answer.lat is None or answer.lon is None:
            return None
        return GeocodedPoint(answer.lat, answer.lon, answer.found_on)

    def lines(self) -> list[str]:
        """The report as text."""
        counts = [
            f"{one.name.replace('_', ' ')} {getattr(self.tally, one.name):,}"
            for one in fields(Tally)
        ]
        lines = [f"geocoder {self._setup.name}", "  " + "   ".join(counts)]
        if self.given_up:
            lines.append(
                f"  given up after {MOST_FAILURES} failures in a row; the next load asks again"
            )
        return lines

    def _may_ask(self) -> bool:
        if self.given_up:
            self.tally.after_giving_up += 1
            return False
        if self._setup.limit is not None and self.tally.asked >= self._setup.limit:
            self.tally.over_limit += 1
            return False
        return True

    def _look_up(self, location: Location) -> Answer | None:
        """The service's answer; None if it gave none."""
        self.tally.asked += 1
        try:
            with silence():
                found = self._ask(_one_line(location))
            point = (float(found.latitude), float(found.longitude)) if found else None
        except Exception:  # any service, any failure: the load goes on with the ZIP's place
            self.tally.failed += 1
            self._failures += 1
            return None
        self._failures = 0
        if point is None:
            self.tally.not_found += 1
        elif not _is_there(location, *point):
            self.tally.far_off += 1
        else:
            self.tally.found += 1
            return Answer(round(point[0], 6), round(point[1], 6), self._today)
        return Answer(None, None, self._today)


@contextmanager
def open_geocoder(setup: GeocoderSetup, today: date) -> Iterator[Geocoder]:
    """A geocoder with its cache open. Raises ValueError for a name or option that is not known,
    SourceUnreadable for a cache that cannot be used."""
    with _service(setup) as service, open_cache(setup.cache) as cache:
        yield Geocoder(setup, service, cache, today)


def _service(setup: GeocoderSetup) -> Service:
    try:
        kind = get_geocoder_for_service(setup.name)
    except GeocoderNotFound:
        names = ", ".join(sorted(SERVICE_TO_GEOCODER))
        raise ValueError(f"geocoder {setup.name!r} is not known; known: {names}") from None
    parameters = inspect.signature(kind).parameters
    known = [name for name in parameters if name not in _NOT_OPTIONS]
    if unknown := sorted(set(setup.options) - set(known)):
        raise ValueError(
            f"geocoder {setup.name} has no option {', '.join(unknown)}; known: {', '.join(known)}"
        )
    options = {name: value for name, value in _DEFAULTS.items() if name in known}
    options |= dict(setup.options)
    needed = [name for name in known if parameters[name].default is inspect.Parameter.empty]
    if missing := [name for name in needed if name not in options]:
        raise ValueError(f"geocoder {setup.name} needs the option {', '.join(missing)}")
    if "timeout" in options:
        options["timeout"] = _seconds(options["timeout"])
    try:
        return kind(**options)
    except (ConfigurationError, TypeError, ValueError) as error:
        raise ValueError(f"geocoder {setup.name}: {error}") from None


def _seconds(value: Any) -> float:
    """A number from a settings file or the command line."""
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = 0.0
    if not (isfinite(seconds) and seconds > 0):
        raise ValueError("the geocoder's option timeout must be a number of seconds, as in 10")
    return seconds


def _one_line(location: Location) -> str:
    """As on a letter, without the unit, which services take for something else."""
    region = " ".join(filter(None, (location.state, location.postal_code)))
    return ", ".join(filter(None, (street_line(location), location.city, region, "USA")))


def _is_there(location: Location, lat: float, lon: float) -> bool:
    """Whether a point lies around the location's ZIP, or around one of its city's ZIPs where its
    own has no place on the map. What cannot be checked does not count."""
    near = near_its_postal_code(lat, lon, location.postal_code or "")
    if near is None:
        rows = zip_table().city(location.city or "", location.state or "")
        near = any(near_its_postal_code(lat, lon, row.code) for row in rows)
    return near
