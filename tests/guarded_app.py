"""A service of three routes, one of each kind: public, guarded, public but counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.views import MethodView

from service.access.opening import Access, open_access
from service.api.authentication import asked_principal, guard, needs
from service.api.openapi import ProblemApi, StrictBlueprint
from service.records.keys import Keys
from service.settings import Settings
from tests.new_store import store_in

VOCABULARY = "/api/v1/vocabulary"  # public, and asks no engine
TOKENS = "/guarded"  # the admin's
CODES = "/code"  # public, but a code could be guessed


def app_of(access: Access | None) -> Flask:
    """The API with three routes of our own beside it."""
    app = Flask("guarded", static_folder=None)
    app.config.update(API_TITLE="x", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    blueprint = StrictBlueprint("guarded", __name__)

    @blueprint.route(TOKENS)
    class Guarded(MethodView):
        @needs("tokens.list")
        @blueprint.doc(operationId="guarded")
        def get(self) -> dict:
            """For admins"""
            return {"id": asked_principal().id}

        @blueprint.doc(operationId="sent")
        @needs("referrals.send")
        def post(self) -> dict:
            """For clinicians"""
            return {"id": asked_principal().id}

    @blueprint.route(CODES)
    class Code(MethodView):
        @needs("shortlists.read")
        def get(self) -> dict:
            """For everybody who has a code"""
            return {"id": asked_principal().id}

    @blueprint.route(VOCABULARY)
    class Open(MethodView):
        @needs("directory.read")
        def get(self) -> dict:
            """For everybody"""
            return {"id": asked_principal().id}

    api = ProblemApi(app)
    api.register_blueprint(blueprint)
    guard(app, access)
    app.config["SPEC"] = api.written()
    return app


@contextmanager
def access_in(folder: Path, keys: Keys) -> Iterator[Access]:
    """On a store of its own, with thirty requests a minute."""
    store = store_in(folder)
    yield open_access(Settings(requests_per_minute=30), store, keys.blind)
    store.close()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refused(response, status: int, code: str) -> dict:
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    body = response.get_json()
    assert body["type"] == f"urn:otmatch:problem:{code}"
    if status == 401:
        assert response.headers["WWW-Authenticate"].startswith('Bearer realm="otmatch"')
    return body
