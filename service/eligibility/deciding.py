"""decide(): whether a person is eligible by a rule, and which facts would tell if not yet known.

Kleene first. Where that leaves it open, all that the missing facts can be is gone through, a bit
for each case: all eligible, or none, settles it; else the facts that it hangs on are missing.
"""

from dataclasses import dataclass
from math import prod

from .cases import Cases
from .missing import missing_facts
from .open_facts import axes_of
from .outcomes import Outcome
from .person import Person
from .rule import Rule

MOST_CASES = 4096


@dataclass(frozen=True)
class Decision:
    """`leaves` are the outcomes of the rule's, True, False or None; `missing` the smallest set of
    facts that tells, the most worth asking first; not `exhaustive` if there were too many cases to
    go through, so that `missing` may hold more than it takes."""

    outcome: Outcome
    leaves: tuple[bool | None, ...]
    missing: tuple[str, ...] = ()
    exhaustive: bool = True


def decide(rule: Rule, person: Person) -> Decision:
    outcomes = tuple([leaf.outcome(person) for leaf in rule.leaves])
    found = rule.root.kleene(outcomes)
    if found is not None:
        return Decision(_settled(found), outcomes)
    numbers: list[int] = []
    rule.root.open(outcomes, numbers)
    axes = axes_of(rule, person, [rule.leaves[number] for number in sorted(set(numbers))])
    if prod(len(axis.cells) for axis in axes) > MOST_CASES:
        facts = tuple(axis.facts[0] for axis in axes)
        return Decision(_unsettled(facts, person), outcomes, facts, exhaustive=False)
    cases = Cases(axes)
    fulfilled = cases.ask(rule, outcomes)
    if fulfilled in (0, cases.everybody):
        return Decision(_settled(fulfilled != 0), outcomes)
    facts = missing_facts(cases, fulfilled, person)
    return Decision(_unsettled(facts, person), outcomes, facts)


def _settled(fulfilled: bool) -> Outcome:
    return Outcome.ELIGIBLE if fulfilled else Outcome.NOT_ELIGIBLE


def _unsettled(missing: tuple[str, ...], person: Person) -> Outcome:
    """No answer helps where it hangs on a percent whose guideline cannot be read."""
    failed = person.damaged and "income_percent_of_poverty" in missing
    return Outcome.INDETERMINATE if failed else Outcome.NEEDS_INFORMATION
