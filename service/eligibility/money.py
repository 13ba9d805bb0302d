"""Household size, income and percent of the poverty guideline, which hang together, and with the
place where the guideline differs: what they can be, as far as a rule tells it apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .axes import split_known
from .criteria import AnyLeaf
from .facts import FACTS, MONEY_FACTS
from .guidelines import Guideline
from .person import ROUNDING, Person
from .scale import Scale, scale_around, scale_of

SIZE, INCOME, PERCENT = MONEY_FACTS


class MoneyLeaves:
    """Leaves of a rule on money, by what they compare; `known` are those that ask whether a fact is
    known. Tells of nobody."""

    def __init__(self, leaves: Sequence[AnyLeaf]) -> None:
        self.all = leaves
        compared, self.known = split_known(leaves)
        self.by_fact = {
            fact: [leaf for leaf in compared if leaf.fact == fact] for fact in MONEY_FACTS
        }
        self.numbers = tuple(leaf.number for of in self.by_fact.values() for leaf in of)

    @cached_property
    def income(self) -> Scale:
        return self._scale(INCOME)

    @cached_property
    def percent(self) -> Scale:
        return self._scale(PERCENT)

    def _scale(self, fact: str) -> Scale:
        return scale_of(self.by_fact[fact], FACTS[fact].least)


@dataclass(frozen=True)
class Money:
    """What the leaves of a rule that are undecided ask of one person's money."""

    person: Person
    leaves: MoneyLeaves

    @property
    def open(self) -> tuple[str, ...]:
        """The facts that are not known."""
        return tuple(fact for fact in MONEY_FACTS if not self.known(fact))

    def known(self, fact: str) -> bool:
        return self.person.get(fact) is not None

    @property
    def apart(self) -> bool:
        """Whether each can be what it may, whatever the others are: percent goes with any size as
        long as nothing is told or asked of income; and where there is no guideline."""
        if not self._guided:
            return True
        by_income = self.known(INCOME) or bool(self.leaves.by_fact[INCOME])
        if self.known(PERCENT):
            return PERCENT not in self.person.told or not by_income
        return not self.leaves.by_fact[PERCENT] or not by_income

    @property
    def _guided(self) -> bool:
        person = self.person
        if person.get("state"):
            return person.guideline is not None
        return any(self.by_area.values())

    @property
    def hangs_on_place(self) -> bool:
        return not self.apart and self.person.get("state") is None

    @property
    def by_area(self) -> Mapping[str | None, Guideline | None]:
        return self.person.guidelines.by_area(self.person.on)

    def asked(self, fact: str) -> tuple[str, ...]:
        """What to ask for a fact that stands apart. Income tells the percent where all else is
        known, and is what people know."""
        if fact == PERCENT and self.person.guideline and self.known(SIZE):
            return (INCOME, PERCENT)
        return (fact,)

    @cached_property
    def percent(self) -> Scale:
        """What is asked of the percent; of one that was told, which exact ones can be meant."""
        told = self.person.get(PERCENT)
        return self.leaves.percent if told is None else scale_around(told, ROUNDING)

    def guidelines(self, areas: Iterable[str | None]) -> list[Guideline | None]:
        return [self.by_area[area] for area in areas]
