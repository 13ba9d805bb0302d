"""The matrix's rows of pages by which the directory is kept true."""

from tests.access_actors import OT
from tests.access_routes import Route
from tests.access_stewardship import STAFF_ONLY, campaign, claimed, correction, report
from tests.access_work import page

OTS_ONLY, _WITH_ADMIN = "n nn yy nn nnn n", "n nn nn yy nnn y"
_WHY = {"version": "{version}", "why": "called the office"}
# Of a fact that changes no other row's answer.
_FACT = f"/listings/{OT}/fact"

KEEPING: dict[str, tuple[Route, ...]] = {
    "GET /listing": (page("listings.confirm", "/listing", OTS_ONLY),),
    "POST /listing": (
        page("listings.confirm", "/listing", OTS_ONLY, form={"do": "confirm", "place": "x"},
             ok=422),
    ),
    "GET /queue": (page("reports.list", "/queue", STAFF_ONLY),),
    "POST /queue": (
        page("corrections.list", "/queue", STAFF_ONLY, form={"do": "find", "listing": OT}, ok=303),
    ),
    "GET /queue/<identity>": (page("reports.list", "/queue/{report}", STAFF_ONLY, there=report),),
    "POST /queue/<identity>": (
        page("reports.decide", "/queue/{report}", STAFF_ONLY, there=report, ok=303,
             form={"do": "reject"} | _WHY),
    ),
    "GET /queue/claims": (page("claims.list", "/queue/claims", STAFF_ONLY),),
    "POST /queue/claims": (
        page("claims.decide", "/queue/claims", STAFF_ONLY, there=claimed, ok=303,
             form={"do": "refuse-{claim}"} | _WHY),
    ),
    "GET /queue/claims/<identity>/letter": (
        page("claims.decide", "/queue/claims/{claim}/letter", STAFF_ONLY, there=claimed),
    ),
    "GET /queue/disputes": (page("corrections.list", "/queue/disputes?state=NY", STAFF_ONLY),),
    "GET /queue/corrections": (page("corrections.list", "/queue/corrections", STAFF_ONLY),),
    "POST /queue/corrections": (
        page("corrections.undo", "/queue/corrections", STAFF_ONLY, there=correction, ok=303,
             form={"do": "undo-{correction}"} | _WHY),
    ),
    "GET /listings/<npi>": (page("corrections.list", f"/listings/{OT}", STAFF_ONLY),),
    "POST /listings/<npi>": (
        page("corrections.make", f"/listings/{OT}", STAFF_ONLY, form={"do": "hide"}, ok=422),
    ),
    "GET /listings/<npi>/fact": (
        page("corrections.list", f"{_FACT}?field=telehealth", STAFF_ONLY),
    ),
    "POST /listings/<npi>/fact": (
        page("corrections.make", _FACT, STAFF_ONLY, ok=303,
             form={"do": "say", "field": "telehealth", "is_right": "no", "value": "yes"} | _WHY,
             there=lambda _: {"version": 1}),
    ),
    "GET /overdue": (page("corrections.list", "/overdue?state=NY", STAFF_ONLY),),
    "POST /overdue": (page("corrections.make", "/overdue", STAFF_ONLY, ok=422),),
    "GET /campaigns": (page("campaigns.run", "/campaigns", STAFF_ONLY),),
    "POST /campaigns": (page("campaigns.run", "/campaigns", STAFF_ONLY, ok=422),),
    "GET /campaigns/<identity>": (
        page("campaigns.run", "/campaigns/{campaign}", STAFF_ONLY, there=campaign),
    ),
    "POST /campaigns/<identity>": (
        page("campaigns.run", "/campaigns/{campaign}", STAFF_ONLY, ok=422, there=campaign),
    ),
    "GET /campaigns/<identity>/call-sheet": (
        page("campaigns.run", "/campaigns/{campaign}/call-sheet", STAFF_ONLY, there=campaign),
    ),
    "GET /campaigns/<identity>/letters": (
        page("campaigns.run", "/campaigns/{campaign}/letters", STAFF_ONLY, there=campaign),
    ),
    "GET /roster": (page("rosters.apply", "/roster", STAFF_ONLY),),
    "POST /roster": (page("rosters.apply", "/roster", STAFF_ONLY, ok=422),),
    "GET /quality": (page("stewardship.read", "/quality?state=NY", _WITH_ADMIN),),
    "GET /imports": (page("stewardship.read", "/imports", _WITH_ADMIN),),
}  # fmt: skip
