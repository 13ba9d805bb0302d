"""The matrix's rows of the routes by which staff keep the directory true."""

from hashlib import blake2b
from typing import Any

from service.api.claims import ANY_ACTION as ANY_CLAIM_ACTION
from service.api.queue import ANY_ACTION
from service.records.ids import new_id
from service.referrals.desk import Actor, Desk
from service.referrals.links import CONFIRM
from service.stewardship import reports
from service.stewardship.campaigns import Campaign
from service.stewardship.claims import new_claim
from service.stewardship.correcting import Said, Told, correct
from service.stewardship.stewardship import Stewardship
from tests.access_actors import OT, principal
from tests.access_routes import API, Route

# Staff of the service alone: no organisation's, no other role.
STAFF_ONLY = "n nn nn yy nnn n"


def report(desk: Desk) -> dict[str, Any]:
    """A new one, of a fact that can be decided without a call."""
    stewardship = Stewardship(desk.records, desk.engine, desk.clock)
    profile = desk.engine.get(OT)
    told = reports.Told("services.driving", value="yes")
    made = reports.make_report(stewardship, Actor(principal("public"), "api"), profile, told)
    return {"report": made.id, "version": made.version}


def correction(desk: Desk) -> dict[str, Any]:
    """A new one, of a fact that changes no other row's answer."""
    stewardship = Stewardship(desk.records, desk.engine, desk.clock)
    staff = Actor(principal("granted staff"), "api")
    told = Told(OT, "correct", "called", facts=(Said("telehealth", "yes"),))
    return {"correction": correct(stewardship, staff, told).corrections[0].id, "version": 1}


def claimed(desk: Desk) -> dict[str, Any]:
    """A new claim of an OT's only location, and its page's token."""
    stewardship = Stewardship(desk.records, desk.engine, desk.clock)
    at = desk.engine.get(OT).locations[0]
    made = new_claim(OT, at, "phone", Actor(principal("public"), "api"), desk.clock())
    with stewardship.store.transaction() as session:
        session.add(made)
    return {"claim": made.id, "token": desk.links.token(CONFIRM, made.id), "version": 1}


def campaign(desk: Desk) -> dict[str, Any]:
    """It asks one OT, who did not answer yet."""
    stewardship = Stewardship(desk.records, desk.engine, desk.clock)
    made = Campaign(id=new_id("k-"), name="x", channel="phone", by="x", at=desk.clock())
    at = desk.engine.get(OT).locations[0]
    asked = new_claim(OT, at, "phone", Actor(principal("granted staff"), "api"), desk.clock())
    asked.campaign = made.id
    with stewardship.store.transaction() as session:
        session.add(made)
        session.flush()
        session.add(asked)
    return {"campaign": made.id, "version": 1}


_CLAIMS, _CAMPAIGNS = "/stewardship/claims", "/stewardship/campaigns"
_CSV = {"Content-Type": "text/csv"}
EMPTY = blake2b(b"[]", digest_size=8).hexdigest()  # the mark of a roster without rows
_CORRECTIONS = "/stewardship/corrections"
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
    **{
        f"GET {API}/stewardship/{name}": (
            Route("stewardship.read", f"/stewardship/{name}{query}", "n nn nn yy nnn y"),
        )
        for name, query in (("supply", "?state=NY"), ("scorecard", ""), ("imports", ""))
    },
    f"POST {API}/stewardship/rosters/preview": (
        Route("rosters.apply", "/stewardship/rosters/preview", STAFF_ONLY, body=b"npi,expires_on",
              headers=_CSV),
    ),
    f"POST {API}/stewardship/rosters": (
        Route("rosters.apply", f"/stewardship/rosters?mark={EMPTY}", STAFF_ONLY,
              body=b"npi,expires_on", headers=_CSV),
    ),
    f"GET {API}{_CLAIMS}": (Route("claims.list", _CLAIMS, STAFF_ONLY),),
    f"GET {API}{_CLAIMS}/<string:identity>/letter": (
        Route("claims.decide", f"{_CLAIMS}/{{claim}}/letter", STAFF_ONLY, there=claimed),
    ),
    # One that is not locked is not unlocked.
    f"POST {API}{_CLAIMS}/<string:identity>/<{ANY_CLAIM_ACTION}:action>": tuple(
        Route("claims.decide", f"{_CLAIMS}/{{claim}}/{action}", STAFF_ONLY, ok, body=_WHY,
              there=claimed)
        for action, ok in (("approve", 200), ("refuse", 200), ("unlock", 409))
    ),
    f"GET {API}{_CAMPAIGNS}": (Route("campaigns.run", _CAMPAIGNS, STAFF_ONLY),),
    # Whom the first of two staff asked, the second does not ask again.
    f"POST {API}{_CAMPAIGNS}": (
        Route("campaigns.run", _CAMPAIGNS, STAFF_ONLY, ok=201,
              body={"name": "x", "state": "NY", "channel": "phone", "most": 1}),
    ),
    f"GET {API}{_CAMPAIGNS}/<string:identity>": (
        Route("campaigns.run", f"{_CAMPAIGNS}/{{campaign}}", STAFF_ONLY, there=campaign),
    ),
    f"GET {API}{_CAMPAIGNS}/<string:identity>/call-sheet": (
        Route("campaigns.run", f"{_CAMPAIGNS}/{{campaign}}/call-sheet", STAFF_ONLY,
              there=campaign),
    ),
    f"GET {API}{_CAMPAIGNS}/<string:identity>/letters": (
        Route("campaigns.run", f"{_CAMPAIGNS}/{{campaign}}/letters", STAFF_ONLY, there=campaign),
    ),
    f"POST {API}{_CAMPAIGNS}/<string:identity>/end": (
        Route("campaigns.run", f"{_CAMPAIGNS}/{{campaign}}/end", STAFF_ONLY, body={"why": "x"},
              there=campaign),
    ),
    f"GET {API}/stewardship/overdue": (
        Route("corrections.list", "/stewardship/overdue?state=NY", STAFF_ONLY),
    ),
    f"GET {API}{_CORRECTIONS}": (Route("corrections.list", _CORRECTIONS, STAFF_ONLY),),
    f"POST {API}{_CORRECTIONS}": (
        Route("corrections.make", _CORRECTIONS, STAFF_ONLY, ok=201,
              body=_WHY | {"npi": OT, "kind": "correct",
                           "facts": [{"field": "telehealth", "value": "yes"}]}),
    ),
    f"POST {API}{_CORRECTIONS}/<string:identity>/undo": (
        Route("corrections.undo", f"{_CORRECTIONS}/{{correction}}/undo", STAFF_ONLY, body=_WHY,
              there=correction),
    ),
}  # fmt: skip
