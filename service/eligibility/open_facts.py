"""Which facts keep a rule undecided for a person, as axes that are independent of each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .ages import age_axis
from .axes import Axis, merged, simple_axis, split_known, with_known
from .criteria import AnyLeaf
from .domains import cells
from .facts import AGE_FACTS, MONEY_FACTS, PLACE_FACTS
from .money import Money
from .person import Person
from .place_cells import anywhere, place_axis
from .rule import Rule

_AGE, _MONEY, _PLACE = "age", "money", "place"
# Facts that hang together.
_GROUPS = {
    **dict.fromkeys(AGE_FACTS, _AGE),
    **dict.fromkeys(MONEY_FACTS, _MONEY),
    **dict.fromkeys(PLACE_FACTS, _PLACE),
}
Leaves = Sequence[AnyLeaf]


@dataclass(frozen=True)
class OpenFacts:
    """`kept`: the axes are the same for everybody of whom as little is known."""

    axes: list[Axis]
    kept: bool


def open_facts(rule: Rule, person: Person, leaves: Iterable[AnyLeaf]) -> OpenFacts:
    """The axes of the leaves that are undecided."""
    groups: dict[str, list[AnyLeaf]] = defaultdict(list)
    for leaf in leaves:
        groups[_GROUPS.get(leaf.fact, leaf.fact)].append(leaf)
    of_place, of_money = groups.pop(_PLACE, []), groups.pop(_MONEY, [])
    of_age = groups.pop(_AGE, [])
    found = [_of_fact(rule, asked, (fact,)) for fact, asked in groups.items()]
    if of_age:
        found.append(_of_age(rule, person, of_age))
    money = Money(person, split_known(of_money)[0])
    if of_money and money.hangs_on_place:
        found.append(_of_place_and_money(rule, money, of_place, of_money))
        return OpenFacts(found, kept=False)
    if of_place:
        found.append(_of_place(rule, person, of_place))
    if of_money:
        found += _of_money(rule, money, of_money)
    placed = bool(of_place) and not anywhere(person)
    return OpenFacts(found, kept=not placed and all(map(_is_kept, found)))


def _is_kept(axis: Axis) -> bool:
    return axis.alike or not axis.facts or axis.facts[0] in PLACE_FACTS


def _of_fact(rule: Rule, leaves: Leaves, asked: tuple[str, ...]) -> Axis:
    """Of leaves on one fact, which the facts to ask for tell."""

    def make() -> Axis:
        compared, known = split_known(leaves)
        axis = simple_axis(asked, compared, cells(leaves[0].fact, compared))
        return with_known(axis, known)

    return rule.kept(asked, leaves, make)


def _of_age(rule: Rule, person: Person, leaves: Leaves) -> Axis:
    """Birth dates count only where the rule speaks of them."""
    if all(leaf.fact == "age" for leaf in leaves):
        return _of_fact(rule, leaves, ("age",))
    compared, known = split_known(leaves)
    return merged(with_known(age_axis(person, compared), known))


def _of_place(rule: Rule, person: Person, leaves: Leaves) -> Axis:
    def make() -> Axis:
        compared, known = split_known(leaves)
        axis, _states = place_axis(person, compared, rule.named(compared))
        return merged(with_known(axis, known))

    return rule.kept("anywhere", leaves, make) if anywhere(person) else make()


def _of_place_and_money(rule: Rule, money: Money, of_place: Leaves, of_money: Leaves) -> Axis:
    compared, known = split_known(of_place)
    axis, states = place_axis(money.person, compared, rule.named(compared))
    known += split_known(of_money)[1]
    return merged(with_known(money.axis(axis, states), known))


def _of_money(rule: Rule, money: Money, leaves: Leaves) -> list[Axis]:
    if not money.apart:
        return [merged(with_known(money.axis(None, ()), split_known(leaves)[1]))]
    by_fact = defaultdict(list)
    for leaf in leaves:
        by_fact[leaf.fact].append(leaf)
    return [_of_fact(rule, of, money.asked(fact)) for fact, of in by_fact.items()]
