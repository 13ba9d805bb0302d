"""Routes of referrals: made, listed, read, moved."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from flask import Response, request
from flask.views import MethodView

from service.errors import InvalidQuery, NotFound, Problem, ReferralsOff, VersionNeeded
from service.referrals.case import Case
from service.referrals.creating import Draft, create
from service.referrals.desk import Actor, Desk
from service.referrals.moving import ACTIONS, Act, act
from service.referrals.reading import Asked, counts, read, worklist_page
from service.referrals.remembering import KEY_HEADER, Once
from service.referrals.worklists import WORKLISTS

from .authentication import asked_principal, needs
from .fields import Code, NoParameters, Parameters, Text, Whole, YesNo
from .language import asked_wording
from .openapi import StrictBlueprint
from .present import dump
from .present_referral import referral_data, summary_data
from .referral_bodies import ActionBody, ReferralBody
from .referral_shapes import CountsShape, ReferralShape, WorklistShape
from .responses import PREFIX, as_json
from .sealed import seal, unseal

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the referral as it was read: the version that the action is for.",
    "schema": {"type": "string"},
}
_KEY = {
    "in": "header",
    "name": KEY_HEADER,
    "required": True,
    "description": "1 to 200 printable characters that the client makes for this one request; "
    "sending it again with the same body gives the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The referral's id.",
    "schema": {"type": "string", "example": "r-2b3c4d5e6f7g8h9j"},
}
_ACTION = {
    "in": "path",
    "name": "action",
    "required": True,
    "description": "One of the referral's `actions`.",
    "schema": {"type": "string", "enum": list(ACTIONS)},
}
_NO_SUCH = "There is no such referral for whoever asks."


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
    _add_all(api, lambda: _there(desk))
    _add_one(api, lambda: _there(desk))


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
        @api.response(201, ReferralShape, headers=_MADE)
        @api.problem(409, "A referral like it is open, or the recipient left the directory.")
        @api.doc(operationId="createReferral", parameters=[_KEY])
        def post(self, _: dict, draft: Draft) -> Response:
            """Make a referral: a draft, or sent at once

            Office staff prepare drafts; sending is signing, and takes a clinician.
            """
            answer, is_new = create(desk(), actor(), draft, _once(), _rendered(desk()))
            return _made(answer, is_new)

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
    @api.route("/referrals/<string:identity>", parameters=[_ID])
    class One(MethodView):
        @needs("referrals.read")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID"), location="query")
        @api.response(200, ReferralShape, headers=_TAG)
        @api.problem(404, _NO_SUCH)
        @api.doc(operationId="getReferral")
        def get(self, _: dict, identity: str) -> Response:
            """One referral, with what whoever asks may do now, and its history"""
            return _tagged(read(desk(), actor(), identity, _data(desk())))

    @api.route("/referrals/<string:identity>/<string:action>", parameters=[_ID, _ACTION])
    class Action(MethodView):
        @needs("referrals.read")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/accept"), location="query")
        @api.body(ActionBody())
        @api.response(200, ReferralShape, headers=_TAG)
        @api.problem(404, _NO_SUCH)
        @api.problem(409, "Its state does not allow this; `actions` says what it allows.")
        @api.problem(412, "It changed since it was read; read it again.")
        @api.problem(428, "If-Match is needed.")
        @api.doc(operationId="moveReferral", parameters=[_IF_MATCH])
        def post(self, _: dict, told: dict[str, Any], identity: str, action: str) -> Response:
            """Do one of the actions that the referral names"""
            if action not in ACTIONS:
                raise NotFound
            told["proposed"] = tuple(told.get("proposed", ()))
            move = Act(action, _version(), **told)
            return _tagged(act(desk(), actor(), identity, move, _data(desk())))


_TAG = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}
_MADE = _TAG | {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}


def actor() -> Actor:
    """Who asks, and from where, for the trail."""
    return Actor(asked_principal(), f"api {request.remote_addr}")


def _there(desk: Desk | None) -> Desk:
    if desk is None:
        raise ReferralsOff
    return desk


def _data(desk: Desk) -> Callable[[Case], dict[str, Any]]:
    wording = asked_wording()
    return lambda case: referral_data(case, desk.engine, desk.clock(), wording)


def _rendered(desk: Desk) -> Callable[[Case], str]:
    data = _data(desk)
    return lambda case: dump(data(case)).decode()


def _once() -> Once:
    """The request's key, and its body as it came: another spelling is another body."""
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        raise InvalidQuery(Problem(KEY_HEADER, "needed"))
    if len(key) > 200 or not key.isprintable():
        raise InvalidQuery(Problem(KEY_HEADER, "unprintable", {"most": 200}))
    return Once(key, request.get_data(as_text=True))


def _version() -> int:
    """What If-Match names; another text than ours is of no version there is."""
    header = request.headers.get("If-Match")
    if header is None:
        raise VersionNeeded
    text = header.removeprefix("W/").strip('"')
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _made(answer: str, is_new: bool) -> Response:
    data = msgspec.json.decode(answer)
    response = Response(answer, 201, content_type="application/json")
    response.headers["Location"] = f"{PREFIX}/referrals/{data['id']}"
    response.headers["Idempotent-Replay"] = "false" if is_new else "true"
    return _with_tag(response, data["version"])


def _tagged(data: dict[str, Any]) -> Response:
    return _with_tag(as_json(data, asked_wording()), data["version"])


def _with_tag(response: Response, version: int) -> Response:
    response.headers["ETag"] = f'W/"{version}"'
    return response


class _After(msgspec.Struct, array_like=True):
    at: datetime
    identity: str


def _page(desk: Desk, asked: dict[str, Any]) -> dict[str, Any]:
    wanted = Asked(
        worklist=asked.get("worklist"),
        overdue=asked.get("overdue"),
        after=_after(asked.get("cursor")),
        limit=asked.get("limit", DEFAULT_LIMIT),
    )
    now = desk.clock()
    found = worklist_page(desk, actor(), wanted, lambda case: summary_data(case, desk.engine, now))
    following = seal(_After(*found.next)) if found.next else None
    return {"total": found.total, "referrals": found.cases, "next": following}


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    try:
        after = unseal(cursor, _After)
    except ValueError:
        raise InvalidQuery(Problem("cursor", "cursor_damaged")) from None
    return after.at, after.identity
