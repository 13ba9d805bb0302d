"""/sign-in, /sign-out, /session: a session begins with an API token, is prolonged, and ends."""

from dataclasses import dataclass

from flask import Response, jsonify, redirect, request

from service.access.actions import is_public
from service.access.errors import InvalidToken
from service.access.kept_forms import new_text
from service.access.opening import Access
from service.api.authentication import action_of, needs
from service.errors import Problem

from ..forms import Form
from ..own_forms import is_own
from ..showing import onward
from .showing import HOME, SIGN_IN, is_choice, rule_of, show_work
from .visit import (
    KEPT,
    SESSION,
    cookie_of,
    give_cookie,
    give_kept,
    held_text,
    take_cookie,
    visit,
)
from .work import Work

_LONGEST_TOKEN = 200


def add_signing_in(work: Work) -> None:
    door = _Door(work.access)

    @work.pages.get(SIGN_IN)
    @needs("pages.read")
    def sign_in_form() -> Response:
        return door.shown(request.args.get("next", ""))

    @work.pages.post(SIGN_IN)
    @needs("sessions.begin")
    def sign_in() -> Response:
        return door.enter()

    @work.pages.post("/sign-out")
    @needs("sessions.use")
    def sign_out() -> Response:
        held, sessions = visit().session, work.access.sessions
        if request.form.get("everywhere"):
            sessions.end_all(held.principal.id)
        sessions.end(held.text)
        return take_cookie(take_cookie(redirect(f"{SIGN_IN}?out=yes", 303), SESSION), KEPT)

    @work.pages.post("/session")
    @needs("sessions.use")
    def prolong() -> Response:
        """Asked by the page's script; every other page prolongs it as well."""
        here = visit()
        here.session = work.access.sessions.prolong(here.session)
        return jsonify(here.lasts())


def begin_session(access: Access, response: Response, text: str) -> Response:
    """Always a new one: a session that somebody else may know of does not become theirs. What opens
    kept forms is there before the first one is, so that two tabs do not give each their own."""
    if before := cookie_of(SESSION):
        access.sessions.end(before)
    return give_cookie(give_kept(response, held_text() or new_text()), SESSION, text)


def place(wanted: str) -> str:
    """A page of the signed-in, and nowhere else."""
    path, _, query = wanted.partition("?")
    rule = rule_of(path) if is_choice(query) else None
    asks = action_of(rule.endpoint) if rule else None
    return wanted if asks and not is_public(asks) else HOME


@dataclass(frozen=True)
class _Door:
    access: Access

    def enter(self) -> Response:
        form = Form(request.form)
        wanted = form.sent.get("next", "")
        if not is_own():
            return self.shown(wanted, form, notice="not_ours", status=403)
        token = form.text("token", _LONGEST_TOKEN, needed=True)
        if form.faults:
            return self.shown(wanted, form, status=422)
        try:
            text = self.access.sign_in(token, request.remote_addr or "")
        except InvalidToken:
            form.faults.append(Problem("token", "token"))
            return self.shown(wanted, form, status=403)
        return begin_session(self.access, onward(place(wanted)), text)

    def shown(
        self, wanted: str, form: Form | None = None, notice: str | None = None, status: int = 200
    ) -> Response:
        values = {
            "next": place(wanted),
            "is_kept": bool(held_text()) and request.values.get("kept") == "yes",
            "is_out": request.args.get("out") == "yes" and not visit().session,
            "has_issuer": self.access.code_flow is not None,
            "faults": form.faults if form else [],
            "sent": {"do": "sign-in"},  # a token is not shown again
            "notice": notice,
        }
        return show_work("sign_in.html", values, status)
