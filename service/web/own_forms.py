"""Forms of pages for everybody: what is sent was filled in on a page of ours, in this browser.

There is no session to bind them to, so a cookie that no other site can send holds a random text,
and the form holds the same.
"""

import hmac
import re
import secrets

from flask import Response, current_app, g, request

from .cookies import FORM_FIELD

_NAME = "otmatch_form"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
MOST_BYTES = 20_000


def own_form() -> str:
    """What a form on this page holds; the response then sets the cookie."""
    if "own_form" not in g:
        held = request.cookies.get(_NAME, "")
        g.own_form = held if _TOKEN.fullmatch(held) else secrets.token_urlsafe(16)
    return g.own_form


def is_own() -> bool:
    """Whether the form that was sent is one of ours."""
    held, sent = request.cookies.get(_NAME, ""), request.form.get(FORM_FIELD, "")
    return bool(_TOKEN.fullmatch(held)) and hmac.compare_digest(held.encode(), sent.encode())


def keep_form(response: Response) -> Response:
    if "own_form" in g:
        response.set_cookie(
            _NAME, g.own_form, path="/", httponly=True, samesite="Strict",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
    return response
