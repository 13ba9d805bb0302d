"""/reports: what a chapter did in a quarter, as counts that tell of nobody."""

from datetime import date
from typing import Any

from flask import Response, request

from service.access.actions import Scope, scopes
from service.api.authentication import asked_principal, needs
from service.api.language import asked_wording
from service.api.present_chapter_report import report_data
from service.casework.quarters import Quarter, read_quarter
from service.chapter_report import report_for
from service.wording.figures import months_text
from service.wording.wording import Wording

from ..site import Wrong
from .chapters import chapter_names
from .program_view import rule_text
from .showing import show_work
from .visit import actor
from .work import Work

REPORTS = "/reports"
_MOST_QUARTERS = 12
Data = dict[str, Any]


def add_chapter_report(work: Work) -> None:
    @work.pages.get(REPORTS)
    @needs("chapters.report")
    def chapter_report() -> Response:
        """Of the first chapter and of this quarter, if none is asked for, or none that there is."""
        quarters = _quarters(work.today())
        try:
            quarter, wrongs = _asked(quarters[0]), []
        except ValueError:
            say = asked_wording().pages
            told = Wrong("quarter", say["field_quarter"], say["fault_quarter"])
            quarter, wrongs = quarters[0], [told]
        values = _values(work, quarters, quarter) | {"wrongs": wrongs}
        return show_work("chapter_report.html", values, 422 if wrongs else 200)


def _asked(newest: Quarter) -> Quarter:
    """Raises ValueError for none, and for one that is yet to come."""
    quarter = read_quarter(request.args.get("quarter") or str(newest))
    if quarter.begins > newest.ends:
        raise ValueError
    return quarter


def _name(quarter: Quarter) -> str:
    return months_text(quarter.begins, quarter.ends, asked_wording().locale)


def _values(work: Work, quarters: list[Quarter], quarter: Quarter) -> Data:
    chapters = _chapters(work)
    chapter = request.args.get("chapter") or next(iter(chapters), "")
    names = {str(each): _name(each) for each in dict.fromkeys([*quarters, quarter])}
    values = {"chapters": chapters, "quarters": names, "report": None}
    if chapter:
        report = report_for(work.desk, work.casework, actor(), (chapter, quarter))
        values["report"] = _shown(work, report_data(report), asked_wording())
    return values | {
        "chapter": chapter,
        "chapter_name": chapters.get(chapter, chapter),
        "quarter": str(quarter),
        "quarter_name": _name(quarter),
        "goes_on": quarter.ends >= work.today(),
    }


def _chapters(work: Work) -> dict[str, str]:
    """Those whose report they may see."""
    known = work.rules.chapters
    if Scope.ANY in scopes(asked_principal(), "chapters.report"):
        return chapter_names(known, known.by_id)
    return chapter_names(known, asked_principal().chapters)


def _quarters(today: date) -> list[Quarter]:
    """The newest first."""
    found = [Quarter(today.year, (today.month + 2) // 3)]
    while len(found) < _MOST_QUARTERS:
        last = found[-1]
        year, number = (last.year, last.number - 1) if last.number > 1 else (last.year - 1, 4)
        found.append(Quarter(year, number))
    return found


def _shown(work: Work, data: Data, wording: Wording) -> Data:
    deciding = data["checks"]["deciding"]
    data["checks"]["deciding"] = deciding and _deciding(work, deciding, wording)
    if data["referrals"]:
        for decline in data["referrals"]["declines"]:
            decline["name"] = _reason(decline["reason"], wording)
    return data


def _reason(code: str, wording: Wording) -> str:
    return wording.names["status_reasons"].get(code) or wording.pages["reason_others"]


def _deciding(work: Work, data: Data, wording: Wording) -> Data:
    """In plain words, by the newest version that has such a criterion."""
    versions = work.rules.programs.by_id.get(data["program"], ())
    for version in versions:
        for leaf in version.rule.leaves:
            if leaf.path == data["criterion"]:
                return {"program": version.name, "text": rule_text(leaf, wording)}
    return {"program": data["program"], "text": data["criterion"]}
