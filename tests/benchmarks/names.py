"""Names that repeat as in life: 8,000 surnames and 400 first names, all made of syllables."""

import random
from itertools import product

from service.directory.person_name import Name

_BEGINNINGS = (
    "Al", "Bar", "Cor", "Dan", "Es", "Fal", "Gar", "Hal", "Is", "Jor", "Kel", "Lan", "Mar", "Nor",
    "Os", "Pal", "Quin", "Ros", "Sal", "Tor",
)  # fmt: skip
_MIDDLES = (
    "ab", "ad", "am", "an", "ar", "as", "ed", "el", "em", "en", "er", "es", "ib", "id", "il", "in",
    "ol", "on", "or", "ul",
)  # fmt: skip
_ENDINGS = (
    "a", "aro", "berg", "by", "dez", "ek", "ford", "gren", "ian", "ino", "ley", "man", "more", "os",
    "sen", "sky", "son", "ton", "well", "yan",
)  # fmt: skip
_FIRST_ENDINGS = (
    "a", "ah", "ana", "beth", "da", "e", "elle", "ene", "ia", "ice", "ick", "ie", "ina", "is",
    "ita", "lyn", "o", "ra", "us", "y",
)  # fmt: skip


def _mixed(*parts: tuple[str, ...]) -> list[str]:
    """Every joining of the parts, in an order that says nothing."""
    names = ["".join(syllables) for syllables in product(*parts)]
    random.Random(0).shuffle(names)
    return names


SURNAMES = _mixed(_BEGINNINGS, _MIDDLES, _ENDINGS)
FIRST_NAMES = _mixed(_BEGINNINGS, _FIRST_ENDINGS)


def common(chance: random.Random, names: list[str]) -> str:
    """One of the names: the first ones often (1 in 90 has the first of 8,000), the last seldom."""
    return names[int(len(names) * chance.random() ** 2)]


def person_name(chance: random.Random) -> Name:
    """Some with a middle initial, a few with a double surname."""
    last, luck = common(chance, SURNAMES), chance.random()
    return Name(
        first=common(chance, FIRST_NAMES),
        middle=chance.choice("ABCDEJLMRS") if luck < 0.3 else None,
        last=f"{last}-{common(chance, SURNAMES)}" if luck > 0.97 else last,
        credentials="OTR/L",
    )
