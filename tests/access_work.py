"""The matrix's rows of pages of who signed in. Others add theirs as `page(...)`."""

from typing import Any

from tests.access_routes import EVERYBODY, Route

SIGNED_IN = "n yy yy yy yyy y"


def page(action: str, path: str, expected: str, **more: Any) -> Route:
    """One that is asked for; `form` is what is sent where it is a form, and may name, as `path`
    may, what `there` makes: `"{version}"`."""
    return Route(action, path, expected, root="", **{"form": {}, **more})


WORK: dict[str, tuple[Route, ...]] = {
    "GET /sign-in": (Route("pages.read", "/sign-in", EVERYBODY, root=""),),
    # A form that is not from a page of ours does nothing.
    "POST /sign-in": (Route("sessions.begin", "/sign-in", EVERYBODY, ok=403, root=""),),
    # Nobody signs in at an issuer where none is set up.
    "GET /sign-in/issuer": (Route("sessions.begin", "/sign-in/issuer", EVERYBODY, 404, root=""),),
    "GET /sign-in/issuer/back": (
        Route("sessions.begin", "/sign-in/issuer/back", EVERYBODY, 404, root=""),
    ),
    "POST /sign-out": (page("sessions.use", "/sign-out", SIGNED_IN, ok=303),),
    "POST /session": (page("sessions.use", "/session", SIGNED_IN),),
    "GET /home": (page("sessions.use", "/home", SIGNED_IN),),
}
