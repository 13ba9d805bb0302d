"""What the workbench answers: what to ask next, what each programme says and why, who pays."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from service.api.authentication import asked_principal
from service.api.eligibility import checked_for
from service.api.present_program_matches import Told, program_matches_data
from service.api.program_matches import coverage_of_person, members_of, told_of
from service.eligibility.asking import outstanding
from service.eligibility.checks import Checked, Result
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person, read_person
from service.errors import InvalidBody, InvalidQuery, Problem
from service.wording.eligibility import question_text
from service.wording.wording import Wording

from .bench_form import Asked
from .facts_form import wrongs_of
from .program_view import benefit_lines, criteria_values, dates_text
from .work import Work

MOST_NEAR = 3  # therapists of each program
Data = dict[str, Any]


@dataclass
class Bench:
    """`told` is None where the facts cannot be together."""

    told: Told | None
    problems: list[Problem] = field(default_factory=list)


def found_of(work: Work, asked: Asked) -> Bench:
    """What the programs say of the facts. A plan or a place that cannot be looked up hides no
    program: it is told at its field."""
    if asked.problems:
        return Bench(None, asked.problems)
    try:
        person = read_person(asked.facts, asked.on, work.rules.guidelines)
    except InvalidBody as error:
        return Bench(None, list(error.problems))
    checked, problems, coverage = checked_for(person, None, work.rules), [], None
    try:
        coverage = coverage_of_person(work.engine, work.rules, person)
    except InvalidBody as error:
        problems += error.problems
    found = checked, person, coverage
    near = {"limit": MOST_NEAR}
    try:
        told = told_of(work.engine, work.rules, found, members_of(near, person))
    except InvalidQuery:
        problems.append(Problem("postal_code", "zip_not_known"))
        told = told_of(work.engine, work.rules, found, near)
    return Bench(told, problems)


def bench_values(bench: Bench, wording: Wording) -> Data:
    values: Data = {
        "wrongs": wrongs_of(bench.problems, wording),
        "answer": None,
        "next": [],
        "counts": [],
    }
    if (told := bench.told) is None:
        return values
    data = program_matches_data(told, wording)
    results = zip(data["programs"], told.checked.results, strict=True)
    data["programs"] = [_program(each, result, wording) for each, result in results]
    return values | {
        "answer": data,
        "next": _next(told.checked, told.person, wording),
        "counts": _counts(told.checked),
    }


def _next(checked: Checked, person: Person, wording: Wording) -> list[Data]:
    return [
        {
            "fact": fact,
            "question": question_text(fact, person, wording),
            "count": len(programs),
        }
        for fact, programs in outstanding(checked).items()
    ]


def _counts(checked: Checked) -> list[tuple[str, int]]:
    """How many programs say what, the best news first."""
    found = Counter(result.outcome for result in checked.results)
    return [(outcome.value, found[outcome]) for outcome in Outcome if found[outcome]]


def _program(data: Data, result: Result, wording: Wording) -> Data:
    if result.program is None:
        return data | {
            "name": result.id,
            "gives": [],
            "dates": None,
            "is_ours": False,
            "is_hopeful": True,
        }
    leaves = result.program.rule.leaves if result.decision else ()
    return data | {
        "criteria": criteria_values(data["criteria"], leaves),
        "gives": benefit_lines(data["benefits"], wording),
        "dates": dates_text(data["effective"], wording),
        "is_ours": bool(result.decision) and result.program.is_of(asked_principal().chapters),
        "is_hopeful": result.outcome is not Outcome.NOT_ELIGIBLE,
    }
