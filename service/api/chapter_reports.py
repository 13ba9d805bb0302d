"""The route of a chapter's report."""

from collections.abc import Callable
from typing import Any

from flask import Response
from flask.views import MethodView

from service.access.rights import CHAPTER_EXAMPLE
from service.casework.casework import Casework
from service.casework.quarters import EXAMPLE, read_quarter
from service.chapter_report import report_for
from service.errors import InvalidQuery, Problem
from service.referrals.desk import Desk

from .authentication import needs
from .chapter_report_shapes import ChapterReportShape
from .fields import Parameters, Text
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_chapter_report import report_data
from .referral_requests import actor, there
from .responses import LOST, as_json

_CHAPTER: dict[str, Any] = {
    "in": "path",
    "name": "chapter",
    "description": "The chapter's id.",
    "schema": {"type": "string", "examples": [CHAPTER_EXAMPLE]},
}


class QuarterAsked(Parameters):
    example = f"quarter={EXAMPLE}"

    quarter = Text("A quarter of a year.", most=6, example=EXAMPLE, role="filter", required=True)


def add_chapter_reports(
    api: StrictBlueprint, desk: Desk | None, casework: Callable[[], Casework]
) -> None:
    @api.route("/reports/chapters/<string:chapter>", parameters=[_CHAPTER])
    class ChapterReports(MethodView):
        @needs("chapters.report")
        @api.arguments(QuarterAsked, location="query")
        @api.response(200, ChapterReportShape)
        @api.problem(404, "The chapter is none of the token's.")
        @api.problem(503, **LOST)
        @api.doc(operationId="getChapterReport")
        def get(self, asked: dict[str, Any], chapter: str) -> Response:
            """Checks, referrals and awards of a chapter in a quarter, as counts

            No count under 11 is shown, and none from which such a one follows.
            """
            try:
                quarter = read_quarter(asked["quarter"])
            except ValueError:
                raise InvalidQuery(Problem("quarter", "not_a_quarter", example=EXAMPLE)) from None
            report = report_for(there(desk), casework(), actor(), (chapter, quarter))
            return as_json(report_data(report), asked_wording())
