"""Schemathesis asks the routes of cases, as staff of the chapter that has them."""

import pytest
import schemathesis

from service.app import create_app
from service.settings import Settings
from tests.cases_world import CasesWorld, programs_in
from tests.referral_world import own_desk
from tests.test_api_schemathesis_referrals import CONFIG, EXCLUDED

routes = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", create_app(Settings()), config=CONFIG
)


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    folder = tmp_path_factory.mktemp("cases")
    with own_desk(folder, fixture_engine) as desk:
        yield CasesWorld(desk, programs_in(folder / "programs"))


@routes.include(path_regex="eligibility/(cases|budgets)|reports/chapters").parametrize()
def test_routes_of_cases_do_what_the_document_says(case, world):
    """Each is asked of a case of its own, in the version that it has."""
    if "identity" in (case.path_parameters or {}):
        case.path_parameters["identity"] = world.made()["id"]
    if case.operation.get_parameter("If-Match", "header"):
        case.headers["If-Match"] = 'W/"1"'
    app = world.client.application
    case.call_and_validate(app=app, headers=world.north, excluded_checks=EXCLUDED)
