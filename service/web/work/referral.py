"""/referrals/<id>: where one referral stands, and all that may be done with it now."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.errors import Conflict, InvalidQuery, Problem, Stale, TooLarge
from service.referrals.case import Case
from service.referrals.moving import Act, act
from service.referrals.reading import read

from ..forms import Form
from ..reply_forms import is_to_change
from .acting import ACTS, MOVES_HERE, do_move
from .checking import takes
from .referral_view import referral_values
from .rerouting import candidates
from .showing import show_work
from .visit import actor
from .work import Work

ONE = "/referrals/<identity>"
_FORM_BYTES = 100_000
_ACKNOWLEDGE = "acknowledge"
# What a rule's parameter is called in a form.
_FIELDS = {
    "status_reason": "reason",
    "appointment": "appointment_day",
    "recipient": "recipient",
    "recipient.npi": "npi",
    "recipient.location_id": "npi",
    "order.signed_by": "signed_by",
    "body": "paper",
}


@dataclass
class Tried:
    """A form that was sent and led nowhere yet: why, and what is shown besides."""

    form: Form
    notice: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    status: int = 422


def add_referral(work: Work) -> None:
    most = work.desk.terms.attachment_bytes + _FORM_BYTES

    @work.pages.get(ONE)
    @needs("referrals.read")
    def referral(identity: str) -> Response:
        return _shown(work, identity)

    @work.pages.post(ONE)
    @needs("referrals.read")
    @takes(most)
    def act_on_referral(identity: str) -> Response:
        form, do = Form(request.form), request.form.get("do", "")
        if is_to_change(form):
            return _shown(work, identity, Tried(form, status=200))
        one = ACTS.get(do)
        if one is None and do not in MOVES_HERE:
            return _shown(work, identity, Tried(form, "changed", status=409))
        tried = _tried(work, form, lambda: (one or do_move)(work, identity, form))
        return _shown(work, identity, tried) if tried else redirect(request.path, 303)


def _tried(work: Work, form: Form, run: Callable[[], dict[str, Any] | None]) -> Tried | None:
    """None where it was done; what it tells besides is shown once, and leads nowhere."""
    try:
        told = run()
    except InvalidQuery as error:
        form.faults += [_fault(problem) for problem in error.problems]
    except TooLarge:
        most = work.desk.terms.attachment_bytes // 1_000_000
        form.faults.append(Problem("paper", "too_large", {"most": most}))
    except Stale:
        form.faults.clear()  # nothing is put right any more
        return Tried(form, "changed", {"is_stale": True}, 412)
    except Conflict as error:
        return Tried(form, _notice(error), {"another": error.members.get("referral")}, 409)
    else:
        if told:
            return Tried(form, values=told, status=200)
    return Tried(form) if form.faults else None


def _notice(error: Conflict) -> str:
    known = f"notice_{error.code}" in asked_wording().pages
    return error.code if known else "changed"


def _fault(problem: Problem) -> Problem:
    """A rule's, as the form has a word for it."""
    name, _, number = problem.parameter.partition(".")
    at = f"proposed_{int(number) + 1}_day" if name == "proposed" else None
    at = at or _FIELDS.get(problem.parameter, problem.parameter)
    known = f"fault_{problem.code}" in asked_wording().pages
    return Problem(at, problem.code if known else "refused", problem.values)


def _shown(work: Work, identity: str, tried: Tried | None = None) -> Response:
    def values(case: Case) -> dict[str, Any]:
        return referral_values(work, case) | {"candidates": candidates(work, case)}

    told: dict[str, Any] = {"is_stale": False, "another": None, "code": None, "since_then": []}
    found = read(work.desk, actor(), identity, values)
    if _ACKNOWLEDGE in found["actions"] and request.method == "GET":
        _acknowledge(work, identity, found["referral"]["version"])
        found = read(work.desk, actor(), identity, values)
    if tried is None:
        return show_work("referral.html", found | told)
    sent = tried.form.sent
    told |= {"sent": sent, "faults": tried.form.faults, "notice": tried.notice} | tried.values
    if told["is_stale"]:
        told["since_then"] = since_then(found, sent)
    page = "referral_check.html" if "check" in told else "referral.html"
    return show_work(page, found | told, tried.status)


def _acknowledge(work: Work, identity: str, version: int) -> None:
    """Who opens what was sent to them has it; the office need not remind them."""
    with suppress(Stale, Conflict):  # somebody else was quicker
        act(work.desk, actor(), identity, Act(_ACKNOWLEDGE, version), lambda _: None)


def since_then(found: dict[str, Any], sent: Any) -> list[dict[str, Any]]:
    """What happened after the page was opened whose form was sent."""
    text = sent.get("version", "")
    seen = int(text) if text.isascii() and text.isdigit() else 0
    return [event for event in found["history"] if event["version"] > seen]
