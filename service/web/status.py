"""/status/<token>: a patient sees where their referral stands, and says when it stands still."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.errors import Conflict, NoSuchRecord, Problem
from service.referrals.desk import Desk
from service.referrals.links import STATUS
from service.referrals.page_sessions import Subject, form_token
from service.referrals.status_page import (
    STEPS,
    Standing,
    find_status,
    find_status_by_number,
    read_status,
    tell_wish,
    try_birth_date,
)
from service.referrals.wishes import WISHES
from service.wording.languages import WORDINGS
from service.wording.wording import Wording

from .cookies import begin_session, is_ours, session_of
from .forms import Form
from .preferences import is_typed
from .showing import Words, again, asked_language, by_number, onward, show
from .zones import zone_of

BY_NUMBER, PATH = "/status", "/status/<token>"
_FORM_BYTES = 10_000


def add_status(web: Blueprint, desk: Desk) -> None:
    @web.get(BY_NUMBER)
    @needs("pages.status")
    def status_by_number() -> Response:
        return _asked()

    @web.post(BY_NUMBER)
    @needs("pages.status")
    def send_status_by_number() -> Response:
        request.max_content_length = _FORM_BYTES
        return _asked(Form(request.form)) if is_typed() else _numbered(desk)

    @web.get(PATH)
    @needs("pages.status")
    def status(token: str) -> Response:
        return _shown(desk, find_status(desk, token))

    @web.post(PATH)
    @needs("pages.status")
    def send_status(token: str) -> Response:
        request.max_content_length = _FORM_BYTES
        subject = find_status(desk, token)
        if is_typed():
            return _shown(desk, subject)
        session = session_of(desk, subject)
        return _wished(desk, subject, session) if session else _tried(desk, subject)


def _shown(
    desk: Desk, subject: Subject, form: Form | None = None, notice: str | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    session = session_of(desk, subject)
    if session is None:
        told = {"faults": form.faults if form else [], "sent": form.sent if form else {}}
        return show("status_birth.html", told | {"notice": notice}, status)
    standing = read_status(desk, subject)
    values = status_values(standing) | {"notice": notice, "form": form_token(desk, session)}
    wish = request.args.get("wish") if request.method == "GET" else None
    if wish in standing.wishes:  # looked at before it is told
        return show("status_wish.html", values | {"wish": wish, "back": request.path}, status)
    return show("status.html", values, status)


def _asked(form: Form | None = None, notice: str | None = None, status: int = 200) -> Response:
    """For who has paper and no camera: the number that stands on it, and the birth date."""
    return show("status_number.html", by_number(form) | {"notice": notice}, status)


def _numbered(desk: Desk) -> Response:
    form = Form(request.form)
    number, _ = form.number("number"), form.birth_date("birth")
    if form.faults:
        return _asked(form, status=422)
    try:
        subject = find_status_by_number(desk, number)
    except NoSuchRecord:
        form.faults.append(Problem("number", "no_such_number"))
        return _asked(form, status=404)
    path = PATH.replace("<token>", desk.links.token(STATUS, subject.identity))
    return _opened(desk, subject, form, path, _asked)


def _tried(desk: Desk, subject: Subject) -> Response:
    form = Form(request.form)
    if form.sent.get("do") != "birth":
        return _shown(desk, subject, notice="session_over", status=403)
    return _opened(desk, subject, form, request.path, partial(_shown, desk, subject))


def _opened(
    desk: Desk, subject: Subject, form: Form, path: str, refused: Callable[..., Response]
) -> Response:
    """The page at `path` for who knows the birth date."""
    tried = form.birth_date("birth")
    if tried is None:
        return refused(form, status=422)
    is_right = try_birth_date(desk, subject, tried)
    if is_right:
        return begin_session(desk, subject, onward(path), path)
    if is_right is None:
        return refused(notice="status_locked", status=403)
    form.faults.append(Problem("birth", "wrong_birth"))
    return refused(form, status=403)


def _wished(desk: Desk, subject: Subject, session: str) -> Response:
    wish = request.form.get("do")
    if wish == "birth":
        return again()
    if not is_ours(desk, session) or wish not in WISHES:
        return _shown(desk, subject, notice="not_ours", status=403)
    try:
        tell_wish(desk, subject, wish)
    except Conflict:
        return _shown(desk, subject, notice="changed", status=409)
    return again()


def status_values(standing: Standing) -> dict[str, Any]:
    wording = _wording(standing)
    words, zone = Words(wording), zone_of(standing.state)
    return {
        "wording": wording,
        "standing": standing,
        "steps": [(code, number < standing.step) for number, code in enumerate(STEPS)],
        "appointment": standing.appointment and words.moment(standing.appointment, zone),
        "call_by": words.day(standing.call_by),
        "asked": {wish: words.moment(at, zone) for wish, at in standing.asked.items()},
    }


def _wording(standing: Standing) -> Wording:
    """The patient's language, unless they choose another."""
    if asked_language() is None and standing.language in WORDINGS:
        return WORDINGS[standing.language]
    return asked_wording()
