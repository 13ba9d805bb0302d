"""The route by which anybody reports that a listing is wrong."""

from collections.abc import Callable

from flask import Response
from flask.views import MethodView

from service.engines.protocol import Engine
from service.people import profile_of
from service.stewardship.reports import Told, make_report
from service.stewardship.stewardship import Stewardship

from .authentication import needs
from .fields import NoParameters
from .language import asked_wording
from .npi import NO_SUCH_NPI, NPI_EXAMPLE, NPI_PARAMETER, check_npi
from .openapi import StrictBlueprint
from .referral_requests import actor
from .report_bodies import ReportBody, ReportedShape
from .responses import LOST, PREFIX, unstored

OFTEN = {
    "description": "Asked too often from this address; try again after `Retry-After` seconds.",
    "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
}


def add_reports(
    api: StrictBlueprint, engine: Engine, stewardship: Callable[[], Stewardship]
) -> None:
    @api.route("/providers/<string:npi>/reports", parameters=[NPI_PARAMETER])
    class Reports(MethodView):
        @needs("reports.make")
        @api.arguments(NoParameters(f"{PREFIX}/providers/{NPI_EXAMPLE}/reports"), location="query")
        @api.body(ReportBody())
        @api.response(201, ReportedShape)
        @api.gone()
        @api.problem(404, NO_SUCH_NPI)
        @api.problem(429, **OFTEN)
        @api.problem(503, **LOST)
        @api.doc(operationId="reportProvider")
        def post(self, _: dict, told: Told, npi: str) -> Response:
            """Tell staff that a fact of this listing is wrong; no account is needed

            Staff compare it with what every source says, and decide. Nothing changes before.
            """
            check_npi(npi)
            profile = profile_of(engine, npi)
            report = make_report(stewardship(), actor(), profile, told)
            names = ("id", "npi", "field", "state", "at")
            data = {name: getattr(report, name) for name in names}
            return unstored(data, asked_wording(), 201)
