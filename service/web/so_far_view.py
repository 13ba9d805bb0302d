"""What an eligibility check found so far: who may help, and what to do next."""

from collections import Counter
from typing import Any

from service.api.present_chapters import served_data
from service.api.present_eligibility import past_data, result_data
from service.eligibility.checks import Checked, Result
from service.eligibility.criteria import AreaLeaf
from service.eligibility.opening import Rules
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person
from service.eligibility.refusals import against
from service.eligibility.where import home_of
from service.wording.figures import dollars_text, number_text
from service.wording.wording import Wording

from .refusal_view import label_of, refusal_texts

FITS, MAY_FIT, NOT, NOT_THERE = "fits", "may_fit", "not", "not_there"
_VISITS = "ot-visits"
_GROUPS = {
    Outcome.ELIGIBLE: FITS,
    Outcome.NEEDS_INFORMATION: MAY_FIT,
    Outcome.INDETERMINATE: MAY_FIT,
}
Data = dict[str, Any]


def counts(checked: Checked) -> dict[str, int]:
    """How many programs stand where; those of other places are no news."""
    found = Counter(map(_group, checked.results))
    return {group: found[group] for group in (FITS, MAY_FIT, NOT)}


def so_far_values(checked: Checked, person: Person, rules: Rules, wording: Wording) -> Data:
    groups: dict[str, list[Data]] = {FITS: [], MAY_FIT: [], NOT: [], NOT_THERE: []}
    for result in checked.results:
        groups[_group(result)].append(_program(result, person, wording))
    where = home_of(person)
    return {
        "groups": groups,
        "not_now": [past_data(each, person.on, wording) for each in checked.not_in_effect],
        "chapters": served_data(rules.chapters.serving(where), where, wording) if where else None,
        "has_programs": bool(checked.results),
        "has_examples": any(r.program and r.program.is_example for r in checked.results),
    }


def _group(result: Result) -> str:
    if result.outcome in _GROUPS:
        return _GROUPS[result.outcome]
    return NOT_THERE if _is_elsewhere(result) else NOT


def _is_elsewhere(result: Result) -> bool:
    program = result.program
    leaves = program.rule.leaves if program else ()
    return any(isinstance(leaves[number], AreaLeaf) for number in against(result))


def _program(result: Result, person: Person, wording: Wording) -> Data:
    data, program = result_data(result, person, wording), result.program
    return data | {
        "name": data["name"] or result.id,
        "is_example": bool(program and program.is_example),
        "against": refusal_texts(result, person, wording),
        "open": [_open(fact, wording) for fact in (row["fact"] for row in data["missing"])],
        "helps": [_benefit(benefit, wording) for benefit in data["benefits"]],
        "therapists": _therapists(result),
    }


def _open(fact: str, wording: Wording) -> str:
    name = label_of(fact, wording)
    return name[:1].lower() + name[1:]


def _benefit(benefit: Data, wording: Wording) -> str:
    """What it gives, and how much of it where that is known."""
    name, amount = benefit["name"], benefit["amount"]
    if amount is None:
        return name
    visits = benefit["kind"] == _VISITS
    many = (number_text if visits else dollars_text)(float(amount), wording.locale)
    return wording.pages["elig_helps_visits" if visits else "elig_helps_dollars"].format(
        name=name, amount=many
    )


def _therapists(result: Result) -> list[tuple[str, str]] | None:
    """What a search for therapists whom it pays asks; None where it pays no
    visits, or asks for what a search cannot."""
    program = result.program
    if program is None or not any(benefit.kind == _VISITS for benefit in program.benefits):
        return None
    asked = program.provider
    if len(asked.credentials) > 1:
        return None
    own = [("program", program.id)] if asked.accepts_program else []
    return [*own, *(("credential", code) for code in asked.credentials)]
