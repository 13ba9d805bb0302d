"""A service of its own for tests that change its directory: a store, a copy of the fixtures'
directory, and somebody of each side."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from service.access.opening import Access, open_access
from service.access.rights import Rights
from service.app import create_app
from service.engines.protocol import Engine
from service.referrals.desk import Desk
from service.settings import Settings
from service.stewardship.stewardship import Stewardship
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES
from tests.referral_world import own_desk

API = "/api/v1"
# In Albany, with one location; and one with two.
ANA, TWO_PLACES = "1999901014", "1999901618"


@dataclass
class World:
    desk: Desk
    access: Access
    app: Flask
    tokens: dict[str, str]

    @property
    def engine(self) -> Engine:
        return self.desk.engine

    @property
    def stewardship(self) -> Stewardship:
        return Stewardship(self.desk.records, self.engine, self.desk.clock)

    def ask(
        self, method: str, path: str, body: Any = None, by: str | None = "staff", **headers: str
    ) -> TestResponse:
        """As whoever `by` names; None without a token. Headers: If_Match and the like."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if by:
            told["Authorization"] = f"Bearer {self.tokens[by]}"
        options = {"json": body} if body is not None else {}
        return self.app.test_client().open(API + path, method=method, headers=told, **options)

    def get(self, path: str, by: str | None = "staff") -> Any:
        answer = self.ask("GET", path, by=by)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def report(self, npi: str = ANA, **told: Any) -> dict[str, Any]:
        """One by somebody without an account, each from an address of its own."""
        where = {"REMOTE_ADDR": f"2001:db8:{secrets.randbelow(65536):x}::1"}
        path = f"{API}/providers/{npi}/reports"
        answer = self.app.test_client().post(path, json=told, environ_base=where)
        assert answer.status_code == 201, answer.text
        return answer.get_json()


@contextmanager
def own_world(folder: Path, engine: Engine) -> Iterator[World]:
    with own_desk(folder, engine) as desk:
        chapters = str(FIXTURES / "chapters")
        settings = Settings(requests_per_minute=100_000, chapters=chapters)
        access = open_access(settings, desk.store, desk.keys.blind)
        rights = {
            "staff": Rights(frozenset({"staff"})),
            "capital staff": Rights(
                frozenset({"staff"}), chapters=frozenset({"example-capital-region"})
            ),
            "plains staff": Rights(
                frozenset({"staff"}), chapters=frozenset({"example-great-plains", "unheard-of"})
            ),
            "admin": Rights(frozenset({"admin"})),
            "ot": Rights(frozenset({"ot"}), npi=ANA),
        }
        texts = {name: access.tokens.create(name, held).text for name, held in rights.items()}
        app = create_app(settings, desk.engine, lambda: GOLDEN_DAY, access, desk)
        yield World(desk, access, app, texts)
