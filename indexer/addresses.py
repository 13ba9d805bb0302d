"""When two addresses are one: the key of a location within one NPI, and its stable id."""

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

from service.directory.profile import Location
from service.directory.text import fold

# USPS Publication 28: the words that registries and people abbreviate differently.
_SHORT = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "boulevard": "blvd",
    "drive": "dr", "lane": "ln", "court": "ct", "place": "pl", "parkway": "pkwy",
    "highway": "hwy", "square": "sq", "terrace": "ter", "circle": "cir", "center": "ctr",
    "centre": "ctr", "plaza": "plz", "north": "n", "south": "s", "east": "e", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "suite": "ste", "floor": "fl", "apartment": "apt", "room": "rm", "building": "bldg",
    "saint": "st", "fort": "ft", "mount": "mt",
}  # fmt: skip
_UNIT = re.compile(r"\b(?:ste|fl|apt|rm|unit|bldg|dept|no) (?P<unit>\w+(?: \w)?)$")
_FLOOR = re.compile(r"\b(?P<unit>\d+)(?:st|nd|rd|th)? fl$")

Key = tuple[str, str, str]


def location_key(location: Location) -> Key:
    """(line 1, unit, ZIP5), folded; a location without an address is known by its name."""
    line1 = _short(location.line1)
    unit = _short(location.line2)
    for pattern in (_UNIT, _FLOOR):
        if not unit and (found := pattern.search(line1)):
            line1, unit = line1[: found.start()].strip(), found[0]
    for pattern in (_UNIT, _FLOOR):
        if found := pattern.search(unit):
            unit = found["unit"]
            break
    return line1 or f"name {fold(location.name or '')}", unit, location.postal_code or ""


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


def _short(text: str | None) -> str:
    words = fold(text or "").split()
    return " ".join(_SHORT.get(word, word) for word in words)
