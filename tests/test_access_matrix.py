"""Every route x every role x whose things: who gets an answer, who is refused, who sees nothing.

A new route needs a row in one of the files access_*.py, or this fails.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.access.actions import ACTIONS
from service.access.opening import open_access
from service.api.authentication import route_actions
from service.app import create_app
from service.directory.states import STATES
from service.referrals.desk import Desk
from service.referrals.moving import ACTIONS as MOVES
from service.settings import Settings
from tests.access_actors import ACTORS, CHAPTER, RIGHTS
from tests.access_cases import CASES
from tests.access_keeping import KEEPING
from tests.access_pages import PAGES
from tests.access_referrals import PDF, REFERRALS, SECRETS, belongings, referral_in
from tests.access_routes import API, DIRECTORY, PROGRAMS, Route
from tests.access_stewardship import STEWARDSHIP
from tests.access_work import WORK
from tests.access_work_cases import WORK_CASES
from tests.conftest import GOLDEN_DAY
from tests.new_store import store_in
from tests.referral_world import copy_of, open_desk_on
from tests.work_pages import LOOPBACK, Signed, sign_in

ROWS = [(name, route) for name, route in (DIRECTORY | PAGES).items()]
ROWS += [(name, route) for name, routes in (REFERRALS | STEWARDSHIP).items() for route in routes]
_WORK = WORK | WORK_CASES | KEEPING
ROWS += [(name, route) for name, routes in (CASES | _WORK).items() for route in routes]
NAMES = [f"{name.split()[0]} {route.path} {route.state or ''}" for name, route in ROWS]
# Who may see a referral, or what is done with it, but not who the patient is.
BLIND = ("staff", "front desk", "other desk", "admin", "public", "other clinician", "other ot")

# The chapter of staff, who are held to the places that it serves.
EVERYWHERE = f"""
- id: {CHAPTER}
  name: Example North
  area: {{states: [{", ".join(STATES)}]}}
  contact: {{phone: "5185550100"}}
  source: {{text: "x", url: null, checked_on: 2026-10-01}}
"""


@pytest.fixture(scope="module")
def served(fixture_engine, tmp_path_factory, keys) -> Iterator[tuple[Flask, Desk, dict[str, str]]]:
    """The whole service on a store, and a token of every actor."""
    folder = tmp_path_factory.mktemp("matrix")
    store = store_in(folder)
    (folder / "chapters.yaml").write_text(EVERYWHERE)
    chapters = f"{folder}/chapters.yaml"
    settings = Settings(
        requests_per_minute=100_000, programs=PROGRAMS, chapters=chapters, public_url=LOOPBACK
    )
    access = open_access(settings, store, keys.blind)
    texts = {actor: access.tokens.create(actor, held).text for actor, held in RIGHTS.items()}
    desk = open_desk_on(store, copy_of(fixture_engine, folder))
    yield create_app(settings, desk.engine, lambda: GOLDEN_DAY, access, desk), desk, texts
    store.close()


@pytest.fixture(scope="module")
def signed_in(served) -> dict[str, Signed]:
    """Every actor, who signed in once."""
    return {actor: a_session(served, actor) for actor in ACTORS}


def a_session(served, actor: str) -> Signed:
    app, _, texts = served
    client = app.test_client()
    return Signed(client, sign_in(client, texts[actor]) if actor in texts else {})


def asked_by_all(served, signed_in, name: str, route: Route) -> dict[str, TestResponse]:
    """Everybody's answer. Who is refused changes nothing, so that the next one is asked about the
    same thing. After any other answer it is a new one: an OT who reads a referral received it."""
    method, found, there = name.split()[0], {}, None
    for actor in ACTORS:
        there = belonging(served[1], route) if there is None else there
        ask = page_asked_by if route.is_page else asked_by
        found[actor] = ask(served, signed_in, (route, method, there), actor)
        if found[actor].status_code < 400:
            there = None
    return found


def belonging(desk: Desk, route: Route) -> dict[str, Any]:
    """What the route is about, made anew."""
    if route.there:
        return route.there(desk)
    return belongings(desk, referral_in(desk, route.state)) if route.state else {}


def page_asked_by(served, signed_in, asked, actor: str) -> TestResponse:
    route, method, there = asked
    is_last = route.path == "/sign-out"
    who = a_session(served, actor) if is_last else signed_in[actor]
    path = route.path.format(**there)
    sent = {field: text.format(**there) for field, text in route.form.items()}
    return who.post(path, **sent) if method == "POST" else who.get(path)


def asked_by(served, _, asked, actor: str) -> TestResponse:
    app, _, texts = served
    route, method, there = asked
    headers = dict(route.headers)
    if there:
        headers["If-Match"] = f'W/"{there["version"]}"'
    if actor in texts:
        headers["Authorization"] = f"Bearer {texts[actor]}"
    if isinstance(route.body, bytes):
        kind = headers.pop("Content-Type", "application/pdf")
        options = {"data": route.body, "content_type": kind}
    else:
        options = {"json": route.body} if route.body is not None else {}
    path = route.root + route.path.format(**there)
    return app.test_client().open(path, method=method, headers=headers, **options)


def test_every_route_has_its_row_and_every_row_its_route(served):
    app, _, _ = served
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    actions = {
        f"{method} {rules[endpoint]}": action
        for (endpoint, method), action in route_actions(app).items()
        if method != "HEAD"
    }
    assert {(name, route.action) for name, route in ROWS} == set(actions.items())
    assert set(actions.values()) <= ACTIONS.keys()


def test_every_action_of_a_referral_has_its_row():
    (routes,) = (routes for name, routes in REFERRALS.items() if name.endswith(":action>"))
    assert {route.path.split("/")[-1] for route in routes} == set(MOVES)


@pytest.mark.parametrize(("name", "route"), ROWS, ids=NAMES)
def test_everybody_gets_just_this(served, signed_in, name, route):
    found = asked_by_all(served, signed_in, name, route)
    assert {actor: answer.status_code for actor, answer in found.items()} == {
        actor: route.status(actor) for actor in ACTORS
    }
    if route.path.startswith(("/referrals", "/reply", "/status")):
        # Another clinic's doctor sees the referrals that they made themselves, another OT those
        # that went on to them, and a front desk the drafts that it began itself.
        others = ("other clinician", "other ot", "front desk", "other desk")
        blind = [actor for actor in BLIND if route.state or actor not in others]
        told = {actor: f"{found[actor].headers}{found[actor].text}" for actor in blind}
        assert [(actor, s) for actor in blind for s in SECRETS if s in told[actor]] == []


@pytest.mark.parametrize(("name", "route"), ROWS, ids=NAMES)
def test_who_lacks_an_action_is_refused_and_nobody_else(name, route):
    letters = route.letters()
    refused = {actor for actor, letter in letters.items() if letter == "n"}
    assert {actor for actor in ACTORS if route.lacking(actor, further=False)} <= refused
    assert refused <= {actor for actor in ACTORS if route.lacking(actor)}
    assert not {actor for actor in ACTORS if route.lacking(actor) and letters[actor] == "y"}


def test_staff_see_what_is_overdue_without_the_patient(served):
    app, desk, texts = served
    path = f"{API}/referrals/{referral_in(desk, 'sent')['id']}"
    headers = {"Authorization": f"Bearer {texts['staff']}"}
    assert app.test_client().get(path, headers=headers).status_code == 404
    desk.clock.at += timedelta(days=9)
    late = app.test_client().get(path, headers=headers)
    desk.clock.at -= timedelta(days=9)
    assert (late.status_code, late.get_json()["overdue"]) == (200, True)
    assert [secret for secret in SECRETS if secret in late.text] == []


def test_the_secrets_are_there_to_be_seen(served):
    """Else none of them could be missed."""
    app, desk, texts = served
    there = belongings(desk, referral_in(desk, "stuck"))
    headers = {"Authorization": f"Bearer {texts['clinician']}"}
    path = f"{API}/referrals/{there['id']}"
    told = app.test_client().get(path, headers=headers).text
    told += app.test_client().get(f"{path}/letter", headers=headers).text
    paper = app.test_client().get(f"{path}/attachments/{there['paper']}", headers=headers)
    assert [secret for secret in SECRETS if secret not in told] == ["came by taxi"]
    assert paper.data == PDF
