"""Every route x every role x whose things: who gets an answer, who is refused, who sees nothing.

A new route needs a row in ROUTES, or this fails.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from service.access.actions import ACTIONS, scopes
from service.access.opening import open_access
from service.api.authentication import route_actions
from service.app import create_app
from service.records.store import Store
from service.referrals.shortlist_codes import EXAMPLE
from service.settings import Settings
from tests.access_actors import ACTORS, RIGHTS, principal
from tests.conftest import GOLDEN_DAY
from tests.referral_world import open_desk_on

OT_THERE = "1999901030"


@dataclass(frozen=True)
class Route:
    """One method of one route, asked for something of CLINIC's that is addressed to OT.

    `expected` has one letter for each of ACTORS, in their order: y, an answer of status `ok`;
    n, refused (401 without a token, 403 with one); h, hidden (404).
    """

    action: str
    path: str
    expected: str
    ok: int = 200
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def letters(self) -> dict[str, str]:
        return dict(zip(ACTORS, self.expected.replace(" ", ""), strict=True))

    def status(self, actor: str) -> int:
        refused = 401 if actor == "public" else 403
        return {"y": self.ok, "n": refused, "h": 404}[self.letters()[actor]]


# Columns: public; clinicians of CLINIC, of another; OT, another; staff, with a grant; CLINIC's
# front desk, with a grant, another's; admin.
EVERYBODY = "y yy yy yy yyy y"
API = "/api/v1"
ROUTES = {
    f"GET {API}/providers": Route("directory.search", "/providers?near=12203", EVERYBODY),
    f"GET {API}/providers/<string:npi>": Route(
        "directory.read", f"/providers/{OT_THERE}", EVERYBODY
    ),
    f"GET {API}/providers/<string:npi>/why-not": Route(
        "directory.search", f"/providers/{OT_THERE}/why-not?near=12203", EVERYBODY
    ),
    f"GET {API}/providers/<string:npi>/similar": Route(
        "directory.search", f"/providers/{OT_THERE}/similar", EVERYBODY
    ),
    f"GET {API}/places": Route("directory.search", "/places?q=albu", EVERYBODY),
    f"GET {API}/plans": Route("directory.search", "/plans?q=aetna", EVERYBODY),
    f"GET {API}/changes": Route("directory.read", "/changes", EVERYBODY),
    f"POST {API}/matches": Route(
        "matches.find", "/matches", EVERYBODY, body={"place": "12203", "needs": ["fatigue"]}
    ),
    f"POST {API}/shortlists": Route(
        "shortlists.create",
        "/shortlists",
        EVERYBODY,
        ok=201,
        body={"recipients": [{"npi": OT_THERE}]},
    ),
    # Of whoever holds the code, and nobody has one that was never given out.
    f"GET {API}/shortlists/<string:code>": Route(
        "shortlists.read", f"/shortlists/{EXAMPLE}", EVERYBODY, ok=404
    ),
    f"DELETE {API}/shortlists/<string:code>": Route(
        "shortlists.delete", f"/shortlists/{EXAMPLE}", EVERYBODY, ok=404
    ),
    f"GET {API}/vocabulary": Route("directory.read", "/vocabulary", EVERYBODY),
    f"GET {API}/health/live": Route("service.health", "/health/live", EVERYBODY),
    f"GET {API}/health/ready": Route("service.health", "/health/ready", EVERYBODY),
}


@pytest.fixture(scope="module")
def served(fixture_engine, tmp_path_factory, keys):
    """The whole service on a store, and a token of every actor."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('matrix')}/records.db")
    settings = Settings(requests_per_minute=100_000)
    access = open_access(settings, store, keys.blind)
    texts = {actor: access.tokens.create(actor, held).text for actor, held in RIGHTS.items()}
    desk = open_desk_on(store, fixture_engine)
    yield create_app(settings, fixture_engine, lambda: GOLDEN_DAY, access, desk), texts
    store.close()


def asked_by(app: Flask, route: Route, method: str, token: str | None) -> int:
    headers = {**route.headers, **({"Authorization": f"Bearer {token}"} if token else {})}
    options = {"json": route.body} if route.body is not None else {}
    client = app.test_client()
    return client.open(API + route.path, method=method, headers=headers, **options).status_code


def test_every_route_has_its_row_and_every_row_its_route(served):
    app, _ = served
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    actions = {
        f"{method} {rules[endpoint]}": action
        for (endpoint, method), action in route_actions(app).items()
        if method != "HEAD"
    }
    assert actions == {name: route.action for name, route in ROUTES.items()}
    assert set(actions.values()) <= ACTIONS.keys()


@pytest.mark.parametrize("name", ROUTES)
def test_everybody_gets_just_this(served, name):
    app, texts = served
    route, method = ROUTES[name], name.split()[0]
    found = {actor: asked_by(app, route, method, texts.get(actor)) for actor in ACTORS}
    assert found == {actor: route.status(actor) for actor in ACTORS}


@pytest.mark.parametrize("name", ROUTES)
def test_who_lacks_the_action_is_refused_and_nobody_else(name):
    route = ROUTES[name]
    lacking = {actor for actor in ACTORS if not scopes(principal(actor), route.action)}
    assert lacking == {actor for actor, letter in route.letters().items() if letter == "n"}
