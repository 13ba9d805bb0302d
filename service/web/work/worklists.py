"""/referrals: worklists with their counts; what is stuck stands first, but for therapists, who can
do nothing about it: their lists are in the order in which a referral goes."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request

from service.access.actions import Scope, scopes
from service.access.principal import Principal
from service.api.authentication import asked_principal, needs
from service.api.paging import cursor_of, key_of
from service.errors import InvalidQuery
from service.referrals.case import Case
from service.referrals.reading import Asked, Listed, listed_counts, worklist_page
from service.referrals.worklists import CLOSED, NEEDS_REROUTE, STUCK, WORKLISTS

from . import begun
from .referral_view import row_values
from .showing import show_work
from .visit import actor
from .work import Work

REFERRALS = "/referrals"
_LISTS = (*STUCK, *(name for name in WORKLISTS if name not in STUCK))
_WAITING = tuple(name for name in WORKLISTS if name not in ("draft", CLOSED))
_OFFICES = ("draft", *STUCK)
_LIMIT = 20


def add_worklists(work: Work) -> None:
    def waiting() -> int:
        names = [name for name in _WAITING if not (_answers() and name == NEEDS_REROUTE)]
        return sum(total for total, _ in _counted(work, tuple(names)).values())

    work.counts[REFERRALS] = waiting

    @work.pages.get(REFERRALS)
    @needs("referrals.list")
    def worklists() -> Response:
        chosen = request.args.get("list", "")
        names = WORKLISTS if _answers() else _LISTS
        counted = _counted(work, names)
        here = {
            "lists": [(name, *counted[name]) for name in names if _is_theirs(name, counted)],
            "chosen": chosen if chosen in names else None,
            "answers": _answers(),
            "late_only": request.args.get("overdue") == "yes",
            "sees_all": _sees_all(asked_principal()),
            "unfinished": begun.unfinished(work),
        }
        return show_work("worklists.html", here | _listed(work, here))

    @work.pages.post(REFERRALS)
    @needs("referrals.draft")
    def throw_away() -> Response:
        """What was begun and not sent; nobody else has it."""
        begun.forget(work, request.form.get("base", ""))
        return redirect(REFERRALS, 303)


def _listed(work: Work, here: dict[str, Any]) -> dict[str, Any]:
    """What was chosen; without a choice what is stuck, and then the others."""
    overdue = True if here["late_only"] else None
    after = _after()
    if here["chosen"] or here["answers"]:
        found = _page(work, Asked(here["chosen"], overdue=overdue, after=after, limit=_LIMIT))
        return {"stuck": None, "found": found, "next": _next(found)}
    first = Asked(stuck=True, overdue=overdue, limit=_LIMIT)
    others = Asked(stuck=False, overdue=overdue, after=after, limit=_LIMIT)
    stuck = None if after else _page(work, first)
    found = _page(work, others)
    return {"stuck": stuck, "found": found, "next": _next(found)}


def _page(work: Work, asked: Asked) -> Listed:
    def row(case: Case) -> dict[str, Any]:
        return row_values(work, case)

    return worklist_page(work.desk, actor(), asked, row)


def _after() -> Any:
    """A mistyped place in a list is its beginning."""
    try:
        return key_of(request.args.get("cursor"))
    except InvalidQuery:
        return None


def _next(found: Listed) -> str | None:
    if found.next is None:
        return None
    kept = {name: request.args[name] for name in ("list", "overdue") if name in request.args}
    return f"{REFERRALS}?{urlencode(kept | {'cursor': cursor_of(found.next)})}"


def _counted(work: Work, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """How many, and how many of these are overdue."""
    found = {name: (total, late) for name, total, late in listed_counts(work.desk, actor())}
    return {name: found.get(name, (0, 0)) for name in names}


def _is_theirs(name: str, counted: dict[str, tuple[int, int]]) -> bool:
    """An OT has no part in what the office does, unless something of theirs stands there."""
    return not _answers() or name not in _OFFICES or counted[name][0] > 0


def _answers() -> bool:
    """Whether they are an OT, whom referrals were sent to, and nothing else."""
    return scopes(asked_principal(), "referrals.list") == {Scope.ADDRESSED}


def _sees_all(principal: Principal) -> bool:
    """Whether they know who the patients are."""
    return bool(scopes(principal, "referrals.patient-data"))
