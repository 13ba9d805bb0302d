"""What is missing or wrong of a new referral, told at the step where it is put right. The rules are
those of the API; a page asks besides for what a referral cannot be sent without."""

from collections.abc import Iterator

import msgspec

from service.access.actions import scopes
from service.api.authentication import asked_principal
from service.errors import Conflict, InvalidQuery, Problem
from service.referrals.creating import addressed, check_draft
from service.referrals.lifecycle import Party

from .begun import WRONG, Fields
from .new_form import STEPS, Filled, field_of, step_of
from .wanted import find
from .work import Work


def is_signer() -> bool:
    return bool(scopes(asked_principal(), Party.SIGNER.value))


def wrong_before(work: Work, filled: Filled, step: str) -> list[Problem]:
    """Of the first step before this one that is not right."""
    for before in STEPS:
        if before == step:
            break
        if found := wrong_at(work, filled, before):
            return found
    return []


def wrong_at(work: Work, filled: Filled, step: str) -> list[Problem]:
    found = [problem for problem in _shape(filled) if place_of(problem) == step]
    found += [problem for problem in _missing(filled) if place_of(problem) == step]
    if found or step not in _MEANING:
        return sorted(found, key=lambda problem: _row(step, problem))
    try:
        _MEANING[step](work, filled)
    except InvalidQuery as error:
        return [problem for problem in error.problems if place_of(problem) == step]
    except Conflict as error:
        return [Problem("recipient", error.code)]
    return []


def place_of(problem: Problem) -> str:
    return step_of(field_of(problem.parameter))


def first_place(problems: list[Problem]) -> str:
    places = {place_of(problem) for problem in problems}
    return next(step for step in STEPS if step in places)


def _row(step: str, problem: Problem) -> int:
    names, name = STEPS[step], field_of(problem.parameter)
    return names.index(name) if name in names else len(names)


def keep_told(fields: Fields, problems: list[Problem]) -> None:
    """Kept with the fields, to be shown where they are, however often that page is opened."""
    fields.setlist(WRONG, [msgspec.json.encode(problem).decode() for problem in problems])


def told_at(fields: Fields, step: str) -> list[Problem]:
    every = [msgspec.json.decode(text, type=Problem) for text in fields.getlist(WRONG)]
    return [problem for problem in every if place_of(problem) == step]


def _shape(filled: Filled) -> tuple[Problem, ...]:
    try:
        filled.draft(is_sent=False)
    except InvalidQuery as error:
        return error.problems
    return ()


def _missing(filled: Filled) -> Iterator[Problem]:
    if not filled.get("recipient"):
        yield Problem("recipient", "needed")
    if not filled.get("text"):
        yield Problem("order.text", "needed")
    if is_signer() and not (filled.get("signed_by") or asked_principal().person):
        yield Problem("order.signed_by", "signature_needed")


def _first(work: Work, filled: Filled) -> None:
    check_draft(work.desk, asked_principal(), filled.bare())
    find(work, filled.wanted())


def _second(work: Work, filled: Filled) -> None:
    addressed(work.desk, filled.chosen())


_MEANING = {"1": _first, "2": _second}
