"""Routes of cases: decisions on a person that staff of a chapter keep."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from flask import Response
from flask.views import MethodView

from service.access.rights import CHAPTER_EXAMPLE
from service.casework.acting import Act, act
from service.casework.casework import Casework
from service.casework.listing import Asked, Key, list_cases
from service.casework.viewing import ACTIONS, View, read
from service.errors import InvalidQuery, NoSuchRecord, Problem
from service.letters.decision_letter import decision_letter
from service.letters.document import Document

from .authentication import needs
from .case_bodies import CaseActionBody
from .case_shapes import (
    OUTCOMES,
    STATES,
    CaseListShape,
    CaseShape,
    IllegalCaseMoveShape,
    ProgramOverShape,
)
from .fields import Code, NoParameters, Parameters, Text, Whole, YesNo
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_case import case_data, summary_data
from .printing import PRINTED, PrintParameters, printed_response
from .referral_requests import TAG, actor, asked_version, tagged
from .responses import PREFIX, as_json
from .sealed import seal, unseal

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
NO_SUCH = "There is no such case for whoever asks."
ANY_ACTION = f"any({', '.join(map(json.dumps, ACTIONS))})"
ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The case's id.",
    "schema": {"type": "string", "examples": ["k-2b3c4d5e6f7g8h9j"]},
}
_ACTION = {
    "in": "path",
    "name": "action",
    "required": True,
    "description": "One of the case's `actions`.",
    "schema": {"type": "string", "enum": list(ACTIONS)},
}


class CasesAsked(Parameters):
    example = "due=true"

    chapter = Text("Only this chapter's; it must be one of the token's.", most=64,
                   example=CHAPTER_EXAMPLE, role="filter")  # fmt: skip
    program = Text("Only of this program.", most=80, example="example-bridge-visits",
                   role="filter")  # fmt: skip
    outcome = Code("Only of this outcome.", choices=dict.fromkeys(OUTCOMES, ()),
                   example="needs_information", role="filter")  # fmt: skip
    state = Code("Only in this state.", choices=dict.fromkeys(STATES, ()), example="open",
                 role="filter")  # fmt: skip
    due = YesNo("Only open ones whose day to be checked again has come, or only the others.",
                example="true", role="filter")  # fmt: skip
    cursor = Text("The `next` of the page before.", most=200, example=None, role="page")
    limit = Whole(f"Most rows of a page; {DEFAULT_LIMIT} if left out.", most=MAX_LIMIT,
                  example=str(DEFAULT_LIMIT), role="page")  # fmt: skip


class _After(msgspec.Struct, array_like=True):
    at: datetime
    identity: str


def add_cases(api: StrictBlueprint, casework: Callable[[], Casework]) -> None:
    _add_all(api, casework)
    _add_one(api, casework)
    _add_letter(api, casework)
    _add_actions(api, casework)


def _add_all(api: StrictBlueprint, casework: Callable[[], Casework]) -> None:
    @api.route("/eligibility/cases")
    class Cases(MethodView):
        @needs("cases.read")
        @api.arguments(CasesAsked, location="query")
        @api.response(200, CaseListShape)
        @api.problem(404, "The chapter is none of the token's.")
        @api.doc(operationId="listCases")
        def get(self, asked: dict[str, Any]) -> Response:
            """Cases of the chapters of whoever asks, newest first"""
            after = after_of(asked.pop("cursor", None))
            asked.pop("lang", None)
            wanted = Asked(**{"limit": DEFAULT_LIMIT} | asked, after=after)
            found = list_cases(casework(), actor(), wanted, summary_data)
            data = {"total": found.total, "cases": found.rows, "next": cursor_of(found.next)}
            return as_json(data, asked_wording())


def _add_one(api: StrictBlueprint, casework: Callable[[], Casework]) -> None:
    @api.route("/eligibility/cases/<string:identity>", parameters=[ID])
    class Case(MethodView):
        @needs("cases.read")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/cases/ID"), location="query")
        @api.response(200, CaseShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="getCase")
        def get(self, _: dict, identity: str) -> Response:
            """One case with all its decisions, and what whoever asks may do now

            That it was read stands on the trail.
            """
            return tagged(read(casework(), actor(), identity, rendered()))


def _add_letter(api: StrictBlueprint, casework: Callable[[], Casework]) -> None:
    @api.route("/eligibility/cases/<string:identity>/letter", parameters=[ID])
    class CaseLetter(MethodView):
        @needs("cases.read")
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description=PRINTED)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="printCaseLetter")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """The decision as a letter to the person, in their language"""
            return printed_response(read(casework(), actor(), identity, _letter), asked)


def _add_actions(api: StrictBlueprint, casework: Callable[[], Casework]) -> None:
    route = f"/eligibility/cases/<string:identity>/<{ANY_ACTION}:action>"

    @api.route(route, parameters=[ID, _ACTION])
    class CaseAction(MethodView):
        @needs("cases.move")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/cases/ID/close"), location="query")
        @api.body(CaseActionBody())
        @api.response(200, CaseShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(IllegalCaseMoveShape, ProgramOverShape)
        @api.versioned
        @api.doc(operationId="moveCase")
        def post(self, _: dict, told: dict[str, Any], identity: str, action: str) -> Response:
            """Do one of the actions that the case names

            `recheck` decides again by the version in effect; `override` sets what the rule did not
            say, and takes `confirm` by a second person where the program asks for it; until then
            who asked can `withdraw` it.
            """
            move = Act(action, asked_version(), told)
            return tagged(act(casework(), actor(), identity, move, rendered()))


def rendered() -> Callable[[View], dict[str, Any]]:
    wording = asked_wording()
    return lambda view: case_data(view, wording)


def _letter(view: View) -> Document:
    if view.case.erased_at:
        raise NoSuchRecord
    return decision_letter(view, asked_wording())


def cursor_of(last: Key | None) -> str | None:
    """What asks for the page after a case."""
    return seal(_After(*last)) if last else None


def after_of(cursor: str | None) -> Key | None:
    if cursor is None:
        return None
    try:
        after = unseal(cursor, _After)
    except ValueError:
        raise InvalidQuery(Problem("cursor", "cursor_damaged")) from None
    return after.at, after.identity
