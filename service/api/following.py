"""What can follow when an award ends: other programmes, and what the person's own plan pays."""

from collections.abc import Callable
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import fields

from service.casework.casework import Casework
from service.casework.viewing import View, read
from service.eligibility.checks import Result, check
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person, read_person
from service.engines.protocol import Engine
from service.errors import InvalidBody
from service.wording.wording import Wording

from .authentication import needs
from .case_shapes import OUTCOMES
from .cases import ID, NO_SUCH
from .fields import NoParameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_coverage import coverage_data
from .program_matches import coverage_of_person
from .referral_requests import actor
from .responses import LOST, PREFIX, as_json
from .schemas_coverage import CoverageShape
from .shapes import Shape, choice, items, one, string

_WORTH = (Outcome.ELIGIBLE, Outcome.NEEDS_INFORMATION)


class NextProgramShape(Shape):
    """`missing` are the facts that would tell."""

    program = string()
    version = fields.Integer(required=True)
    name = string()
    outcome = choice(OUTCOMES)
    missing = items(fields.String())


class FollowingShape(Shape):
    """`on` is the day that it is asked for; `coverage` null: no plan is among the facts, or none
    that is known."""

    on = fields.Date(required=True)
    programs = items(NextProgramShape)
    coverage = one(CoverageShape, allow_none=True)


def add_following(api: StrictBlueprint, engine: Engine, casework: Callable[[], Casework]) -> None:
    @api.route("/eligibility/cases/<string:identity>/following", parameters=[ID])
    class Following(MethodView):
        @needs("cases.read")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/cases/ID/following"), location="query")
        @api.response(200, FollowingShape)
        @api.problem(404, NO_SUCH)
        @api.problem(503, **LOST)
        @api.doc(operationId="listFollowing")
        def get(self, _: dict, identity: str) -> Response:
            """What can follow an award: other programs, and the visits of the person's own plan

            By the facts of the newest decision and the programs of today.
            """
            opened, wording = casework(), asked_wording()
            data = read(
                opened,
                actor(),
                identity,
                lambda view: following_data(engine, opened, view, wording),
            )
            return as_json(data, wording)


def following_data(
    engine: Engine, casework: Casework, view: View, wording: Wording
) -> dict[str, Any]:
    found, today = view.decided[-1].opened, casework.today
    if found is None:
        return {"on": today, "programs": [], "coverage": None}
    facts = found.inputs.facts | _last_award(view)
    person = read_person(facts, today, casework.rules.guidelines)
    results = check(casework.rules.programs, person).results
    programs = [
        _program(result)
        for result in results
        if result.id != view.case.program and result.outcome in _WORTH
    ]
    coverage = _coverage(engine, casework, person, wording)
    return {"on": today, "programs": programs, "coverage": coverage}


def _last_award(view: View) -> dict[str, int]:
    """What this service knows better than who told the facts, which were told before."""
    days = [award.made_on for award in view.awards if award.revoked_at is None]
    return {"days_since_last_award": (view.today - max(days)).days} if days else {}


def _program(result: Result) -> dict[str, Any]:
    program: Any = result.program
    return {
        "program": result.id,
        "version": program.version,
        "name": program.name,
        "outcome": result.outcome,
        "missing": result.decision.missing if result.decision else (),
    }


def _coverage(
    engine: Engine, casework: Casework, person: Person, wording: Wording
) -> dict[str, Any] | None:
    """A plan that no directory knows (any more) must not hide the programmes."""
    try:
        found = coverage_of_person(engine, casework.rules, person)
    except InvalidBody:
        return None
    return coverage_data(found[1], found[0], wording) if found else None
