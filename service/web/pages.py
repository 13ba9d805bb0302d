"""The web face: its pages, the files that they load, and errors as pages that say what to do."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from service.api.problems import log_bug, of_http
from service.errors import Gone, NotFound, OTMatchError
from service.map_tiles import Tiles
from service.referrals.desk import Desk
from service.stewardship.stewardship import Stewardship

from .assets import add_assets
from .confirm import add_confirm
from .eligibility import add_eligibility
from .handed import add_handed
from .provider import add_provider
from .reading import add_reading
from .reply import add_reply
from .report import add_report
from .results import add_results
from .search_form import add_search_form
from .shortlist import add_shortlist
from .showing import show
from .site import Site, show_site
from .status import add_status

_OURS = (
    "style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Neither scripts nor anything of somebody else's; forms go back to where they came from.
STRICT = f"default-src 'none'; {_OURS}"
# Pages for everybody: our own script besides, which asks our own API for suggestions.
OPEN = f"default-src 'none'; script-src 'self'; connect-src 'self'; {_OURS}"
_WORDED = (404, 413, 429, 503)


def make_pages(desk: Desk, stewardship: Stewardship) -> Blueprint:
    """Pages of signed links."""
    web = Blueprint("web", __name__, static_folder=None)
    web.after_request(_private)
    show_errors(web, _problem)
    add_reply(web, desk)
    add_status(web, desk)
    add_confirm(web, desk, stewardship)
    return web


def make_site(site: Site) -> Blueprint:
    """Pages for everybody."""
    pages, policy = site.pages, open_policy(site.tiles)

    @pages.after_request
    def with_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        return response

    show_errors(pages, _site_problem)
    _show_nowhere(pages)
    add_assets(pages)
    add_search_form(site)
    add_results(site)
    add_provider(site)
    add_report(site)
    add_shortlist(site)
    add_handed(site)
    add_eligibility(site)
    add_reading(site)
    return pages


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = STRICT
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def open_policy(tiles: Tiles | None) -> str:
    """With pictures of maps from the server that the operator named, and from nobody else."""
    return OPEN.replace("img-src 'self'", f"img-src 'self' {tiles.origin}") if tiles else OPEN


def show_errors(pages: Blueprint, problem: Callable[[int], Response]) -> None:
    def of_ours(error: OTMatchError) -> Response:
        """Whatever is wrong with a link, the answer is the same: it tells nobody what there is."""
        g.seconds = seconds = getattr(error, "retry_after", None)
        response = problem(404 if isinstance(error, NotFound | Gone) else error.status)
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        if error.status == 503:
            current_app.logger.error("%s: %s", error.title, error)
        return response

    def of_http(error: HTTPException) -> Response:
        return problem(error.code or 500)

    def unexpected(error: Exception) -> Response:
        log_bug(error)
        return problem(500)

    pages.register_error_handler(OTMatchError, of_ours)
    pages.register_error_handler(HTTPException, of_http)
    pages.register_error_handler(Exception, unexpected)


def _show_nowhere(pages: Blueprint) -> None:
    @pages.app_errorhandler(404)
    def nowhere(error: HTTPException) -> Response:
        """A mistyped address is told so by a page; the API answers in its own way."""
        if request.path.strip("/").partition("/")[0].lower() == "api":
            return of_http(error)
        response = _site_problem(404)
        response.headers["Content-Security-Policy"] = OPEN
        return response


def _problem(status: int) -> Response:
    code = status if status in _WORDED else "other"
    return show("problem.html", {"code": code}, status)


def _site_problem(status: int) -> Response:
    code = status if status in _WORDED else "other"
    return show_site("site_problem.html", {"code": code}, status)
