"""POST /matches: ranked OTs for what a patient needs, and what is known of who pays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView

from service.directory.page import Match
from service.directory.query import Query
from service.eligibility.coverage import coverage_of
from service.eligibility.opening import Rules
from service.engines.protocol import Engine
from service.search import Answer, Counted, search
from service.wording.sentences import sentence
from service.wording.wording import Wording

from .authentication import needs
from .fields import NoParameters
from .language import asked_wording
from .members import MatchesBody, member_of, members_of
from .openapi import StrictBlueprint
from .present import page_data
from .present_coverage import coverage_data
from .responses import LOST, PREFIX, unstored
from .schemas_matches import MatchesShape


def add_matches(
    api: StrictBlueprint, engine: Engine, rules: Rules, today: Callable[[], date]
) -> None:
    @api.route("/matches")
    class Matches(MethodView):
        @needs("matches.find")
        @api.arguments(NoParameters(f"{PREFIX}/matches"), location="query")
        @api.body(MatchesBody(today=today))
        @api.response(200, MatchesShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="findMatches")
        def post(self, _: dict, query: Query) -> Response:
            """Ranked OTs for what a patient needs, each ready to be sent a referral

            Takes nothing that says who the patient is, and keeps nothing. The members are the
            parameters of a search: `near` is called `place`, `need` and `service` are lists,
            `needs` and `services`.
            """
            wording = asked_wording()
            answer = search(engine, query, rules.programs.ids)
            found = matches_data(answer, query, rules, wording)
            return unstored(found, wording)


def matches_data(answer: Answer, asked: Query, rules: Rules, wording: Wording) -> dict[str, Any]:
    """The answer of a search, which speaks of members where that speaks of parameters."""
    page, query = page_data(answer, asked, wording, rules.programs.names(asked.on)), answer.query
    coverage = coverage_of(query, answer.plan_benefit, rules.coverage)
    own = {"coverage": coverage_data(coverage, query, wording)}
    return page | own | found_data(answer, page, wording)


def found_data(answer: Answer, page: dict[str, Any], wording: Wording) -> dict[str, Any]:
    """What a search found, in words of members and ready to be sent a referral; `page` is its
    answer in words of parameters."""
    return {
        "left_out_unknown": [
            entry | {"parameter": member_of(entry["parameter"])}
            for entry in page["left_out_unknown"]
        ],
        "matches": [
            data | _referable(match)
            for data, match in zip(page["matches"], answer.page.matches, strict=True)
        ],
        "relaxations": [_step(entry, wording) for entry in answer.relaxations],
        "suggestions": [_step(entry, wording) for entry in answer.suggestions],
    }


def _referable(match: Match) -> dict[str, Any]:
    at = match.location
    return {
        "recipient": {"npi": match.profile.npi, "location_id": at.id if at else None},
        "referral_channel": at.referral_channel if at else None,
    }


def _step(counted: Counted, wording: Wording) -> dict[str, Any]:
    step = counted.step
    return {
        "code": step.code,
        "text": sentence(step.sentence, step.values, wording),
        "matches": counted.matches,
        "members": members_of(step.parameters),
    }
