"""The matrix's rows of the routes of cases: of the chapter of `staff`, and of nobody else."""

from typing import Any

from service.access.principal import Actor
from service.api.cases import ANY_ACTION
from service.casework.casework import Casework
from service.casework.content import Identity
from service.casework.recording import ToRecord, record
from service.eligibility.checks import check
from service.eligibility.opening import open_rules
from service.eligibility.person import read_person
from service.referrals.desk import Desk
from service.settings import Settings
from tests.access_actors import CHAPTER, principal
from tests.access_routes import API, PROGRAMS, Route
from tests.cases_world import BRIDGE, DAY, FACTS

CHAPTER_ONLY = "n nn nn yn nnn n"
OTHER_CHAPTER = "n nn nn hn nnn n"
_ROSA = Identity(given="Rosalinde", family="Quillfeather", birth_date=DAY.replace(year=1979))


def _case(desk: Desk, chapter: str) -> dict[str, Any]:
    rules = open_rules(Settings(programs=PROGRAMS))
    casework = Casework(desk.records, rules, desk.clock)
    who = principal("staff")
    actor = Actor(type(who)(**{**vars(who), "chapters": frozenset({chapter})}), "api")
    checked = check(rules.programs, read_person(FACTS, DAY, rules.guidelines), [BRIDGE])
    asked = ToRecord((BRIDGE,), DAY, FACTS, identity=_ROSA)
    return {"case": record(casework, actor, checked, asked)[BRIDGE], "version": 1}


def ours(desk: Desk) -> dict[str, Any]:
    return _case(desk, CHAPTER)


def theirs(desk: Desk) -> dict[str, Any]:
    return _case(desk, "example-south")


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
    f"POST {_ONE}/<{ANY_ACTION}:action>": (
        Route("cases.move", f"{_PATH}/close", CHAPTER_ONLY, body=_WHY, there=ours),
        Route("cases.move", f"{_PATH}/close", OTHER_CHAPTER, body=_WHY, there=theirs),
    ),
}  # fmt: skip
