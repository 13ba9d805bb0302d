"""Who pays for the visits: POST /eligibility/coverage."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView

from service.directory.query import Query
from service.eligibility.coverage import coverage_of
from service.eligibility.opening import Rules
from service.engines.protocol import Engine
from service.errors import InvalidBody, Problem
from service.search import resolve
from service.wording.english_parameters import PARAMETERS
from service.wording.languages import EveryName

from .authentication import needs
from .body import Body
from .body_fields import Day
from .eligibility_bodies import day_asked
from .fields import Code, NoParameters, Text, YesNo
from .language import asked_wording
from .openapi import StrictBlueprint
from .present import notes_data
from .present_coverage import coverage_data
from .query_schema import as_in_directory
from .responses import LOST, PREFIX, unstored
from .schemas_coverage import CoverageShape


class CoverageBody(Body):
    """What is asked. No member says who the person is."""

    plan = Text(PARAMETERS["plan"], example="11111NY0010001")
    payer = Text(PARAMETERS["payer"], example="Medicare")
    state = Code(
        "Where the patient is: its Medicaid, its plan of several of one name, its law.",
        choices=EveryName("states"),
        example="NY",
    )
    referral_in_hand = YesNo(
        "Whether a doctor has referred the patient; left out if it is not known.", example="true"
    )
    on = Day("The day that it is asked for; today if left out.", example="2026-11-22")


def add_coverage(
    api: StrictBlueprint, engine: Engine, rules: Rules, today: Callable[[], date]
) -> None:
    @api.route("/eligibility/coverage")
    class Coverages(MethodView):
        @needs("eligibility.check")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/coverage"), location="query")
        @api.body(CoverageBody())
        @api.response(200, CoverageShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="checkCoverage")
        def post(self, _: dict, asked: dict[str, Any]) -> Response:
            """What a plan or an insurer pays of occupational therapy, and what to ask it

            Takes nothing that says who the person is, and keeps nothing. Whatever no source tells
            is null, and `ask` says whom to ask and what to say.
            """
            if not asked.keys() & {"plan", "payer"}:
                raise InvalidBody(Problem("plan", "needed_with_coverage", example="11111NY0010001"))
            meta, wording = engine.meta(), asked_wording()
            query, notes = resolve(meta, _query(asked, day_asked(asked, today())))
            benefit = meta.benefit(query.plan, query.on) if query.plan else None
            in_hand = asked.get("referral_in_hand")
            found = coverage_of(query, benefit, rules.coverage, in_hand)
            data = coverage_data(found, query, wording)
            data["notes"] = [*notes_data(notes, wording), *data["notes"]]
            return unstored(data, wording)


def _query(asked: dict[str, Any], on: date) -> Query:
    payer = as_in_directory(asked.get("payer"))
    return Query(on=on, plan=asked.get("plan"), payer=payer, patient_state=asked.get("state"))
