"""The words of an address, folded and abbreviated the same way whoever wrote them.

The abbreviations are those of USPS Publication 28, by way of the scourgify library.
"""

import re
import unicodedata
from itertools import takewhile

from scourgify.address_constants import (
    DIRECTIONAL_REPLACEMENTS,
    OCCUPANCY_TYPE_ABBREVIATIONS,
    STREET_TYPE_ABBREVIATIONS,
)

from service.directory.text import fold

Words = list[str]

NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
    "eleventh": "11th", "twelfth": "12th",
}  # fmt: skip


def _lower(table: dict[str, str]) -> dict[str, str]:
    return {long.lower(): short.lower() for long, short in table.items()}


_DIRECTIONS = _lower(DIRECTIONAL_REPLACEMENTS)
# "cr" is a county road more often than a creek.
_STREETS = _lower(STREET_TYPE_ABBREVIATIONS) | {"rt": "rte", "cr": "cr"}
_SHORT = {
    **_STREETS, **_DIRECTIONS, **_ORDINALS, **_lower(OCCUPANCY_TYPE_ABBREVIATIONS),
    # What registries write besides.
    "suites": "ste", "stes": "ste", "flr": "fl", "number": "no", "bld": "bldg", "saint": "st",
    "dpt": "dept", "hosp": "hospital", "twr": "tower", "urbanizacion": "urb",
}  # fmt: skip
DIRECTIONS = set(_DIRECTIONS.values())
STREET_TYPES = {*_STREETS.values(), "calle", "broadway"}
# What comes before the number of a unit. Sources take one for the other, except those whose own
# name stays in the key: a second floor is not a suite 2.
UNITS = {"ste": "", "apt": "", "rm": "", "unit": "", "no": "", "ofc": ""}
UNITS |= {kind: kind for kind in ("fl", "bldg", "lot", "pmb", "spc", "trlr", "hngr", "slip")}
# A street named "North" is not a direction: "1200 North St" is not "1200 N St".
_ENDINGS = {"st", "ave", "rd", "blvd", "dr", "ln", "ct", "pl", "way", "ter", "cir", "pkwy", "hwy"}

_SIGNS = str.maketrans({"½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "#": " unit "})
_CORNER = re.compile(r"\b([ns])\. ?([ew])\.", re.I)  # "N.E."
_PHRASES = (
    (re.compile(r"\b(?:p o|post office) box\b"), "po box"),
    (re.compile(r"\brural route\b"), "rr"),
    (re.compile(r"\blower level\b"), "ll"),
    (re.compile(r"\b(ste|suite|apt|rm|unit|bldg|fl|pmb)(\d+\w?)\b"), r"\1 \2"),  # "STE200"
)
_FLOOR = re.compile(r"\b(\d+)(?:st|nd|rd|th)? fl\b(?! (?:\w*\d|\w\b))")
_NUMBERED = re.compile(r"[a-z]?\d\w*")
_CARE_OF = (["c", "o"], ["attn"], ["attention"])


def short(text: str) -> str:
    """Folded and abbreviated words without the person in whose care mail is; an alphabet that
    folding drops stays as it is."""
    text = _CORNER.sub(r"\1\2", text.translate(_SIGNS))
    folded = " ".join(filter(None, map(_fold_word, text.split())))
    for phrase, said in _PHRASES:
        folded = phrase.sub(said, folded)
    words = _without_person(folded.split())
    kept = 2 if words[1:] and words[1] in _DIRECTIONS and _ends_street(words[2:]) else 0
    shortened = words[:kept] + [_SHORT.get(word, word) for word in words[kept:]]
    return _FLOOR.sub(r"fl \1", " ".join(shortened))


def _fold_word(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    foreign = any(c.isalnum() and not c.isascii() for c in bare)
    return unicodedata.normalize("NFKC", word).casefold() if foreign else fold(bare)


def _without_person(words: Words) -> Words:
    """Without "c/o Smith" and "Attn: Billing", up to a unit or what has a number."""
    for mark in _CARE_OF:
        for at in range(len(words)):
            if words[at : at + len(mark)] == mark:
                stop = at + unit_at([_SHORT.get(word, word) for word in words[at:]], len(mark))
                named = list(takewhile(lambda word: not word[0].isdigit(), words[at:stop]))
                return words[:at] + words[at + len(named) :]
    return words


def _ends_street(rest: Words) -> bool:
    """Whether a street's name is over: its type comes, then nothing but a unit or a direction."""
    rest = [_SHORT.get(word, word) for word in rest]
    after = rest[1] if len(rest) > 1 else "unit"
    is_over = after in UNITS or after in DIRECTIONS or bool(_NUMBERED.fullmatch(after))
    return bool(rest) and rest[0] in _ENDINGS and is_over


def is_number(words: Words) -> bool:
    """ "200", "200 B", "A": a unit without a word for it."""
    return len(words) <= 3 and all(_NUMBERED.fullmatch(word) or len(word) == 1 for word in words)


def unit_at(words: Words, start: int) -> int:
    """Where the first unit begins, at `start` or later: its word with something like a number."""
    for at in range(start, len(words) - 1):
        after = words[at + 1]
        if words[at] in UNITS and (is_number([after]) or after in NUMBERS):
            return at
        if words[at] in UNITS and after in UNITS and unit_at(words[at + 1 : at + 3], 0) == 0:
            return at  # "Ste # 200"
    return len(words)
