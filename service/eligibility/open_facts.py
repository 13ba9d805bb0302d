"""Which facts keep a rule undecided for a person, as axes that are independent of each other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, TypeVar

from .ages import age_axis, award_axis, hang_together
from .axes import Axis, Cell, merged, shared, simple_axis, split_known, with_known
from .criteria import AnyLeaf
from .domains import cells, values_of
from .facts import AGE_FACTS, AWARD, MONEY_FACTS, PLACE_FACTS
from .guidelines import AREAS, area_of
from .money import Money, MoneyLeaves
from .pairs import OTHER_OF, PAIRS, excluded, fit
from .person import Person
from .place_cells import anywhere, merged_in_areas, place_axis
from .rule import Rule
from .worlds import Worlds

_AGE, _MONEY, _PLACE = "age", "money", "place"
# Facts that hang together.
_GROUPS = {
    **dict.fromkeys((*AGE_FACTS, AWARD), _AGE),
    **{fact: pair[0] for pair in PAIRS for fact in pair},
    **dict.fromkeys(MONEY_FACTS, _MONEY),
    **dict.fromkeys(PLACE_FACTS, _PLACE),
}
Leaves = Sequence[AnyLeaf]
T = TypeVar("T")


@dataclass(frozen=True)
class _Groups:
    """Undecided leaves, those that hang together side by side; `simple` are the axes of all other
    facts."""

    simple: tuple[Axis, ...]
    of_pairs: Sequence[Leaves]
    of_age: Leaves
    of_place: Leaves
    of_money: MoneyLeaves


def open_facts(rule: Rule, person: Person, leaves: Leaves) -> tuple[Axis, ...]:
    """The axes of the leaves that are undecided."""
    groups = rule.kept("groups", leaves, lambda: _grouped(rule, leaves))
    found = list(groups.simple)
    for of_pair in groups.of_pairs:
        found += _of_pair(rule, person, of_pair)
    if groups.of_age:
        found += _of_age(rule, person, groups.of_age)
    money = Money(person, groups.of_money)
    asked = groups.of_money.all
    if asked and money.hangs_on_place:
        return (*found, _of_place_and_money(rule, money, groups.of_place))
    if groups.of_place:
        found.append(_of_place(rule, person, groups.of_place))
    if asked:
        found += _of_money(rule, money)
    return tuple(found)


def _grouped(rule: Rule, leaves: Leaves) -> _Groups:
    groups: dict[str, list[AnyLeaf]] = defaultdict(list)
    for leaf in leaves:
        groups[_GROUPS.get(leaf.fact, leaf.fact)].append(leaf)
    of_age, of_place, of_money = (groups.pop(name, []) for name in (_AGE, _PLACE, _MONEY))
    of_pairs = [groups.pop(pair[0]) for pair in PAIRS if pair[0] in groups]
    simple = tuple([_of_fact(rule, asked, (fact,)) for fact, asked in groups.items()])
    return _Groups(simple, of_pairs, of_age, of_place, MoneyLeaves(of_money))


def _of_fact(
    rule: Rule, leaves: Leaves, asked: tuple[str, ...], never: frozenset[Any] = frozenset()
) -> Axis:
    """Of leaves on one fact, which the facts to ask for tell. `never` is what it cannot be."""

    def make() -> Axis:
        compared, known = split_known(leaves)
        axis = simple_axis(asked, compared, cells(leaves[0].fact, compared, never))
        return shared(with_known(axis, known))

    return rule.kept((asked, never), leaves, make)


def _of_pair(rule: Rule, person: Person, leaves: Leaves) -> list[Axis]:
    """Of two facts of which one can tell what the other cannot be. They share an axis where the
    rule tells apart what cannot be together."""
    facts = tuple(dict.fromkeys(leaf.fact for leaf in leaves))
    if len(facts) == 1:
        other = OTHER_OF[facts[0]]
        value = person.get(other)
        never = frozenset() if value is None else excluded(other, value)
        return [_of_fact(rule, leaves, facts, never)]

    def make() -> list[Axis]:
        compared, known = split_known(leaves)
        apart = [_of_fact(rule, [leaf for leaf in leaves if leaf.fact == f], (f,)) for f in facts]
        joint = shared(merged(with_known(_pair_axis(facts, compared), known)))
        return apart if len(joint.truths) == prod(len(axis.truths) for axis in apart) else [joint]

    return rule.kept("pair", leaves, make)


def _pair_axis(facts: tuple[str, ...], leaves: Leaves) -> Axis:
    one, other = facts
    of_one, of_other = ([leaf for leaf in leaves if leaf.fact == fact] for fact in facts)
    both = product(values_of(one, of_one), values_of(other, of_other))
    cells = []
    for seen in both:
        if fit(*zip(facts, seen, strict=True)):
            at = dict(zip(facts, seen, strict=True))
            cells.append(Cell(tuple(leaf.holds(at[leaf.fact]) for leaf in leaves), seen))
    return Axis(facts, tuple(leaf.number for leaf in leaves), tuple(cells))


def _of_age(rule: Rule, person: Person, leaves: Leaves) -> list[Axis]:
    """Of age and of the last award, which was not before the birth: they share an axis where the
    rule tells apart what cannot be together."""
    of_award = [leaf for leaf in leaves if leaf.fact == AWARD]
    of_age = [leaf for leaf in leaves if leaf.fact != AWARD]
    compared, known = split_known(leaves)
    if hang_together(person, compared):
        return [shared(merged(with_known(award_axis(person, compared), known)))]
    found = [_of_fact(rule, of_award, (AWARD,))] if of_award else []
    return [*found, _of_age_alone(rule, person, of_age)] if of_age else found


def _of_age_alone(rule: Rule, person: Person, leaves: Leaves) -> Axis:
    if all(leaf.fact == "age" for leaf in leaves):
        return _of_fact(rule, leaves, ("age",))
    compared, known = split_known(leaves)
    return shared(merged(with_known(age_axis(person, compared), known)))


def _of_place(rule: Rule, person: Person, leaves: Leaves) -> Axis:
    def make() -> Axis:
        compared, known = split_known(leaves)
        axis, _states = place_axis(person, compared, rule.named(compared))
        return shared(merged(with_known(axis, known)))

    return _kept_of_place(rule, person, "anywhere", leaves, make)


def _of_place_and_money(rule: Rule, money: Money, of_place: Leaves) -> Axis:
    person, worlds = money.person, Worlds(money, (*AREAS, None))
    compared, known = split_known(of_place)

    def places() -> tuple[Axis, Sequence[str]]:
        return place_axis(person, compared, rule.named(compared))

    def in_areas() -> tuple[Axis, Sequence[int]]:
        found = _kept_of_place(rule, person, "places", compared, places)
        return merged_in_areas(*found, worlds.alike)

    def make() -> Axis:
        alike = ("areas", *worlds.alike.values())
        place, areas = _kept_of_place(rule, person, alike, compared, in_areas)
        return shared(with_known(worlds.axis(place, areas), [*known, *money.leaves.known]))

    leaves = (*of_place, *money.leaves.all)
    return _kept_of_place(rule, person, worlds.classes, leaves, make)


def _kept_of_place(
    rule: Rule, person: Person, what: Hashable, leaves: Leaves, make: Callable[[], T]
) -> T:
    """Kept for all of whom no place is known, and for nobody else: also a ZIP code that lies in no
    state that is known tells where somebody does not live."""
    return rule.kept(what, leaves, make) if anywhere(person) else make()


def _of_money(rule: Rule, money: Money) -> list[Axis]:
    if not money.apart:
        worlds = Worlds(money, (area_of(money.person.get("state")),))

        def make() -> Axis:
            return shared(merged(with_known(worlds.axis(), money.leaves.known)))

        return [rule.kept(worlds.classes, money.leaves.all, make)]
    by_fact = defaultdict(list)
    for leaf in money.leaves.all:
        by_fact[leaf.fact].append(leaf)
    return [_of_fact(rule, of, money.asked(fact)) for fact, of in by_fact.items()]
