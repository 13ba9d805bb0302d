"""/cases/ID/recheck: decides a case again, by the facts of before or by what changed."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import Response, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.casework.acting import Act
from service.casework.viewing import RECHECK, View, read
from service.errors import NoSuchRecord, Problem

from ..forms import Form
from .bench_form import read_bench
from .case import ONE, moved, seen_version
from .facts_form import field_values, sent_of, wrongs_of
from .showing import show_work
from .visit import actor, visit
from .work import Work

_PAGE = f"{ONE}/recheck"


def add_recheck(work: Work) -> None:
    @work.pages.get(_PAGE)
    @needs("cases.move")
    def recheck_form(identity: str) -> Response:
        return _shown(work, identity)

    @work.pages.post(_PAGE)
    @needs("cases.move")
    def recheck(identity: str) -> Response:
        asked, form = read_bench(request.form, work.today()), Form(request.form)
        again = form.day("recheck_on")
        if problems := [*asked.problems, *form.faults]:
            return _shown(work, identity, problems)
        told = {"on": asked.on, "facts": asked.facts}
        if again:
            told["recheck_on"] = again
        move = Act(RECHECK, seen_version(form), told)
        return moved(work, identity, move, partial(_shown, work, identity))


def _shown(
    work: Work,
    identity: str,
    problems: Iterable[Problem] = (),
    notice: str | None = None,
    status: int = 200,
) -> Response:
    wording, kept = asked_wording(), visit().kept
    case = read(work.casework, actor(), identity, _case)
    day = {"on": work.today().isoformat(), "recheck_on": ""}
    sent = request.form if request.method == "POST" else kept or case["told"]
    wrongs = wrongs_of(problems, wording)
    values = {
        "case": case,
        "sent": day | dict(sent.items()),
        "fields": field_values(work.rules.programs.in_effect(work.today()), wording),
        "wrongs": wrongs,
        "notice": "kept" if kept else notice,
    }
    return show_work("recheck.html", values, 422 if wrongs else status)


def _case(view: View) -> dict[str, Any]:
    """Its facts as fields hold them; raises NoSuchRecord for one that was erased."""
    found = view.decided[-1].opened
    if found is None:
        raise NoSuchRecord
    return {
        "id": view.case.id,
        "version": view.case.version,
        "program": found.program.name,
        "told": sent_of(found.inputs.facts),
    }
