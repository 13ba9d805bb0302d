"""The matrix's rows of the routes of cases: of the chapter of `staff`, and of nobody else."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from service.access.principal import Actor
from service.api.awards import ANY_ACTION as ANY_AWARD_ACTION
from service.api.cases import ANY_ACTION
from service.casework.awarding import NewAward
from service.casework.casework import Casework
from service.casework.content import Identity
from service.casework.recording import ToRecord, record
from service.eligibility.checks import check
from service.eligibility.opening import open_rules
from service.eligibility.person import read_person
from service.referrals.awards import AskedAward, award
from service.referrals.desk import Desk
from service.settings import Settings
from tests.access_actors import CHAPTER, principal
from tests.access_routes import API, PROGRAMS, Route
from tests.cases_world import BRIDGE, DAY, FACTS

CHAPTER_ONLY = "n nn nn yn nnn n"
OTHER_CHAPTER = "n nn nn hn nnn n"


def _case(desk: Desk, chapter: str) -> dict[str, Any]:
    rules = open_rules(Settings(programs=PROGRAMS))
    casework = Casework(desk.records, rules, desk.clock)
    staff = principal("staff")
    actor = Actor(replace(staff, chapters=frozenset({chapter})), "api")
    checked = check(rules.programs, read_person(FACTS, DAY, rules.guidelines), [BRIDGE])
    # Each of somebody else: of one person a second award would have to wait.
    who = Identity(given="Rosalinde", family=secrets.token_hex(8), birth_date=date(1979, 3, 2))
    asked = ToRecord((BRIDGE,), DAY, FACTS, identity=who)
    return {"case": record(casework, actor, checked, asked)[BRIDGE], "version": 1}


def ours(desk: Desk) -> dict[str, Any]:
    return _case(desk, CHAPTER)


def theirs(desk: Desk) -> dict[str, Any]:
    return _case(desk, "example-south")


def _awarded(desk: Desk, chapter: str) -> dict[str, Any]:
    found = _case(desk, chapter)
    casework = Casework(desk.records, open_rules(Settings(programs=PROGRAMS)), desk.clock)
    who = principal("staff")
    actor = Actor(replace(who, chapters=frozenset({chapter})), "api")
    told = AskedAward(found["case"], 1, NewAward())
    made = award(desk, casework, actor, told, lambda view: view.awards[0].id)
    return found | {"award": made, "version": 2}


def awarded_ours(desk: Desk) -> dict[str, Any]:
    return _awarded(desk, CHAPTER)


def awarded_theirs(desk: Desk) -> dict[str, Any]:
    return _awarded(desk, "example-south")


_ONE = f"{API}/eligibility/cases/<string:identity>"
_PATH = "/eligibility/cases/{case}"
_WHY = {"reason": "moved away"}
_RECORD = {"facts": FACTS, "programs": [BRIDGE], "record": True}
CASES: dict[str, tuple[Route, ...]] = {
    f"POST {API}/eligibility/checks": (
        Route("eligibility.check", "/eligibility/checks", CHAPTER_ONLY, body=_RECORD,
              also="cases.record"),
    ),
    f"GET {API}/eligibility/cases": (
        Route("cases.read", "/eligibility/cases", CHAPTER_ONLY),
        Route("cases.read", "/eligibility/cases?chapter=example-south", OTHER_CHAPTER),
    ),
    f"GET {_ONE}": (
        Route("cases.read", _PATH, CHAPTER_ONLY, there=ours),
        Route("cases.read", _PATH, OTHER_CHAPTER, there=theirs),
    ),
    f"GET {_ONE}/letter": (
        Route("cases.read", f"{_PATH}/letter", CHAPTER_ONLY, there=ours),
        Route("cases.read", f"{_PATH}/letter", OTHER_CHAPTER, there=theirs),
    ),
    f"GET {_ONE}/following": (
        Route("cases.read", f"{_PATH}/following", CHAPTER_ONLY, there=ours),
        Route("cases.read", f"{_PATH}/following", OTHER_CHAPTER, there=theirs),
    ),
    f"GET {API}/reports/chapters/<string:chapter>": (
        Route("chapters.report", f"/reports/chapters/{CHAPTER}?quarter=2026Q4",
              "n nn nn yn nnn y"),
        Route("chapters.report", "/reports/chapters/example-south?quarter=2026Q4",
              "n nn nn hn nnn y"),
    ),
    f"GET {API}/eligibility/budgets": (
        Route("cases.read", "/eligibility/budgets", CHAPTER_ONLY),
    ),
    f"POST {_ONE}/awards": (
        Route("cases.award", f"{_PATH}/awards", CHAPTER_ONLY, ok=201, body={}, there=ours),
        Route("cases.award", f"{_PATH}/awards", OTHER_CHAPTER, body={}, there=theirs),
    ),
    f"POST {_ONE}/awards/<string:award>/<{ANY_AWARD_ACTION}:action>": tuple(
        Route("cases.award", f"{_PATH}/awards/{{award}}/use", letters, body={"visits": 1},
              there=there)
        for letters, there in ((CHAPTER_ONLY, awarded_ours), (OTHER_CHAPTER, awarded_theirs))
    ),
    f"POST {_ONE}/<{ANY_ACTION}:action>": (
        Route("cases.move", f"{_PATH}/close", CHAPTER_ONLY, body=_WHY, there=ours),
        Route("cases.move", f"{_PATH}/close", OTHER_CHAPTER, body=_WHY, there=theirs),
    ),
}  # fmt: skip
