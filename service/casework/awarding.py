"""Awards: made of a case that is eligible, revoked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.eligibility.deciding import decide
from service.eligibility.outcomes import Outcome
from service.eligibility.person import read_person
from service.eligibility.program import Benefit, Program
from service.errors import Conflict, InvalidBody, NoSuchRecord, Problem
from service.records.ids import is_id, new_id
from service.records.locks import hold

from .award_table import ACTIVE, Award, awards_of
from .award_uses import AWARD_OVER, BEYOND_BUDGET, REVOKE
from .budgets import budget_of
from .casework import Casework, Happened
from .content import Inputs, opened
from .tables import CLOSED, EligibilityCase

AWARD = "award"
NOT_AWARDABLE, AWARDED_BEFORE = "not-awardable", "awarded-before"
NEEDS_PERSON = "award-needs-person"
VISITS = "ot-visits"  # the kind of benefit that is counted in visits
_DEFAULT_VISITS = Benefit(VISITS)
_LONGEST = timedelta(days=2 * 366)  # of an award whose programme names no period
MOST_VISITS = 500  # where the programme names no number


@dataclass(frozen=True)
class NewAward:
    """What is left out is as the programme has it."""

    visits: int | None = None
    amount_cents: int | None = None
    expires_on: date | None = None


def make_award(
    session: Session, casework: Casework, actor: Actor, case: EligibilityCase, asked: NewAward
) -> Award:
    """Of a case that the caller holds. Raises Conflict where it is not eligible by the version in
    effect, names nobody, was awarded before, or is beyond the budget; InvalidBody."""
    program = _program(casework, case)
    _check_still_so(session, casework, case, program)
    # Of two awards at once the second one waits here, and then sees what the first one took.
    hold(session, f"budget {program.id}")
    award = _filled(casework, case, program, asked)
    _check_once(session, casework, case, program)
    budget = budget_of(session, program, casework.today)
    if budget.remaining is not None and (award.amount_cents or 0) > budget.remaining:
        raise Conflict(BEYOND_BUDGET, remaining=budget.remaining / 100)
    award.made_by = actor.principal.name
    session.add(award)
    case.change(casework.clock())
    names = ("program_version", "visits", "amount_cents")
    values = {"award": award.id, "expires_on": award.expires_on.isoformat()}
    values |= {name: getattr(award, name) for name in names}
    casework.tell(session, actor, case.id, Happened(AWARD, values))
    return award


def find_award(session: Session, case: EligibilityCase, identity: str) -> Award:
    """One of a case, which nobody else changes until the transaction ends; raises NoSuchRecord."""
    asked = select(Award).where(Award.id == identity, Award.case_id == case.id)
    award = session.scalars(asked.with_for_update()).one_or_none() if is_id(identity) else None
    if award is None:
        raise NoSuchRecord
    return award


def revoke(session: Session, casework: Casework, actor: Actor, award: Award, reason: str) -> None:
    """It gives back what was not used. Raises Conflict for one that ended, or is used up."""
    if award.state(casework.today) != ACTIVE:
        raise Conflict(AWARD_OVER)
    award.revoked_at = casework.clock()
    happened = Happened(REVOKE, {"award": award.id}, secret=reason)
    casework.tell(session, actor, award.case_id, happened)


def awardable(casework: Casework, case: EligibilityCase) -> Program | None:
    """The version that the case was decided by, if it is the one in effect, and the case is open
    and eligible."""
    programs = casework.rules.programs.in_effect(casework.today)
    current = next((program for program in programs if program.id == case.program), None)
    fits = current and current.fingerprint == case.decision.program_text
    eligible = case.outcome == Outcome.ELIGIBLE and case.proposed is None
    return current if fits and eligible and case.state != CLOSED else None


def _program(casework: Casework, case: EligibilityCase) -> Program:
    if (program := awardable(casework, case)) is None:
        raise Conflict(NOT_AWARDABLE)
    return program


def _check_still_so(
    session: Session, casework: Casework, case: EligibilityCase, program: Program
) -> None:
    """What was told may mean something else by now, or not yet: somebody had another birthday."""
    row = case.decision
    told = opened(str(row.sealed), Inputs, casework.records.vault.seal_of(session, case.id))
    try:
        person = read_person(told.facts, casework.today, casework.rules.guidelines)
    except InvalidBody:
        raise Conflict(NOT_AWARDABLE) from None
    if decide(program.rule, person).outcome != row.outcome:
        raise Conflict(NOT_AWARDABLE)


def _filled(casework: Casework, case: EligibilityCase, program: Program, asked: NewAward) -> Award:
    given = next((one for one in program.benefits if one.kind == VISITS), _DEFAULT_VISITS)
    most = None if given.amount is None else int(given.amount)
    visits = asked.visits if asked.visits is not None else most
    expires_on = asked.expires_on or _expiry(casework.today, given, program)
    amount = asked.amount_cents
    last = casework.today + _LONGEST
    if given.period_days:
        last = casework.today + timedelta(days=given.period_days)
    _check(casework, program, (most, last), (visits, amount, expires_on))
    return Award(
        id=new_id("w-"),
        case_id=case.id,
        chapter=case.chapter,
        program=program.id,
        program_version=program.version,
        visits=visits,
        visits_used=0,
        amount_cents=amount,
        spent_cents=0,
        made_on=casework.today,
        expires_on=expires_on,
        made_at=casework.clock(),
    )


def _expiry(today: date, given: Benefit, program: Program) -> date | None:
    if given.period_days:
        return today + timedelta(days=given.period_days)
    return program.effective.ends


def _check(
    casework: Casework, program: Program, bounds: tuple[int | None, date], filled: tuple[Any, ...]
) -> None:
    most, last = bounds
    visits, amount, expires_on = filled
    problems = []
    if visits is None and amount is None:
        problems.append(Problem("visits", "needed"))
    # An award of nothing would be used up at once, and stand in the way of the next one.
    most = MOST_VISITS if most is None else most
    if visits is not None and not 1 <= visits <= most:
        problems.append(Problem("visits", "not_whole", {"most": most}))
    if amount == 0:
        problems.append(Problem("amount", "award_of_nothing"))
    if amount is None and program.budget is not None:
        problems.append(Problem("amount", "needed"))
    if expires_on is None:
        problems.append(Problem("expires_on", "needed"))
    elif expires_on < casework.today:
        problems.append(Problem("expires_on", "day_over"))
    elif expires_on > last:
        problems.append(Problem("expires_on", "award_too_long", {"last": last.isoformat()}))
    if problems:
        raise InvalidBody(*problems)


def _check_once(
    session: Session, casework: Casework, case: EligibilityCase, program: Program
) -> None:
    """No second one for the case while the first can be used, and none for the same person within
    the days that the programme asks to lie between two: then somebody must be named, or nobody
    could tell."""
    mine = awards_of(session, case.id)
    if any(award.state(casework.today) == ACTIVE for award in mine):
        raise Conflict(AWARDED_BEFORE)
    apart = [one.once_per_days for one in program.benefits if one.once_per_days]
    if not apart:
        return
    if case.patient is None:
        raise Conflict(NEEDS_PERSON)
    used = (Award.visits_used > 0) | (Award.spent_cents > 0)
    asked = (
        select(Award.id)
        .join(EligibilityCase, EligibilityCase.id == Award.case_id)
        .where(EligibilityCase.patient == case.patient, Award.program == program.id)
        .where(Award.made_on > casework.today - timedelta(days=max(apart)))
        .where(Award.revoked_at.is_(None) | used)
    )
    if session.scalars(asked.limit(1)).first() is not None:
        raise Conflict(AWARDED_BEFORE)
