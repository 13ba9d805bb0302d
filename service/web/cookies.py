"""The cookie of a page's session: for that page alone, out of reach of scripts and other sites."""

import hmac
from urllib.parse import urlsplit

from flask import Response, request

from service.delivery_settings import LOOPBACK
from service.referrals.desk import Desk
from service.referrals.page_sessions import LASTS, Subject, form_token, opens, write_session

_NAME = "otmatch_page"
FORM_FIELD = "form"


def begin_session(desk: Desk, subject: Subject, response: Response, path: str) -> Response:
    return give_session(desk, response, write_session(desk, subject), path)


def give_session(desk: Desk, response: Response, session: str, path: str) -> Response:
    response.set_cookie(
        _NAME, session, max_age=LASTS, path=path, httponly=True,
        samesite="Strict", secure=urlsplit(desk.terms.public_url).hostname not in LOOPBACK,
    )  # fmt: skip
    return response


def end_session(response: Response, path: str) -> Response:
    response.delete_cookie(_NAME, path=path)
    return response


def session_of(desk: Desk, subject: Subject) -> str | None:
    """The session that the request holds for this subject."""
    text = request.cookies.get(_NAME, "")
    return text if opens(desk, subject, text) else None


def is_ours(desk: Desk, session: str) -> bool:
    """Whether the form that was sent stood on a page of this session."""
    sent = request.form.get(FORM_FIELD, "")
    return hmac.compare_digest(sent.encode(), form_token(desk, session).encode())
