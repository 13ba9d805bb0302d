"""decide(): whether a person is eligible by a rule, and which facts would tell if not yet known.

Kleene first. Where that leaves it open, all that the missing facts can be is gone through, a bit
for each case: all eligible, or none, settles it; else the facts that it hangs on are missing.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import prod

import msgspec

from .axes import Axis
from .cases import Cases
from .criteria import Outcomes
from .facts import FACTS
from .missing import as_asked, fewest_missing
from .open_facts import open_facts
from .outcomes import Outcome
from .person import Person
from .rule import Rule, Shape

MOST_CASES = 4096


class Decision(msgspec.Struct, frozen=True, gc=False):
    """`leaves` are the outcomes of the rule's, True, False or None; `missing` the smallest set of
    facts that tells, the most worth asking first; not `exhaustive` if there were too many cases to
    go through, so that `missing` may hold more than it takes. `leads_to`: what every answer leads
    to, where the rule only asks that there is one."""

    outcome: Outcome
    leaves: tuple[bool | None, ...]
    missing: tuple[str, ...] = ()
    exhaustive: bool = True
    leads_to: Outcome | None = None


def decide(rule: Rule, person: Person) -> Decision:
    outcomes = tuple([leaf.outcome(person) for leaf in rule.leaves])
    found = rule.root.kleene(outcomes)
    if found is not None:
        return Decision(_settled(found), outcomes)
    numbers: list[int] = []
    rule.root.open(outcomes, numbers)
    axes = open_facts(rule, person, [rule.leaves[number] for number in sorted(set(numbers))])
    asked = _ask(rule.shape, outcomes, axes, person.tells_money)
    if asked.fulfilled is not None:
        return Decision(_settled(asked.fulfilled), outcomes)
    missing = as_asked(asked.missing, person)
    return Decision(
        _unsettled(missing, person), outcomes, missing, asked.exhaustive, asked.leads_to
    )


@dataclass(frozen=True)
class _Asked:
    """What all cases say: `fulfilled` None if they differ."""

    fulfilled: bool | None
    missing: tuple[str, ...] = ()
    exhaustive: bool = True
    leads_to: Outcome | None = None


@lru_cache(50_000)  # about a kB each; the key tells nothing of how much or where
def _ask(shape: Shape, outcomes: Outcomes, axes: tuple[Axis, ...], known: frozenset[str]) -> _Asked:
    if prod([len(axis.truths) for axis in axes]) > MOST_CASES:
        facts = {fact for axis in axes for fact in axis.facts[:1]}
        return _Asked(None, tuple(sorted(facts, key=list(FACTS).index)), exhaustive=False)
    cases = Cases(axes)
    fulfilled = cases.ask(shape, outcomes)
    if fulfilled in (0, cases.everybody):
        return _Asked(fulfilled != 0)
    answered = cases.answered(shape)
    then = fulfilled & answered
    leads_to = _settled(then != 0) if then in (0, answered) else None
    missing = fewest_missing(shape, outcomes, cases, known)
    return _Asked(None, missing, leads_to=leads_to)


def _settled(fulfilled: bool) -> Outcome:
    return Outcome.ELIGIBLE if fulfilled else Outcome.NOT_ELIGIBLE


def _unsettled(missing: tuple[str, ...], person: Person) -> Outcome:
    """No answer helps where it hangs on a percent whose guideline cannot be read."""
    failed = person.damaged and "income_percent_of_poverty" in missing
    return Outcome.INDETERMINATE if failed else Outcome.NEEDS_INFORMATION
