"""Which facts keep a rule undecided for a person, as axes that are independent of each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .ages import age_axis
from .axes import Axis, merged, simple_axis, split_known, with_known
from .criteria import AnyLeaf
from .domains import cells
from .facts import AGE_FACTS, MONEY_FACTS, PLACE_FACTS
from .money import Money
from .person import Person
from .place_cells import place_axis
from .rule import Rule

# Facts that hang together, by the one that their group is called by.
_GROUPS = {fact: group[0] for group in (PLACE_FACTS, AGE_FACTS, MONEY_FACTS) for fact in group}
_PLACE, _AGE, _MONEY = PLACE_FACTS[0], AGE_FACTS[0], MONEY_FACTS[0]


def axes_of(rule: Rule, person: Person, leaves: Iterable[AnyLeaf]) -> list[Axis]:
    """The axes of the leaves that are undecided, in the order of the rule."""
    groups: dict[str, list[AnyLeaf]] = defaultdict(list)
    for leaf in leaves:
        groups[_GROUPS.get(leaf.fact, leaf.fact)].append(leaf)
    money = Money(person, split_known(groups.get(_MONEY, ()))[0])
    if money.hangs_on_place:
        groups.setdefault(_PLACE, [])
    found: list[Axis] = []
    for group, asked in groups.items():
        if group == _PLACE:
            found.append(_of_place(rule, money, asked, groups.get(_MONEY, [])))
        elif group == _MONEY:
            found += _of_money(rule, money, asked)
        elif group == _AGE and not all(leaf.fact == _AGE for leaf in asked):
            compared, known = split_known(asked)
            found.append(merged(with_known(age_axis(person, compared), known)))
        else:
            found.append(rule.kept(_of_fact, asked, group, (group,)))
    return found


def _of_fact(fact: str, facts: tuple[str, ...], leaves: Sequence[AnyLeaf]) -> Axis:
    compared, known = split_known(leaves)
    return with_known(simple_axis(facts, compared, cells(fact, compared)), known)


def _of_place(
    rule: Rule, money: Money, leaves: Sequence[AnyLeaf], of_money: Sequence[AnyLeaf]
) -> Axis:
    compared, known = split_known(leaves)
    axis, states = place_axis(money.person, compared, rule.named(compared))
    if money.hangs_on_place:
        axis = money.axis(axis, states)
        known += split_known(of_money)[1]
    return merged(with_known(axis, known))


def _of_money(rule: Rule, money: Money, leaves: Sequence[AnyLeaf]) -> list[Axis]:
    if money.hangs_on_place:
        return []
    if not money.apart:
        return [merged(with_known(money.axis(None, ()), split_known(leaves)[1]))]
    by_fact = defaultdict(list)
    for leaf in leaves:
        by_fact[leaf.fact].append(leaf)
    return [rule.kept(_of_fact, of, fact, money.asked(fact)) for fact, of in by_fact.items()]
