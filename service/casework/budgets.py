"""What of a programme's budget is committed, spent and left."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.eligibility.program import Program

from .award_table import Award
from .casework import Casework
from .viewing import chapters_of


@dataclass(frozen=True)
class Budget:
    """In cents. `committed` is what live awards may still use; what ended gave back the rest.
    `total` is None where the programme has no limit."""

    program: Program
    total: int | None
    committed: int
    spent: int

    @property
    def remaining(self) -> int | None:
        return None if self.total is None else self.total - self.committed - self.spent


def budget_of(session: Session, program: Program, today: date) -> Budget:
    """Of the awards that were made on the days of this version's effect, by whatever chapter."""
    left = func.coalesce(Award.amount_cents, 0) - Award.spent_cents
    live = and_(Award.revoked_at.is_(None), Award.expires_on >= today)
    effective = program.effective
    asked = select(
        func.coalesce(func.sum(case((live, left), else_=0)), 0),
        func.coalesce(func.sum(Award.spent_cents), 0),
    ).where(Award.program == program.id, Award.made_on >= effective.begins)
    if effective.ends:
        asked = asked.where(Award.made_on <= effective.ends)
    committed, spent = session.execute(asked).one()
    total = None if program.budget is None else round(program.budget * 100)
    return Budget(program, total, int(committed), int(spent))


def budgets(casework: Casework, actor: Actor) -> list[Budget]:
    """Of the programmes in effect that have one, and that are of the chapters of whoever asks."""
    chapters = chapters_of(actor.principal)
    shown = [
        program
        for program in casework.rules.programs.in_effect(casework.today)
        if program.budget is not None and program.is_of(chapters)
    ]
    with casework.records.store.reading() as session:
        return [budget_of(session, program, casework.today) for program in shown]
