"""What codes may be called besides themselves."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from service.directory.text import slug


class Words:
    """What a code may be called besides itself, put together when somebody first does so. All
    copies of a field share it."""

    def __init__(self, choices: Mapping[str, Iterable[str]]) -> None:
        self._choices = choices

    @cached_property
    def codes(self) -> dict[str, str]:
        """By all words for them."""
        named = {slug(name): code for code, names in self._choices.items() for name in names}
        return named | {slug(code): code for code in self._choices}

    @cached_property
    def longest(self) -> int:
        return max(len(word) for code, names in self._choices.items() for word in (code, *names))

    def names(self, code: str) -> set[str]:
        return {name.casefold() for name in self._choices[code]}
