"""Household size, income and percent of the poverty guideline, which hang together, and with the
place where the guideline differs: what they can be, as far as a rule tells it apart."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from .axes import Axis, Cell, split_known
from .criteria import AnyLeaf
from .domains import between, values_of
from .facts import MONEY_FACTS
from .guidelines import Guideline
from .household_sizes import apart_sizes
from .person import ROUNDING, Person, agrees

SIZE, INCOME, PERCENT = MONEY_FACTS
Truth = tuple[bool, ...]
Answer = tuple[Truth, int]


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
        if not self._guided:
            return True
        by_income = self.known(INCOME) or bool(self.of(INCOME))
        if self.known(PERCENT):
            return PERCENT not in self.person.told or not by_income
        return not self.of(PERCENT) or not by_income

    @property
    def _guided(self) -> bool:
        person = self.person
        if person.get("state"):
            return person.guideline is not None
        return any(person.guidelines.by_area(person.on).values())

    @property
    def hangs_on_place(self) -> bool:
        return not self.apart and self.person.get("state") is None

    def asked(self, fact: str) -> tuple[str, ...]:
        """What to ask for a fact that stands apart. Income tells the percent where all else is
        known, and is what people know."""
        if fact == PERCENT and self.person.guideline and self.known(SIZE):
            return (INCOME, PERCENT)
        return (fact,)

    def worlds(self, areas: Iterable[str | None]) -> "Worlds":
        """What goes together in the areas where the person may live."""
        facts = tuple(fact for fact in MONEY_FACTS if not self.known(fact))
        guidelines = self.person.guidelines.by_area(self.person.on)
        return Worlds(self, facts, {area: guidelines[area] for area in areas})


@dataclass(frozen=True)
class Worlds:
    """Sizes, incomes and percents that go together, under the guidelines of some areas."""

    money: Money
    facts: tuple[str, ...]
    guidelines: dict[str | None, Guideline | None]

    @cached_property
    def classes(self) -> Hashable:
        """What all of it hangs on: the guidelines where nothing is told, else only in which of the
        classes that the rule tells apart the told amounts lie, not how much they are."""
        told = any(map(self.money.known, MONEY_FACTS))
        return self.facts, tuple((self._cells if told else self.guidelines).items())

    def axis(self, place: Axis | None = None, areas: Sequence[str | None] = ()) -> Axis:
        """All of them together, and with the place's cells, which lie in `areas`."""
        leaves = (leaf for of_fact in self._by_fact.values() for leaf in of_fact)
        numbers = tuple(leaf.number for leaf in leaves)
        if place is None:
            ((_, cells),) = self._cells.items()
            return Axis(self.facts, numbers, cells)
        joint = (
            Cell(there.truth + cell.truth, there.seen + cell.seen, cell.sure)
            for there, area in zip(place.cells, areas, strict=True)
            for cell in self._cells[area]
        )
        return Axis(place.facts + self.facts, place.leaves + numbers, tuple(joint))

    @cached_property
    def alike(self) -> dict[str | None, str | None]:
        """For each area the first one in which the same goes together."""
        first: dict[tuple[Cell, ...], str | None] = {}
        return {area: first.setdefault(cells, area) for area, cells in self._cells.items()}

    @cached_property
    def _cells(self) -> dict[str | None, tuple[Cell, ...]]:
        return {area: self._of_area(area) for area in self.guidelines}

    def _of_area(self, area: str | None) -> tuple[Cell, ...]:
        guideline = self.guidelines[area]
        sure = guideline is not None or self.money.known(PERCENT) or not self.money.of(PERCENT)
        found = (Cell(sum(truths, ()), self._seen(labels, truths), sure)
                 for truths, labels in map(_side_by_side, self._worlds(guideline)))  # fmt: skip
        return tuple(dict.fromkeys(found))

    def _worlds(self, guideline: Guideline | None) -> Iterator[tuple[Answer, ...]]:
        """What the leaves say of a size, an income and a percent that go together."""
        for size in self._sizes:
            of_size = self._answer(SIZE, size)
            for income in self._incomes(size):
                of_income = self._answer(INCOME, income)
                for of_percent in self._percents(size, income, guideline):
                    yield of_size, of_income, of_percent

    def _answer(self, fact: str, value: Fraction | int) -> Answer:
        """What its leaves say of a value, and a number for it, which tells nothing of how much it
        is."""
        labels = self._labels[fact]
        truth = tuple([leaf.holds(value) for leaf in self._by_fact[fact]])
        return truth, labels.setdefault(value, len(labels))

    @cached_property
    def _labels(self) -> dict[str, dict[Fraction | int, int]]:
        return {fact: {} for fact in MONEY_FACTS}

    @cached_property
    def _by_fact(self) -> dict[str, list[AnyLeaf]]:
        return {fact: self.money.of(fact) for fact in MONEY_FACTS}

    @cached_property
    def _sizes(self) -> Sequence[int]:
        """One of each run of sizes that the leaves do not tell apart, under no guideline."""
        known = self.money.person.get(SIZE)
        if known is not None:
            return (known,)
        named = {bound for leaf in self.money.of(SIZE) for bound in leaf.operands}
        return apart_sizes(named, self._ratios, tuple(filter(None, self.guidelines.values())))

    @property
    def _ratios(self) -> Iterator[Fraction]:
        """Dollars of a guideline at which a bound on the percent meets one on the income."""
        incomes = self._income_bounds
        known = self.money.person.get(INCOME)
        amounts = incomes if known is None else {*incomes, known}
        for amount, percent in product(amounts, self._percent_bounds):
            if percent > 0:
                yield amount * 100 / percent

    @cached_property
    def _income_bounds(self) -> frozenset[Fraction]:
        return frozenset(bound for leaf in self.money.of(INCOME) for bound in leaf.operands)

    @cached_property
    def _percent_bounds(self) -> frozenset[Fraction]:
        told = self.money.person.get(PERCENT)
        rounded = () if told is None else (told - ROUNDING, told, told + ROUNDING)
        return frozenset(rounded).union(*(leaf.operands for leaf in self.money.of(PERCENT)))

    def _incomes(self, size: int) -> Sequence[Fraction]:
        """At and between all bounds, those on the percent made dollars by each guideline."""
        known = self.money.person.get(INCOME)
        if known is not None:
            return (known,)
        rows = filter(None, self.guidelines.values())
        made = {g.dollars(size) * percent / 100 for g in rows for percent in self._percent_bounds}
        return list(between(self._income_bounds | made, Fraction(0)))

    def _percents(
        self, size: int, income: Fraction, guideline: Guideline | None
    ) -> Sequence[Answer]:
        if guideline is None:
            return self._any_percent
        exact = guideline.percent(income, size)
        fits = agrees(self.money.person.get(PERCENT), exact)
        return (self._answer(PERCENT, exact),) if fits else ()

    @cached_property
    def _any_percent(self) -> list[Answer]:
        """Without a guideline it goes with every size and income."""
        told = self.money.person.get(PERCENT)
        values = values_of(PERCENT, self._by_fact[PERCENT]) if told is None else (told,)
        return [self._answer(PERCENT, value) for value in values]

    def _seen(self, labels: Sequence[int], truths: Sequence[Truth]) -> tuple[Hashable, ...]:
        """What somebody learns by each fact. Where size and income are both open the incomes looked
        at differ from size to size, so that they would give the size away: there only what the
        fact's own leaves say of it counts."""
        both = SIZE in self.facts and INCOME in self.facts
        told = (truth if both and fact != SIZE else label
                for fact, label, truth in zip(MONEY_FACTS, labels, truths, strict=True)
                if fact in self.facts)  # fmt: skip
        return tuple(told)


def _side_by_side(answers: tuple[Answer, ...]) -> tuple[tuple[Truth, ...], tuple[int, ...]]:
    truths, labels = zip(*answers, strict=True)
    return truths, labels
