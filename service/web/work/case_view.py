"""One case as its page shows it: what holds, why, by what, and what was done."""

from typing import Any

from service.api.present_case import case_data
from service.casework.acting import OVERRIDES, PROPOSE
from service.casework.viewing import CLOSE, CONFIRM, OVERRIDE, WITHDRAW, Opened, View
from service.eligibility.facts import FACTS
from service.wording.eligibility import value_text
from service.wording.wording import Wording

from .chapters import chapter_name
from .facts_form import OTHER
from .program_view import criteria_values
from .work import Work

Data = dict[str, Any]
# Actions that have a form on the case's own page.
HERE = (CONFIRM, WITHDRAW, OVERRIDE, CLOSE)


def case_values(view: View, work: Work, wording: Wording) -> Data:
    data = case_data(view, wording)
    opened = [decided.opened for decided in view.decided]
    decisions = zip(data["decisions"], opened, strict=True)
    shown = [_decision(each, found, wording) for each, found in decisions]
    return {
        "case": data,
        "born": view.identity and view.identity.birth_date,
        "chapter": chapter_name(work.rules.chapters, data["chapter"]),
        "program": _program_name(view, work),
        "newest": shown[-1],
        "earlier": shown[-2::-1],
        "history": data["history"][::-1],
        "asked": _asked(data["history"]),
        "same_person": [
            {"id": one.id, "program": _name(one.program, work), "outcome": one.outcome}
            for one in view.others
        ],
        "is_erased": view.case.erased_at is not None,
        "actions": [action for action in HERE if action in data["actions"]],
        "overrides": [each.value for each in OVERRIDES if each.value != data["outcome"]],
        "takes_two": _takes_two(opened[-1]),
        "awards": data["awards"],
    }


def facts_told(found: Opened, wording: Wording) -> list[tuple[str, str]]:
    """What was told, in the order of the table of facts."""
    told = found.person.told
    return [
        (wording.names["facts"][name], _value(name, told[name], wording))
        for name in FACTS
        if name in told
    ]


def _value(name: str, value: Any, wording: Wording) -> str:
    if value == OTHER:
        return wording.pages["fact_other"]
    return value_text(name, value, wording)


def _decision(data: Data, found: Opened | None, wording: Wording) -> Data:
    if found is None:
        return data | {"criteria": [], "told": []}
    criteria = criteria_values(data["result"]["criteria"], found.program.rule.leaves)
    return data | {"criteria": criteria, "told": facts_told(found, wording)}


def _asked(history: list[Data]) -> Data | None:
    """Who asked last to decide otherwise, with the reason."""
    return next((event for event in history[::-1] if event["action"] == PROPOSE), None)


def _takes_two(found: Opened | None) -> bool:
    return found is not None and found.program.override.second_person


def _program_name(view: View, work: Work) -> str:
    """By the version that decided; of an erased case as it is called now."""
    found = view.decided[-1].opened
    if found:
        return found.program.name
    return _name(view.case.program, work)


def _name(program: str, work: Work) -> str:
    """As it is called now."""
    versions = work.rules.programs.by_id.get(program)
    return versions[0].name if versions else program
