"""A form that is tried: it is done, or its page is shown again with what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response
from werkzeug.datastructures import MultiDict

from service.api.language import asked_wording
from service.errors import Conflict, InvalidQuery, Problem, Stale
from service.wording.problems import problem_text

from ..forms import Form
from .showing import show_work

T = TypeVar("T")


@dataclass
class NotDone(Exception):
    """Why, by the form's faults or by a notice."""

    form: Form
    notice: str | None = None
    status: int = 422


def attempt(form: Form, run: Callable[[], T], fields: Mapping[str, str] | None = None) -> T:
    """What `run` gives; raises NotDone. `fields` are the form's, by a rule's parameter."""
    if form.faults:
        raise NotDone(form)
    try:
        return run()
    except InvalidQuery as error:
        form.faults += [_fault(problem, fields or {}) for problem in error.problems]
        raise NotDone(form) from None
    except Stale:
        raise NotDone(form, "changed", 412) from None
    except Conflict as error:
        known = f"notice_{error.code}" in asked_wording().pages
        raise NotDone(form, error.code if known else "changed", 409) from None


def show_tried(template: str, values: dict[str, Any], told: NotDone | None = None) -> Response:
    if told is None:
        return show_work(template, values)
    sent = MultiDict(told.form.sent)
    sent.setdefault("do", "")  # each form names itself; what does not is none of ours
    tried = {"sent": sent, "faults": told.form.faults, "notice": told.notice}
    return show_work(template, values | tried, told.status)


def _fault(problem: Problem, fields: Mapping[str, str]) -> Problem:
    """In the words of pages, or else as the API says it."""
    wording = asked_wording()
    at = fields.get(problem.parameter, problem.parameter)
    if f"fault_{problem.code}" in wording.pages:
        return Problem(at, problem.code, problem.values)
    return Problem(at, "told", {"text": f"{problem_text(problem, wording)}."})
