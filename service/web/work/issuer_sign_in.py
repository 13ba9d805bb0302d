"""/sign-in/issuer: to the OIDC issuer's own page, and back with who signed in there."""

from flask import Response, current_app, redirect, request

from service.access.code_flow import CodeFlow
from service.access.errors import InvalidToken, IssuerUnavailable
from service.access.opening import SIGNED_IN_AT_ISSUER, Access
from service.api.authentication import needs
from service.errors import NotFound

from ..preferences import page_wording
from ..showing import onward
from .showing import SIGN_IN, show_work
from .signing_in import begin_session, place
from .visit import cookie_of, give_cookie, take_cookie
from .work import Work

ISSUER = f"{SIGN_IN}/issuer"
_ATTEMPT = "otmatch_attempt"  # a cookie
_SECONDS = 600  # to sign in there
_TEXT_LENGTH = 43


def add_issuer_sign_in(work: Work) -> None:
    @work.pages.get(ISSUER)
    @needs("sessions.begin")
    def to_issuer() -> Response:
        """The place to go on to is kept beside the attempt: not even the issuer learns it."""
        wanted = place(request.args.get("next", ""))
        try:
            where, text = _flow(work.access).begin(page_wording().language)
        except IssuerUnavailable as error:
            return _no_answer(error, wanted)
        return give_cookie(redirect(where, 303), _ATTEMPT, text + wanted, _SECONDS)

    @work.pages.get(SIGNED_IN_AT_ISSUER)
    @needs("sessions.begin")
    def from_issuer() -> Response:
        """An attempt ends with its first answer, whatever that is."""
        return take_cookie(_come_back(work.access), _ATTEMPT)


def _come_back(access: Access) -> Response:
    kept = cookie_of(_ATTEMPT)
    text, wanted = kept[:_TEXT_LENGTH], place(kept[_TEXT_LENGTH:])
    try:
        principal = _flow(access).finish(text, request.args)
    except InvalidToken as error:
        # Who signs in is told nothing; whoever sets the issuer up has to know.
        current_app.logger.warning("signing in at the issuer did not hold: %s", error.reason)
        return _told("attempt", wanted, 403)
    except IssuerUnavailable as error:
        return _no_answer(error, wanted)
    if not principal.roles:
        return _told("unmapped", wanted, 403)
    return begin_session(access, onward(wanted), access.sessions.begin(principal))


def _no_answer(error: IssuerUnavailable, wanted: str) -> Response:
    current_app.logger.error("%s: %s", error.title, error)
    response = _told("silent", wanted, error.status)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _told(code: str, wanted: str, status: int) -> Response:
    return show_work("issuer_problem.html", {"code": code, "next": wanted}, status)


def _flow(access: Access) -> CodeFlow:
    if access.code_flow is None:
        raise NotFound
    return access.code_flow
