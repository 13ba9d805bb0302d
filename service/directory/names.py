"""Names as people type them: every word must begin a word of the name, or nearly be one.

Case, accents, apostrophes, hyphens and small words run together make no difference. Names filter.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from .person_name import Name
from .text import fold
from .vocabulary import CREDENTIALS

MAX_WORDS = 16  # two given names and two families with their particles have nine or ten
# Written before or behind a name, and no part of it.
_BEFORE = frozenset(("dr", "mr", "mrs", "ms", "miss", "prof"))
_BEHIND = frozenset((
    "ot", "otd", "otr", "l", "otrl", "cota", "ota", "drot", "mot", "msot", "clt", "ba", "bs", "bsc",
    "ma", "ms", "msc", "med", "edd", "phd", "jr", "sr", "ii", "iii", "iv", "and", "occupational",
    "therapist", "therapy", "therapi",  # as NPPES cuts it off after 20 letters
    *(word for code in CREDENTIALS for word in fold(code).split()),
))  # fmt: skip
# "De la Cruz" is kept as one word by some and as three by others.
_PARTICLES = frozenset((
    "al", "bin", "d", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el",
    "la", "las", "le", "los", "mac", "mc", "o", "saint", "san", "st", "ten", "ter", "van", "von",
))  # fmt: skip


def name_tokens(name: Name) -> frozenset[str]:
    """The folded words of a name; of one with several words also all of them run together."""
    return _tokens(name.first, name.middle, name.last, name.suffix)


@lru_cache(4096)
def _tokens(*parts: str | None) -> frozenset[str]:
    """A profile is asked for its name by every facet anew."""
    words = [fold(part or "").split() for part in parts]
    joined = ("".join(part) for part in words if len(part) > 1)
    return frozenset((*(word for part in words for word in part), *joined))


@lru_cache(4096)
def name_forms(text: str) -> tuple[tuple[str, ...], ...]:
    """The words asked for, in each form that counts: as written, and with particles joined on."""
    parts = [fold(part).split() for part in text.split(",")]
    named = [part for part in parts if not _is_behind(part)] or parts
    words = [word for part in named for word in part]
    if len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    joined = _joined(words)
    return (tuple(words),) if joined == words else (tuple(words), tuple(joined))


def _is_behind(part: list[str]) -> bool:
    """Whether this is no part of a name; "O.T." and "ot/r" are two words by their dots."""
    return set(part) <= _BEHIND or "".join(part) in _BEHIND


def _joined(words: list[str]) -> list[str]:
    """Each run of particles written together with the word that follows it."""
    found, held = [], ""
    for word, following in pairwise((*words, "")):
        held += word
        if word not in _PARTICLES or not following:
            found.append(held)
            held = ""
    return found


def typing_errors(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped in a word of this length."""
    return 0 if len(word) < 3 else 1 if len(word) <= 5 else 2


@lru_cache(4096)
def word_matches(asked: str, token: str) -> bool:
    most = typing_errors(asked)
    return token.startswith(asked) or OSA.distance(asked, token, score_cutoff=most) <= most


def name_matches(tokens: Iterable[str], forms: tuple[tuple[str, ...], ...]) -> bool:
    """Whether every word of one of the forms matches some token."""
    return any(all(any(word_matches(w, t) for t in tokens) for w in words) for words in forms)
