"""Pages of who signed in, as tests open them: an app on a store of its own, a client who signed in,
and a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from service.access.opening import Access, open_access
from service.app import create_app
from service.engines.protocol import Engine
from service.referrals.desk import Desk
from service.settings import Settings
from tests.access_actors import RIGHTS
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES
from tests.page_checks import follow
from tests.referral_world import own_desk

LOOPBACK = "http://127.0.0.1"  # where cookies need no https


@dataclass(frozen=True)
class World:
    """`tokens` has one of each actor of access_actors.py."""

    app: Flask
    desk: Desk
    access: Access
    tokens: dict[str, str]

    def client(self, actor: str) -> "Signed":
        client = self.app.test_client()
        return Signed(client, sign_in(client, self.tokens[actor]))


@dataclass(frozen=True)
class Signed:
    """Somebody who signed in; what each form holds is sent with theirs."""

    client: FlaskClient
    form: dict[str, str]

    def get(self, path: str, **options):
        return self.client.get(path, **options)

    def post(self, path: str, **fields):
        return self.client.post(path, data=self.form | fields)


@contextmanager
def open_world(
    folder: Path, engine: Engine, public_url: str = LOOPBACK, store_url: str = "", **settings: str
) -> Iterator[World]:
    """The whole service, with the example's programs and chapters if no others are told."""
    examples = {"programs": str(FIXTURES / "programs"), "chapters": str(FIXTURES / "chapters")}
    with own_desk(folder, engine, store_url) as desk:
        told = Settings(
            public_url=public_url, requests_per_minute=100_000, **examples | settings,
        )  # fmt: skip
        access = open_access(told, desk.store, desk.keys.blind)
        tokens = {actor: access.tokens.create(actor, held).text for actor, held in RIGHTS.items()}
        app = create_app(told, desk.engine, lambda: GOLDEN_DAY, access, desk)
        yield World(app, desk, access, tokens)


def sign_in(client: FlaskClient, token: str) -> dict[str, str]:
    """By the page; what forms of the session hold."""
    form = form_of(client.get("/sign-in"))
    answer = client.post("/sign-in", data=form | {"token": token})
    assert answer.status_code == 303
    return form_of(client.get("/home"))


def form_of(page) -> dict[str, str]:
    """Of the page's own forms, or else of the one that ends it: not of the frame's top."""
    own = page.text.partition("<main")[2]
    found = re.findall(r'name="(form|whose)" value="([^"]+)"', own)
    return dict(reversed(found))  # the first of each


def sign_in_by_browser(page, address: str, token: str) -> None:
    """By the keyboard, as the page offers it."""
    page.goto(f"{address}/sign-in")
    page.locator("#sign-in-token").focus()
    page.keyboard.insert_text(token)
    follow(page)
    page.wait_for_url("**/home")
