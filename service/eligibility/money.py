"""Household size, income and percent of the poverty guideline, which hang together, and with the
place where the guideline differs: what they can be, as far as a rule tells it apart."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from .axes import Axis, Cell, split_known
from .criteria import AnyLeaf
from .domains import between, values_of
from .facts import MONEY_FACTS, MOST_SIZE
from .guidelines import DamagedGuideline, Guideline, area_of
from .person import ROUNDING, Person, agrees

SIZE, INCOME, PERCENT = MONEY_FACTS


@dataclass(frozen=True)
class Money:
    """What the leaves of a rule that are undecided ask of one person's money."""

    person: Person
    leaves: Sequence[AnyLeaf]

    def of(self, fact: str) -> list[AnyLeaf]:
        """Leaves that compare a fact."""
        return [leaf for leaf in self.compared if leaf.fact == fact]

    @cached_property
    def compared(self) -> list[AnyLeaf]:
        return split_known(self.leaves)[0]

    def known(self, fact: str) -> bool:
        return self.person.get(fact) is not None

    @property
    def apart(self) -> bool:
        """Whether each can be what it may, whatever the others are: percent goes with any size as
        long as nothing is told or asked of income; and where there is no guideline."""
        if self.person.get("state") and self.person.guideline is None:
            return True
        if self.known(PERCENT):
            return PERCENT not in self.person.told
        return not self.of(PERCENT) or not (self.known(INCOME) or self.of(INCOME))

    @property
    def hangs_on_place(self) -> bool:
        return not self.apart and self.person.get("state") is None

    def asked(self, fact: str) -> tuple[str, ...]:
        """What to ask for a fact that stands apart. Income tells the percent where all else is
        known, and is what people know."""
        if fact == PERCENT and self.person.guideline and self.known(SIZE):
            return (INCOME, PERCENT)
        return (fact,)

    def axis(self, place: Axis | None, states: Sequence[str]) -> Axis:
        """All of them together, and with the place's cells, which lie in `states`."""
        facts = tuple(fact for fact in MONEY_FACTS if not self.known(fact))
        numbers = tuple(leaf.number for leaf in self.compared)
        here = (self.person.get("state"),) if place is None else tuple(dict.fromkeys(states))
        worlds = Worlds(self, facts, tuple(map(self._guideline, here)))
        if place is None:
            return Axis(facts, numbers, worlds.cells(worlds.guidelines[0]))
        cells = dict(zip(here, map(worlds.cells, worlds.guidelines), strict=True))
        joint = (
            Cell((*there.truth, *cell.truth), (*there.seen, *cell.seen), cell.sure)
            for there, state in zip(place.cells, states, strict=True)
            for cell in cells[state]
        )
        return Axis((*place.facts, *facts), (*place.leaves, *numbers), tuple(joint))

    def _guideline(self, state: str) -> Guideline | None:
        """A damaged one tells as little as none."""
        try:
            return self.person.guidelines.in_effect(area_of(state), self.person.on)
        except DamagedGuideline:
            return None


@dataclass(frozen=True)
class Worlds:
    """Sizes, incomes and percents that go together, under each of some guidelines."""

    money: Money
    facts: tuple[str, ...]
    guidelines: tuple[Guideline | None, ...]

    def cells(self, guideline: Guideline | None) -> tuple[Cell, ...]:
        found = (
            self._cell(dict(zip(MONEY_FACTS, (size, income, percent), strict=True)), guideline)
            for size in self._sizes()
            for income in self._incomes(size)
            for percent in self._percents(size, income, guideline)
        )
        return tuple(dict.fromkeys(found))

    def _sizes(self) -> Sequence[int]:
        known = self.money.person.get(SIZE)
        return (known,) if known is not None else range(1, MOST_SIZE + 1)

    def _incomes(self, size: int) -> list[Fraction]:
        """At and between all bounds, those on the percent made dollars by each guideline."""
        known = self.money.person.get(INCOME)
        if known is not None:
            return [known]
        bounds = {bound for leaf in self.money.of(INCOME) for bound in leaf.operands}
        percents = {bound for leaf in self.money.of(PERCENT) for bound in leaf.operands}
        if (told := self.money.person.get(PERCENT)) is not None:
            percents |= {told - ROUNDING, told, told + ROUNDING}
        rows = filter(None, self.guidelines)
        bounds |= {g.dollars(size) * percent / 100 for g in rows for percent in percents}
        return list(between(bounds, Fraction(0)))

    def _percents(
        self, size: int, income: Fraction, guideline: Guideline | None
    ) -> Iterable[Fraction]:
        told = self.money.person.get(PERCENT)
        if guideline:
            exact = guideline.percent(income, size)
            return (exact,) if agrees(told, exact) else ()
        return values_of(PERCENT, self.money.of(PERCENT)) if told is None else (told,)

    def _cell(self, world: Mapping[str, Any], guideline: Guideline | None) -> Cell:
        truth = tuple(leaf.holds(world[leaf.fact]) for leaf in self.money.compared)
        sure = guideline is not None or self.money.known(PERCENT) or not self.money.of(PERCENT)
        return Cell(truth, tuple(self._seen(fact, world) for fact in self.facts), sure)

    def _seen(self, fact: str, world: Mapping[str, Any]) -> Hashable:
        """What somebody learns by a fact. Where size and income are both open the incomes looked at
        differ from size to size, so that they would give the size away: there only what the fact's
        own leaves say of it counts."""
        if SIZE in self.facts and INCOME in self.facts and fact != SIZE:
            return tuple(leaf.holds(world[fact]) for leaf in self.money.of(fact))
        return world[fact]
