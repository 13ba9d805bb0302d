"""Routes of referrals: made, listed, read, moved."""

import json
from collections.abc import Callable
from typing import Any

from flask import Response
from flask.views import MethodView

from service.referrals.creating import Draft, create
from service.referrals.desk import Desk
from service.referrals.editing import edit
from service.referrals.moving import ACTIONS, Act, act
from service.referrals.reading import Asked, counts, read, worklist_page
from service.referrals.worklists import WORKLISTS

from .authentication import needs
from .fields import Code, NoParameters, Parameters, Text, Whole, YesNo
from .language import asked_wording
from .openapi import StrictBlueprint
from .paging import cursor_of, key_of
from .present_referral import summary_data
from .referral_bodies import ActionBody, ReferralBody
from .referral_refusals import (
    DuplicateShape,
    IllegalMoveShape,
    NobodyToAskShape,
    RecipientGoneShape,
)
from .referral_requests import (
    ID,
    IDEMPOTENCY_KEY,
    MADE,
    NO_SUCH,
    TAG,
    THE_OTHER,
    actor,
    asked_key,
    asked_version,
    data_of,
    made,
    rendered,
    tagged,
    there,
)
from .referral_shapes import CountsShape, ReferralShape, WorklistShape
from .responses import PREFIX, as_json

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
# No id is as short as `counts`, which else would be one to all methods but GET.
ONE = "/referrals/<string(minlength=7):identity>"
ANY_ACTION = f"any({', '.join(map(json.dumps, ACTIONS))})"
_NOT_NOW = (IllegalMoveShape, RecipientGoneShape, NobodyToAskShape, DuplicateShape)
_ACTION = {
    "in": "path",
    "name": "action",
    "required": True,
    "description": "One of the referral's `actions`.",
    "schema": {"type": "string", "enum": list(ACTIONS)},
}


class Worklist(Parameters):
    example = "worklist=awaiting-reply"

    worklist = Code("Only this worklist.", choices=dict.fromkeys(WORKLISTS, ()),
                    example="awaiting-reply", role="filter")  # fmt: skip
    overdue = YesNo("Only those that are overdue, or only those that are not.", example="true",
                    role="filter")  # fmt: skip
    cursor = Text("The `next` of the page before.", most=200, example=None, role="page")
    limit = Whole(f"Most rows of a page; {DEFAULT_LIMIT} if left out.", most=MAX_LIMIT,
                  example=str(DEFAULT_LIMIT), role="page")  # fmt: skip


def add_referrals(api: StrictBlueprint, desk: Desk | None) -> None:
    """The routes; without a desk each says that referrals are not set up."""
    for add in (_add_all, _add_counts, _add_one, _add_actions):
        add(api, lambda: there(desk))


def _add_all(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals")
    class Referrals(MethodView):
        @needs("referrals.list")
        @api.arguments(Worklist, location="query")
        @api.response(200, WorklistShape)
        @api.doc(operationId="listReferrals")
        def get(self, asked: dict[str, Any]) -> Response:
            """Referrals of whoever asks, newest first, by worklist

            An office sees its own, an OT those addressed to them, staff those that are stuck.
            """
            return as_json(_page(desk(), asked), asked_wording())

        @needs("referrals.draft")
        @api.arguments(NoParameters(f"{PREFIX}/referrals"), location="query")
        @api.body(ReferralBody())
        @api.response(201, ReferralShape, headers=MADE)
        @api.conflict(DuplicateShape, RecipientGoneShape, headers=THE_OTHER)
        @api.header(IDEMPOTENCY_KEY)
        @api.doc(operationId="createReferral")
        def post(self, _: dict, draft: Draft) -> Response:
            """Make a referral: a draft, or sent at once

            Office staff prepare drafts; sending is signing, and takes a clinician.
            """
            answer, is_new = create(desk(), actor(), draft, asked_key(), rendered(desk()))
            return made(answer, is_new)


def _add_counts(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/counts")
    class Counts(MethodView):
        @needs("referrals.counts")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/counts"), location="query")
        @api.response(200, CountsShape)
        @api.doc(operationId="countReferrals")
        def get(self, _: dict) -> Response:
            """How many stand on each worklist, and how many of these are overdue"""
            rows = {row[0]: row[1:] for row in counts(desk(), actor())}
            data = [
                {"worklist": name, "total": rows.get(name, (0, 0))[0],
                 "overdue": rows.get(name, (0, 0))[1]}
                for name in WORKLISTS
            ]  # fmt: skip
            return as_json({"worklists": data}, asked_wording())


def _add_one(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route(ONE, parameters=[ID])
    class One(MethodView):
        @needs("referrals.read")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID"), location="query")
        @api.response(200, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="getReferral")
        def get(self, _: dict, identity: str) -> Response:
            """One referral, with what whoever asks may do now, and its history"""
            return tagged(read(desk(), actor(), identity, data_of(desk())))

        @needs("referrals.draft")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID"), location="query")
        @api.body(ReferralBody())
        @api.response(200, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(*_NOT_NOW, headers=THE_OTHER)
        @api.versioned
        @api.doc(operationId="editReferral")
        def put(self, _: dict, draft: Draft, identity: str) -> Response:
            """Change a referral that the OT has not received yet

            All of it is replaced. Whom it goes to can be changed in a draft alone; `send` does
            nothing here. What was signed is changed by a clinician alone.
            """
            told = asked_version(), draft
            return tagged(edit(desk(), actor(), identity, told, data_of(desk())))


def _add_actions(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    # Only what is an action: a POST to what can only be read is a 405.
    @api.route(f"/referrals/<string:identity>/<{ANY_ACTION}:action>", parameters=[ID, _ACTION])
    class Action(MethodView):
        @needs("referrals.read")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/accept"), location="query")
        @api.body(ActionBody())
        @api.response(200, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(*_NOT_NOW, headers=THE_OTHER)
        @api.versioned
        @api.doc(operationId="moveReferral")
        def post(self, _: dict, told: dict[str, Any], identity: str, action: str) -> Response:
            """Do one of the actions that the referral names"""
            told["proposed"] = tuple(told.get("proposed", ()))
            move = Act(action, asked_version(), **told)
            return tagged(act(desk(), actor(), identity, move, data_of(desk())))


def _page(desk: Desk, asked: dict[str, Any]) -> dict[str, Any]:
    wanted = Asked(
        worklist=asked.get("worklist"),
        overdue=asked.get("overdue"),
        after=key_of(asked.get("cursor")),
        limit=asked.get("limit", DEFAULT_LIMIT),
    )
    found = worklist_page(desk, actor(), wanted, lambda case: summary_data(case, desk.engine))
    return {"total": found.total, "referrals": found.cases, "next": cursor_of(found.next)}
