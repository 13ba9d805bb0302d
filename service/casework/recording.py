"""record(): keeps what programmes said of a person, one case for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.access.actions import Scope, scopes
from service.access.errors import Unauthenticated
from service.access.principal import PUBLIC, Actor, Principal
from service.eligibility.checks import Checked, Result
from service.eligibility.outcomes import Outcome
from service.eligibility.person import age_on
from service.eligibility.program import Program
from service.errors import Forbidden, InvalidBody, Problem
from service.records.ids import new_id
from service.records.vault import Seal

from .casework import Casework, Happened
from .content import Identity, Inputs, identity_index, sealed
from .tables import OPEN, EligibilityCase, EligibilityDecision
from .texts import keep_texts

RECORD = "record"
MOST_AT_ONCE = 20
# What is missing is asked for soon; what is settled holds until circumstances change.
_RECHECK_DAYS = {Outcome.NEEDS_INFORMATION: 30, Outcome.INDETERMINATE: 30}
_SETTLED_DAYS = 365
_LATEST_RECHECK = timedelta(days=5 * 366)


@dataclass(frozen=True)
class ToRecord:
    """What staff want kept of a check: `programs` are the ids that it was asked of, `facts` as
    they were told. Whom it is about need not be named."""

    programs: tuple[str, ...]
    on: date
    facts: Mapping[str, Any] = field(repr=False)
    chapter: str | None = None
    identity: Identity | None = None
    recheck_on: date | None = None


def record(
    casework: Casework, actor: Actor, checked: Checked, asked: ToRecord
) -> Mapping[str, str]:
    """The id of the new case of each programme. Raises Unauthenticated, Forbidden; InvalidBody,
    and then nothing is kept."""
    chapter = _chapter(actor.principal, asked.chapter)
    _check(checked, asked, chapter)
    check_recheck(asked.recheck_on, casework.today)

    def work(session: Session) -> dict[str, str]:
        return {
            result.id: _open_case(session, casework, actor, (chapter, asked, result))
            for result in checked.results
        }

    return casework.records.store.retrying(work)


def add_decision(
    session: Session, casework: Casework, case: EligibilityCase, decided: tuple[Result, Inputs, str]
) -> EligibilityDecision:
    """The next one of a case, with what it was made by; `decided` ends with by whom."""
    result, inputs, by = decided
    program: Any = result.program
    program_text, guidelines_text = keep_texts(session, casework, program)
    seal = casework.records.vault.seal_of(session, case.id)
    decision = EligibilityDecision(
        id=new_id("j-"),
        case_id=case.id,
        number=len(case.decisions) + 1,
        program_version=program.version,
        program_text=program_text,
        guidelines_text=guidelines_text,
        sealed=sealed(inputs, seal),
        outcome=result.outcome,
        by=by,
        at=casework.clock(),
    )
    case.decisions.append(decision)
    return decision


def inputs_of(on: date, facts: Mapping[str, Any], result: Result) -> Inputs:
    decision: Any = result.decision
    return Inputs(
        on=on,
        facts=dict(facts),
        leaves=decision.leaves,
        missing=decision.missing,
        exhaustive=decision.exhaustive,
        area=result.program and result.program.area,
    )


def recheck_day(outcome: Outcome, program: Program, on: date) -> date:
    """When to look again if nobody says: at the latest on the day after the programme's last."""
    day = on + timedelta(days=_RECHECK_DAYS.get(outcome, _SETTLED_DAYS))
    ends = program.effective.ends
    return min(day, ends + timedelta(days=1)) if ends else day


def _chapter(principal: Principal, told: str | None) -> str:
    if principal is PUBLIC:
        raise Unauthenticated
    if Scope.CHAPTER not in scopes(principal, "cases.record"):
        raise Forbidden
    own = sorted(principal.chapters)
    if told is None and len(own) == 1:
        return own[0]
    if told is None:
        raise InvalidBody(Problem("chapter", "needed"))
    if told not in own:
        raise InvalidBody(Problem("chapter", "not_among", {"choices": own}))
    return told


def _check(checked: Checked, asked: ToRecord, chapter: str) -> None:
    """Every programme that was asked of must have decided, and be this chapter's; and who it is
    about must be of the age that it was decided by."""
    _check_person(asked)
    if not 1 <= len(asked.programs) <= MOST_AT_ONCE:
        most = {"least": 1, "most": MOST_AT_ONCE}
        raise InvalidBody(Problem("programs", "not_so_many", most))
    decided = {result.id: result.program for result in checked.results if result.decision}
    problems = []
    for place, name in enumerate(asked.programs):
        program = decided.get(name)
        if program is None:
            problems.append(Problem(f"programs.{place}", "not_decided"))
        elif not program.is_of([chapter]):
            problems.append(Problem(f"programs.{place}", "not_of_chapter"))
    if problems:
        raise InvalidBody(*problems)


def _check_person(asked: ToRecord) -> None:
    if asked.identity is None:
        return
    born = asked.identity.birth_date
    agrees = {"birth_date": born.isoformat(), "age": age_on(asked.on, born)}
    for fact, value in agrees.items():
        if asked.facts.get(fact) not in (None, value):
            pair = ("patient.birth_date", f"facts.{fact}")
            raise InvalidBody(*(Problem(name, "contradicts", {"other": other})
                                for name, other in (pair, pair[::-1])))  # fmt: skip


def check_recheck(day: date | None, today: date) -> None:
    """The day to look again is not over, and not so far away that nobody would."""
    last = today + _LATEST_RECHECK
    if day and not today <= day <= last:
        raise InvalidBody(Problem("recheck_on", "recheck_day", {"last": last.isoformat()}))


def _open_case(
    session: Session, casework: Casework, actor: Actor, told: tuple[str, ToRecord, Result]
) -> str:
    chapter, asked, result = told
    program: Any = result.program
    identity, at = new_id("k-"), casework.clock()
    seal = casework.records.vault.make(session, identity)
    case = EligibilityCase(
        id=identity,
        chapter=chapter,
        program=result.id,
        state=OPEN,
        outcome=result.outcome,
        overridden=False,
        version=1,
        recheck_on=asked.recheck_on or recheck_day(result.outcome, program, asked.on),
        created_at=at,
        updated_at=at,
        **_who(casework, chapter, asked.identity, seal),
    )
    session.add(case)
    session.flush()
    inputs = inputs_of(asked.on, asked.facts, result)
    add_decision(session, casework, case, (result, inputs, actor.principal.name))
    values = {"outcome": result.outcome, "program_version": program.version}
    casework.tell(session, actor, identity, Happened(RECORD, values))
    return identity


def _who(
    casework: Casework, chapter: str, identity: Identity | None, seal: Seal
) -> dict[str, str | None]:
    if identity is None:
        return {"patient": None, "sealed": None}
    index = identity_index(casework.records.keys, chapter, identity)
    return {"patient": index, "sealed": sealed(identity, seal)}
