"""check(): all programmes on one person, each by itself: a fault of one touches no other."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from .deciding import Decision, decide
from .outcomes import Outcome
from .person import Person
from .program import Program
from .programs import Programs

_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}


class Result(msgspec.Struct, frozen=True):
    """`program` is None where its file cannot be taken, and `decision` None where it, or a
    fault of ours, left nothing decided; `error` is the latter."""

    id: str
    program: Program | None
    decision: Decision | None
    error: Exception | None = None

    @property
    def outcome(self) -> Outcome:
        return self.decision.outcome if self.decision else Outcome.INDETERMINATE


@dataclass(frozen=True)
class Checked:
    """Results with the best news first, then by id; `not_in_effect` are listed apart."""

    results: tuple[Result, ...]
    not_in_effect: tuple[Program, ...]


def check(programs: Programs, person: Person, ids: Collection[str] | None = None) -> Checked:
    """Every programme, or those of some ids."""
    results = [_result(program, person) for program in programs.in_effect(person.on)]
    results += [Result(identity, None, None) for identity in programs.broken]
    wanted = [result for result in results if ids is None or result.id in ids]
    return Checked(
        tuple(sorted(wanted, key=lambda result: (_RANK[result.outcome], result.id))),
        tuple(p for p in programs.not_in_effect(person.on) if ids is None or p.id in ids),
    )


def _result(program: Program, person: Person) -> Result:
    try:
        return Result(program.id, program, decide(program.rule, person))
    except Exception as error:  # one rule must not take the answer of all others with it
        return Result(program.id, program, None, error)
