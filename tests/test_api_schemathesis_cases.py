"""Schemathesis asks the routes of cases, as staff of the chapter that has one."""

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
def staff(tmp_path_factory, fixture_engine):
    """The app with a case, and the header of its staff."""
    folder = tmp_path_factory.mktemp("cases")
    with own_desk(folder, fixture_engine) as desk:
        world = CasesWorld(desk, programs_in(folder / "programs"))
        yield world.client.application, world.north, world.made()["id"]


@routes.include(path_regex="eligibility/cases").parametrize()
def test_routes_of_cases_do_what_the_document_says(case, staff):
    app, header, identity = staff
    if "identity" in (case.path_parameters or {}):
        case.path_parameters["identity"] = identity
    case.call_and_validate(app=app, headers=header, excluded_checks=EXCLUDED)
