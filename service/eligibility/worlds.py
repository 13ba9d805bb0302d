"""Sizes, incomes and percents that go together, under the guidelines of the areas where somebody
may live.

Of a fact that is open only what the rule's leaves say of it counts. One of them is the lead: the
size, or the income where the size is known; its values that lead to the same are one value.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from .axes import Axis, Cell
from .domains import between
from .facts import MONEY_FACTS
from .guidelines import Guideline
from .household_sizes import apart_sizes
from .money import INCOME, PERCENT, SIZE, Money
from .place_cells import InArea
from .scale import Truth

Pair = tuple[Truth, Truth]  # what the leaves say of an income and of its percent
# Of one value of the lead: what they say of the size, and the pairs that there can be in each area.
Row = tuple[Truth, tuple[tuple[Pair, ...], ...]]


@dataclass(frozen=True)
class Worlds:
    money: Money
    areas: tuple[str | None, ...]

    @cached_property
    def classes(self) -> Hashable:
        """What all of it hangs on: the guidelines where nothing is told, else only how the rule
        sees the amounts that were told, not how much they are."""
        facts = self.money.open
        if len(facts) == len(MONEY_FACTS):
            return facts, self._guidelines
        return facts, tuple(row is None for row in self._guidelines), self._rows

    @cached_property
    def alike(self) -> dict[str | None, int]:
        """For each area the place of the first one in which the same goes together."""
        columns = list(zip(*(pairs for _, pairs in self._rows), strict=True))
        return {
            area: columns.index(column) for area, column in zip(self.areas, columns, strict=True)
        }

    def axis(self, place: Axis | None = None, areas: Sequence[InArea] = ()) -> Axis:
        """All of them together, and with the place's cells, which lie in `areas`."""
        facts, numbers = self.money.open, self.money.leaves.numbers
        if place is None:
            return Axis(facts, numbers, self._cells(0))
        of_area = {area: self._cells(*area) for area in set(areas)}
        joint = (
            Cell(there.truth + cell.truth, there.seen + cell.seen, cell.guided, cell.sure)
            for there, area in zip(place.cells, areas, strict=True)
            for cell in of_area[area]
        )
        return Axis(place.facts + facts, place.leaves + numbers, tuple(joint))

    def _cells(self, area: int, stands_in: bool = False) -> tuple[Cell, ...]:
        money = self.money
        guided = self._guidelines[area] is not None
        guided = guided or money.known(PERCENT) or not money.leaves.by_fact[PERCENT]
        found: dict[Cell, None] = {}
        for lead, (of_size, pairs) in enumerate(self._rows):
            for of_income, of_percent in pairs[area]:
                seen = self._seen(lead, of_income, of_percent)
                truth = of_size + of_income + of_percent
                found[Cell(truth, seen, guided, guided or not stands_in)] = None
        return tuple(found)

    def _seen(self, lead: int, of_income: Truth, of_percent: Truth) -> tuple[Hashable, ...]:
        """What somebody learns by each fact that is open."""
        seen = {SIZE: lead, INCOME: of_income, PERCENT: of_percent}
        if self.money.known(SIZE):
            seen[INCOME] = lead
        return tuple(seen[fact] for fact in self.money.open)

    @cached_property
    def _guidelines(self) -> tuple[Guideline | None, ...]:
        return tuple(self.money.guidelines(self.areas))

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        by_income = self.money.known(SIZE) and not self.money.known(INCOME)
        return tuple(dict.fromkeys(self._by_income() if by_income else self._by_size()))

    def _by_income(self) -> Iterator[Row]:
        size = self.money.person.get(SIZE)
        of_size = self._of_size(size)
        for income in self._incomes(size, self._guidelines):
            of_areas = (self._pairs([income], size, row) for row in self._guidelines)
            yield of_size, tuple(of_areas)

    def _by_size(self) -> Iterator[Row]:
        told = self.money.person.get(INCOME)
        for size in self._sizes():
            of_areas = (
                self._pairs(self._incomes(size, [row]) if told is None else [told], size, row)
                for row in self._guidelines
            )
            yield self._of_size(size), tuple(of_areas)

    def _sizes(self) -> Sequence[int]:
        """One of each run of sizes that the leaves do not tell apart, under no guideline."""
        size = self.money.person.get(SIZE)
        if size is not None:
            return (size,)
        income = self.money.person.get(INCOME)
        amounts = self.money.leaves.income.bounds if income is None else (income,)
        percents = [bound for bound in self.money.percent.bounds if bound > 0]
        # Dollars of a guideline at which a bound on the percent meets one on the income.
        meeting = [amount * 100 / percent for amount in amounts for percent in percents]
        named = {size for leaf in self.money.leaves.by_fact[SIZE] for size in leaf.operands}
        return apart_sizes(named, meeting, list(filter(None, self._guidelines)))

    def _incomes(self, size: int, guidelines: Iterable[Guideline | None]) -> list[Fraction]:
        """At and between all bounds, those on the percent made dollars by each guideline."""
        made = {
            row.dollars(size) * percent / 100
            for row in filter(None, guidelines)
            for percent in self.money.percent.bounds
        }
        return list(between(made.union(self.money.leaves.income.bounds), Fraction(0)))

    def _of_size(self, size: int) -> Truth:
        return tuple([leaf.holds(size) for leaf in self.money.leaves.by_fact[SIZE]])

    def _pairs(
        self, incomes: Iterable[Fraction], size: int, guideline: Guideline | None
    ) -> tuple[Pair, ...]:
        """Without a guideline every percent goes with every income."""
        dollars = guideline and guideline.dollars(size)
        found: dict[Pair, None] = {}
        for income in incomes:
            amount, divisor = income.as_integer_ratio()
            of_income = self.money.leaves.income.truth(amount, divisor)
            for of_percent in self._percents(amount, divisor, dollars):
                found[of_income, of_percent] = None
        return tuple(found)

    def _percents(self, amount: int, divisor: int, dollars: int | None) -> tuple[Truth, ...]:
        if dollars is None:
            return self.money.percent.possible
        truth = self.money.percent.truth(100 * amount, divisor * dollars)
        return () if truth is None else (truth,)
