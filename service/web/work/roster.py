"""/roster: an MSCS roster as a file: first what it would change, row by row, then the change."""

from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.rosters import row_text
from service.errors import Problem
from service.stewardship.roster import (
    APPLIED,
    MOST_BYTES,
    OUTCOMES,
    Preview,
    Row,
    apply,
    preview,
)

from ..forms import Form
from .checking import takes
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

ROSTER = "/roster"
_FORM = {"body": "file"}
_MOST_SHOWN = 500  # rows of a kind; all are counted
# What changes nothing or is refused is looked at first, what is as before last.
_ORDER = tuple(sorted(OUTCOMES, key=lambda outcome: (outcome in APPLIED, outcome == "unchanged")))


def add_roster(work: Work) -> None:
    @work.pages.get(ROSTER)
    @needs("rosters.apply")
    def roster() -> Response:
        done = request.args.get("done")
        return _shown({"done": done if done in ("yes", "soon") else None})

    @work.pages.post(ROSTER)
    @needs("rosters.apply")
    @takes(2 * MOST_BYTES)
    def send_roster() -> Response:
        form = Form(request.form)
        body = _body(form)
        try:
            if form.sent.get("do") != "apply":
                found = attempt(form, lambda: preview(work.stewardship, actor(), body,
                                                      work.today()), _FORM)  # fmt: skip
                return _shown(_previewed(found, body))
            mark = form.sent.get("mark", "")
            done = attempt(form, lambda: apply(work.stewardship, actor(), body, work.today(),
                                               mark), _FORM)  # fmt: skip
        except NotDone as error:
            return _shown({}, error)
        return redirect(f"{ROSTER}?done={'yes' if done.shown else 'soon'}", 303)


def _body(form: Form) -> bytes:
    """Of the file, or of the preview's form, which brings it along."""
    if form.sent.get("do") == "apply":
        return form.sent.get("rows", "").encode()
    body = b""
    if file := request.files.get("file"):
        body = file.read()
        file.close()  # a large one was put aside on the disk
    if not body:
        form.faults.append(Problem("file", "no_file"))
    elif len(body) > MOST_BYTES:
        form.faults.append(Problem("file", "too_large", {"most": MOST_BYTES // 1_000_000}))
    return body


def _previewed(found: Preview, body: bytes) -> dict[str, Any]:
    wording = asked_wording()

    def told(row: Row) -> dict[str, Any]:
        names = ("line", "npi", "name", "until", "before")
        shown = {name: getattr(row, name) for name in names}
        return shown | {"text": row_text(row, wording)}

    rows = [
        (outcome, [told(row) for row in found.rows if row.outcome == outcome][:_MOST_SHOWN])
        for outcome in _ORDER
    ]
    counts = found.counts()
    return {
        "counts": [(outcome, counts[outcome]) for outcome in OUTCOMES],
        "kinds": [(outcome, told) for outcome, told in rows if told],
        "applied": sum(counts[outcome] for outcome in APPLIED),
        "mark": found.mark,
        "rows": body.decode("utf-8-sig"),
        "most_shown": _MOST_SHOWN,
    }


def _shown(values: dict[str, Any], told: NotDone | None = None) -> Response:
    return show_tried("roster.html", {"done": None, "mark": None} | values, told)
