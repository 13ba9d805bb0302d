"""/queue: what waits to be decided of the directory, and one of these with its evidence."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.paging import cursor_of, key_of
from service.directory.profile import PROVIDER
from service.directory.whereabouts import locations_at
from service.engines.protocol import Engine
from service.errors import InvalidQuery, Problem
from service.stewardship.deciding import Decided, Decision, decide
from service.stewardship.queue import (
    ACCEPT,
    ACTIONS,
    KINDS,
    Asked,
    Queued,
    Seen,
    find,
    list_queue,
    see,
)
from service.stewardship.reports import STATES
from service.wording.wording import Wording

from ..forms import Form
from ..reply_forms import asked_version
from .fact_form import asked_of, field_name, read_value, value_shown
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

QUEUE = "/queue"
ONE = f"{QUEUE}/<identity>"
MOST_WHY = 400
_LIMIT = 20


def add_queue(work: Work) -> None:
    work.counts[QUEUE] = lambda: list_queue(work.stewardship, actor(), Asked(limit=1)).total

    @work.pages.get(QUEUE)
    @needs("reports.list")
    def queue() -> Response:
        return show_tried("queue.html", _list_values(work))

    @work.pages.post(QUEUE)
    @needs("corrections.list")
    def open_listing() -> Response:
        """Of anybody, by their NPI."""
        form = Form(request.form)
        npi = "".join(form.sent.get("listing", "").split())
        if npi.isascii() and npi.isdigit() and len(npi) == 10:
            return redirect(f"/listings/{npi}", 303)
        form.faults.append(Problem("listing", "npi_digits"))
        return show_tried("queue.html", _list_values(work), NotDone(form))

    @work.pages.get(ONE)
    @needs("reports.list")
    def queued(identity: str) -> Response:
        return _shown(work, identity)

    @work.pages.post(ONE)
    @needs("reports.decide")
    def decide_queued(identity: str) -> Response:
        form = Form(request.form)
        told = _decision(form, find(work.stewardship, identity))
        try:
            done: Decided = attempt(form, lambda: decide(work.stewardship, actor(), identity, told))
        except NotDone as error:
            return _shown(work, identity, error)
        if done.correction:
            shown = "" if done.shown else "&soon=yes"
            return redirect(f"{QUEUE}/corrections?new={done.correction}{shown}", 303)
        return redirect(f"{QUEUE}?done={told.action}", 303)


def place_text(place: dict[str, str] | None) -> str:
    return ", ".join((place or {}).values())


def name_of(engine: Engine, npi: str) -> str:
    profile = engine.get(npi)
    return (profile.display_name() if profile else "") or npi


def _list_values(work: Work) -> dict[str, Any]:
    wording = asked_wording()
    state, kind = request.args.get("state"), request.args.get("kind")
    asked = Asked(
        state=state if state in STATES else None,
        kind=kind if kind in KINDS else None,
        after=_after(),
        limit=_LIMIT,
    )
    found = list_queue(work.stewardship, actor(), asked)
    kept = {"state": asked.state, "kind": asked.kind, "cursor": cursor_of(found.next)}
    done = request.args.get("done")
    return {
        "found": found,
        "items": [_item(work, each, wording) for each in found.items],
        "states": STATES,
        "kinds": KINDS,
        "asked": asked,
        "done": done if done in ACTIONS else None,
        "next": f"?{urlencode({n: v for n, v in kept.items() if v})}" if found.next else None,
    }


def _after() -> Any:
    try:
        return key_of(request.args.get("cursor"))
    except InvalidQuery:
        return None


def _item(work: Work, item: Queued, wording: Wording) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "told_by": "ot" if item.report and item.report.by == PROVIDER else item.kind,
        "npi": item.npi,
        "name": name_of(work.engine, item.npi),
        "place": place_text(item.place),
        "field": item.field,
        "fact": field_name(item.field, wording),
        "value": value_shown(item.field, item.value, wording),
        "at": item.at,
        "state": item.state,
        "version": item.version,
        "alike": item.alike,
        "reasons": [wording.names["status_reasons"].get(code, code) for code in item.reasons],
        "actions": item.actions,
    }


def _shown(work: Work, identity: str, told: NotDone | None = None) -> Response:
    wording = asked_wording()
    seen: Seen = see(work.stewardship, actor(), identity)
    item, profile = seen.item, work.engine.get(seen.item.npi)
    there = locations_at(profile, item.place) if profile and item.place else []
    values = {
        "item": _item(work, item, wording),
        "report": item.report,
        "aside": seen.aside,
        "evidence": [
            each._asdict() | {"fact": field_name(each.field, wording),
                              "text": _said(each.field, each.value, wording)}
            for each in seen.evidence
        ],
        "phone": there[0].phone if len(there) == 1 else None,
        "asks": asked_of(item.field, wording),
    }  # fmt: skip
    return show_tried("queued.html", values, told)


def _said(field: str, value: str, wording: Wording) -> str:
    listed = field == "listing"
    return wording.pages["keep_listed"] if listed else value_shown(field, value, wording)


def _decision(form: Form, item: Queued) -> Decision:
    action = form.sent.get("do", "")
    if action not in ACTIONS:
        form.faults.append(Problem("why", "choose"))
    why = form.text("why", MOST_WHY, needed=True) or ""
    value = read_value(form, item.field, asked_wording()) if action == ACCEPT else None
    return Decision(action, asked_version(form), why, value)
