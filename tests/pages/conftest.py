"""Fixtures of the tests of pages: a desk for all tests of a file, each of which sends a referral of
its own."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.engines.protocol import Engine
from service.referrals.desk import Desk
from service.settings import Settings
from tests.page_world import new_client
from tests.referral_world import own_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory, fixture_engine: Engine) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("pages")
    with own_desk(folder, fixture_engine, public_url="https://otmatch.example") as desk:
        yield desk


@pytest.fixture(scope="module")
def app(desk: Desk) -> Flask:
    return create_app(Settings(), desk.engine, desk=desk)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser."""
    return new_client(app)
