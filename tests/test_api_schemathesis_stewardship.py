"""Schemathesis asks the routes of stewardship, as staff who may use them."""

import pytest
import schemathesis

from service.app import create_app
from service.settings import Settings
from tests.stewardship_world import own_world
from tests.test_api_schemathesis_referrals import CONFIG, EXCLUDED

routes = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", create_app(Settings()), config=CONFIG
)


@pytest.fixture(scope="module")
def staff(tmp_path_factory, fixture_engine):
    """The app with a report in its queue, and the header of staff."""
    with own_world(tmp_path_factory.mktemp("staff"), fixture_engine) as world:
        world.report(field="phone", value="518-555-0177")
        yield world.app, {"Authorization": f"Bearer {world.tokens['staff']}"}


@routes.include(path_regex="stewardship").parametrize()
def test_routes_of_stewardship_do_what_the_document_says(case, staff):
    app, header = staff
    case.call_and_validate(app=app, headers=header, excluded_checks=EXCLUDED)
