"""/workbench: what is known of a person, which programs that gives them, and why. It keeps nothing
until somebody records it."""

from flask import Response, redirect, request
from werkzeug.datastructures import MultiDict

from service.api.authentication import needs
from service.api.eligibility import count
from service.api.language import asked_wording

from .bench_form import Asked, read_bench
from .bench_view import Bench, bench_values, found_of
from .facts_form import field_values
from .recording import RECORD, TO_FACTS, Pairs, Sent, ask_whom, record_sent, told_of
from .showing import show_work
from .visit import visit
from .work import Work

BENCH = "/workbench"
_ANEW = "anew"
_LIVE = "live"  # asked by the page's script while somebody types: no check that counts


def add_workbench(work: Work) -> None:
    @work.pages.get(BENCH)
    @needs("cases.record")
    def workbench() -> Response:
        """Empty, or with the form that was kept while somebody signed in once more."""
        kept = visit().kept
        if kept is not None and kept.get("do") == RECORD:
            return ask_whom(work, kept)
        kept = MultiDict() if kept is None else kept
        asked = read_bench(kept, work.today())
        return _shown(work, asked, found_of(work, asked), whom=told_of(kept))

    @work.pages.post(BENCH)
    @needs("cases.record")
    def check_facts() -> Response:
        form = request.form
        if form.get(_ANEW):  # what was kept of a form goes with it
            return redirect(BENCH, 303)
        if form.get(TO_FACTS):
            return _to_facts(work, form)
        if form.get("do") == RECORD:
            return record_sent(work, form, _to_facts)
        return _checked(work, form)


def _checked(work: Work, form: Sent) -> Response:
    asked = read_bench(form, work.today())
    bench = found_of(work, asked)
    if bench.told and form.get(RECORD):
        return ask_whom(work, form, asked=asked)
    is_counted = bench.told is not None and not form.get(_LIVE)
    if bench.told and is_counted:
        count(lambda: work.casework, bench.told.checked, bench.told.person)
    return _shown(work, asked, bench, is_counted, told_of(form))


def _to_facts(work: Work, form: Sent) -> Response:
    """Back from the step after it, with what was told there."""
    asked = read_bench(form, work.today())
    return _shown(work, asked, found_of(work, asked), bool(form.get("counted")), told_of(form))


def _shown(
    work: Work, asked: Asked, bench: Bench, counted: bool = False, whom: Pairs = ()
) -> Response:
    wording = asked_wording()
    values = bench_values(bench, wording)
    fields = field_values(work.rules.programs.in_effect(asked.on), wording)
    kept = {"notice": "kept"} if visit().kept is not None else {}
    status = 422 if values["wrongs"] else 200
    more = {"sent": asked.sent, "counted": counted, "whom": whom, **kept}
    return show_work("workbench.html", values | {"fields": fields} | more, status)
