"""A programme's own cases: people whom its rule must decide as its authors wrote down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.errors import InvalidBody

from .deciding import decide
from .guidelines import Guidelines
from .person import read_person
from .program import NOT_IN_EFFECT, ExampleCase, Program


@dataclass(frozen=True)
class Tried:
    """What became of a case. `refused` is set where its facts cannot be."""

    program: Program
    case: ExampleCase
    outcome: str | None = None
    missing: tuple[str, ...] = ()
    refused: InvalidBody | None = None

    @property
    def as_written(self) -> bool:
        agreed = self.case.missing is None or set(self.case.missing) == set(self.missing)
        return self.outcome == self.case.outcome and agreed


def try_cases(program: Program, guidelines: Guidelines, today: date) -> Iterator[Tried]:
    """Every case, on its own day; on today, or the nearest day in effect, where it names none."""
    for case in program.cases:
        on = case.on or _nearest(program, today)
        try:
            person = read_person(case.facts, on, guidelines)
        except InvalidBody as error:
            yield Tried(program, case, refused=error)
            continue
        if not program.effective.covers(on):
            yield Tried(program, case, NOT_IN_EFFECT)
            continue
        decision = decide(program.rule, person)
        yield Tried(program, case, decision.outcome, decision.missing)


def _nearest(program: Program, today: date) -> date:
    effective = program.effective
    return max(effective.begins, min(today, effective.ends or today))
