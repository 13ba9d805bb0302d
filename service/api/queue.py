"""Routes of the queue of staff: what people reported, and what referrals put in doubt."""

import json
from collections.abc import Callable
from typing import Any

from flask import Response
from flask.views import MethodView

from service.directory.whereabouts import locations_at
from service.stewardship.deciding import Decision, decide
from service.stewardship.queue import ACTIONS, KINDS, Asked, Queued, Seen, list_queue, see
from service.stewardship.reports import STATES
from service.stewardship.stewardship import Stewardship

from .authentication import needs
from .fields import Code, NoParameters, Parameters, Text, Whole
from .language import asked_wording
from .npi import NPI_EXAMPLE, check_npi
from .openapi import StrictBlueprint
from .paging import cursor_of, key_of
from .queue_shapes import DecisionBody, QueueShape, WholeReportShape
from .referral_requests import TAG, actor, asked_version, tagged
from .responses import PREFIX, as_json

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
ROUTE = "/stewardship/reports"
NO_SUCH = "There is no such report or doubt."
ANY_ACTION = f"any({', '.join(map(json.dumps, ACTIONS))})"
_ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The id of a report or a doubt.",
    "schema": {"type": "string", "examples": ["e-2b3c4d5e6f7g8h9j"]},
}
_ACTION = {
    "in": "path",
    "name": "action",
    "required": True,
    "description": "One of its `actions`.",
    "schema": {"type": "string", "enum": list(ACTIONS)},
}


class QueueParameters(Parameters):
    example = "state=open"

    state = Code("Only in this state; those that wait if left out.",
                 choices=dict.fromkeys(STATES, ()), example="open", role="filter")  # fmt: skip
    kind = Code("Only what people reported, or only what referrals put in doubt.",
                choices=dict.fromkeys(KINDS, ()), example="report", role="filter")  # fmt: skip
    npi = Text("Only of this OT.", most=10, example=NPI_EXAMPLE, role="filter")
    cursor = Text("The `next` of the page before.", most=200, example=None, role="page")
    limit = Whole(f"Most rows of a page; {DEFAULT_LIMIT} if left out.", most=MAX_LIMIT,
                  example=str(DEFAULT_LIMIT), role="page")  # fmt: skip


def add_queue(api: StrictBlueprint, stewardship: Callable[[], Stewardship]) -> None:
    _add_list(api, stewardship)
    _add_one(api, stewardship)


def _add_list(api: StrictBlueprint, stewardship: Callable[[], Stewardship]) -> None:
    @api.route(ROUTE)
    class Queue(MethodView):
        @needs("reports.list")
        @api.arguments(QueueParameters, location="query")
        @api.response(200, QueueShape)
        @api.doc(operationId="listReports")
        def get(self, asked: dict[str, Any]) -> Response:
            """What waits for a decision of staff, the oldest first

            Reports of anybody, and doubts that outcomes of referrals opened.
            """
            if "npi" in asked:
                check_npi(asked["npi"])
            told = asked | {"after": key_of(asked.pop("cursor", None))}
            told.pop("lang", None)
            here = stewardship()
            found = list_queue(here, actor(), Asked(**{"limit": DEFAULT_LIMIT} | told))
            data = {
                "total": found.total,
                "reports": [_queued_data(each, here) for each in found.items],
                "next": cursor_of(found.next),
            }
            return as_json(data, asked_wording())


def _add_one(api: StrictBlueprint, stewardship: Callable[[], Stewardship]) -> None:
    @api.route(f"{ROUTE}/<string:identity>", parameters=[_ID])
    class One(MethodView):
        @needs("reports.list")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/ID"), location="query")
        @api.response(200, WholeReportShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="getReport")
        def get(self, _: dict, identity: str) -> Response:
            """One of them, with what every source says of the fact, side by side"""
            here = stewardship()
            return tagged(_whole_data(see(here, actor(), identity), here))

    @api.route(f"{ROUTE}/<string:identity>/<{ANY_ACTION}:action>", parameters=[_ID, _ACTION])
    class Action(MethodView):
        @needs("reports.decide")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/ID/accept"), location="query")
        @api.body(DecisionBody())
        @api.response(200, WholeReportShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.problem(409, "It was decided, or cannot be decided so; `actions` says what can be.")
        @api.versioned
        @api.doc(operationId="decideReport")
        def post(self, _: dict, told: dict[str, Any], identity: str, action: str) -> Response:
            """Accept, reject, or ask back

            What is accepted becomes a correction: the directory shows it at once, in every worker,
            and no load undoes it.
            """
            here = stewardship()
            done = decide(here, actor(), identity, Decision(action, asked_version(), **told))
            data = _whole_data(done.seen, here)
            return tagged(data | {"correction": done.correction, "shown": done.shown})


def _queued_data(item: Queued, stewardship: Stewardship) -> dict[str, Any]:
    profile = stewardship.engine.get(item.npi)
    there = locations_at(profile, item.place) if profile and item.place else []
    names = ("id", "kind", "npi", "place", "field", "value", "at", "state", "version", "alike",
             "reasons", "actions")  # fmt: skip
    return {name: getattr(item, name) for name in names} | {
        "name": profile and profile.display_name(),
        "location_id": there[0].id if len(there) == 1 else None,
    }


def _whole_data(seen: Seen, stewardship: Stewardship) -> dict[str, Any]:
    report = seen.item.report
    return _queued_data(seen.item, stewardship) | {
        "note": seen.aside.note,
        "contact": seen.aside.contact,
        "evidence": [each._asdict() for each in seen.evidence],
        "why": report and report.why,
        "decided_by": report and report.decided_by,
        "decided_at": report and report.decided_at,
        "correction": report and report.correction,
        "shown": None,
    }
