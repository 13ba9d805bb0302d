"""Routes of what belongs to a referral: deliveries by hand, consents, papers, disclosures."""

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Response, abort, request
from flask.views import MethodView
from marshmallow import ValidationError
from werkzeug.http import parse_options_header

from service.errors import InvalidQuery, Problem
from service.referrals.attachments import KINDS, Paper, attach, open_paper, remove
from service.referrals.consenting import record_consent, take_back_consent
from service.referrals.consents import GivenConsent
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import ByHand
from service.referrals.desk import Desk
from service.referrals.disclosures import disclosures
from service.referrals.lifecycle import Party
from service.referrals.replying import give_code
from service.referrals.wishes import tell_called

from .authentication import needs
from .body import read_bytes
from .body_fields import Line
from .fields import Code, NoParameters, Parameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .referral_bodies import ByHandBody, CodeBody, ConsentBody
from .referral_refusals import CodeLockedShape, IllegalMoveShape
from .referral_requests import (
    ID,
    NO_SUCH,
    TAG,
    actor,
    asked_version,
    data_of,
    tagged,
    there,
)
from .referral_shapes import AttachedShape, CodeShape, DisclosuresShape, ReferralShape
from .responses import PREFIX, as_json

_PART = {
    "in": "path",
    "name": "part",
    "required": True,
    "description": "The id of the paper, or of the consent.",
    "schema": {"type": "string", "examples": ["a-2b3c4d5e6f7g8h9j"]},
}
_PDF = "application/pdf"
_EXAMPLE = 'attachment; filename="plan.pdf"'
_NAME = Line("The file's name.", most=100, example="plan.pdf")
FILE_NAME = {
    "in": "header",
    "name": "Content-Disposition",
    "description": "The file's name, of at most 100 characters, which may be a patient's and is "
    "in no URL; with `filename*=UTF-8''...` any letters. What `kind` says if left out.",
    "schema": {
        "type": "string",
        "pattern": '^attachment; filename="[A-Za-z0-9._-][A-Za-z0-9 ._-]{0,99}"$',
        "examples": [_EXAMPLE],
    },
}


class PaperParameters(Parameters):
    example = "kind=plan-of-care"

    kind = Code("What it is.", choices=dict.fromkeys(KINDS, ()), example="plan-of-care",
                role="data", required=True)  # fmt: skip


def add_parts(api: StrictBlueprint, desk: Desk | None) -> None:
    for add in (
        _add_deliveries, _add_consents, _add_papers, _add_one_paper, _add_disclosures, _add_code,
        _add_calls,
    ):  # fmt: skip
        add(api, lambda: there(desk))


def _add_deliveries(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/deliveries", parameters=[ID])
    class Deliveries(MethodView):
        @needs("referrals.deliver")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/deliveries"), location="query")
        @api.body(ByHandBody())
        @api.response(200, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(IllegalMoveShape)
        @api.versioned
        @api.doc(operationId="deliverReferral")
        def post(self, _: dict, how: ByHand, identity: str) -> Response:
            """Say how a referral was delivered by hand, and whether it arrived"""
            told = asked_version(), how
            return tagged(deliver_by_hand(desk(), actor(), identity, told, data_of(desk())))


def _add_consents(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/consents", parameters=[ID])
    class Consents(MethodView):
        @needs("consents.record")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/consents"), location="query")
        @api.body(ConsentBody())
        @api.response(201, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="recordConsent")
        def post(self, _: dict, given: GivenConsent, identity: str) -> Response:
            """Record what the patient allows"""
            response = tagged(record_consent(desk(), actor(), identity, given, data_of(desk())))
            response.status_code = 201
            return response

    @api.route("/referrals/<string:identity>/consents/<string:part>", parameters=[ID, _PART])
    class OneConsent(MethodView):
        @needs("consents.withdraw")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/consents/ID"), location="query")
        @api.response(200, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="withdrawConsent")
        def delete(self, _: dict, identity: str, part: str) -> Response:
            """Take a consent back: from now on nothing is shared by it

            The record stays, with the time of its withdrawal.
            """
            return tagged(take_back_consent(desk(), actor(), identity, part, data_of(desk())))


def _add_papers(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/attachments", parameters=[ID])
    class Papers(MethodView):
        @needs("attachments.add")
        @api.arguments(PaperParameters, location="query")
        @api.response(201, AttachedShape)
        @api.problem(404, NO_SUCH)
        @api.problem(413, "The paper is too large, or there are too many.")
        @api.problem(415, "Only a PDF is taken.")
        @api.conflict(IllegalMoveShape)
        @api.header(FILE_NAME)
        @api.doc(
            operationId="attachPaper",
            requestBody={"required": True, "content": {_PDF: {"schema": {
                "type": "string", "contentMediaType": _PDF}}}},
        )  # fmt: skip
        def post(self, asked: dict[str, Any], identity: str) -> Response:
            """Attach a PDF: the order's papers, a report, the plan of care

            The order's papers are the office's; the OT adds a report or the plan of care, once they
            have accepted.
            """
            paper = Paper(asked["kind"], _file_name(asked["kind"]), _pdf(desk()))
            response = as_json({"id": attach(desk(), actor(), identity, paper)}, asked_wording())
            response.status_code = 201
            return response


def _add_one_paper(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/attachments/<string:part>", parameters=[ID, _PART])
    class OnePaper(MethodView):
        @needs("attachments.read")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/attachments/ID"), location="query")
        @api.alt_response(200, description="The PDF.", content_type=_PDF)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="getPaper")
        def get(self, _: dict, identity: str, part: str) -> Response:
            """One paper, as it was attached"""
            paper = open_paper(desk(), actor(), identity, part)
            response = Response(paper.body, content_type=_PDF)
            # A PDF from elsewhere is kept, not shown among our own pages.
            response.headers["Content-Disposition"] = f'attachment; filename="{part}.pdf"'
            return response

        @needs("attachments.remove")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/attachments/ID"), location="query")
        @api.alt_response(204, description="It is taken out.", success=True)
        @api.problem(404, NO_SUCH)
        @api.conflict(IllegalMoveShape)
        @api.doc(operationId="removePaper")
        def delete(self, _: dict, identity: str, part: str) -> Response:
            """Take a paper out of a draft; what was sent stays as it was sent"""
            remove(desk(), actor(), identity, part)
            return Response(status=204)


def _add_disclosures(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/disclosures", parameters=[ID])
    class Disclosures(MethodView):
        @needs("referrals.disclosures")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/disclosures"), location="query")
        @api.response(200, DisclosuresShape)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="listDisclosures")
        def get(self, _: dict, identity: str) -> Response:
            """Who was told of this patient, in all referrals of the office"""
            found = disclosures(desk(), actor(), identity)
            rows = [msgspec.to_builtins(one) | {"at": one.at} for one in found]
            return as_json({"disclosures": rows}, asked_wording())


def _add_code(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/code", parameters=[ID])
    class OneTimeCode(MethodView):
        @needs("referrals.give-code")
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/code"), location="query")
        @api.body(CodeBody())
        @api.response(200, CodeShape)
        @api.problem(404, NO_SUCH)
        @api.conflict(IllegalMoveShape, CodeLockedShape)
        @api.doc(operationId="giveCode")
        def post(self, _: dict, asked: dict[str, Any], identity: str) -> Response:
            """The one-time code by which the OT opens the referral, to be told by phone

            A new one takes the place of the one before, and ends what it opened.
            """
            code = give_code(desk(), actor(), identity, asked.get("new", False))
            return as_json({"code": code}, asked_wording())


def _add_calls(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/calls", parameters=[ID])
    class Calls(MethodView):
        @needs(Party.REQUESTER.value)
        @api.arguments(NoParameters(f"{PREFIX}/referrals/ID/calls"), location="query")
        @api.response(200, ReferralShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(IllegalMoveShape)
        @api.doc(operationId="tellCall")
        def post(self, _: dict, identity: str) -> Response:
            """Say that the office called the patient, who had asked for something on their page"""
            return tagged(tell_called(desk(), actor(), identity, data_of(desk())))


def _file_name(kind: str) -> str:
    told = request.headers.get(FILE_NAME["name"])
    if told is None:
        return f"{kind}.pdf"
    _, options = parse_options_header(told)
    try:
        return _NAME.deserialize(options.get("filename", ""))
    except ValidationError:
        raise InvalidQuery(
            Problem(FILE_NAME["name"], "not_a_file_name", example=_EXAMPLE)
        ) from None


def _pdf(desk: Desk) -> bytes:
    if request.mimetype != _PDF:
        abort(415)
    return read_bytes(request, desk.terms.attachment_bytes)
