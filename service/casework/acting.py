"""What staff do with a case: decide otherwise, confirm that or take it back, check again, close."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.eligibility.checks import Checked, check
from service.eligibility.outcomes import Outcome
from service.eligibility.person import read_person
from service.errors import Conflict, Erased, InvalidBody, Problem, Stale

from .award_table import ACTIVE, awards_of
from .award_uses import end_awards
from .casework import Casework, Happened
from .content import Inputs, opened
from .recording import add_decision, check_recheck, inputs_of, recheck_day
from .tables import CLOSED, EligibilityCase
from .texts import rules_of
from .viewing import (
    CLOSE,
    CONFIRM,
    OVERRIDE,
    RECHECK,
    WITHDRAW,
    View,
    actions_of,
    find_case,
    view_of,
)

ILLEGAL, SAME_PERSON, NOT_IN_EFFECT = "illegal-case-move", "same-person", "program-not-in-effect"
END_AWARDS = "end_awards"
PROPOSE = "propose-override"  # of the trail: an override that waits for a second person
OVERRIDES = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)
# What an action must carry, and what else it may.
_NEEDS = {
    OVERRIDE: ("outcome", "reason"),
    CONFIRM: (),
    WITHDRAW: (),
    RECHECK: (),
    CLOSE: ("reason",),
}
_TAKES = {
    OVERRIDE: ("recheck_on",),
    CONFIRM: (),
    WITHDRAW: (),
    RECHECK: ("on", "facts", "recheck_on"),
    CLOSE: (END_AWARDS,),
}
T = TypeVar("T")


@dataclass(frozen=True)
class Act:
    """`version` is the one that was seen, `told` what the action carries. `on` is left out for
    today, `facts` where they are still the same. What is `only_seen` is told, and not done."""

    action: str
    version: int
    told: Mapping[str, Any] = field(repr=False)
    only_seen: bool = False


def act(
    casework: Casework, actor: Actor, identity: str, asked: Act, render: Callable[[View], T]
) -> T:
    """The case after it. Raises NoSuchRecord; Erased; Stale for another version; Conflict, with
    the legal actions; InvalidBody for what is missing, or does not belong to the action."""

    def work(session: Session) -> T:
        case = find_case(session, actor.principal, identity)
        _check(case, actor, asked)
        check_recheck(asked.told.get("recheck_on"), casework.today)
        _MAKE[asked.action](session, casework, actor, (case, asked.told))
        session.flush()
        return render(view_of(session, casework, actor.principal, case))

    store = casework.records.store
    return (store.trying if asked.only_seen else store.retrying)(work)


def check_version(case: EligibilityCase, version: int) -> None:
    """Raises Erased; Stale for another version than the one that was seen."""
    if case.erased_at:
        raise Erased
    if version != case.version:
        raise Stale


def _check(case: EligibilityCase, actor: Actor, asked: Act) -> None:
    check_version(case, asked.version)
    needed, told = _NEEDS[asked.action], asked.told
    taken = (*needed, *_TAKES[asked.action])
    problems = [Problem(name, "needed") for name in needed if name not in told]
    problems += [
        Problem(name, "not_a_member", {"members": list(taken)})
        for name in told
        if name not in taken
    ]
    if problems:
        raise InvalidBody(*problems)
    actions = actions_of(case, actor.principal)
    if asked.action not in actions:
        mine = asked.action == CONFIRM and case.proposed and case.state != CLOSED
        raise Conflict(SAME_PERSON if mine else ILLEGAL, actions=list(actions))


Told = tuple[EligibilityCase, Mapping[str, Any]]


def _override(session: Session, casework: Casework, actor: Actor, asked: Told) -> None:
    case, told = asked
    if told["outcome"] == case.outcome:
        raise InvalidBody(Problem("outcome", "outcome_holds"))
    case.change(casework.clock())
    case.recheck_on = told.get("recheck_on", case.recheck_on)
    program, _ = rules_of(session, case.decision)
    action = PROPOSE if program.override.second_person else OVERRIDE
    if action == PROPOSE:
        case.proposed, case.proposed_by = told["outcome"], actor.principal.somebody
    else:
        _hold(case, told["outcome"])
    happened = Happened(action, {"outcome": told["outcome"]}, secret=told["reason"])
    casework.tell(session, actor, case.id, happened)


def _confirm(session: Session, casework: Casework, actor: Actor, asked: Told) -> None:
    case, outcome = asked[0], asked[0].proposed
    case.change(casework.clock())
    _hold(case, str(outcome))
    casework.tell(session, actor, case.id, Happened(CONFIRM, {"outcome": outcome}))


def _withdraw(session: Session, casework: Casework, actor: Actor, asked: Told) -> None:
    """Whoever asked for it does not any more; nobody confirmed it yet."""
    case, outcome = asked[0], asked[0].proposed
    case.change(casework.clock())
    case.proposed, case.proposed_by = None, None
    casework.tell(session, actor, case.id, Happened(WITHDRAW, {"outcome": outcome}))


def _hold(case: EligibilityCase, outcome: str) -> None:
    case.outcome, case.proposed, case.proposed_by = outcome, None, None
    case.overridden = outcome != case.decision.outcome


def _recheck(session: Session, casework: Casework, actor: Actor, asked: Told) -> None:
    """By the version that is in effect now, which may be another than before. What staff decided
    otherwise stands as long as facts and version are those of which they decided it."""
    case, told = asked
    seal = casework.records.vault.seal_of(session, case.id)
    kept = opened(str(case.decision.sealed), Inputs, seal)
    on: date = told.get("on") or casework.today
    facts = told.get("facts", kept.facts)
    person = read_person(facts, on, casework.rules.guidelines)
    result = _only(check(casework.rules.programs, person, [case.program]))
    program: Any = result.program
    case.change(casework.clock())
    as_before = facts == kept.facts and program.fingerprint == case.decision.program_text
    if not (as_before and result.outcome == case.decision.outcome):
        case.outcome, case.overridden = result.outcome, False
        case.proposed, case.proposed_by = None, None
    case.recheck_on = told.get("recheck_on") or recheck_day(result.outcome, program, on)
    decided = result, inputs_of(on, facts, result), actor.principal.name
    add_decision(session, casework, case, decided)
    values = {"outcome": result.outcome, "program_version": program.version}
    casework.tell(session, actor, case.id, Happened(RECHECK, values))


def _only(checked: Checked) -> Any:
    for result in checked.results:
        if result.decision:
            return result
    raise Conflict(NOT_IN_EFFECT)


def _close(session: Session, casework: Casework, actor: Actor, asked: Told) -> None:
    """An award that could still be used ends with it: whoever closes must have said so."""
    case, told = asked
    awards = awards_of(session, case.id)
    live = any(award.state(casework.today) == ACTIVE for award in awards)
    if live and not told.get(END_AWARDS):
        raise InvalidBody(Problem(END_AWARDS, "ends_with_case"))
    case.change(casework.clock())
    case.state, case.proposed, case.proposed_by = CLOSED, None, None
    end_awards(session, casework, actor, awards, told["reason"])
    casework.tell(session, actor, case.id, Happened(CLOSE, secret=told["reason"]))


_MAKE = {
    OVERRIDE: _override,
    CONFIRM: _confirm,
    WITHDRAW: _withdraw,
    RECHECK: _recheck,
    CLOSE: _close,
}
