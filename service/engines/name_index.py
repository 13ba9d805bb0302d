"""The embedded engine's names: the distinct words of all names, and who bears each."""

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from service.directory.names import typing_errors

_AFTER_ALL = "\uffff"
_NONE = np.empty(0, "<i4")


class NameIndex:
    """`words()` gives all distinct words, sorted; `posting` the persons of "name:WORD"."""

    def __init__(
        self, words: Callable[[], list[str]], posting: Callable[[str], np.ndarray | None]
    ) -> None:
        self._read, self._posting = words, posting
        # A person types on, word by word: what was found for a word is asked for again.
        self._people_of = lru_cache(64)(self._find)

    @cached_property
    def _words(self) -> list[str]:
        return self._read()

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self._words:
            found.setdefault(len(word), []).append(word)
        return found

    @cached_property
    def unnamed(self) -> np.ndarray:
        """Persons of whom no source gives a name."""
        found = self._posting("name:")
        return _NONE if found is None else found

    def people(self, forms: tuple[tuple[str, ...], ...]) -> np.ndarray:
        """Persons whose names match all words of one of the forms."""
        found = []
        for words in forms:
            people = self._people_of(words[0])
            for word in words[1:]:
                people = np.intersect1d(people, self._people_of(word), assume_unique=True)
            found.append(people)
        return np.unique(np.concatenate(found))

    def with_unnamed(self, people: np.ndarray) -> np.ndarray:
        return np.union1d(people, self.unnamed)

    def _find(self, asked: str) -> np.ndarray:
        words = set(self._begun(asked)) | set(self._mistyped(asked))
        lists = [self._posting(f"name:{word}") for word in sorted(words)]
        return np.unique(np.concatenate([_NONE, *(rows for rows in lists if rows is not None)]))

    def _begun(self, asked: str) -> list[str]:
        low = bisect_left(self._words, asked)
        return self._words[low : bisect_left(self._words, asked + _AFTER_ALL)]

    def _mistyped(self, asked: str) -> list[str]:
        most = typing_errors(asked)
        found = []
        for length in range(len(asked) - most, len(asked) + most + 1) if most else ():
            words = self._by_length.get(length, [])
            near = process.extract_iter(asked, words, scorer=OSA.distance, score_cutoff=most)
            found += [word for word, _, _ in near]
        return found
