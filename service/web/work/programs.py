"""/programs: all programs that are known here, and each of them in plain words."""

from typing import Any

from flask import Response, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.present_eligibility import program_data, programs_data
from service.casework.budgets import Budget, budgets
from service.eligibility.criteria import AnyLeaf
from service.eligibility.examples import Tried, try_cases
from service.eligibility.program import Program
from service.errors import NoSuchProgram
from service.wording.wording import Wording

from .chapters import chapter_names
from .program_view import benefit_lines, dates_text, is_one_of, rule_text
from .showing import show_work
from .visit import actor
from .work import Work

PROGRAMS = "/programs"
Data = dict[str, Any]


def add_programs(work: Work) -> None:
    @work.pages.get(PROGRAMS)
    @needs("cases.read")
    def programs() -> Response:
        return show_work("programs.html", _all_values(work))

    @work.pages.get(f"{PROGRAMS}/<string:program>")
    @needs("cases.read")
    def program(program: str) -> Response:
        """`version` is the one in effect if it is left out, or else the newest."""
        shown = _shown(work, program, request.args.get("version", ""))
        return show_work("program.html", _one_values(work, shown))


def _all_values(work: Work) -> Data:
    wording, on, known = asked_wording(), work.today(), work.rules.programs
    data = programs_data(known.in_effect(on), known.not_in_effect(on), on, wording)
    return {
        "programs": [each | _gist(each, wording) for each in data["programs"]],
        "not_now": data["not_in_effect"],
        "broken": known.broken,
        "budgets": _budgets(work),
    }


def _one_values(work: Work, shown: Program) -> Data:
    wording, on = asked_wording(), work.today()
    versions = [each.version for each in work.rules.programs.by_id[shown.id]]
    data = program_data(shown, versions, on, wording)
    criteria = [_criterion(leaf, wording) for leaf in shown.rule.leaves]
    tried = list(try_cases(shown, work.rules.guidelines, on))
    return {
        "program": data | _gist(data, wording) | {"criteria": criteria},
        "second_person": shown.override.second_person,
        "chapters": list(chapter_names(work.rules.chapters, shown.chapters).values()),
        "area": [*_states(shown, wording), *_places(shown)],
        "budget": _budgets(work).get(shown.id) if data["in_effect"] else None,
        "tried": [_tried(each) for each in tried],
        "as_written": sum(each.as_written for each in tried),
    }


def _shown(work: Work, program: str, version: str) -> Program:
    versions = work.rules.programs.by_id.get(program, ())
    if version:
        versions = tuple(each for each in versions if str(each.version) == version)
    if not versions:
        raise NoSuchProgram
    today = work.today()
    return next((each for each in versions if each.effective.covers(today)), versions[0])


def _budgets(work: Work) -> dict[str, Budget]:
    return {one.program.id: one for one in budgets(work.casework, actor())}


def _gist(data: Data, wording: Wording) -> Data:
    return {
        "gives": benefit_lines(data["benefits"], wording),
        "dates": dates_text(data["effective"], wording),
    }


def _criterion(leaf: AnyLeaf, wording: Wording) -> Data:
    return {"text": rule_text(leaf, wording), "one_of": is_one_of(leaf.path)}


def _states(program: Program, wording: Wording) -> list[str]:
    return [wording.names["states"][code] for code in program.area.states] if program.area else []


def _places(program: Program) -> list[str]:
    area = program.area
    return [*area.counties, *area.postal_codes] if area else []


def _tried(each: Tried) -> Data:
    return {
        "name": each.case.name,
        "wanted": each.case.outcome,
        "found": each.outcome,
        "as_written": each.as_written,
    }
