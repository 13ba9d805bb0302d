"""Schemathesis asks the routes of referrals as an office and as an OT, of referrals that are not
there and of such that are, in each state."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig

from service.access.opening import open_access
from service.app import create_app
from service.records.store import Store
from service.settings import Settings
from tests.access_actors import RIGHTS
from tests.access_referrals import PDF, belongings, referral_in
from tests.new_store import store_in
from tests.referral_world import copy_of, open_desk_on

CONFIG = SchemathesisConfig.from_dict({
    "seed": 1,
    "generation": {"deterministic": True, "max-examples": 10, "database": "none"},
})  # fmt: skip
routes = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", create_app(Settings()), config=CONFIG
)
schemathesis.openapi.media_type("application/pdf", st.just(PDF))
# No schema can tell which referrals, OTs and locations there are; the token is always sent; without
# If-Match the answer is a 428, as the document says.
EXCLUDED = [
    schemathesis.checks.positive_data_acceptance,
    schemathesis.specs.openapi.checks.ignored_auth,
    schemathesis.specs.openapi.checks.missing_required_header,
]
STATES = ("draft", "stuck", "sent", "received", "accepted", "scheduled", "on-hold", "cancelling",
          "declined")  # fmt: skip


class Served:
    """The app on a store; `there` gives a referral of one state after the other, with a paper and a
    consent. One that was changed is not given again."""

    def __init__(self, store: Store, engine: Any) -> None:
        self.desk = open_desk_on(store, engine, public_url="https://otmatch.example")
        access = open_access(Settings(requests_per_minute=100_000), store, self.desk.keys.blind)
        self.app = create_app(Settings(), engine, access=access, desk=self.desk)
        self.tokens = {
            who: {"Authorization": f"Bearer {access.tokens.create(who, RIGHTS[who]).text}"}
            for who in ("clinician", "ot")
        }
        self._states, self._kept = cycle(STATES), {}

    def there(self) -> dict[str, Any]:
        state = next(self._states)
        if state not in self._kept:
            self._kept[state] = belongings(self.desk, referral_in(self.desk, state))
        return self._kept[state]

    def changed(self, there: dict[str, Any]) -> None:
        self._kept = {state: kept for state, kept in self._kept.items() if kept is not there}


@pytest.fixture(scope="module")
def served(tmp_path_factory, fixture_engine) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("office")
    store = store_in(folder)
    yield Served(store, copy_of(fixture_engine, folder))
    store.close()


@routes.include(path_regex="referrals").parametrize()
def test_routes_of_referrals_do_what_the_document_says(case, served):
    office = served.tokens["clinician"]
    case.call_and_validate(app=served.app, headers=office, excluded_checks=EXCLUDED)


@pytest.mark.parametrize("who", ["clinician", "ot"])
@routes.include(path_regex="identity").parametrize()
def test_routes_of_one_referral_do_so_for_one_that_is_there(case, served, who):
    there = served.there()
    case.path_parameters["identity"] = there["id"]
    if "{part}" in case.path:
        case.path_parameters["part"] = there["consent" if "consents" in case.path else "paper"]
    if case.operation.get_parameter("If-Match", "header"):
        case.headers["If-Match"] = f'W/"{there["version"]}"'
    answer = case.call_and_validate(
        app=served.app, headers=served.tokens[who], excluded_checks=EXCLUDED
    )
    if case.method != "GET" and answer.status_code < 300:
        served.changed(there)
