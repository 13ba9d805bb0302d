"""Who asks, and whether they may: every route names its action, and is closed without one."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from flask import Flask, Request, Response, current_app, g, request
from flask_smorest import Blueprint

from service.access.actions import ACTIONS, is_public, scopes
from service.access.errors import NoBearer, Unauthenticated
from service.access.opening import Access
from service.access.principal import PUBLIC, Principal
from service.errors import Forbidden, ReferralsOff

from .schemas_service import ProblemShape

_BEARER = re.compile(r"(?i:Bearer) +([A-Za-z0-9._~+/-]+=*)")
_ACCESS, _ACTIONS = "otmatch-access", "otmatch-actions"
Identify = Callable[[Request], Principal]
_SECONDS = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
_CHALLENGE = {"WWW-Authenticate": {"description": "Bearer.", "schema": {"type": "string"}}}
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API token (otm_...) of `otmatch token create`, or one of the OIDC issuer "
    "that this service is told to trust.",
}
View = TypeVar("View", bound=Callable)
# Documentation is no part of the API.
_UNGUARDED = ("swagger_ui.show", "api-docs.openapi_json")
_GUARDED: Mapping[str, Any] = {
    "security": [{"bearer": []}],
    "responses": {
        status: {
            "description": description,
            "headers": headers,
            "content": {"application/problem+json": {"schema": ProblemShape}},
        }
        for status, description, headers in (
            ("401", "No token was sent, or one that does not hold.", _CHALLENGE),
            ("403", "The token does not give this right.", {}),
            ("429", "Asked, or failed, too often; try again after `Retry-After`.", _SECONDS),
            ("503", "The records cannot be reached; or referrals are not set up here.", _SECONDS),
        )
    },
}


def needs(action: str) -> Callable[[View], View]:
    """Names the row of the role x action table that a route's method asks for."""
    ACTIONS[action]  # a KeyError here is a route that the table does not know

    def mark(view: View) -> View:
        marked: Any = view if is_public(action) else Blueprint.doc(**_GUARDED)(view)
        marked.action = action  # functools.wraps hands it on to what decorates this further
        return marked

    return mark


def guard(
    app: Flask, access: Access | None, otherwise: Mapping[str, Identify] = MappingProxyType({})
) -> None:
    """From now on every request of the app is told apart: by its bearer token, or, in a blueprint
    that `otherwise` names, by that alone. Raises LookupError for a route that names no action: it
    would be open to everybody."""
    app.extensions[_ACCESS] = access
    app.extensions[_ACTIONS] = actions = route_actions(app)
    if bare := sorted(f"{method} {endpoint}" for (endpoint, method), a in actions.items() if not a):
        raise LookupError(f"these routes need an action, by @needs: {', '.join(bare)}")

    @app.before_request
    def _() -> None:
        action = actions.get((request.endpoint or "", request.method))
        if action:
            _admit(action, otherwise.get(request.blueprint or "", authenticate))

    @app.after_request
    def _(response: Response) -> Response:
        action = actions.get((request.endpoint or "", request.method))
        if action and not is_public(action):
            response.headers["Cache-Control"] = "no-store"
        return response


def authenticate(asked: Request) -> Principal:
    """The principal of the Authorization header; PUBLIC without one.

    A header that does not hold is refused on public routes too: who believes to be somebody must
    not be taken for anybody in silence.
    """
    header = asked.headers.get("Authorization")
    if header is None:
        return PUBLIC
    # Several headers arrive as one, with commas, which no token holds.
    match = _BEARER.fullmatch(header)
    if match is None:
        raise NoBearer
    return _access().principal_of(match[1], asked.remote_addr or "")


def asked_principal() -> Principal:
    """Who asks, for a route to decide what they see."""
    return g.principal


def action_of(endpoint: str, method: str = "GET") -> str | None:
    """What a route of the app that answers now asks for."""
    return current_app.extensions[_ACTIONS].get((endpoint, method))


def route_actions(app: Flask) -> dict[tuple[str, str], str | None]:
    """The action of every endpoint and method, but for what Flask answers by itself."""
    return {
        (rule.endpoint, method): _action(app.view_functions[rule.endpoint], method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.endpoint not in _UNGUARDED
        and not (method == "OPTIONS" and rule.provide_automatic_options)
    }


def _admit(action: str, identify: Identify) -> None:
    """Somebody unknown to the claim map holds a genuine token, so a new one would not help: 403."""
    g.principal = principal = identify(request)
    if principal is PUBLIC and not is_public(action):
        _access()
        raise Unauthenticated
    if access := current_app.extensions[_ACCESS]:
        access.count(principal, action, request.remote_addr or "")
    if not scopes(principal, action):
        raise Forbidden


def spend(action: str) -> None:
    """Counts one of what a route does in the end alone; raises TooMany."""
    if access := current_app.extensions[_ACCESS]:
        access.count(asked_principal(), action, request.remote_addr or "")


def _access() -> Access:
    access = current_app.extensions[_ACCESS]
    if access is None:
        raise ReferralsOff
    return access


def _action(view: Callable, method: str) -> str | None:
    methods = getattr(view, "view_class", None)
    own = getattr(methods, method.lower(), None) if methods else view
    if own is None and method == "HEAD":
        own = getattr(methods, "get", None)
    return getattr(own, "action", None)
