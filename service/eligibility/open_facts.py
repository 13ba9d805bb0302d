"""Which facts keep a rule undecided for a person, as axes that are independent of each other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .ages import age_axis
from .axes import Axis, merged, shared, simple_axis, split_known, with_known
from .criteria import AnyLeaf
from .domains import cells
from .facts import AGE_FACTS, MONEY_FACTS, PLACE_FACTS
from .guidelines import AREAS, area_of
from .money import Money, MoneyLeaves
from .person import Person
from .place_cells import InArea, Place, anywhere, merged_in_areas, place_axis
from .rule import Rule
from .worlds import Worlds

_AGE, _MONEY, _PLACE = "age", "money", "place"
# Facts that hang together.
_GROUPS = {
    **dict.fromkeys(AGE_FACTS, _AGE),
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
    of_age: Leaves
    of_place: Leaves
    of_money: MoneyLeaves


def open_facts(rule: Rule, person: Person, leaves: Leaves) -> tuple[Axis, ...]:
    """The axes of the leaves that are undecided."""
    groups = rule.kept("groups", leaves, lambda: _grouped(rule, leaves))
    found = list(groups.simple)
    if groups.of_age:
        found.append(_of_age(rule, person, groups.of_age))
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
    simple = tuple([_of_fact(rule, asked, (fact,)) for fact, asked in groups.items()])
    return _Groups(simple, of_age, of_place, MoneyLeaves(of_money))


def _of_fact(rule: Rule, leaves: Leaves, asked: tuple[str, ...]) -> Axis:
    """Of leaves on one fact, which the facts to ask for tell."""

    def make() -> Axis:
        compared, known = split_known(leaves)
        axis = simple_axis(asked, compared, cells(leaves[0].fact, compared))
        return shared(with_known(axis, known))

    return rule.kept(asked, leaves, make)


def _of_age(rule: Rule, person: Person, leaves: Leaves) -> Axis:
    """Birth dates count only where the rule speaks of them."""
    if all(leaf.fact == "age" for leaf in leaves):
        return _of_fact(rule, leaves, ("age",))
    compared, known = split_known(leaves)
    return shared(merged(with_known(age_axis(person, compared), known)))


def _of_place(rule: Rule, person: Person, leaves: Leaves) -> Axis:
    def make() -> Axis:
        compared, known = split_known(leaves)
        axis, _places = place_axis(person, compared, rule.named(compared))
        return shared(merged(with_known(axis, known)))

    return _kept_of_place(rule, person, "anywhere", leaves, make)


def _of_place_and_money(rule: Rule, money: Money, of_place: Leaves) -> Axis:
    person, worlds = money.person, Worlds(money, (*AREAS, None))
    compared, known = split_known(of_place)

    def places() -> tuple[Axis, Sequence[Place]]:
        return place_axis(person, compared, rule.named(compared))

    def in_areas() -> tuple[Axis, Sequence[InArea]]:
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
