"""The page of an OT's signed link as far as it is open, and what was typed when it was closed."""

from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from service.referrals.attachments import PLAN_OF_CARE
from service.referrals.desk import Desk
from service.referrals.page_sessions import ends_at, form_token, prolonged
from service.referrals.replying import Door
from service.referrals.replying import read_reply as read

from .cookies import give_session, session_of
from .forms import Form
from .origin import is_from_here
from .parts import APART
from .reply_forms import ANSWERS, MOST_PROPOSED
from .reply_view import reply_values
from .showing import show

# What was typed goes along with the code that opens the page again: it is kept nowhere.
_KEPT = "kept-"
_MOMENTS = ("appointment", "visited", *(f"proposed_{one}" for one in range(1, MOST_PROPOSED + 1)))
_FIELDS = ("do", "reason", "text", "note", "zone",
           *(f"{name}_{part}" for name in _MOMENTS for part in ("day", "time")))  # fmt: skip


def show_reply(
    desk: Desk,
    door: Door,
    form: Form | None = None,
    told: tuple[str | None, int] = (None, 200),
    session: str | None = None,
) -> Response:
    """`told` is a notice and the status; whoever uses an open page has it for as long again."""
    notice, status = told
    values: dict[str, Any] = {"notice": notice}
    if door.over:
        return show("reply_over.html", values | {"over": door.over}, status)
    values |= {"faults": form.faults if form else [], "sent": form.sent if form else {}}
    session = session or session_of(desk, door.subject)
    if session is None:
        values |= {"is_locked": not door.tries, "kept": _kept(), "office": door.office}
        return show("reply_code.html", values, status)
    session = prolonged(desk, door.subject, session)
    values |= {"form": form_token(desk, session), "until": ends_at(desk, door.subject, session)}
    found = read(desk, door, lambda case: reply_values(desk, case, request.path))
    return give_session(desk, show("reply.html", found | values, status), session, request.path)


def typed_before() -> Form | None:
    """What was typed when the page was closed, as it came along with a code."""
    fields = {name.removeprefix(_KEPT): text for name, text in _kept().items()}
    return Form(MultiDict(fields)) if fields else None


def _kept() -> dict[str, str]:
    """Fields of answers: nothing of another site's form, nor of what is no answer."""
    prefix = _KEPT if request.form.get("do") == "code" else ""
    sent = {name.removeprefix(prefix): text for name, text in request.form.items()
            if name.startswith(prefix)}  # fmt: skip
    asked = sent.get("do", "")
    if not is_from_here():
        return {}
    return {_KEPT + name: text for name, text in sent.items() if _is_of_answer(name, asked)}


def _is_of_answer(name: str, asked: str) -> bool:
    """Of the one whose button was pressed, or of another part of the form."""
    part, _, field = name.rpartition(APART)
    return field in _FIELDS and (part or asked) in (*ANSWERS, PLAN_OF_CARE)
