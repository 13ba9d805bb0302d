"""What is still to be asked of one person, over all programmes at once."""

from collections import defaultdict
from dataclasses import dataclass

from .checks import Checked
from .facts import FACTS

_PLACE_IN_TABLE = {fact: place for place, fact in enumerate(FACTS)}


@dataclass(frozen=True)
class Outstanding:
    """A fact, and the programmes that hang on it."""

    fact: str
    programs: tuple[str, ...]


def outstanding(checked: Checked) -> list[Outstanding]:
    """First the fact on which most programmes hang: one question then moves the most answers. Of
    facts alike in this the one that the programmes themselves would ask for sooner."""
    wanting: dict[str, list[str]] = defaultdict(list)
    turns: dict[str, int] = defaultdict(int)
    for result in checked.results:
        for turn, fact in enumerate(result.decision.missing if result.decision else ()):
            wanting[fact].append(result.id)
            turns[fact] += turn

    def order(fact: str) -> tuple[float, ...]:
        many = len(wanting[fact])
        return -many, turns[fact] / many, _PLACE_IN_TABLE[fact]

    return [Outstanding(fact, tuple(wanting[fact])) for fact in sorted(wanting, key=order)]
