"""Which criteria a "no" hangs on: those that would have to be otherwise."""

from collections.abc import Iterable

from .checks import Result
from .criteria import Outcomes
from .outcomes import Outcome
from .rule import Rule


def against(result: Result) -> list[int]:
    """The numbers of criteria that speak against the person, of a "no"; none of other outcomes."""
    if result.program is None or result.decision is None:
        return []
    if result.outcome is not Outcome.NOT_ELIGIBLE:
        return []
    outcomes = result.decision.leaves
    leaves = enumerate(result.program.rule.leaves)
    return [number for number, leaf in leaves if outcomes[number] is leaf.ruled_out]


def decisive(result: Result) -> list[int]:
    """Those of `against` that can be a part of why: none that another criterion makes good."""
    found = against(result)
    return [number for number in found if number in needed(result, [*found, number])]


def needed(result: Result, order: Iterable[int]) -> set[int]:
    """Criteria that together would have to be otherwise, and of which none can be left out; tried
    in this order, where the last mention of a number counts."""
    tried = list(reversed(dict.fromkeys(reversed(list(order)))))
    left = set(tried)
    if result.program is None or result.decision is None:
        return left
    for number in tried:
        if _turns(result.program.rule, result.decision.leaves, left - {number}):
            left.remove(number)
    return left


def _turns(rule: Rule, outcomes: Outcomes, numbers: set[int]) -> bool:
    """Whether it would be no "no" if these were otherwise."""
    turned = [not found if n in numbers else found for n, found in enumerate(outcomes)]
    return rule.root.kleene(turned) is not False
