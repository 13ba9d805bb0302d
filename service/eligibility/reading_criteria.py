"""Criteria as a programme writes them -> a tree of criteria, checked fact by fact."""

from typing import Any

from .checking import bad, fit, mapping, members, several
from .criteria import All, AnyLeaf, AnyOf, AtLeast, Criterion, Leaf, Not
from .facts import AT_LEAST, BETWEEN, COMPARATORS, FACTS, IN, KNOWN, NONE, Fact
from .values import read_flag
from .yaml_text import Node

ALL, ANY, NOT, OF, N = "all", "any", "not", "of", "n"
_GROUPS = (ALL, ANY, NOT, AT_LEAST)
_MOST_LEAVES = 200


class CriteriaReader:
    """Reads one programme's criteria; `leaves` are numbered as they stand in the file."""

    def __init__(self, leaves: list[AnyLeaf]) -> None:
        self.leaves = leaves

    def read(self, node: Node, path: tuple[str, ...] = (), ruled_out: bool = False) -> Criterion:
        found = mapping(node)
        if "fact" in found:
            return self._leaf(node, path, ruled_out)
        if AT_LEAST in found:
            return self._at_least(node, path, ruled_out)
        if len(found) != 1 or not found.keys() <= set(_GROUPS):
            raise bad(node, "rule_not_criterion", choices=["fact", *_GROUPS])
        ((kind, inner),) = found.items()
        if kind == NOT:
            return Not(self.read(inner, (*path, NOT), not ruled_out))
        parts = self._parts(inner, (*path, kind), ruled_out)
        return All(parts) if kind == ALL else AnyOf(parts)

    def _parts(self, node: Node, path: tuple[str, ...], ruled_out: bool) -> tuple[Criterion, ...]:
        if not isinstance(node.value, list) or not node.value:
            raise bad(node, "rule_not_criteria")
        parts = enumerate(node.value)
        return tuple(self.read(part, (*path, str(place)), ruled_out) for place, part in parts)

    def _at_least(self, node: Node, path: tuple[str, ...], ruled_out: bool) -> Criterion:
        """`{at_least: 2, of: [...]}`, or `{at_least: {n: 2, of: [...]}}`."""
        inner = mapping(node)[AT_LEAST]
        nested = len(node.value) == 1 and isinstance(inner.value, dict)
        there = members(inner, (N, OF), ()) if nested else members(node, (AT_LEAST, OF), ())
        parts = self._parts(there[OF], (*path, AT_LEAST), ruled_out)
        count = there[N if nested else AT_LEAST]
        if type(count.value) is not int or not 1 <= count.value <= len(parts):
            raise bad(count, "fact_not_whole", least=1, most=len(parts))
        return AtLeast(count.value, parts)

    def _leaf(self, node: Node, path: tuple[str, ...], ruled_out: bool) -> Leaf:
        there = members(node, ("fact",), COMPARATORS)
        name = there.pop("fact")
        fact = FACTS.get(name.value) if isinstance(name.value, str) else None
        if fact is None:
            raise bad(name, "not_among", choices=list(FACTS))
        if len(there) != 1:
            raise bad(node, "rule_one_comparison", choices=list(fact.comparators))
        ((comparator, wanted),) = there.items()
        if comparator not in fact.comparators:
            raise bad(wanted, "rule_comparison_unfit", choices=list(fact.comparators))
        if len(self.leaves) == _MOST_LEAVES:
            raise bad(node, "rule_too_many", most=_MOST_LEAVES)
        operands = _operands(fact, comparator, wanted)
        where = "/".join(path) or "criteria"
        leaf = Leaf(len(self.leaves), where, fact.name, comparator, operands, ruled_out)
        self.leaves.append(leaf)
        return leaf


def _operands(fact: Fact, comparator: str, wanted: Node) -> tuple[Any, ...]:
    if comparator == KNOWN:
        return (fit(wanted, read_flag),)
    if comparator == IN:
        return several(lambda node: _operand(fact, node), least=1)(wanted)
    if comparator == BETWEEN:
        return _between(fact, wanted)
    return (_operand(fact, wanted),)


def _between(fact: Fact, wanted: Node) -> tuple[Any, Any]:
    if not isinstance(wanted.value, list) or len(wanted.value) != 2:
        raise bad(wanted, "rule_not_between")
    first, last = (_operand(fact, node) for node in wanted.value)
    if first > last:
        raise bad(wanted, "rule_not_between")
    return first, last


def _operand(fact: Fact, node: Node) -> Any:
    if node.value == NONE and isinstance(node.value, str):
        raise bad(node, "rule_compares_none")
    return fit(node, fact.take)
