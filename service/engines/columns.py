"""The embedded engine's columns: what each small number in a numpy array stands for.

Days are counted from 2000-01-01 in 16 bits: 0 is none, 1 a mere claim, 65535 no end. Persons who
are alike in all that filters and ranks whole persons share one row of the table of kinds.
"""

from datetime import date
from math import cos, inf, radians, sin

import numpy as np

from service.directory.profile import ABROAD, NO_END, YES
from service.directory.services import SERVICES
from service.directory.states import STATES
from service.directory.vocabulary import (
    ACCEPTING_PATIENTS,
    ACCESS_FACTS,
    CREDENTIALS,
    GENDERS,
    PLAN_STATUSES,
    SETTINGS,
    TAXONOMIES,
)
from service.directory.weights import AGES_VALUES, WAIT_SHARES

NO_POINT = (inf, inf, inf)
EPOCH = date(2000, 1, 1).toordinal()
CLAIMED, FOREVER = 1, 65_535
UNKNOWN_WAIT = len(WAIT_SHARES)
WAITS = UNKNOWN_WAIT + 1

# What a small number in a column stands for: its place in these tuples.
KNOWN = ("unknown", "yes", "no")
GENDER = ("", *GENDERS)
AGES = tuple(AGES_VALUES)
ACCEPTING = ("unknown", *ACCEPTING_PATIENTS)
STATUS = ("unknown", *(status for status in PLAN_STATUSES if status != "unknown"))
STATE = ("", *STATES, ABROAD)
SERVICE, CREDENTIAL, TAXONOMY = tuple(SERVICES), tuple(CREDENTIALS), tuple(TAXONOMIES)

# Bits of a location's word: what it has, and the access facts that are refused.
LOCATION_BITS: tuple[tuple[str, str], ...] = (
    *(("setting", code) for code in SETTINGS),
    *(("accepting", code) for code in ACCEPTING),
    *(("access", code) for code in ACCESS_FACTS),
    *(("no_access", code) for code in ACCESS_FACTS),
)
LOCATION_BIT = {named: 1 << place for place, named in enumerate(LOCATION_BITS)}

# A service's standing: unknown, refused, else the last day on which it is likely, or confirmed.
SERVICE_NO, SERVICE_LIKELY_FOREVER, SERVICE_YES = 1, FOREVER - 1, FOREVER

# Before the id of a program, in the key of the list of what locations say of it; its `status` is a
# place in KNOWN.
PROGRAM = "program:"
EVIDENCE = np.dtype([("row", "<i4"), ("status", "u1"), ("day", "<u2")])
KIND = np.dtype(
    [
        ("taxonomies", "<u2"),
        ("gender", "u1"),
        ("telehealth", "u1"),
        ("home_visits", "u1"),
        ("ages", "u1"),
        ("ms_center", "?"),
        ("has_language", "?"),
        ("has_license", "?"),
        ("has_name", "?"),
        ("credentials", "<u2", (len(CREDENTIAL),)),
    ]
)
# What a location takes, each as a list of numbers: places in the list of codes of that name.
TAKEN = ("payers", "programs")
# One array each, by person, by location (in the order of `spot`), or by list.
ARRAYS: dict[str, np.dtype] = {
    "kinds": KIND,
    "kind": np.dtype("<u4"),
    "tie": np.dtype("<i8"),
    "services": np.dtype(("<u2", (len(SERVICE),))),
    "offers": np.dtype("<u4"),  # bits of the confirmed services
    "home_radius": np.dtype("<u2"),
    "rows_from": np.dtype("<i4"),  # where a person's rows begin in `rows_of`
    "rows_of": np.dtype("<i4"),
    "spot": np.dtype("<f8"),
    "point": np.dtype(("<f8", (3,))),  # on the unit sphere, or NO_POINT
    "person": np.dtype("<i4"),
    "state": np.dtype("u1"),
    "word": np.dtype("<u4"),
    "availability": np.dtype("u1"),  # accepting and wait
    "accepting_day": np.dtype("<u2"),
    "payers_from": np.dtype("<i4"),  # where a location's payers begin in `payers`
    "payers": np.dtype("<u2"),
    "programs_from": np.dtype("<i4"),
    "programs": np.dtype("<u2"),
}
# Bands of latitude some 7 miles high; within a band locations are sorted by longitude.
BANDS_PER_DEGREE, BAND_WIDTH = 10, 1024.0


def spots(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """The order of locations: by band of latitude, then longitude; without a point last."""
    with np.errstate(invalid="ignore"):
        return np.floor((lat + 90) * BANDS_PER_DEGREE) * BAND_WIDTH + (lon + 180)


def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """Degrees as x, y and z on the sphere of radius 1."""
    lat, lon = radians(lat), radians(lon)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def day_number(day: date | None) -> int:
    """A day as the columns count it; days before 2000 count as the first ones."""
    if day is None:
        return 0
    return FOREVER if day >= NO_END else max(2, min(day.toordinal() - EPOCH, FOREVER - 1))


def is_current(until: np.ndarray, on: date) -> np.ndarray:
    """Where a certificate that holds until then counts on this day; a mere claim never does."""
    return until >= max(day_number(on), CLAIMED + 1)


def service_number(stated: str | None, likely_until: date | None) -> int:
    """A service's standing as a number; see SERVICE_NO and the others."""
    if stated in ("yes", "no"):
        return SERVICE_YES if stated == YES else SERVICE_NO
    return min(day_number(likely_until), SERVICE_LIKELY_FOREVER)


def bit(code: str, codes: tuple[str, ...]) -> int:
    return 1 << codes.index(code)
