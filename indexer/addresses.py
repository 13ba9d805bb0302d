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
    "suite": "ste", "floor": "fl", "flr": "fl", "apartment": "apt", "room": "rm",
    "building": "bldg", "number": "no", "office": "ofc", "saint": "st", "fort": "ft",
    "mount": "mt",
}  # fmt: skip
_DESIGNATORS = {"ste", "apt", "rm", "unit", "bldg", "no", "ofc"}
# Where a unit begins: its designator with something like a number, or an ordinal floor.
_UNIT = re.compile(
    r"\b(?:(?:ste|apt|rm|unit|bldg|ofc|fl) (?=\w*\d|\w\b)|\d+(?:st|nd|rd|th) fl\b|\d+ fl$)"
)
_GLUED = re.compile(r"\b(ste|apt|rm|unit|bldg|fl)(\d+\w?)\b")  # "STE200"
_FLOOR = re.compile(r"\b(\d+)(?:st|nd|rd|th)? fl\b")

Key = tuple[str, str, str]


def location_key(location: Location) -> Key:
    """(line 1, unit, ZIP5), folded. A location without an address is known by its name or phone,
    one without a ZIP by its city and state."""
    line1, line2 = _lines(location)
    street, unit = _split(line1, 1)  # a line 1 that is all unit stays a line 1
    before, known = _split(line2, 0)
    name = f"name {fold(location.name or location.phone or '')}"
    place = location.postal_code or fold(f"{location.city or ''} {location.state or ''}")
    return street or name, _unit(f"{unit} {known or before}"), place


def _lines(location: Location) -> tuple[str, str]:
    """Both lines, the street first: "Suite 5" and "1 Main St" are often the wrong way round."""
    line1, line2 = _short(location.line1), _short(location.line2)
    if line2 and (not line1 or (_UNIT.match(line1) and not _UNIT.match(line2))):
        return line2, line1
    return line1, line2


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


def _split(line: str, start: int) -> tuple[str, str]:
    """A line before its unit, and the unit, which begins at `start` or later."""
    found = _UNIT.search(line, start)
    return (line[: found.start()].strip(), line[found.start() :]) if found else (line, "")


def _unit(text: str) -> str:
    """ "Suite 200-B", "#200B" and "200 B" are one; a second floor is not a suite 2."""
    words = _FLOOR.sub(r"fl \1", text).split()
    return "".join(word for word in words if word not in _DESIGNATORS)


def _short(text: str | None) -> str:
    """Folded and abbreviated; text in an alphabet that folding drops stays as it is."""
    text = text or ""
    folded = fold(text.replace("#", " unit "))
    if not (text.isascii() or re.search("[a-z]", folded)):
        folded = text.casefold()
    words = " ".join(_SHORT.get(word, word) for word in folded.split())
    return _GLUED.sub(r"\1 \2", words.replace("p o box", "po box"))
