"""Schemathesis asks the routes of referrals, as an office that may use them."""

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig

from service.access.opening import open_access
from service.access.rights import Rights
from service.app import create_app
from service.records.store import Store
from service.settings import Settings
from tests.referral_world import CLINIC, open_desk_on

CONFIG = SchemathesisConfig.from_dict({
    "seed": 1,
    "generation": {"deterministic": True, "max-examples": 25, "database": "none"},
})  # fmt: skip
routes = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", create_app(Settings()), config=CONFIG
)
# It can write no PDF, and takes `counts` for an id that can be changed.
# No schema can tell which referrals, OTs and locations there are; the token is always sent; without
# If-Match the answer is a 428, as the document says.
EXCLUDED = [
    schemathesis.checks.positive_data_acceptance,
    schemathesis.specs.openapi.checks.ignored_auth,
    schemathesis.specs.openapi.checks.missing_required_header,
]


@pytest.fixture(scope="module")
def office(tmp_path_factory, fixture_engine):
    """The app, and the header of somebody of an office."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('office')}/records.db")
    desk = open_desk_on(store, fixture_engine)
    access = open_access(Settings(requests_per_minute=100_000), desk.store, desk.keys.blind)
    app = create_app(Settings(), fixture_engine, access=access, desk=desk)
    rights = Rights(frozenset({"clinician"}), organization=CLINIC)
    yield app, {"Authorization": f"Bearer {access.tokens.create('office', rights).text}"}
    store.close()


@routes.include(path_regex="referrals").exclude(path_regex="/(attachments|counts)$").parametrize()
def test_routes_of_referrals_do_what_the_document_says(case, office):
    app, header = office
    case.call_and_validate(app=app, headers=header, excluded_checks=EXCLUDED)
