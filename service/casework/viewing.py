"""A case as staff of its chapter see it: found, opened, with what they may do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.actions import Scope, scopes
from service.access.principal import Actor, Principal
from service.eligibility.deciding import Decision
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person, read_person
from service.eligibility.program import Program
from service.errors import Forbidden, NoSuchRecord
from service.records.events import Event
from service.records.ids import is_id
from service.records.vault import Seal

from .award_table import Award, awards_of
from .casework import Casework
from .content import Identity, Inputs, opened
from .tables import CLOSED, OPEN, EligibilityCase, EligibilityDecision
from .texts import rules_of

OVERRIDE, CONFIRM, WITHDRAW = "override", "confirm", "withdraw"
RECHECK, CLOSE = "recheck", "close"
ACTIONS = (OVERRIDE, CONFIRM, WITHDRAW, RECHECK, CLOSE)
T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """What a decision was made by and of, and what it found."""

    inputs: Inputs
    person: Person
    program: Program
    decision: Decision


@dataclass(frozen=True)
class Decided:
    """One decision; `opened` is None once it is erased."""

    row: EligibilityDecision
    opened: Opened | None = None


@dataclass(frozen=True)
class View:
    """Live rows: read it inside of its transaction. `others` are further cases of the same
    person at this chapter; `reasons` what was said at events, by their ids."""

    case: EligibilityCase
    identity: Identity | None
    decided: tuple[Decided, ...]
    actions: tuple[str, ...]
    events: list[Event]
    reasons: Mapping[str, str] = field(repr=False)
    others: tuple[EligibilityCase, ...]
    awards: tuple[Award, ...]
    today: date

    @property
    def is_due(self) -> bool:
        return is_due(self.case, self.today)


def read(casework: Casework, actor: Actor, identity: str, render: Callable[[View], T]) -> T:
    """One case; raises NoSuchRecord for one that is not for these eyes. It stands on the trail."""

    def work(session: Session) -> T:
        case = find_case(session, actor.principal, identity)
        view = view_of(session, casework, actor.principal, case)
        if not case.erased_at:
            casework.tell_read(session, actor, case.id)
        return render(view)

    return casework.records.store.retrying(work)


def find_case(session: Session, principal: Principal, identity: str) -> EligibilityCase:
    """The row, which nobody else changes until the transaction ends. Raises NoSuchRecord."""
    if not is_id(identity):
        raise NoSuchRecord
    asked = select(EligibilityCase).where(EligibilityCase.id == identity).with_for_update()
    case = session.scalars(asked).one_or_none()
    if case is None or case.chapter not in chapters_of(principal):
        raise NoSuchRecord
    return case


def chapters_of(principal: Principal) -> frozenset[str]:
    """Whose cases they may see; raises Forbidden for nobody's."""
    if Scope.CHAPTER not in scopes(principal, "cases.read"):
        raise Forbidden
    return principal.chapters


def view_of(
    session: Session, casework: Casework, principal: Principal, case: EligibilityCase
) -> View:
    erased = case.erased_at is not None
    seal = None if erased else casework.records.vault.seal_of(session, case.id)
    trail = casework.records.trail
    events = trail.events(session, case.id)
    secrets = {event.id: seal and trail.open_secret(event, seal) for event in events}
    return View(
        case=case,
        identity=identity_of(session, casework, case),
        decided=tuple(open_decision(session, row, seal) for row in case.decisions),
        actions=actions_of(case, principal),
        events=events,
        reasons={identity: told for identity, told in secrets.items() if told},
        others=_others(session, case),
        awards=tuple(awards_of(session, case.id)),
        today=casework.today,
    )


def identity_of(session: Session, casework: Casework, case: EligibilityCase) -> Identity | None:
    """Whom it is about; None where nobody was named, and once it is erased."""
    if case.sealed is None:
        return None
    return opened(case.sealed, Identity, casework.records.vault.seal_of(session, case.id))


def open_decision(session: Session, row: EligibilityDecision, seal: Seal | None) -> Decided:
    """With the rule as it was; raises ChangedText."""
    if seal is None or row.sealed is None:
        return Decided(row)
    inputs = opened(row.sealed, Inputs, seal)
    program, guidelines = rules_of(session, row, inputs.area)
    person = read_person(inputs.facts, inputs.on, guidelines)
    kept = Decision(Outcome(row.outcome), inputs.leaves, inputs.missing, inputs.exhaustive)
    return Decided(row, Opened(inputs, person, program, kept))


def actions_of(case: EligibilityCase, principal: Principal) -> tuple[str, ...]:
    """What this person may do now."""
    if case.state == CLOSED or case.erased_at:
        return ()
    mine = case.proposed_by == principal.somebody
    not_now = (WITHDRAW if not mine else CONFIRM,) if case.proposed else (CONFIRM, WITHDRAW)
    return tuple(action for action in ACTIONS if action not in not_now)


def is_due(case: EligibilityCase, today: date) -> bool:
    return case.state == OPEN and case.recheck_on is not None and case.recheck_on <= today


def _others(session: Session, case: EligibilityCase) -> tuple[EligibilityCase, ...]:
    if case.patient is None:
        return ()
    same = select(EligibilityCase).where(
        EligibilityCase.patient == case.patient, EligibilityCase.id != case.id
    )
    return tuple(session.scalars(same.order_by(EligibilityCase.created_at.desc())))
