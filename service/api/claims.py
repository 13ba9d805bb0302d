"""Routes of claims: a practice says that a listing is theirs; staff bring its code, or decide."""

import json
from collections.abc import Callable
from typing import Any

from flask import Response
from flask.views import MethodView

from service.letters.claim_letter import Invited, claim_letter
from service.people import profile_of
from service.referrals.desk import Desk
from service.referrals.links import CONFIRM
from service.stewardship.claims import (
    DECISIONS,
    STATES,
    WAITING,
    Claim,
    Wanted,
    claim,
    decide_claim,
    list_claims,
    listed_at,
    tell_code,
)
from service.stewardship.stewardship import Stewardship

from .authentication import needs
from .claim_shapes import ClaimBody, ClaimDecisionBody, ClaimedShape, ClaimShape, ClaimsShape
from .fields import Code, NoParameters, Parameters
from .language import asked_wording
from .npi import NO_SUCH_NPI, NPI_EXAMPLE, NPI_PARAMETER, check_npi
from .openapi import StrictBlueprint
from .printing import PrintParameters, printed_response
from .referral_requests import TAG, actor, asked_version, tagged
from .reports import OFTEN
from .responses import LOST, PREFIX, as_json, unstored

ROUTE = "/stewardship/claims"
NO_SUCH = "There is no such claim, or its time is over."
ANY_ACTION = f"any({', '.join(map(json.dumps, DECISIONS))})"
_ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The claim's id.",
    "schema": {"type": "string", "examples": ["c-2b3c4d5e6f7g8h9j"]},
}
_ACTION = {
    "in": "path",
    "name": "action",
    "required": True,
    "description": "What staff decide.",
    "schema": {"type": "string", "enum": list(DECISIONS)},
}


class ClaimsParameters(Parameters):
    example = "state=waiting"

    state = Code(f"Only in this state; {WAITING} if left out.", example=WAITING, role="filter",
                 choices=dict.fromkeys(STATES, ()))  # fmt: skip


def add_claims(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    _add_claiming(api, desk, stewardship)
    _add_list(api, desk, stewardship)
    _add_letter(api, desk, stewardship)
    _add_deciding(api, desk, stewardship)


def claim_data(told: Claim, desk: Desk) -> dict[str, Any]:
    profile = desk.engine.get(told.npi)
    names = ("id", "npi", "channel", "state", "expires_at", "place", "campaign", "at", "version",
             "is_locked", "opened_at", "answered_at", "decided_by", "why")  # fmt: skip
    return {name: getattr(told, name) for name in names} | {
        "page": desk.links.write(CONFIRM, told.id),
        "name": profile and profile.display_name(),
    }


def invited(told: Claim, desk: Desk, stewardship: Stewardship) -> Invited:
    """Whom a code is for, with the code; raises NoSuchRecord where they are no longer there."""
    profile, at = listed_at(stewardship, told)
    page, code = desk.links.page(CONFIRM), desk.links.code(told.id, 1)
    return Invited(told.id, profile, at, page, f"{code[:4]} {code[4:]}")


def _add_claiming(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    @api.route("/providers/<string:npi>/claims", parameters=[NPI_PARAMETER])
    class Claiming(MethodView):
        @needs("claims.make")
        @api.arguments(NoParameters(f"{PREFIX}/providers/{NPI_EXAMPLE}/claims"), location="query")
        @api.body(ClaimBody())
        @api.response(201, ClaimedShape)
        @api.gone()
        @api.problem(404, NO_SUCH_NPI)
        @api.problem(409, "Claims of this listing wait already.")
        @api.problem(429, **OFTEN)
        @api.problem(503, **LOST)
        @api.doc(operationId="claimProvider")
        def post(self, _: dict, wanted: Wanted, npi: str) -> Response:
            """Say that this listing is yours, to confirm it

            Staff bring a code to the contact that is listed already; it opens `page`, where you
            say what is right.
            """
            check_npi(npi)
            profile = profile_of(stewardship().engine, npi)
            data = claim_data(claim(stewardship(), actor(), profile, wanted), desk())
            shown = {name: data[name] for name in ClaimedShape().fields}
            return unstored(shown, asked_wording(), 201)


def _add_list(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    @api.route(ROUTE)
    class Claims(MethodView):
        @needs("claims.list")
        @api.arguments(ClaimsParameters, location="query")
        @api.response(200, ClaimsShape)
        @api.doc(operationId="listClaims")
        def get(self, asked: dict[str, Any]) -> Response:
            """Claims that wait for their code, or are in another state, the oldest first"""
            found = list_claims(stewardship(), actor(), asked.get("state", WAITING))
            data = {"claims": [claim_data(each, desk()) for each in found]}
            return as_json(data, asked_wording())


def _add_letter(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    @api.route(f"{ROUTE}/<string:identity>/letter", parameters=[_ID])
    class ClaimLetter(MethodView):
        @needs("claims.decide")
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description="HTML made for print, or a PDF.")
        @api.problem(404, NO_SUCH)
        @api.problem(409, "It was decided already.")
        @api.doc(operationId="printClaimLetter")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """The letter or fax that brings the code to the listed contact, and nowhere else"""
            told = tell_code(stewardship(), actor(), identity)
            document = claim_letter(invited(told, desk(), stewardship()), asked_wording())
            return printed_response(document, asked)


def _add_deciding(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    @api.route(f"{ROUTE}/<string:identity>/<{ANY_ACTION}:action>", parameters=[_ID, _ACTION])
    class DecidedClaim(MethodView):
        @needs("claims.decide")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/ID/approve"), location="query")
        @api.body(ClaimDecisionBody())
        @api.response(200, ClaimShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.problem(409, "It was decided already, or is not locked.")
        @api.versioned
        @api.doc(operationId="decideClaim")
        def post(self, _: dict, told: dict[str, str], identity: str, action: str) -> Response:
            """Approve a claim without its code, refuse it, or let its code be tried again"""
            decision = action, asked_version(), told["why"]
            return tagged(claim_data(decide_claim(stewardship(), actor(), identity, decision),
                                     desk()))  # fmt: skip
