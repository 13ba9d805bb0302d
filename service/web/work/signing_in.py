"""/sign-in, /sign-out, /session: a session begins with an API token, is prolonged, and ends."""

from flask import Response, jsonify, redirect, request

from service.access.errors import InvalidToken
from service.access.kept_forms import KeptForms
from service.access.opening import Access
from service.api.authentication import needs
from service.errors import Problem

from ..forms import Form
from ..own_forms import is_own
from ..showing import onward
from .showing import HOME, SIGN_IN, rule_of, show_work
from .visit import KEPT, SESSION, cookie_of, give_cookie, take_cookie, visit
from .work import Work

_LONGEST_TOKEN = 200


def add_signing_in(work: Work, kept: KeptForms) -> None:
    @work.pages.get(SIGN_IN)
    @needs("pages.read")
    def sign_in_form() -> Response:
        return _shown(kept, request.args.get("next", ""))

    @work.pages.post(SIGN_IN)
    @needs("sessions.begin")
    def sign_in() -> Response:
        return _signed_in(work.access, kept)

    @work.pages.post("/sign-out")
    @needs("sessions.use")
    def sign_out() -> Response:
        work.access.sessions.end(visit().session.text)
        return take_cookie(redirect(SIGN_IN, 303), SESSION)

    @work.pages.post("/session")
    @needs("sessions.use")
    def prolong() -> Response:
        """Asked by the page's script; every other page prolongs it as well."""
        here = visit()
        here.session = work.access.sessions.prolong(here.session)
        return jsonify(here.lasts())


def _signed_in(access: Access, kept: KeptForms) -> Response:
    """Always a new session: one that somebody else may know of does not become theirs."""
    form = Form(request.form)
    wanted = form.sent.get("next", "")
    if not is_own():
        return _shown(kept, wanted, form, notice="not_ours", status=403)
    token = form.text("token", _LONGEST_TOKEN, needed=True)
    if form.faults:
        return _shown(kept, wanted, form, status=422)
    try:
        text = access.sign_in(token, request.remote_addr or "")
    except InvalidToken:
        form.faults.append(Problem("token", "token"))
        return _shown(kept, wanted, form, status=403)
    if before := cookie_of(SESSION):
        access.sessions.end(before)
    return give_cookie(onward(_place(wanted)), SESSION, text)


def _place(wanted: str) -> str:
    """A page of the signed-in, and nowhere else."""
    return wanted if wanted != SIGN_IN and rule_of(wanted) else HOME


def _shown(
    kept: KeptForms, wanted: str, form: Form | None = None,
    notice: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    text = cookie_of(KEPT)
    values = {
        "next": _place(wanted),
        "is_kept": bool(text) and kept.is_kept(text),
        "faults": form.faults if form else [],
        "sent": {"do": "sign-in"},  # a token is not shown again
        "notice": notice,
    }
    return show_work("sign_in.html", values, status)
