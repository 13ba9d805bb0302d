"""/cases: decisions that staff of one's chapters recorded, newest first."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from service.api.authentication import asked_principal, needs
from service.api.case_shapes import OUTCOMES, STATES
from service.api.cases import DEFAULT_LIMIT, after_of, cursor_of
from service.api.language import asked_wording
from service.api.present_case import summary_data
from service.casework.listing import Asked, Key, count_due, list_cases
from service.errors import InvalidQuery

from ..site import Wrong
from .chapters import chapter_names
from .showing import show_work
from .visit import actor
from .work import Work

CASES = "/cases"
_FILTERS = ("chapter", "program", "outcome", "state", "due")


def add_cases(work: Work) -> None:
    work.counts[CASES] = lambda: count_due(work.casework, actor())

    @work.pages.get(CASES)
    @needs("cases.read")
    def cases() -> Response:
        """What filters them says nothing of a person, so that an address may hold it."""
        try:
            after, wrongs = after_of(request.args.get("cursor") or None), []
        except InvalidQuery:  # the list begins anew, and says so
            say = asked_wording().pages
            after, wrongs = None, [Wrong("cases", say["list_place"], say["fault_list_place"])]
        values = _values(work, after) | {"wrongs": wrongs}
        return show_work("cases.html", values, 422 if wrongs else 200)


def _values(work: Work, after: Key | None) -> dict[str, Any]:
    asked = {name: request.args.get(name, "") for name in _FILTERS}
    chapters = chapter_names(work.rules.chapters, asked_principal().chapters)
    names = work.rules.programs.names(work.today())
    choices = {
        "chapter": list(chapters.items()) if len(chapters) > 1 else [],
        "program": sorted(names.items(), key=lambda named: named[1]),
        "outcome": OUTCOMES,
        "state": STATES,
    }
    found = list_cases(work.casework, actor(), _asked(asked, after), summary_data)
    following = cursor_of(found.next)
    recorded = request.args.get("recorded", "")
    return {
        "recorded": int(recorded) if re.fullmatch("[1-9][0-9]?", recorded, re.ASCII) else None,
        "asked": asked,
        "choices": choices,
        "cases": found.rows,
        "total": found.total,
        "names": names,
        "chapters": chapters,
        "next": _page(following) if following else None,
        "is_further": after is not None,
        "first": _page(""),
        "is_narrowed": any(asked.values()),
    }


def _page(cursor: str) -> str:
    """What was just recorded is said once."""
    told = {name: request.args[name] for name in _FILTERS if name in request.args}
    return f"?{urlencode(told | {'cursor': cursor})}"


def _asked(asked: dict[str, str], after: Key | None) -> Asked:
    """A value that there is none of finds nobody; another's chapter is refused."""
    told = {name: asked[name] or None for name in _FILTERS if name != "due"}
    due = True if asked["due"] else None
    return Asked(**told, due=due, after=after, limit=DEFAULT_LIMIT)
