"""Routes by which staff find overdue facts, verify them, and correct the directory."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from flask import Response
from flask.views import MethodView

from service.directory.freshness import BUDGETS
from service.directory.states import STATES
from service.errors import InvalidQuery, Problem
from service.stewardship.area import Area, is_county
from service.stewardship.correcting import Recorded, Told, correct, list_corrections, undo
from service.stewardship.corrections import Correction
from service.stewardship.overdue import Place, Wanted, list_overdue
from service.stewardship.stewardship import Stewardship

from .authentication import needs
from .correction_shapes import (
    CorrectionBody,
    CorrectionsShape,
    OverdueFactsShape,
    RecordedShape,
    UndoBody,
)
from .fields import Code, NoParameters, Parameters, Text, Whole, YesNo
from .language import asked_wording
from .npi import NPI_EXAMPLE, check_npi
from .openapi import StrictBlueprint
from .referral_requests import actor
from .responses import PREFIX, as_json
from .sealed import seal, unseal

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
OVERDUE, ROUTE = "/stewardship/overdue", "/stewardship/corrections"
_ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The id of a correction.",
    "schema": {"type": "string", "examples": ["0123456789ab"]},
}
_STATES = {code: (name,) for code, name in STATES.items()}


class AreaParameters(Parameters):
    """An area that staff look after."""

    state = Code("Of locations in this state.", choices=_STATES, example="NY", role="filter")
    county = Text("Of locations in this county, by their ZIP code.", most=80,
                  example="Albany County, NY", role="filter")  # fmt: skip


class OverdueParameters(AreaParameters):
    example = "state=NY"

    npi = Text("Only of this OT.", most=10, example=NPI_EXAMPLE, role="filter")
    field = Code("Only facts of this field.", example="phone", role="filter",
                 choices=dict.fromkeys((*BUDGETS, "fax", "email"), ()))  # fmt: skip
    cursor = Text("The `next` of the page before.", most=300, example=None, role="page")
    limit = Whole(f"Most rows of a page; {DEFAULT_LIMIT} if left out.", most=MAX_LIMIT,
                  example=str(DEFAULT_LIMIT), role="page")  # fmt: skip


class CorrectionParameters(Parameters):
    example = f"npi={NPI_EXAMPLE}"

    npi = Text("Only of this OT.", most=10, example=NPI_EXAMPLE, role="filter")
    undone = YesNo("true: those too that were undone.", example="true", role="filter")


def add_corrections(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    _add_overdue(api, stewardship, today)
    _add_corrections(api, stewardship)
    _add_undoing(api, stewardship)


def asked_area(asked: dict[str, Any]) -> Area:
    """Raises InvalidQuery for a county that there is not, or not in that state."""
    state, county = asked.get("state"), asked.get("county")
    elsewhere = state and county and not county.upper().endswith(f", {state}")
    if county and (elsewhere or not is_county(county)):
        raise InvalidQuery(Problem("county", "not_a_county", example="Albany County, NY"))
    return Area(state, county)


def _add_overdue(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    @api.route(OVERDUE)
    class OverdueFacts(MethodView):
        @needs("corrections.list")
        @api.arguments(OverdueParameters, location="query")
        @api.response(200, OverdueFactsShape)
        @api.doc(operationId="listOverdueFacts")
        def get(self, asked: dict[str, Any]) -> Response:
            """Facts that are older than their field's budget, of no known day, or in doubt"""
            npi, area = asked.get("npi"), asked_area(asked)
            if npi is not None:
                check_npi(npi)
            elif not (area.state or area.county):
                raise InvalidQuery(Problem("state", "needed_with_npi", example="NY"))
            wanted = Wanted(today(), area, npi, asked.get("field"), _after(asked.get("cursor")),
                            asked.get("limit", DEFAULT_LIMIT))  # fmt: skip
            found = list_overdue(stewardship(), actor(), wanted)
            following = seal(found.next) if found.next else None
            facts = [row._asdict() for row in found.rows]
            data = {"total": found.total, "facts": facts, "next": following}
            return as_json(data, asked_wording())


def _add_corrections(api: StrictBlueprint, stewardship: Callable[[], Stewardship]) -> None:
    @api.route(ROUTE)
    class Corrections(MethodView):
        @needs("corrections.list")
        @api.arguments(CorrectionParameters, location="query")
        @api.response(200, CorrectionsShape)
        @api.doc(operationId="listCorrections")
        def get(self, asked: dict[str, Any]) -> Response:
            """What staff decided and is in force, the newest first"""
            npi = asked.get("npi")
            if npi is not None:
                check_npi(npi)
            undone = asked.get("undone", False)
            found = list_corrections(stewardship(), actor(), npi, undone=undone)
            data = {"total": len(found), "corrections": list(map(_correction_data, found))}
            return as_json(data, asked_wording())

        @needs("corrections.make")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}"), location="query")
        @api.body(CorrectionBody())
        @api.response(201, RecordedShape)
        @api.doc(operationId="correctProvider")
        def post(self, _: dict, told: Told) -> Response:
            """Say or verify facts, close or hide a location, or withdraw an OT

            Shown by the directory at once, in every worker; no load undoes it.
            """
            check_npi(told.npi)
            return _recorded(correct(stewardship(), actor(), told), 201)


def _add_undoing(api: StrictBlueprint, stewardship: Callable[[], Stewardship]) -> None:
    @api.route(f"{ROUTE}/<string:identity>/undo", parameters=[_ID])
    class Undoing(MethodView):
        @needs("corrections.undo")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/ID/undo"), location="query")
        @api.body(UndoBody())
        @api.response(200, RecordedShape)
        @api.problem(404, "There is no such correction in force.")
        @api.doc(operationId="undoCorrection")
        def post(self, _: dict, told: dict[str, str], identity: str) -> Response:
            """Take a correction back; it stays on record"""
            return _recorded(undo(stewardship(), actor(), identity, told["why"]), 200)


def _recorded(done: Recorded, status: int) -> Response:
    data = {"corrections": list(map(_correction_data, done.corrections)), "shown": done.shown}
    return as_json(data, asked_wording(), status)


def _correction_data(made: Correction) -> dict[str, Any]:
    names = ("id", "npi", "kind", "place", "field", "value", "by", "why", "at", "undone_by",
             "undone_why", "undone_at")  # fmt: skip
    return {name: getattr(made, name) for name in names}


def _after(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        return unseal(cursor, Place)
    except (ValueError, msgspec.ValidationError):
        raise InvalidQuery(Problem("cursor", "cursor_damaged")) from None
