"""/confirm/<token>: an OT opens their listing with the code that was brought to them, and says in
one form what is right. /confirm: the same for who was told number and code by phone or on paper."""

from typing import Any

from flask import Blueprint, Response, request

from service.api.authentication import needs
from service.errors import NoSuchRecord, Problem
from service.referrals.desk import Desk
from service.referrals.links import CONFIRM
from service.referrals.page_sessions import Subject, form_token
from service.stewardship.claims import LASTS, MOST_FAILURES, Claim, listed_at
from service.stewardship.confirming import (
    LOCKED,
    OPENED,
    confirm,
    enter,
    find_open,
)
from service.stewardship.stewardship import Stewardship

from .confirm_form import confirm_values, read_answers
from .cookies import begin_session, is_ours, session_of
from .forms import Form
from .preferences import is_typed
from .showing import again, by_number, onward, show

BY_NUMBER, PATH = "/confirm", "/confirm/<token>"
_FORM_BYTES = 100_000


def add_confirm(web: Blueprint, desk: Desk, stewardship: Stewardship) -> None:
    def found(token: str) -> Claim:
        return find_open(stewardship, desk.links.read(CONFIRM, token, LASTS))

    @web.get(BY_NUMBER)
    @needs("pages.confirm")
    def confirm_by_number() -> Response:
        return _asked()

    @web.post(BY_NUMBER)
    @needs("pages.confirm")
    def send_confirm_by_number() -> Response:
        request.max_content_length = _FORM_BYTES
        return _asked(Form(request.form)) if is_typed() else _numbered(desk, stewardship)

    @web.get(PATH)
    @needs("pages.confirm")
    def confirm_page(token: str) -> Response:
        return _shown(desk, stewardship, found(token))

    @web.post(PATH)
    @needs("pages.confirm")
    def send_confirmation(token: str) -> Response:
        request.max_content_length = _FORM_BYTES
        claim = found(token)
        session = session_of(desk, _subject(claim))
        if session is None:
            return _tried(desk, stewardship, claim)
        return _answered(desk, stewardship, claim, session)


def _subject(claim: Claim) -> Subject:
    return Subject(CONFIRM, claim.id)


def _shown(
    desk: Desk, stewardship: Stewardship, claim: Claim, form: Form | None = None,
    told: tuple[str | None, int] = (None, 200),
) -> Response:  # fmt: skip
    """The page as far as it is open; `told` is a notice and the status."""
    notice, status = told
    values: dict[str, Any] = {"notice": notice, "sent": form.sent if form else {}}
    values["faults"] = form.faults if form else []
    session = session_of(desk, _subject(claim))
    if session is None:
        values |= {"is_locked": claim.is_locked, "needs_code": claim.needs_code}
        return show("confirm_code.html", values, status)
    profile, at = listed_at(stewardship, claim)
    values |= confirm_values(stewardship, profile, at, values["sent"])
    values |= {"form": form_token(desk, session), "is_answered": claim.answered_at is not None}
    return show("confirm.html", values, status)


def _tried(desk: Desk, stewardship: Stewardship, claim: Claim) -> Response:
    form = Form(request.form)
    if form.sent.get("do") != "code":
        return _shown(desk, stewardship, claim, told=("session_over", 403))
    if is_typed():
        return _shown(desk, stewardship, claim)
    code = form.code("code") if claim.needs_code else ""
    if code is None:
        return _shown(desk, stewardship, claim, form, (None, 422))
    if _opens(desk, stewardship, claim, code, form):
        return begin_session(desk, _subject(claim), again(), request.path)
    return _shown(desk, stewardship, find_open(stewardship, claim.id), form, (None, 403))


def _opens(desk: Desk, stewardship: Stewardship, claim: Claim, code: str, form: Form) -> bool:
    """What is wrong with the code is said at it, unless it locked the page."""
    outcome = enter(stewardship, claim.id, lambda: code == desk.links.code(claim.id, 1))
    if outcome not in (OPENED, LOCKED):
        left = MOST_FAILURES - find_open(stewardship, claim.id).failures
        form.faults.append(Problem("code", "wrong_code", {"tries": left}))
    return outcome == OPENED


def _asked(form: Form | None = None, status: int = 200) -> Response:
    return show("confirm_number.html", by_number(form, "claim"), status)


def _numbered(desk: Desk, stewardship: Stewardship) -> Response:
    form = Form(request.form)
    number, code = form.number("claim", "c"), form.code("code")
    if number is None or code is None:
        return _asked(form, 422)
    try:
        claim = find_open(stewardship, number)
    except NoSuchRecord:
        claim = None
    if claim is None or not claim.needs_code:  # the link alone opens what staff approved
        form.faults.append(Problem("claim", "no_such_claim"))
        return _asked(form, 404)
    path = PATH.replace("<token>", desk.links.token(CONFIRM, claim.id))
    if _opens(desk, stewardship, claim, code, form):
        return begin_session(desk, _subject(claim), onward(path), path)
    if form.faults:
        return _asked(form, 403)
    # Its link is not for who has the number alone: staff may come to approve it.
    return show("confirm_code.html", {"is_locked": True}, 403)


def _answered(desk: Desk, stewardship: Stewardship, claim: Claim, session: str) -> Response:
    form = Form(request.form)
    if form.sent.get("do") == "code":
        return again()
    if not is_ours(desk, session) or form.sent.get("do") != "confirm":
        return _shown(desk, stewardship, claim, told=("not_ours", 403))
    if is_typed():
        return _shown(desk, stewardship, claim, form)
    _, at = listed_at(stewardship, claim)
    answers = read_answers(form, at)
    if form.faults:
        return _shown(desk, stewardship, claim, form, (None, 422))
    confirm(stewardship, claim.id, answers)
    return again()
