"""GET /changes, and what a provider's address answers after they left."""

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from service.api.sealed import seal
from service.app import create_app
from service.directory.departure import Departure
from service.engines.history import Leavers
from service.settings import Settings
from tests.api_answers import PROVIDERS, ask, problem, refused
from tests.test_engine_history import npi, told

CHANGES = "/api/v1/changes"
AFTERNOON = datetime(2026, 11, 15, 18, tzinfo=UTC)
DEACTIVATED = Departure(reason="deactivated", as_of=date(2026, 11, 8), replaced_by=npi(7))


@pytest.fixture
def served(engine, meta):
    """A directory of three, of which the second load lost one, changed one and added one."""
    engine.replace([told(1), told(2), told(3)], meta)
    app = create_app(Settings(), engine, today=lambda: meta.date)
    client = app.test_client()
    before = ask(client, {}, CHANGES).get_json()
    later = structs.replace(meta, loaded_at=AFTERNOON)
    engine.replace([told(1), told(2, "es"), told(4)], later, 0, Leavers(lambda _: DEACTIVATED))
    return client, before


def test_changes_since_the_last_answer(served):
    client, before = served
    assert [change["change"] for change in before["changes"]] == ["added"] * 3
    assert before["more"] is False
    page = ask(client, {"since": before["next"]}, CHANGES).get_json()
    assert [(c["npi"], c["change"]) for c in page["changes"]] == [
        (npi(2), "changed"), (npi(3), "removed"), (npi(4), "added")
    ]  # fmt: skip
    assert page["changes"][1]["departure"] == {
        "reason": "deactivated",
        "text": "Left this directory on Nov 15, 2026: the NPI is deactivated in NPPES (as of "
        f"Nov 8, 2026); the new NPI is {npi(7)}",
        "as_of": "2026-11-08",
        "removed_on": "2026-11-15",
        "replaced_by": npi(7),
    }
    assert [c["departure"] for c in page["changes"] if c["change"] != "removed"] == [None, None]
    again = ask(client, {"since": page["next"]}, CHANGES).get_json()
    assert (again["changes"], again["more"]) == ([], False)
    assert again["next"] == page["next"]


def test_pages_of_changes_go_on_to_the_end(served):
    client, before = served
    whole = ask(client, {}, CHANGES).get_json()["changes"]
    for since in ("first", before["next"]):
        found, page = [], {"next": since, "more": True}
        while page["more"]:
            page = ask(client, {"since": page["next"], "limit": "1"}, CHANGES).get_json()
            found += page["changes"]
        wanted = ask(client, {"since": since}, CHANGES).get_json()["changes"]
        assert [c["npi"] for c in found] == [c["npi"] for c in wanted]
        assert [c["change"] for c in found] == [c["change"] for c in wanted]
    assert len(whole) == 4


def test_who_left_is_gone_and_who_never_was_is_not_found(served):
    client, _ = served
    for path in ("", "/why-not", "/similar"):
        gone = problem(client.get(f"{PROVIDERS}/{npi(3)}{path}"), 410)
        assert (gone["title"], gone["type"]) == (
            "No longer in this directory", "urn:otmatch:problem:gone"
        )  # fmt: skip
        assert gone["departure"]["reason"] == "deactivated"
        assert gone["detail"] == gone["departure"]["text"]
        problem(client.get(f"{PROVIDERS}/{npi(9)}{path}"), 404)
    spanish = client.get(f"{PROVIDERS}/{npi(3)}?lang=es").get_json()
    assert spanish["detail"].startswith("Salió de este directorio el 15 nov 2026: el NPI está")


def test_changes_have_an_etag(served):
    client, before = served
    first = ask(client, {"since": before["next"]}, CHANGES)
    held = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{CHANGES}?since={before['next']}", headers=held).status_code == 304


@pytest.mark.parametrize("text", ["x", "AAAA", "ünï", seal([1, 2]), seal("text"), "a" * 400])
def test_a_damaged_since_is_refused(client, text):
    refused(ask(client, {"since": text}, CHANGES), "since")


def test_since_of_another_directory_or_too_long_ago_is_refused(served, client, engine, meta):
    mine, before = served
    refusal = refused(ask(client, {"since": before["next"]}, CHANGES), "since")
    assert "another directory" in refusal["detail"]
    now = engine.meta()
    to_come = now.sequence + 1
    refused(ask(mine, {"since": seal([now.lineage, to_come, to_come, "~"])}, CHANGES), "since")
    for day in (date(2028, 1, 1), date(2028, 1, 2)):  # the tombstone of load 2 is forgotten
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        engine.replace([told(1)], structs.replace(meta, loaded_at=at))
    refusal = refused(ask(mine, {"since": before["next"]}, CHANGES), "since")
    assert "older than what is kept" in refusal["detail"]
    assert ask(mine, {}, CHANGES).status_code == 200
