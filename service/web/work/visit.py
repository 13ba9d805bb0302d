"""The visit of a request: its session, by a cookie that no script reads and no other host sets."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Request, Response, current_app, g, request
from werkzeug.datastructures import MultiDict

from service.access.kept_forms import TEXT_FOR
from service.access.opening import Access
from service.access.principal import PUBLIC, Principal
from service.access.sessions import Session, Sessions
from service.api.authentication import asked_principal
from service.delivery_settings import LOOPBACK
from service.referrals.desk import Actor

SESSION, KEPT = "otmatch", "otmatch_kept"  # cookies
_TEXT = re.compile(r"[A-Za-z0-9_-]{43}")
_HOST = "__Host-"  # a browser takes such a cookie by https alone, and from no other host


@dataclass
class Visit:
    """`form` stands in each form of the session and is known to none but who sees it, `whose` in
    each of the person, in whatever session; `kept` is one that comes back to its page after signing
    in once more."""

    sessions: Sessions
    session: Session | None
    form: str = field(repr=False)
    whose: str = field(default="", repr=False)
    kept: MultiDict[str, str] | None = field(default=None, repr=False)

    def lasts(self) -> dict[str, int]:
        """For how many seconds, and for how many at most."""
        if self.session is None:
            return {"seconds": 0, "most": 0}
        now, held = self.sessions.now(), self.session
        ends = {"seconds": held.until, "most": held.last}
        return {name: int((at - now).total_seconds()) for name, at in ends.items()}


def visit() -> Visit:
    return g.visit


def actor() -> Actor:
    """Who asks, and from where, for the trail."""
    return Actor(asked_principal(), f"page {request.remote_addr}")


def identify(access: Access, asked: Request) -> Principal:
    """By the cookie alone: a page takes no bearer token."""
    text = cookie_of(SESSION, asked)
    g.visit = here = Visit(access.sessions, None, access.blind("work-form", text))
    here.session = access.sessions.find(text) if text else None
    if here.session is None:
        return PUBLIC
    here.whose = access.blind("work-form-of", here.session.principal.id)
    return here.session.principal


def cookie_of(name: str, asked: Request = request) -> str:
    return asked.cookies.get(_full(name), "")


def held_text() -> str:
    """What opens the forms that are kept for this browser; nothing that cannot be ours."""
    text = cookie_of(KEPT)
    return text if _TEXT.fullmatch(text) else ""


def give_cookie(response: Response, name: str, value: str, seconds: int | None = None) -> Response:
    """Lax, so that a link in a letter finds who signed in; a form of elsewhere does not."""
    response.set_cookie(_full(name), value, max_age=seconds, **_options())
    return response


def give_kept(response: Response, text: str) -> Response:
    """What opens the forms that are kept for this browser."""
    return give_cookie(response, KEPT, text, int(TEXT_FOR.total_seconds()))


def take_cookie(response: Response, name: str) -> Response:
    response.delete_cookie(_full(name), **_options())
    return response


def _options() -> dict[str, object]:
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": _is_secure()}


def _full(name: str) -> str:
    return f"{_HOST}{name}" if _is_secure() else name


def _is_secure() -> bool:
    """On loopback there is no https, and no way for a cookie to be overheard."""
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname not in LOOPBACK
