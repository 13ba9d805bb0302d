"""Names found as people type them: by how they begin, by how their words begin, or with typos.

All text is folded. What a name stands for is a number; a lower one is to be listed earlier.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

Numbers = np.ndarray  # what names stand for, rising, each once
NONE: Numbers = np.array([], np.int32)
_SIGNS = {sign: 1 << place for place, sign in enumerate("abcdefghijklmnopqrstuvwxyz0123456789 ")}
_LAST = "~"  # sorts after every folded sign
_LATE = 6  # signs after which a beginning tells enough to be guessed with typos in it


def typos_allowed(text: str) -> int:
    """How many typos a text may have: "rim" is not "room", "albny" is "albany"."""
    return 0 if len(text) < 4 else 1 if len(text) < 6 else 2


def typed_like(text: str, names: Iterable[str], typos: int) -> list[tuple[str, int]]:
    """Names at most so many typos away, each with their number; a letter too many, too few,
    wrong, or swapped with the next."""
    found = process.extract(text, list(names), scorer=OSA.distance, score_cutoff=typos, limit=None)
    return [(name, away) for name, away, _ in found]


def together(parts: Iterable[Numbers]) -> Numbers:
    return _rising(np.concatenate([NONE, *parts]))


def _rising(numbers: np.ndarray) -> Numbers:
    """Each once; many times as fast as np.unique for the thousands that one letter finds."""
    held = np.zeros(numbers.max(initial=-1) + 1, bool)
    held[numbers] = True
    return np.flatnonzero(held)


class _Typos:
    """Names by their length and letters, which leaves few to compare with a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names, key=len)
        self._lengths = np.array([len(name) for name in self._names], np.int32)
        self._letters = np.array([_letters(name) for name in self._names], np.uint64)

    def near(self, text: str, typos: int) -> list[tuple[str, int]]:
        low = len(text) - typos
        first, last = np.searchsorted(self._lengths, [low, len(text) + typos + 1])
        # A wrong letter is one letter more and one less.
        other = np.bitwise_count(self._letters[first:last] ^ _letters(text))
        like = np.flatnonzero(other <= 2 * typos) + first
        return typed_like(text, [self._names[at] for at in like], typos)


def _letters(text: str) -> np.uint64:
    letters = 0
    for sign in set(text):
        letters |= _SIGNS[sign]
    return np.uint64(letters)


class Names:
    """Whole names, sorted."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        pairs = sorted(set(named))
        self._names = [name for name, _ in pairs]
        self._numbers = np.array([number for _, number in pairs], np.int32)
        self._typos = _Typos(dict.fromkeys(self._names))

    def exactly(self, text: str) -> Numbers:
        first = bisect_left(self._names, text)
        return _rising(self._numbers[first : bisect_right(self._names, text, first)])

    def beginning(self, text: str) -> Numbers:
        return _rising(self._numbers[_beginning(self._names, text)])

    def misspelled(self, text: str, typos: int) -> list[Numbers]:
        """What a text means with one typo, with two, up to so many."""
        near = self._typos.near(text, typos)
        return [
            together(self.exactly(name) for name, away in near if away == count)
            for count in range(1, typos + 1)
        ]

    def beginning_misspelled(self, text: str, typos: int) -> Numbers:
        """Names that begin nearly so; the first letter must be right."""
        if len(text) < _LATE:
            return NONE
        names = self._names[_beginning(self._names, text[0])]
        near = typed_like(text, dict.fromkeys(name[: len(text)] for name in names), typos)
        return together(self.beginning(begun) for begun, _ in near)


class Words:
    """Names by their words, in any order: "silver aetna" is in "aetna health silver 2000"."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        pairs = sorted(set(named))
        self._numbers = np.array([number for _, number in pairs], np.int32)
        holders: dict[str, list[int]] = defaultdict(list)
        for row, (name, _) in enumerate(pairs):
            for word in set(name.split()):
                holders[word].append(row)
        self._words = sorted(holders)
        self._typos = _Typos(self._words)
        self._rows = np.array([row for word in self._words for row in holders[word]], np.int32)
        self._ends = np.cumsum([0, *(len(holders[word]) for word in self._words)])

    def beginning(self, text: str, typos: int = 0) -> Numbers:
        """What has for each word of the text a word that begins so, or is so but for typos."""
        every = np.ones(len(self._numbers), bool)
        for word in set(text.split()):
            every &= self._holding(word, min(typos, typos_allowed(word)))
        return _rising(self._numbers[every])

    def _holding(self, word: str, typos: int) -> np.ndarray:
        spans = [_beginning(self._words, word)]
        # A wrong digit makes another number.
        if typos and word.isalpha():
            near = (bisect_left(self._words, name) for name, _ in self._typos.near(word, typos))
            spans += [slice(at, at + 1) for at in near]
        held = np.zeros(len(self._numbers), bool)
        for span in spans:
            held[self._rows[self._ends[span.start] : self._ends[span.stop]]] = True
        return held


def _beginning(names: list[str], text: str) -> slice:
    first = bisect_left(names, text)
    return slice(first, bisect_left(names, text + _LAST, first))
