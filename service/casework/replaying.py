"""replay(): decides a case again by the rule and the facts that were kept, and holds it against
what was recorded."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.eligibility.deciding import decide
from service.eligibility.person import read_person
from service.errors import Erased, InvalidBody, NoSuchRecord
from service.records.ids import is_id
from service.records.vault import Seal

from .casework import Casework
from .content import Inputs, opened
from .tables import EligibilityCase, EligibilityDecision
from .texts import ChangedText, rules_of

SAME, OTHER, CHANGED_TEXT, FACTS_REFUSED = "same", "other", "changed-text", "facts-refused"


@dataclass(frozen=True)
class Replayed:
    """`found` is SAME where outcome, criteria and missing facts are all as recorded; OTHER where
    one is not; or why it could not be decided."""

    decision: str
    program: str
    version: int
    fingerprint: str
    outcome: str
    found: str


def replay(casework: Casework, actor: Actor, identity: str) -> list[Replayed]:
    """All decisions of a case, or the one of this id, in order; it stands on the trail as a read.
    Raises NoSuchRecord, Erased."""

    def work(session: Session) -> list[Replayed]:
        rows = _decisions(session, identity)
        case = rows[0].case
        if case.erased_at:
            raise Erased
        seal = casework.records.vault.seal_of(session, case.id)
        found = [_replayed(session, case, row, seal) for row in rows]
        casework.tell_read(session, actor, case.id, "replay")
        return found

    return casework.records.store.retrying(work)


def _decisions(session: Session, identity: str) -> list[EligibilityDecision]:
    row = EligibilityDecision
    asked = select(row).where((row.id == identity) | (row.case_id == identity))
    rows = list(session.scalars(asked.order_by(row.number))) if is_id(identity) else []
    if not rows:
        raise NoSuchRecord
    return rows


def _replayed(
    session: Session, case: EligibilityCase, row: EligibilityDecision, seal: Seal
) -> Replayed:
    return Replayed(
        decision=row.id,
        program=case.program,
        version=row.program_version,
        fingerprint=row.program_text,
        outcome=row.outcome,
        found=_compared(session, row, opened(str(row.sealed), Inputs, seal)),
    )


def _compared(session: Session, row: EligibilityDecision, inputs: Inputs) -> str:
    try:
        program, guidelines = rules_of(session, row, inputs.area)
        person = read_person(inputs.facts, inputs.on, guidelines)
    except ChangedText:
        return CHANGED_TEXT
    except InvalidBody:
        return FACTS_REFUSED
    again = decide(program.rule, person)
    found = again.outcome, again.leaves, again.missing, again.exhaustive
    kept = row.outcome, inputs.leaves, inputs.missing, inputs.exhaustive
    same = found == kept and program.version == row.program_version
    return SAME if same else OTHER
