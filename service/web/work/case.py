"""/cases/ID: one decision with its reasons, its letter and its proof, and what may be done now."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.printing import HTML, PDF, printed_response
from service.casework.acting import END_AWARDS, OVERRIDES, Act, act
from service.casework.replaying import SAME, replay
from service.casework.viewing import CLOSE, CONFIRM, OVERRIDE, View, read
from service.errors import Conflict, InvalidBody, NoSuchRecord, Problem, Stale
from service.letters.decision_letter import decision_letter
from service.letters.document import Document

from ..forms import Form
from ..reply_forms import CHECKED, is_to_change
from .case_view import HERE, case_values
from .flaws import flaws_at
from .showing import show_work
from .visit import actor
from .work import Work

ONE = "/cases/<string:identity>"
_LETTER, _PROOF = f"{ONE}/letter", f"{ONE}/proof"
_MOST_REASON = 2000
_LOOKED_AT = (OVERRIDE, CONFIRM, CLOSE)  # once more, before it is done


def add_case(work: Work) -> None:
    _add_page(work)
    _add_papers(work)


def _add_page(work: Work) -> None:
    @work.pages.get(ONE)
    @needs("cases.read")
    def case(identity: str) -> Response:
        return _shown(work, identity)

    @work.pages.post(ONE)
    @needs("cases.move")
    def move_case(identity: str) -> Response:
        action, form = request.form.get("do", ""), Form(request.form)
        told = _told(action, form)
        if form.faults or is_to_change(form):
            return _shown(work, identity, problems=form.faults)
        only_seen = action in _LOOKED_AT and form.sent.get(CHECKED) != "yes"
        asked = Act(action, seen_version(form), told, only_seen)
        return moved(work, identity, asked, partial(_shown, work, identity))


def moved(work: Work, identity: str, asked: Act, shown: Callable[..., Response]) -> Response:
    """On to the case after it, or to how it would be where it is only seen; what is wrong with it
    is `shown` where it was asked."""
    wording = asked_wording()

    def render(view: View) -> dict[str, Any] | None:
        return case_values(view, work, wording) if asked.only_seen else None

    try:
        seen = act(work.casework, actor(), identity, asked, render)
    except InvalidBody as error:
        return shown(problems=error.problems)
    except (Conflict, Stale) as error:
        return shown(notice=error.code, status=409)
    if seen:
        more = {"do": asked.action, "sent": request.form}
        return show_work("case_check.html", seen | more)
    return redirect(ONE.replace("<string:identity>", identity), 303)


def _add_papers(work: Work) -> None:
    @work.pages.get(_LETTER)
    @needs("cases.read")
    def case_letter(identity: str) -> Response:
        kind = PDF if request.args.get("format") == PDF else HTML
        return printed_response(read(work.casework, actor(), identity, _letter), {"format": kind})

    @work.pages.get(_PROOF)
    @needs("cases.read")
    def case_proof(identity: str) -> Response:
        """Decides it again by the rule and the facts that were kept."""
        whose = read(work.casework, actor(), identity, lambda view: view.case.id)
        found = replay(work.casework, actor(), whose)
        holds = all(one.found == SAME for one in found)
        return show_work("proof.html", {"replayed": found, "holds": holds, "id": whose})


def seen_version(form: Form) -> int:
    """The version of the case that the page showed; of anything else there is none."""
    text = form.sent.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _told(action: str, form: Form) -> dict[str, Any]:
    """What the form of an action carries."""
    if action not in HERE:
        form.faults.append(Problem("do", "choose"))
    told: dict[str, Any] = {}
    if action == OVERRIDE:
        told["outcome"] = form.choice("outcome", [each.value for each in OVERRIDES])
        told["recheck_on"] = form.day("recheck_on")
    if action in (OVERRIDE, CLOSE):
        told["reason"] = form.text("reason", _MOST_REASON, needed=True)
    if action == CLOSE and form.sent.get(END_AWARDS) == "yes":
        told[END_AWARDS] = True
    return {name: value for name, value in told.items() if value is not None}


def _shown(
    work: Work,
    identity: str,
    problems: Iterable[Problem] = (),
    notice: str | None = None,
    status: int = 200,
) -> Response:
    wording = asked_wording()
    values = read(work.casework, actor(), identity, lambda view: case_values(view, work, wording))
    sent = request.form if request.method == "POST" else {}
    at = sent.get("do", "")
    values |= {"sent": sent, "notice": notice, "wrongs": flaws_at(at, problems, wording)}
    return show_work("case.html", values, 422 if problems else status)


def _letter(view: View) -> Document:
    if view.case.erased_at:
        raise NoSuchRecord
    return decision_letter(view, asked_wording())
