"""What is wrong with fields of a form, in the words of pages where they have some."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from service.eligibility.person import WHERE
from service.errors import Problem
from service.wording.figures import day_text
from service.wording.problems import problem_text
from service.wording.wording import Wording

from ..site import Wrong


def flaws_at(at: str, problems: Iterable[Problem], wording: Wording) -> list[Wrong]:
    """`at` begins the ids of the form's fields; of a member of several the field is that of all."""
    return [_flaw(at, problem, wording) for problem in problems]


def flaw_said(problem: Problem, wording: Wording) -> str:
    """Another fact is named as people know it."""
    values = dict(problem.values)
    if "other" in values:
        values["other"] = wording.names["facts"].get(values["other"], values["other"])
    if "last" in values:  # the last day that may be told
        values["last"] = day_text(date.fromisoformat(values["last"]), wording.locale)
    of_field = f"fault_{problem.code}_{problem.parameter.removeprefix(f'{WHERE}.')}"
    said = wording.pages.get(of_field) or wording.pages.get(f"fault_{problem.code}")
    return (
        said.format_map(values) if said else problem_text(replace(problem, values=values), wording)
    )


def _flaw(at: str, problem: Problem, wording: Wording) -> Wrong:
    name, form = problem.parameter.partition(".")[0], at.partition("-")[0]
    fact = problem.parameter.removeprefix(f"{WHERE}.")
    label = wording.pages.get(f"field_{form}_{name}") or wording.names["facts"].get(fact)
    label = label or wording.pages[f"field_{name}"]
    return Wrong(f"{at}-{name}", label, flaw_said(problem, wording))
