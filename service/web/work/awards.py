"""/cases/ID/awards: what a program pays for one person, what was used of it, what can follow.

What cannot be undone is looked at once more, with what will become of it, before it is done.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.casework.awarding import NewAward
from service.casework.budgets import budgets
from service.casework.viewing import View, read
from service.errors import Conflict, InvalidBody, Problem, Stale
from service.referrals.awards import (
    ATTACH,
    REVOKE,
    UNDO,
    USE,
    AskedAward,
    AwardAct,
    act_on_award,
    award,
)

from ..forms import Form
from ..reply_forms import CHECKED, is_to_change
from .award_view import award_values, seen_award
from .case import ONE, seen_version
from .flaws import flaws_at
from .showing import show_work
from .visit import actor
from .work import Work

_PAGE = f"{ONE}/awards"
GIVE = "give"
Data = dict[str, Any]
_LOOKED_AT = (GIVE, USE, UNDO, REVOKE)
_MOST_VISITS, _MOST_DOLLARS, _MOST_REASON, _MOST_ID, _MOST_USE = 500, 999_999, 2000, 20, 32


def add_awards(work: Work) -> None:
    @work.pages.get(_PAGE)
    @needs("cases.award")
    def awards(identity: str) -> Response:
        return _shown(work, identity)

    @work.pages.post(_PAGE)
    @needs("cases.award")
    def act_on_awards(identity: str) -> Response:
        form = Form(request.form)
        done = _asked(work, identity, form)
        if form.faults or is_to_change(form):
            return _shown(work, identity, form.faults)
        try:
            if seen := done():
                return _looked_at(seen, form)
        except InvalidBody as error:
            return _shown(work, identity, error.problems)
        except (Conflict, Stale) as error:
            return _shown(work, identity, notice=error.code)
        return redirect(request.path, 303)


def _asked(work: Work, identity: str, form: Form) -> Callable[[], Data | None]:
    """What the form wants done: `do` says what and, after a hyphen, with which award. It gives what
    is only looked at, as it would be."""
    action, _, which = form.sent.get("do", "").partition("-")
    by, version = (work.desk, work.casework, actor()), seen_version(form)
    only_seen = action in _LOOKED_AT and CHECKED not in form.sent

    def render(view: View) -> Data | None:
        return seen_award(view, which, work, asked_wording()) if only_seen else None

    if action == GIVE:
        told = AskedAward(identity, version, *_given(form), only_seen)
        return lambda: award(*by, told, render)
    if action not in _READ:
        form.faults.append(Problem("do", "choose"))
    move = AwardAct(action, version, only_seen=only_seen, **_READ.get(action, _none)(form))
    return lambda: act_on_award(*by, (identity, which, move), render)


def _given(form: Form) -> tuple[NewAward, str | None]:
    """What is left out is as the program has it."""
    visits, cents = form.whole("visits", _MOST_VISITS), form.cents("amount", _MOST_DOLLARS)
    referral = form.text("referral", _MOST_ID)
    return NewAward(visits, cents, form.day("expires_on")), referral


def _looked_at(seen: Data, form: Form) -> Response:
    do = form.sent.get("do", "")
    return show_work("award_check.html", seen | {"do": do, "what": do.partition("-")[0],
                                                 "sent": form.sent})  # fmt: skip


def _attached(form: Form) -> Data:
    return {"referral": form.text("referral", _MOST_ID, needed=True)}


def _used(form: Form) -> Data:
    visits, cents = form.whole("visits", _MOST_VISITS), form.cents("amount", _MOST_DOLLARS)
    if not (visits or cents or form.faults):
        form.faults.append(Problem("visits", "needed"))
    return {"visits": visits or 0, "amount_cents": cents}


def _undone(form: Form) -> Data:
    return {"use": form.text("use", _MOST_USE, needed=True)} | _revoked(form)


def _revoked(form: Form) -> Data:
    return {"reason": form.text("reason", _MOST_REASON, needed=True)}


def _none(_: Form) -> Data:
    return {}


_READ: Mapping[str, Callable[[Form], Data]] = {
    ATTACH: _attached, USE: _used, UNDO: _undone, REVOKE: _revoked,
}  # fmt: skip


def _shown(
    work: Work, identity: str, problems: Iterable[Problem] = (), notice: str | None = None
) -> Response:
    wording = asked_wording()
    values = read(work.casework, actor(), identity, lambda view: award_values(view, work, wording))
    sent = request.form if request.method == "POST" else {}
    wrongs = flaws_at(sent.get("do", ""), problems, wording)
    values |= {
        "sent": {name: sent[name] for name in sent if name != CHECKED},
        "notice": notice,
        "wrongs": wrongs,
        "budgets": [
            one for one in budgets(work.casework, actor()) if one.program.id == values["program_id"]
        ],
    }
    return show_work("awards.html", values, 422 if wrongs else 409 if notice else 200)
