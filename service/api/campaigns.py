"""Routes of campaigns: stale listings of an area are asked to confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView

from service.access.principal import Actor
from service.errors import InvalidBody, InvalidQuery, NoSuchRecord, Problem
from service.letters.claim_letter import Invited, call_sheet, claim_letters
from service.referrals.desk import Desk
from service.stewardship.campaigns import (
    MOST_ASKED,
    Plan,
    Standing,
    end,
    find_campaign,
    list_campaigns,
    start,
)
from service.stewardship.claims import WAITING
from service.stewardship.stewardship import Stewardship

from .authentication import needs
from .claim_shapes import (
    CampaignBody,
    CampaignShape,
    CampaignsShape,
    ClaimDecisionBody,
    WholeCampaignShape,
)
from .claims import claim_data, invited
from .corrections import asked_area
from .fields import NoParameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .printing import PRINTED, PrintParameters, printed_response
from .referral_requests import actor
from .responses import PREFIX, as_json

ROUTE = "/stewardship/campaigns"
# What is printed of one, by what the trail says of it.
CALL_SHEET, LETTERS = "print-calls", "print-letters"
PAPERS = {CALL_SHEET: call_sheet, LETTERS: claim_letters}
NO_SUCH = "There is no such campaign."
_ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The campaign's id.",
    "schema": {"type": "string", "examples": ["k-2b3c4d5e6f7g8h9j"]},
}


def add_campaigns(
    api: StrictBlueprint,
    desk: Callable[[], Desk],
    stewardship: Callable[[], Stewardship],
    today: Callable[[], date],
) -> None:
    _add_all(api, stewardship, today)
    _add_one(api, desk, stewardship)
    _add_papers(api, desk, stewardship)


def _add_all(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    @api.route(ROUTE)
    class Campaigns(MethodView):
        @needs("campaigns.run")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}"), location="query")
        @api.response(200, CampaignsShape)
        @api.doc(operationId="listCampaigns")
        def get(self, _: dict) -> Response:
            """Campaigns with their response rates, the newest first"""
            found = list_campaigns(stewardship(), actor())
            return as_json({"campaigns": list(map(_data, found))}, asked_wording())

        @needs("campaigns.run")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}"), location="query")
        @api.body(CampaignBody())
        @api.response(201, CampaignShape)
        @api.doc(operationId="startCampaign")
        def post(self, _: dict, told: dict[str, Any]) -> Response:
            """Ask the stalest listings of a state or county to confirm

            Who was asked in the last 90 days is not asked again.
            """
            made = start(stewardship(), actor(), plan_of(told), today())
            return as_json(_data(made), asked_wording(), 201)


def _add_one(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    @api.route(f"{ROUTE}/<string:identity>", parameters=[_ID])
    class OneCampaign(MethodView):
        @needs("campaigns.run")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/ID"), location="query")
        @api.response(200, WholeCampaignShape)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="getCampaign")
        def get(self, _: dict, identity: str) -> Response:
            """One campaign: whom it asked, each with the page's link, and how many answered"""
            found = find_campaign(stewardship(), actor(), identity)
            return _whole(found, desk())

    @api.route(f"{ROUTE}/<string:identity>/end", parameters=[_ID])
    class EndedCampaign(MethodView):
        @needs("campaigns.run")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/ID/end"), location="query")
        @api.body(ClaimDecisionBody())
        @api.response(200, WholeCampaignShape)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="endCampaign")
        def post(self, _: dict, told: dict[str, Any], identity: str) -> Response:
            """End a campaign: who did not answer yet is asked no longer

            Their codes open nothing any more, and another campaign may ask them.
            """
            end(stewardship(), actor(), identity, told["why"])
            return _whole(find_campaign(stewardship(), actor(), identity), desk())


def _add_papers(
    api: StrictBlueprint, desk: Callable[[], Desk], stewardship: Callable[[], Stewardship]
) -> None:
    def printed(wanted: Wanted, asked: dict[str, Any]) -> Response:
        every = to_ask(actor(), wanted, desk(), stewardship())
        return printed_response(PAPERS[wanted.paper](every, asked_wording()), asked)

    @api.route(f"{ROUTE}/<string:identity>/call-sheet", parameters=[_ID])
    class CallSheet(MethodView):
        @needs("campaigns.run")
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description=PRINTED)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="printCallSheet")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """For whoever calls: name, listed phone, page and code of all who did not answer yet"""
            return printed(Wanted(identity, CALL_SHEET, needed=False), asked)

    @api.route(f"{ROUTE}/<string:identity>/letters", parameters=[_ID])
    class Letters(MethodView):
        @needs("campaigns.run")
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description=PRINTED)
        @api.problem(404, "There is no such campaign, or nobody is left to ask.")
        @api.doc(operationId="printCampaignLetters")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """The letters to all who did not answer yet, in one file"""
            return printed(Wanted(identity, LETTERS), asked)


@dataclass(frozen=True)
class Wanted:
    """One of PAPERS for a campaign; where somebody is `needed`, it is not made for nobody."""

    identity: str
    paper: str
    needed: bool = True


def to_ask(who: Actor, wanted: Wanted, desk: Desk, stewardship: Stewardship) -> list[Invited]:
    """Whom a paper is for: all who did not answer yet. The trail tells of it. Raises
    NoSuchRecord."""
    found = find_campaign(stewardship, who, wanted.identity)
    every = not_answered(found, desk, stewardship)
    if wanted.needed and not every:
        raise NoSuchRecord
    stewardship.store.retrying(
        lambda s: stewardship.tell(s, who, wanted.paper, campaign=found.campaign.id)
    )
    return every


def not_answered(found: Standing, desk: Desk, stewardship: Stewardship) -> list[Invited]:
    every = []
    for each in found.claims:
        if each.state == WAITING:
            try:
                every.append(invited(each, desk, stewardship))
            except NoSuchRecord:  # they left the directory, or that place
                continue
    return every


def plan_of(told: dict[str, Any]) -> Plan:
    """Raises InvalidBody for an area that there is not."""
    try:
        area = asked_area(told)
    except InvalidQuery as error:
        raise InvalidBody(*error.problems) from None
    if not (area.state or area.county):
        raise InvalidBody(Problem("state", "needed_with_county", example="NY"))
    return Plan(told["name"], area, told["channel"], told.get("most", MOST_ASKED))


def _whole(found: Standing, desk: Desk) -> Response:
    claims = [claim_data(each, desk) for each in found.claims]
    return as_json(_data(found) | {"claims": claims}, asked_wording())


def _data(found: Standing) -> dict[str, Any]:
    names = ("id", "name", "state", "county", "channel", "by", "at")
    response = found.response
    return {name: getattr(found.campaign, name) for name in names} | {
        "response": {
            "asked": response.asked,
            "opened": response.opened,
            "answered": response.answered,
            "rate": response.rate,
        }
    }
