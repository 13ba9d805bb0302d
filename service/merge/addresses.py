"""When two addresses are one: the key of a location within one NPI, and its stable id."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import takewhile

from scourgify.normalize import normalize_addr_str

from service.directory.profile import Location
from service.directory.text import fold

from .address_words import (
    DIRECTIONS,
    NUMBERS,
    STREET_TYPES,
    UNITS,
    Words,
    is_number,
    short,
    unit_at,
)

# Names that tell one part of a building from another; other names beside a suite say nothing.
_PARTS = {"tower", "wing", "pavilion", "hall", "anx", "block", "level"} | DIRECTIONS
# Units that need no number.
_ALONE = {"bsmt", "rear", "frnt", "ll", "ph", "lbby", "lowr", "upper"}
_NOT_A_NAME = STREET_TYPES | DIRECTIONS | set(UNITS) | {"box", "rr", "hc", "i", "us", "and"}
_HOUSE = re.compile(r"[a-z]?\d\w*(?: \d+)* (?:[nsew]{1,2} )?(?:\w{2,}|[a-z] \w{2,})")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)$")
_UNIT_TEXT = re.compile(
    r"\W*#.*|\W+(?:suite|ste|apt|unit|room|rm|fl|floor|bldg|building)\b\W*(?:\w*\d|\w\b).*", re.I
)
_EDGE = re.compile(r"(?<=\d) (?=[a-z])|(?<=[a-z]) (?=\d)")
_LONGEST = 400  # characters; more is no address, and is not worth taking apart

Key = tuple[str, str, str]


def location_key(location: Location) -> Key:
    """(line 1, unit, ZIP5), folded. A location without an address is known by its name or phone,
    one without a ZIP by its city and state."""
    street, unit = _address(location.line1 or "", location.line2 or "")
    name = f"name {fold(location.name or location.phone or '')}"
    place = location.postal_code or fold(f"{location.city or ''} {location.state or ''}")
    return street or name, unit, place


def only_address(location: Location) -> Location:
    """The place alone, for those who add to what others say of it; by its name if that is all
    that tells it from others."""
    return Location(
        line1=location.line1,
        line2=location.line2,
        city=location.city,
        state=location.state,
        postal_code=location.postal_code,
        country=location.country,
        name=None if location.line1 else location.name,
    )


def street_line(location: Location) -> str:
    """The street as a source wrote it, for those who know it by that: without name and unit."""
    pieces = f"{location.line1 or ''},{location.line2 or ''}".split(",")
    return _UNIT_TEXT.sub("", min(pieces, key=lambda piece: _rank(short(piece)))).strip()


def location_id(npi: str, key: Key) -> str:
    """Stable over loads: a hash of the NPI and the key."""
    return blake2b("|".join((npi, *key)).encode(), digest_size=8).hexdigest()


def joined(keys: Iterable[Key]) -> dict[Key, Key]:
    """For each key the one that it counts as: itself, or, for one without a unit, the only one
    with that line 1 and ZIP that names a unit. The order of the keys does not matter."""
    units: dict[tuple[str, str], set[Key]] = defaultdict(set)
    every = set(keys)
    for key in every:
        if key[1]:
            units[key[0], key[2]].add(key)
    found = {}
    for key in every:
        alike = units[key[0], key[2]]
        found[key] = next(iter(alike)) if not key[1] and len(alike) == 1 else key
    return found


def same_place(one: Key, other: Key, same_phone: bool) -> bool:
    """Whether two organizations are at one address. A unit that only one of them names must be
    backed by the same phone: a tower has many tenants."""
    (street, unit, place), (other_street, other_unit, other_place) = one, other
    if street.startswith("name ") or not place or (street, place) != (other_street, other_place):
        return False
    return unit == other_unit or (same_phone and not (unit and other_unit))


@lru_cache(maxsize=65_536)  # offices repeat: one hospital is the address of hundreds
def _address(line1: str, line2: str) -> tuple[str, str]:
    """The street and the unit of two lines, which are often the wrong way round."""
    if len(line1) + len(line2) > _LONGEST:
        return " ".join(" ".join(sorted((line1, line2))).casefold().split()), ""
    first, second = sorted((short(line1), short(line2)), key=lambda line: (_rank(line), line))
    name, street = _after_name(first.split())
    others = [name, second.split()]
    street, tail = _without_unit(street)
    for other in others:
        if other[:1] == ["urb"]:  # in Puerto Rico it tells equal street names apart
            street, other[:] = street + other, []
        if street and other[:2] == ["po", "box"]:  # nobody is treated in a PO box
            other.clear()
    if len(street) > 1:
        street = [NUMBERS.get(street[0], street[0]), *street[1:]]
    return " ".join(_ORDINAL.sub(r"\1", word) for word in street), _unit([tail, *others])


def _rank(line: str) -> int:
    """How little a line looks like a street; the first is taken for line 1."""
    words = line.split()
    if not words:
        return 5
    if _after_name(words)[0]:
        return 0
    if unit_at(words, 0) == 0 or is_number(words):
        return 4
    if _HOUSE.match(line) or words[0] in NUMBERS:
        return 0 if set(words[1:]) & STREET_TYPES else 1
    return 2 if words[0] != "urb" and any(word[0].isdigit() for word in words) else 3


def _after_name(words: Words) -> tuple[Words, Words]:
    """A name or unit before the house number, and the rest: "Memorial Hospital 5 Main St"."""
    if not words or words[0][0].isdigit():
        return [], words
    for at in range(1, len(words)):
        rest = words[at:]
        is_street = rest[0][0].isdigit() and _HOUSE.match(" ".join(rest))
        if is_street and words[at - 1] not in _NOT_A_NAME and set(rest[1:]) & STREET_TYPES:
            return words[:at], rest
    return [], words


def _without_unit(words: Words) -> tuple[Words, Words]:
    """A line 1 before its unit, and the unit; a line that is all unit stays a line 1."""
    start = unit_at(words, 1)
    if start == len(words) > 2 and words[-1] in _ALONE:
        start -= 1
    if start < len(words) or "calle" in words:  # "123 Calle 5" is a street with a number
        return words[:start], words[start:]
    return _parsed(words)


def _parsed(words: Words) -> tuple[Words, Words]:
    """A street, and the unit without a word for it that the library finds at the line's end."""
    text = " ".join(words)
    if len(words) < 3 or not text.isascii():
        return words, []
    try:
        found = fold(normalize_addr_str(text.upper())["address_line_2"] or "").split()
    except Exception:  # a guessing parser: what it cannot read stays a line 1, whatever it raised
        return words, []
    found = found[1:] if found[:1] == ["unit"] and "unit" not in words else found
    size = len(found)
    return (words[:-size], found) if size and words[-size:] == found else (words, [])


def _unit(lines: Iterable[Words]) -> str:
    """ "Suite 200-B", "#200B" and "200 B" are one. Names count where there is no number."""
    numbers, kinds, names = [], [], []
    for words in lines:
        while words:
            at = 0 if is_number(words) else unit_at(words, 0)
            names += words[:at]
            kind, number, words = _take_unit(words[at:])
            if number:
                (kinds if kind else numbers).append(kind + number)
    if (numbers or kinds) and not any(name in _PARTS or is_number([name]) for name in names):
        names = []
    names = [name for name in names if UNITS.get(name, name)]
    return "+".join([*numbers, *sorted(kinds), *(["".join(names)] if names else [])])


def _take_unit(words: Words) -> tuple[str, str, Words]:
    """The kind and the number of the unit at the beginning, and what follows it."""
    kind = ""
    while words and words[0] in UNITS:
        kind, words = kind or UNITS[words[0]], words[1:]
    if words and words[0] in NUMBERS:
        return kind, NUMBERS[words[0]], words[1:]
    number = list(takewhile(lambda word: is_number([word]), words))
    return kind, _EDGE.sub("", " ".join(number)).replace(" ", "-"), words[len(number) :]
