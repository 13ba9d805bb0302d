"""The matrix's rows of the routes by which staff keep the directory true."""

from typing import Any

from service.api.queue import ANY_ACTION
from service.referrals.desk import Actor, Desk
from service.stewardship.reports import Told, make_report
from service.stewardship.stewardship import Stewardship
from tests.access_actors import OT, principal
from tests.access_routes import API, Route

# Staff of the service alone: no organisation's, no other role.
STAFF_ONLY = "n nn nn yy nnn n"


def report(desk: Desk) -> dict[str, Any]:
    """A new one, of a fact that can be decided without a call."""
    stewardship = Stewardship(desk.records, desk.engine, desk.clock)
    profile = desk.engine.get(OT)
    told = Told("services.driving", value="yes")
    made = make_report(stewardship, Actor(principal("public"), "api"), profile, told)
    return {"report": made.id, "version": made.version}


_REPORTS = "/stewardship/reports"
_WHY = {"why": "called the office"}
STEWARDSHIP: dict[str, tuple[Route, ...]] = {
    f"GET {API}{_REPORTS}": (Route("reports.list", _REPORTS, STAFF_ONLY),),
    f"GET {API}{_REPORTS}/<string:identity>": (
        Route("reports.list", f"{_REPORTS}/{{report}}", STAFF_ONLY, there=report),
    ),
    f"POST {API}{_REPORTS}/<string:identity>/<{ANY_ACTION}:action>": tuple(
        Route("reports.decide", f"{_REPORTS}/{{report}}/{action}", STAFF_ONLY, body=_WHY,
              there=report)
        for action in ("reject", "ask")
    ),
}  # fmt: skip
