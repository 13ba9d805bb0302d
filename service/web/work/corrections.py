"""/queue/corrections: what staff decided and is in force, each with its undo."""

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.engines.protocol import Engine
from service.stewardship.correcting import list_corrections, undo
from service.stewardship.corrections import SAY, Correction
from service.stewardship.staff import overtaken
from service.wording.wording import Wording

from ..forms import Form
from .fact_form import field_name, value_shown
from .queue import MOST_WHY, QUEUE, name_of, place_text
from .said_view import said_facts
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

CORRECTIONS = f"{QUEUE}/corrections"
_PAGE = 25
_UNDO = "undo-"


def add_corrections(work: Work) -> None:
    @work.pages.get(CORRECTIONS)
    @needs("corrections.list")
    def corrections() -> Response:
        return _shown(work)

    @work.pages.post(CORRECTIONS)
    @needs("corrections.undo")
    def undo_correction() -> Response:
        form = Form(request.form)
        try:
            shown = undo_sent(work, form)
        except NotDone as error:
            return _shown(work, error)
        return redirect(f"{CORRECTIONS}?done={'undo' if shown else 'soon'}", 303)


def undo_sent(work: Work, form: Form) -> bool:
    """The form that `correction_values` leads to; raises NotDone."""
    identity = form.sent.get("do", "").removeprefix(_UNDO)
    why = form.text("why", MOST_WHY, needed=True) or ""
    return attempt(form, lambda: undo(work.stewardship, actor(), identity, why).shown)


def correction_values(made: Correction, engine: Engine, wording: Wording) -> dict[str, Any]:
    is_said = made.kind == SAY
    return {
        "id": made.id,
        "at": made.at,
        "npi": made.npi,
        "name": name_of(engine, made.npi),
        "kind": made.kind,
        "place": place_text(made.place),
        "fact": None if is_said or not made.field else field_name(made.field, wording),
        "source": made.field if is_said else None,
        "told": said_facts(made.value, wording) if is_said else [],
        "value": _value(made, wording),
        "by": made.by,
        "why": made.why,
    }


def in_two(made: list[Correction]) -> tuple[list[Correction], list[Correction]]:
    """Those that count, and those in whose place a newer one stands."""
    old = overtaken(made)
    return [c for c in made if c.id not in old], [c for c in made if c.id in old]


def _value(made: Correction, wording: Wording) -> str:
    if made.kind == SAY:
        return ""
    if made.field:
        return value_shown(made.field, made.value, wording)
    return wording.pages.get(f"withdraw_{made.value}", "")


def _shown(work: Work, told: NotDone | None = None) -> Response:
    asked: Mapping[str, str] = request.args
    every, _ = in_two(list_corrections(work.stewardship, actor(), None, undone=False))
    new = [each for each in every if each.id == asked.get("new")]
    text = asked.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    start = max(page - 1, 0) * _PAGE
    wording = asked_wording()
    values = {
        "total": len(every),
        "new": [correction_values(each, work.engine, wording) for each in new],
        "items": [
            correction_values(each, work.engine, wording)
            for each in every[start : start + _PAGE]
            if each not in new
        ],
        "before": page - 1 if start else None,
        "next": page + 1 if start + _PAGE < len(every) else None,
        "done": asked.get("done") if asked.get("done") in ("undo", "soon") else None,
        "soon": asked.get("soon") == "yes",
    }
    return show_tried("corrections.html", values, told)
