"""The matrix's rows of pages. Those for everybody ask for nothing. Whoever holds a signed link may
ask, with or without a token, and sees nothing of the patient before a code or a birth date."""

from service.web.assets import asset
from tests.access_actors import OT
from tests.access_routes import EVERYBODY, Route
from tests.access_stewardship import claimed

_REPLY, _STATUS = "/reply/{reply}", "/status/{status}"


def _of(action: str, path: str, ok: int = 200) -> Route:
    return Route(action, path, EVERYBODY, ok=ok, state="sent", root="")


PAGES: dict[str, Route] = {
    "GET /reply": Route("pages.reply", "/reply", EVERYBODY, root=""),
    # Without a number, a code or a birth date.
    "POST /reply": Route("pages.reply", "/reply", EVERYBODY, ok=422, root=""),
    "GET /status": Route("pages.status", "/status", EVERYBODY, root=""),
    "POST /status": Route("pages.status", "/status", EVERYBODY, ok=422, root=""),
    "GET /reply/<token>": _of("pages.reply", _REPLY),
    # Without a code, or a session that one began, nothing is done.
    "POST /reply/<token>": _of("pages.reply", _REPLY, ok=403),
    "GET /reply/<token>/papers/<paper>": _of("pages.reply", f"{_REPLY}/papers/{{paper}}", ok=404),
    "GET /status/<token>": _of("pages.status", _STATUS),
    "POST /status/<token>": _of("pages.status", _STATUS, ok=403),
    "GET /confirm": Route("pages.confirm", "/confirm", EVERYBODY, root=""),
    "POST /confirm": Route("pages.confirm", "/confirm", EVERYBODY, ok=422, root=""),
    "GET /confirm/<token>": Route(
        "pages.confirm", "/confirm/{token}", EVERYBODY, root="", there=claimed
    ),
    "POST /confirm/<token>": Route(
        "pages.confirm", "/confirm/{token}", EVERYBODY, ok=403, root="", there=claimed
    ),
    "GET /assets/<name>": Route("pages.assets", asset("style.css"), EVERYBODY, root=""),
    "GET /": Route("directory.search", "/", EVERYBODY, root=""),
    "GET /providers/<npi>": Route("directory.read", f"/providers/{OT}", EVERYBODY, root=""),
    "GET /providers/<npi>/report": Route(
        "pages.read", f"/providers/{OT}/report", EVERYBODY, root=""
    ),
    # A form that is not from a page of ours does nothing.
    "POST /providers/<npi>/report": Route(
        "pages.read", f"/providers/{OT}/report", EVERYBODY, ok=403, root=""
    ),
    **{
        f"GET {path}": Route("pages.read", path, EVERYBODY, root="")
        for path in ("/guide", "/first-visit", "/how-we-rank", "/elsewhere", "/accessibility")
    },
    "GET /eligibility": Route("eligibility.check", "/eligibility", EVERYBODY, root=""),
    "POST /eligibility": Route("eligibility.check", "/eligibility", EVERYBODY, ok=303, root=""),
    "GET /eligibility/<int(min=2):number>": Route(
        "eligibility.check", "/eligibility/2", EVERYBODY, root=""
    ),
    "POST /eligibility/<int(min=2):number>": Route(
        "eligibility.check", "/eligibility/2", EVERYBODY, ok=303, root=""
    ),
    "GET /eligibility/so-far": Route(
        "eligibility.check", "/eligibility/so-far", EVERYBODY, root=""
    ),
    "POST /first-visit": Route("pages.read", "/first-visit", EVERYBODY, root=""),
    "GET /shortlist/code": Route("pages.read", "/shortlist/code", EVERYBODY, ok=303, root=""),
    "GET /shortlist": Route("pages.read", "/shortlist", EVERYBODY, root=""),
    "POST /shortlist": Route("pages.read", "/shortlist", EVERYBODY, ok=403, root=""),
    "POST /shortlist/code": Route(
        "shortlists.create", "/shortlist/code", EVERYBODY, ok=403, root=""
    ),
    "GET /search": Route("directory.search", "/search?near=12203", EVERYBODY, root=""),
}
