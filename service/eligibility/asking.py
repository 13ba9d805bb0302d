"""What to ask next of one person, over all programmes at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from .checks import Checked, Result
from .facts import FACTS, MONEY_FACTS
from .outcomes import Outcome
from .person import Person

_SIZE, _INCOME, _PERCENT = MONEY_FACTS
_PLACE_IN_TABLE = {fact: place for place, fact in enumerate(FACTS)}
# What somebody may know who does not know a fact, and what narrows it as well.
_INSTEAD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"postal_code": ("state", "county"), "county": ("state",), "birth_date": ("age",)}
)


def next_fact(checked: Checked, person: Person, passed: Collection[str]) -> str | None:
    """The fact that the most programmes hang on; of those that as many need, the first in the
    table. None where nothing more that can be asked could change an answer: `passed` are facts that
    the person does not know."""
    wanted = Counter(
        fact
        for result in checked.results
        for fact in dict.fromkeys(_askable(result, person, passed))
    )
    return max(wanted, key=lambda fact: (wanted[fact], -_PLACE_IN_TABLE[fact]), default=None)


def outstanding(checked: Checked) -> dict[str, tuple[str, ...]]:
    """All facts that programmes miss, each with the programmes that hang on it; first the one on
    which most do, of equal ones that which these would ask for sooner."""
    wanting: dict[str, list[str]] = defaultdict(list)
    turns: Counter[str] = Counter()
    for result in checked.results:
        for turn, fact in enumerate(result.decision.missing if result.decision else ()):
            wanting[fact].append(result.id)
            turns[fact] += turn

    def order(fact: str) -> tuple[float, ...]:
        many = len(wanting[fact])
        return -many, turns[fact] / many, _PLACE_IN_TABLE[fact]

    return {fact: tuple(wanting[fact]) for fact in sorted(wanting, key=order)}


def _askable(result: Result, person: Person, passed: Collection[str]) -> Iterator[str]:
    if result.outcome is not Outcome.NEEDS_INFORMATION or result.decision is None:
        return
    for fact in result.decision.missing:
        if fact == _PERCENT:
            yield from _percent_from(person, passed)
        elif fact in passed:
            yield from _instead(fact, person, passed)
        else:
            yield fact


def _percent_from(person: Person, passed: Collection[str]) -> Iterator[str]:
    """Nobody knows their percent: it follows from household and income, where there is a guideline
    for the place and neither is passed over."""
    if person.guideline and not {_SIZE, _INCOME} & set(passed):
        yield from (fact for fact in (_SIZE, _INCOME) if person.get(fact) is None)


def _instead(fact: str, person: Person, passed: Collection[str]) -> Iterator[str]:
    for other in _INSTEAD.get(fact, ()):
        if other not in passed and person.get(other) is None:
            yield other
            return
