"""/overdue: facts that nobody confirmed for too long, office by office in a state or county; one
call verifies those of an office where they stand."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.sealed import seal, unseal
from service.directory.freshness import BUDGETS
from service.errors import Problem, Stale
from service.stewardship.correcting import Said, Told, correct
from service.stewardship.corrections import CORRECT
from service.stewardship.lists import Overdue
from service.stewardship.overdue import Place, Wanted, list_overdue
from service.wording.wording import Wording

from ..forms import Form
from .areas import area_values, chosen_area
from .disputes import fact_link
from .fact_form import field_name, value_shown
from .queue import MOST_WHY
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

OVERDUE = "/overdue"
_FIELDS = (*BUDGETS, "fax", "email")
_LIMIT, _MOST_OF_OFFICE = 20, 500
_FORM = {"npi": "fact", "location_id": "fact", "on": "called_on"}
Row = dict[str, Any]


def add_overdue(work: Work) -> None:
    @work.pages.get(OVERDUE)
    @needs("corrections.list")
    def overdue() -> Response:
        return _shown(work)

    @work.pages.post(OVERDUE)
    @needs("corrections.make")
    def verify() -> Response:
        """What was ticked of one office, by one call."""
        form = Form(request.form)
        why = form.text("why", MOST_WHY, needed=True) or ""
        on, ticked = form.day("called_on"), request.form.getlist("fact")
        if not ticked:
            form.faults.append(Problem("fact", "needed"))
        npi, place = form.sent.get("npi", ""), form.sent.get("place", "")

        def said() -> bool:
            facts = _ticked(work, npi, place, ticked)
            told = Told(npi, CORRECT, why, place, facts, on=on)
            return correct(work.stewardship, actor(), told).shown

        try:
            shown = attempt(form, said, _FORM)
        except NotDone as error:
            return _shown(work, error)
        kept = request.args.to_dict() | {"done": "yes" if shown else "soon"}
        return redirect(f"{OVERDUE}?{urlencode(kept)}", 303)


def _ticked(work: Work, npi: str, place: str, ticked: list[str]) -> tuple[Said, ...]:
    """As they are known now; raises Stale where one of them changed since it was shown."""
    wanted = Wanted(work.today(), npi=npi, limit=_MOST_OF_OFFICE)
    rows = list_overdue(work.stewardship, actor(), wanted).rows
    known = {_key(row): row for row in rows if row.location_id == place}
    if not set(ticked) <= set(known):
        raise Stale
    return tuple(_same(known[key]) for key in ticked)


def _same(row: Overdue) -> Said:
    """That it is still so; of plans and programs each is said by itself."""
    name, _, rest = row.field.partition(".")
    if name == "plans":
        kind, _, code = rest.partition(":")
        return Said(name, {"plan_id" if kind == "plan" else "payer": code, "status": row.value})
    if name == "programs":
        return Said(name, {"program": rest, "accepts": row.value})
    return Said(row.field)


def _key(row: Overdue) -> str:
    return f"{row.field} {row.value}"


def _shown(work: Work, told: NotDone | None = None) -> Response:
    wording, area = asked_wording(), chosen_area()
    field, done = request.args.get("field"), request.args.get("done")
    field = field if field in _FIELDS else None
    values: dict[str, Any] = {
        "field": field,
        "field_choices": [(code, field_name(code, wording)) for code in _FIELDS],
        "offices": None,
        "done": done if done in ("yes", "soon") else None,
        "today": work.today(),
    }
    if area.state or area.county:
        wanted = Wanted(work.today(), area, field=field, after=_after(), limit=_LIMIT)
        found = list_overdue(work.stewardship, actor(), wanted)
        kept = {"state": area.state, "county": area.county, "field": field,
                "cursor": found.next and seal(found.next)}  # fmt: skip
        values |= {
            "total": found.total,
            "offices": _offices(work, found.rows, wording),
            "next": found.next and f"?{urlencode({n: v for n, v in kept.items() if v})}",
        }
    return show_tried("overdue.html", area_values(area, wording) | values, told)


def _after() -> Place | None:
    """A mistyped place in a list is its beginning."""
    try:
        return unseal(request.args.get("cursor", ""), Place)
    except (ValueError, msgspec.ValidationError):
        return None


def _offices(work: Work, rows: Iterable[Overdue], wording: Wording) -> list[Row]:
    found = []
    for (npi, place), facts in groupby(rows, key=lambda row: (row.npi, row.location_id)):
        profile = work.engine.get(npi)
        at = next((at for at in profile.locations if at.id == place), None) if profile else None
        if profile is None or at is None:
            continue
        told = [_fact(row, wording) for row in facts]
        found.append({
            "npi": npi, "id": place, "name": profile.display_name() or npi, "phone": at.phone,
            "title": ", ".join(filter(None, (at.line1 or at.name, at.city, at.state))),
            "facts": told,
        })  # fmt: skip
    return found


def _fact(row: Overdue, wording: Wording) -> Row:
    return {
        "key": _key(row),
        "fact": field_name(row.field, wording),
        "text": value_shown(row.field, row.value, wording),
        "source": row.source,
        "on": row.confirmed_on or row.as_of,
        "doubted": row.doubted_on,
        "days_over": row.days_over,
        "by": fact_link(row.npi, row.location_id, row.field),
    }
