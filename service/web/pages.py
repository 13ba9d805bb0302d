"""The web face: its pages, their style sheet, and errors as pages that say what to do."""

from pathlib import Path

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from service.api.authentication import needs
from service.api.problems import log_bug
from service.errors import NotFound, OTMatchError
from service.referrals.desk import Desk

from .reply import add_reply
from .showing import STYLE_URL, show
from .status import add_status

# Neither scripts nor anything of somebody else's; forms go back to where they came from.
STRICT = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_WORDED = (404, 413, 429, 503)


def make_pages(desk: Desk) -> Blueprint:
    web = Blueprint("web", __name__, static_folder=None)
    web.after_request(_private)
    web.register_error_handler(OTMatchError, _of_ours)
    web.register_error_handler(HTTPException, _of_http)
    web.register_error_handler(Exception, _unexpected)
    add_reply(web, desk)
    add_status(web, desk)

    sheet = (Path(web.root_path) / "static" / "style.css").read_text(encoding="utf-8")

    @web.get(STYLE_URL)
    @needs("pages.style")
    def style() -> Response:
        response = Response(sheet, mimetype="text/css")
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response

    return web


def _private(response: Response) -> Response:
    if request.endpoint != "web.style":
        response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = STRICT
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _of_ours(error: OTMatchError) -> Response:
    """Whatever is wrong with a link, the answer is the same: it tells nobody what there is."""
    response = _problem(404 if isinstance(error, NotFound) else error.status)
    if seconds := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(seconds)
    if error.status == 503:
        current_app.logger.error("%s: %s", error.title, error)
    return response


def _of_http(error: HTTPException) -> Response:
    return _problem(error.code or 500)


def _unexpected(error: Exception) -> Response:
    log_bug(error)
    return _problem(500)


def _problem(status: int) -> Response:
    code = status if status in _WORDED else "other"
    return show("problem.html", {"code": code}, status)
