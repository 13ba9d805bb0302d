"""Doubts before people: staff end them, answers tell them, commands list and show them."""

import json

import pytest

from service.app import create_app
from service.engines.embedded_file import only_change
from service.settings import Settings
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions, as_corrected, correcting, hiding
from service.stewardship.doubts import apply_doubts, open_doubts
from tests.doubt_files import ANA, LATER, PLAN, THEN, WHO, directory_file, in_doubt, line, opened
from tests.indexer_command import on_own_files
from tests.indexer_files import load, npi
from tests.new_store import store_in
from tests.strategies import TODAY


@pytest.fixture
def store(tmp_path):
    found = store_in(tmp_path)
    yield found
    found.close()


@pytest.fixture
def decisions(store):
    return Decisions(lambda: Corrections(store))


@pytest.fixture
def served(tmp_path):
    return load(tmp_path, directory_file(tmp_path)).engine


# --- staff's word -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("phone", None),
        ("phone", "5185550177"),
        ("accepting_patients", "nopt"),
        ("address", None),
        ("plans", {"plan_id": PLAN, "status": "not-accepted"}),
    ],
)
def test_staffs_word_on_the_fact_ends_it(store, served, decisions, fact, value):
    opened(store, served, fact, plan_id=PLAN)
    assert apply_doubts(store, served, ANA) and in_doubt(served.get(ANA))
    profile = as_corrected(served, ANA)
    made = correcting(profile, profile.locations[0].id, fact, value, **WHO)
    decisions.record(made, served)
    assert in_doubt(served.get(ANA)) == set()
    decisions.undo(made.id, engine=served, **WHO)
    assert in_doubt(served.get(ANA))


def test_staffs_word_on_another_fact_does_not(store, served, decisions):
    opened(store, served, "phone")
    profile = as_corrected(served, ANA)
    decisions.record(correcting(profile, profile.locations[0].id, "fax", None, **WHO), served)
    assert in_doubt(served.get(ANA)) == {"phone"}
    assert len(open_doubts(decisions.every())) == 1


def test_what_is_found_after_staffs_word_is_in_doubt_again(store, served, decisions):
    profile = as_corrected(served, ANA)
    decisions.record(correcting(profile, profile.locations[0].id, "phone", None, **WHO), served)
    opened(store, served, "phone")
    assert apply_doubts(store, served, ANA)
    assert in_doubt(served.get(ANA)) == {"phone"}


def test_a_hidden_address_keeps_its_doubt_and_staff_end_it(store, served, decisions):
    profile = as_corrected(served, ANA)
    opened(store, served, "phone")
    decisions.record(hiding(profile, None, **WHO), served)
    assert in_doubt(served.get(ANA)) == {"phone"}
    opened(store, served, "fax")
    assert apply_doubts(store, served, ANA)
    assert in_doubt(served.get(ANA)) == {"phone", "fax"}
    for field in ("phone", "fax"):
        made = correcting(profile, profile.locations[0].id, field, None, **WHO)
        decisions.record(made, served)
    assert in_doubt(served.get(ANA)) == set()


# --- answers ----------------------------------------------------------------------------------


def test_answers_say_so_in_both_languages(store, served):
    for fact in ("phone", "plans", "accepting_patients", "fax"):
        opened(store, served, fact, plan_id=PLAN, at=THEN)
    assert apply_doubts(store, served, ANA)
    client = create_app(Settings(), served, today=lambda: TODAY).test_client()
    asked = {"near": "12203", "plan": PLAN}
    (found,) = client.get("/api/v1/providers", query_string=asked).get_json()["matches"]
    told = {fact["field"]: fact for fact in found["location"]["overdue"]}
    assert set(told) == {"phone", "accepting_patients", "fax"}
    assert (told["phone"]["doubted_on"], told["phone"]["text"]) == (
        "2026-11-03",
        "Phone: a referral on Nov 3, 2026 found otherwise; confirm with the office",
    )
    assert found["location"]["phone"] == "5185550100"
    reasons = {reason["signal"]: reason["text"] for reason in found["reasons"]}
    assert reasons["availability"] == (
        "Takes new patients. A referral on Nov 3, 2026 found otherwise; confirm with the office"
    )
    assert found["insurance"]["doubted_on"] == "2026-11-03" and found["insurance"]["stale"]
    assert found["insurance"]["text"] == (
        "Your plan lists this location (checked Nov 1, 2026). "
        "A referral on Nov 3, 2026 found otherwise; confirm with the office"
    )
    (at,) = client.get(f"/api/v1/providers/{ANA}").get_json()["locations"]
    assert at["evidence"]["fax"]["overdue"] and "a referral on" in at["evidence"]["fax"]["text"]
    assert at["plans"][0]["text"].startswith(f"Insurance ({PLAN}): a referral on Nov 3")
    (spanish,) = client.get("/api/v1/providers", query_string=asked | {"lang": "es"}).get_json()[
        "matches"
    ]
    assert spanish["location"]["overdue"][0]["text"].endswith(
        "una derivación del 3 nov 2026 encontró otra cosa; confirme con el consultorio"
    )


# --- the command line -------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch, served):
    return on_own_files(tmp_path, monkeypatch)


DECIDED = ("--by", "Staff member", "--why", "called the office")


def test_staff_list_what_is_open_the_oldest_first_and_end_it(run, store, served):
    opened(store, served, "fax", at=LATER, why="wrong-contact")
    first = opened(store, served, "accepting_patients", at=THEN, why="at-capacity")
    opened(store, served, "accepting_patients", at=LATER, why="at-capacity")
    assert run("corrections") == ""
    older, newer = run("corrections", "--open").splitlines()
    assert older.startswith(f"{first}  {ANA}  2026-11-03  doubt accepting_patients")
    assert "referral outcome: at-capacity; 2 outcomes, the last on 2026-11-09" in older
    assert "wrong-contact" in newer and "outcomes" not in newer
    told = [
        json.loads(each) for each in run("corrections", "--open", "--format", "json").splitlines()
    ]
    assert [(each["field"], each["outcomes"]) for each in told] == [
        ("accepting_patients", 2), ("fax", 1),
    ]  # fmt: skip
    assert "shows all" in run("apply")
    assert in_doubt(served.get(ANA)) == {"accepting_patients", "fax"}
    run("undo", first, *DECIDED)
    assert in_doubt(served.get(ANA)) == {"fax"}
    assert len(run("corrections", ANA, "--open").splitlines()) == 1
    assert run("corrections", npi(2), "--open") == ""
    assert len(run("corrections", "--all").splitlines()) == 3


def test_what_a_source_has_answered_is_not_listed(run, tmp_path, store, served):
    opened(store, served, "phone", at=THEN)
    newer = directory_file(tmp_path, line("2026-11-20"))
    run("update", "--profiles", newer, "--into", f"sqlite:///{tmp_path}/directory.db")
    assert run("corrections", "--open") == ""


def test_overdue_lists_what_is_in_doubt(run, tmp_path, store, served):
    opened(store, served, "fax", at=THEN)
    run("apply")
    listed = run("overdue", "--from", f"sqlite:///{tmp_path}/directory.db", "--on", "2026-11-22")
    assert (
        "fax: 5185550101 (chapter, 2026-11-01; a referral found otherwise on 2026-11-03)" in listed
    )


def test_apply_shows_decisions_too_and_says_where_it_cannot(run, store, served, monkeypatch):
    monkeypatch.setattr("service.stewardship.turns.WAIT_SECONDS", 0.3)
    profile = as_corrected(served, ANA)
    Corrections(store).record(correcting(profile, None, "gender", "X", **WHO))
    opened(store, served, "phone", at=THEN)
    with only_change(served.path):
        assert "being changed; try again" in run("apply", code=1)
    run("apply")
    assert (served.get(ANA).gender, in_doubt(served.get(ANA))) == ("X", {"phone"})


def test_a_load_without_the_store_of_the_doubts_is_refused(
    run, tmp_path, store, served, monkeypatch
):
    opened(store, served, "phone", at=THEN)
    run("apply")
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/elsewhere.db")
    again = (
        "--profiles",
        tmp_path / "profiles.ndjson",
        "--into",
        f"sqlite:///{tmp_path}/directory.db",
    )
    assert "OTMATCH_STORE" in run("load", *again, code=2)
    run("load", *again, "--forget-decisions")
    assert in_doubt(served.get(ANA)) == set()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("corrections", "--open", "--all"), "not both"),
        (("correct", ANA, "address", "2 Main St", "--location"), "only be confirmed"),
    ],
)
def test_a_wrong_wish_is_refused_in_words(run, served, words, reason):
    where = (served.get(ANA).locations[0].id, *DECIDED) if "--location" in words else ()
    assert reason in run(*words, *where, code=2)
