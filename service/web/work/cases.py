"""/cases: decisions that staff of one's chapters recorded, newest first."""

from typing import Any

from flask import Response, request

from service.api.authentication import asked_principal, needs
from service.api.case_shapes import OUTCOMES, STATES
from service.api.cases import DEFAULT_LIMIT, after_of, cursor_of
from service.api.present_case import summary_data
from service.casework.viewing import Asked, Key, count_due, list_cases
from service.errors import InvalidQuery

from ..preferences import page_wording
from ..showing import here
from .chapters import chapter_names
from .flaws import flaws_at
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
        values = _values(work)
        return show_work("cases.html", values, 422 if values["wrongs"] else 200)


def _values(work: Work) -> dict[str, Any]:
    asked = {name: request.args.get(name, "") for name in _FILTERS}
    chapters = chapter_names(work.rules.chapters, asked_principal().chapters)
    names = work.rules.programs.names(work.today())
    choices = {
        "chapter": list(chapters.items()) if len(chapters) > 1 else [],
        "program": sorted(names.items(), key=lambda named: named[1]),
        "outcome": OUTCOMES,
        "state": STATES,
    }
    cursor, after, wrongs = request.args.get("cursor") or None, None, []
    try:
        after = after_of(cursor)
    except InvalidQuery as error:  # an address that was cut: the list begins anew
        wrongs = flaws_at("list", error.problems, page_wording())
    found = list_cases(work.casework, actor(), _asked(asked, after), summary_data)
    following = cursor_of(found.next)
    return {
        "asked": asked,
        "wrongs": wrongs,
        "choices": choices,
        "cases": found.rows,
        "total": found.total,
        "names": names,
        "chapters": chapters,
        "next": here("cursor", following) if following else None,
        "is_further": cursor is not None,
        "first": here("cursor", ""),
        "is_narrowed": any(asked.values()),
    }


def _asked(asked: dict[str, str], after: Key | None) -> Asked:
    """A value that there is none of finds nobody; another's chapter is refused."""
    told = {name: asked[name] or None for name in _FILTERS if name != "due"}
    due = True if asked["due"] else None
    return Asked(**told, due=due, after=after, limit=DEFAULT_LIMIT)
