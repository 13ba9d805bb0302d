"""How a fact's value is read from what was told: strictly, by its kind."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from service.directory.states import state_code
from service.directory.text import fold, slug
from service.directory.zip_table import is_of_forces, long_form, zip_table

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ZIP = re.compile(r"([0-9]{5})(?:-[0-9]{4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTY = re.compile(r"\s*(?P<name>[^,]{1,80}?)\s*,\s*(?P<state>[A-Za-z .]{2,40}?)\s*")
_ICD = re.compile(r"[A-Z][0-9][0-9AB](?:\.?[0-9A-Z]{1,4})?", re.IGNORECASE)
# Multiple sclerosis in ICD-10-CM: G35 alone until 2025-09-30, since then with what follows.
_ICD_MS = re.compile(r"G35(?:\.?(?:A|B[0-2]|C[0-2]|D))?", re.IGNORECASE)
# Other words in use for a diagnosis that has a code of ours.
_DIAGNOSES = {
    "multiple-sclerosis": "ms",
    "esclerosis-multiple": "ms",
    "neuromyelitis-optica": "nmo",
}
_MOST_AMOUNT = 1_000_000_000
MOST_LINE = 100
# "Albny, NY" is that near to Albany, and no county to any other.
_NEARLY = 85
# What a county is called besides its name, in one state or another.
_KINDS = ("county", "parish", "census area", "city and borough", "borough", "municipality",
          "municipio")  # fmt: skip


class Unfit(ValueError):
    """A value that a fact cannot have: the code of the rule that it breaks, and values for it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def itself(value: Any) -> Any:
    return value


def whole_reader(least: int, most: int) -> Callable[[Any], int]:
    """Reads a whole number from `least` to `most`."""

    def read(told: Any) -> int:
        if type(told) is not int or not least <= told <= most:
            raise Unfit("fact_not_whole", least=least, most=most)
        return told

    return read


def choice_reader(choices: tuple[str, ...]) -> Callable[[Any], str]:
    def read(told: Any) -> str:
        if told not in choices:
            raise Unfit("not_among", choices=list(choices))
        return told

    return read


def read_amount(told: Any) -> Fraction:
    """A number from 0, exactly as it was written: 0.1 is a tenth."""
    if type(told) not in (int, float) or not 0 <= told <= _MOST_AMOUNT:
        raise Unfit("fact_not_amount", most=_MOST_AMOUNT)
    return Fraction(Decimal(str(told)))


def read_flag(told: Any) -> bool:
    if type(told) is not bool:
        raise Unfit("not_yes_no")
    return told


def read_code(told: Any) -> str:
    """A code as vocabularies have them; other writing of the same words is understood."""
    text = _text(told)
    code = slug(text) if text.isascii() and len(text) <= MOST_LINE else ""
    if not _CODE.fullmatch(code):
        raise Unfit("fact_not_code")
    return code


def read_diagnosis(told: Any) -> str:
    """A code such as "ms", or the ICD-10-CM code of multiple sclerosis. Any other code of a
    classification is refused: read as another diagnosis, it would be a "no" that nobody meant."""
    text = _text(told).strip()
    if _ICD_MS.fullmatch(text):
        return "ms"
    if _ICD.fullmatch(text):
        raise Unfit("fact_not_diagnosis")
    return _DIAGNOSES.get(slug(text)) or read_code(text)


def read_confirming(told: Any) -> str:
    """Who confirmed something: a code. A doctor is a physician."""
    code = read_code(told)
    return "physician" if code in ("doctor", "medical-doctor", "md") else code


def read_zip(told: Any) -> str:
    found = _ZIP.fullmatch(_text(told).strip())
    if not found:
        raise Unfit("not_a_zip")
    if is_of_forces(found[1]):
        raise Unfit("zip_of_forces")
    return found[1]


def read_state(told: Any) -> str:
    code = state_code(_text(told))
    if code is None:
        raise Unfit("fact_not_state")
    return code


def read_county(told: Any) -> str:
    """As rules name counties: "Albany, NY". One that the ZIP table does not know is taken as it
    stands, unless it is nearly one that it knows: mistyped, it would be a "no" that nobody
    meant."""
    found = _COUNTY.fullmatch(_text(told))
    state = state_code(found["state"]) if found else None
    if not found or not state or not fold(found["name"]):
        raise Unfit("fact_not_county")
    county = f"{found['name']}, {state}"
    key, known = county_key(county), _counties(state)
    if key not in known:
        near = process.extract(key, list(known), scorer=fuzz.ratio, limit=3, score_cutoff=_NEARLY)
        if near:
            raise Unfit("fact_county_unknown", nearest=[known[name] for name, _, _ in near])
    return county


def read_day(told: Any) -> date:
    try:
        if _DAY.fullmatch(text := _text(told)):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Unfit("not_a_day")


def read_line(told: Any) -> str:
    text = _text(told).strip()
    if not text or len(text) > MOST_LINE or not text.isprintable():
        raise Unfit("unprintable", most=MOST_LINE)
    return text


@lru_cache(8192)
def county_key(county: str) -> str:
    """What two names of one county have in common: "St. Louis County, MO" is "Saint Louis, MO", but
    "St. Louis City, MO" is another. "Alexandria, VA", which no county is called, is the city."""
    key = _plain_key(county)
    name, _, state = key.rpartition(", ")
    known = _counties(state)
    return f"{name}city, {state}" if key not in known and f"{name}city, {state}" in known else key


def _plain_key(county: str) -> str:
    name, _, state = county.rpartition(", ")
    folded = long_form(fold(name))
    for kind in _KINDS:
        folded = folded.removesuffix(f" {kind}")
        folded = folded.removeprefix(f"{kind} of ")
    return f"{folded.replace(' ', '')}, {state}"


@cache
def _counties(state: str) -> dict[str, str]:
    """The counties of a state in the ZIP table: their keys with their names."""
    rows = (row for row in zip_table().by_code.values() if row.state == state and row.county)
    return {_plain_key(row.county): row.county for row in rows}


def is_county(county: str) -> bool:
    """Whether the ZIP table knows it; also where it knows none of that state."""
    known = _counties(county_state(county))
    return not known or county_key(county) in known


def county_state(county: str) -> str:
    return county.rpartition(", ")[2]


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise Unfit("not_text")
    return told
