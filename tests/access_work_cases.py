"""The matrix's rows of pages of cases: of the chapter of `staff`, and of nobody else."""

from typing import Any

from tests.access_actors import CHAPTER
from tests.access_cases import CHAPTER_ONLY, OTHER_CHAPTER, ours, theirs
from tests.access_routes import Route
from tests.access_work import page

_ONE, _CASE = "/cases/<string:identity>", "/cases/{case}"
_CLOSE = {"do": "close", "version": "1", "reason": "moved away", "checked": "yes"}


def of_cases(action: str, path: str, **more: Any) -> tuple[Route, ...]:
    """The same of a case of the chapter of `staff`, and of another's."""
    mine = page(action, path, CHAPTER_ONLY, there=ours, **more)
    return mine, page(action, path, OTHER_CHAPTER, there=theirs, **{"form": more.get("form", {})})


WORK_CASES: dict[str, tuple[Route, ...]] = {
    "GET /workbench": (page("cases.record", "/workbench", CHAPTER_ONLY),),
    "POST /workbench": (page("cases.record", "/workbench", CHAPTER_ONLY),),
    "GET /cases": (
        page("cases.read", "/cases", CHAPTER_ONLY),
        page("cases.read", "/cases?chapter=example-south", OTHER_CHAPTER),
    ),
    f"GET {_ONE}": of_cases("cases.read", _CASE),
    f"POST {_ONE}": of_cases("cases.move", _CASE, ok=303, form=_CLOSE),
    f"GET {_ONE}/letter": of_cases("cases.read", f"{_CASE}/letter"),
    f"GET {_ONE}/proof": of_cases("cases.read", f"{_CASE}/proof"),
    f"GET {_ONE}/recheck": of_cases("cases.move", f"{_CASE}/recheck"),
    f"POST {_ONE}/recheck": of_cases(
        "cases.move", f"{_CASE}/recheck", ok=303, form={"version": "1"}
    ),
    f"GET {_ONE}/awards": of_cases("cases.award", f"{_CASE}/awards"),
    f"POST {_ONE}/awards": of_cases(
        "cases.award",
        f"{_CASE}/awards",
        ok=303,
        form={"do": "give", "version": "1", "checked": "yes"},
    ),
    "GET /programs": (page("cases.read", "/programs", CHAPTER_ONLY),),
    "GET /programs/<string:program>": (
        page("cases.read", "/programs/example-bridge-visits", CHAPTER_ONLY),
    ),
    "GET /reports": (
        page("chapters.report", f"/reports?chapter={CHAPTER}", "n nn nn yn nnn y"),
        page("chapters.report", "/reports?chapter=example-south", "n nn nn hn nnn y"),
    ),
}
