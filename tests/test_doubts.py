"""Outcomes of referrals: what they put in doubt is kept, shown at once, and lasts until it is
settled, on every engine."""

import threading

import pytest

from indexer.sources.profiles import dump_line
from service.directory.query import Query
from service.engines.embedded_file import only_change
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions, as_corrected, correcting, withdrawal
from service.stewardship.doubts import apply_doubts, open_doubt
from service.stewardship.outcomes import Outcome, doubt_of
from tests.doubt_files import (
    ANA,
    LATER,
    OFFICE,
    PLAN,
    THEN,
    WHO,
    directory_file,
    in_doubt,
    line,
    opened,
)
from tests.indexer_files import engine_at, load, update
from tests.new_store import store_in
from tests.strategies import ALBANY, TODAY


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


# --- what an outcome opens --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "field", "value"),
    [
        ({"fact": "accepting_patients"}, "accepting_patients", "newpt"),
        ({"fact": "phone"}, "phone", "5185550100"),
        ({"fact": "fax"}, "fax", "5185550101"),
        ({"fact": "address"}, "address", None),
        ({"fact": "plans", "plan_id": f"{PLAN}-01"}, "plans", f"plan:{PLAN}"),
        ({"fact": "plans", "plan_id": "P9", "payer": "Gem Health"}, "plans", "payer:gem-health"),
    ],
)
def test_an_outcome_opens_a_doubt_of_what_it_contradicts(served, told, field, value):
    made = doubt_of(served.get(ANA), Outcome("said-so", **told, at=THEN))
    assert (made.kind, made.field, made.value, made.day.isoformat()) == (
        "doubt", field, value, "2026-11-03",
    )  # fmt: skip
    assert (made.by, made.why, made.at) == ("referral outcome", "said-so", THEN)
    assert made.place == {name: OFFICE[name] for name in ("line1", "city", "state", "postal_code")}


@pytest.mark.parametrize(
    "told",
    [
        {"fact": "email"},
        {"fact": "plans", "plan_id": "P9"},
        {"fact": "plans"},
        {"fact": "phone", "location_id": "elsewhere"},
    ],
)
def test_an_outcome_that_contradicts_nothing_opens_none(served, told):
    assert doubt_of(served.get(ANA), Outcome("said-so", **told)) is None


def test_a_full_office_that_is_known_as_full_is_no_news(tmp_path):
    engine = load(tmp_path, directory_file(tmp_path, line(accepting_patients="nopt"))).engine
    assert doubt_of(engine.get(ANA), Outcome("at-capacity", "accepting_patients")) is None


def test_it_is_kept_with_the_callers_transaction_or_not_at_all(store, served):
    class Failed(Exception):
        pass

    made = doubt_of(served.get(ANA), Outcome("at-capacity", "accepting_patients", at=THEN))
    with pytest.raises(Failed), store.transaction() as session:
        open_doubt(session, made)
        raise Failed
    assert Corrections(store).every() == []


def test_the_same_outcome_opens_one_and_another_one_more(store, served):
    first, again = (opened(store, served, "phone", at=THEN) for _ in range(2))
    assert [each.id for each in Corrections(store).every()] == [first] == [again]
    opened(store, served, "phone", at=LATER)
    assert len(Corrections(store).every()) == 2


# --- shown, kept and lifted -------------------------------------------------------------------


def points(engine, signal: str) -> float:
    (match,) = engine.search(Query(on=TODAY, place=ALBANY, plan=PLAN)).matches
    return next(reason.points for reason in match.reasons if reason.signal == signal)


def test_it_is_shown_at_once_and_kept_by_every_load(tmp_path, store, decisions, engine):
    file = directory_file(tmp_path)
    load(tmp_path, file, engine=engine)
    before = points(engine, "insurance"), points(engine, "availability")
    opened(store, engine, "plans", plan_id=PLAN, at=THEN)
    opened(store, engine, "accepting_patients", at=THEN)
    sequence = engine.meta().sequence
    assert apply_doubts(store, engine, ANA) and apply_doubts(store, engine)
    assert engine.meta().sequence == sequence + 1  # the second time there was nothing to do
    dubious = {f"plans.{PLAN}", "accepting_patients"}
    now = points(engine, "insurance"), points(engine, "availability")
    assert now < before and min(now) > 0
    for step in (load, update):
        assert in_doubt(engine.get(ANA)) == dubious
        step(tmp_path, file, engine=engine, staff=decisions.staff())
    assert in_doubt(engine.get(ANA)) == dubious
    newer = directory_file(tmp_path, line("2026-11-20"))
    update(tmp_path, newer, engine=engine, staff=decisions.staff())
    assert in_doubt(engine.get(ANA)) == set()
    assert (points(engine, "insurance"), points(engine, "availability")) == before


def test_a_doubt_of_another_number_goes_with_the_number(tmp_path, store, decisions, served):
    opened(store, served, "phone", at=THEN)
    moved = directory_file(tmp_path, line(phone="5185550177"))
    assert in_doubt(load(tmp_path, moved, staff=decisions.staff()).only) == set()


def test_while_the_directory_is_being_changed_it_waits(store, served, monkeypatch):
    monkeypatch.setattr("service.stewardship.turns.WAIT_SECONDS", 0.3)
    opened(store, served, "phone", at=THEN)
    with only_change(served.path):
        assert not apply_doubts(store, served, ANA)
    assert in_doubt(served.get(ANA)) == set()
    assert apply_doubts(store, served, ANA)
    assert in_doubt(served.get(ANA)) == {"phone"}


def test_without_a_directory_it_waits_too(tmp_path, store, served):
    opened(store, served, "phone", at=THEN)
    (tmp_path / "directory.db").unlink()
    assert not apply_doubts(store, served, ANA)


def test_who_is_not_in_the_directory_has_nothing_to_show(store, served, decisions):
    opened(store, served, "phone", at=THEN)
    decisions.record(withdrawal(ANA, "moved", **WHO), served)
    assert apply_doubts(store, served, ANA)
    assert served.get(ANA) is None


def test_doubts_and_decisions_at_once_lose_nothing(tmp_path, store, served, decisions):
    profile, failures = as_corrected(served, ANA), []
    for fact in ("phone", "accepting_patients"):
        opened(store, served, fact, at=THEN)

    def follow():
        while not apply_doubts(store, engine_at(tmp_path), ANA):
            pass

    def decide(field, value):
        made = correcting(profile, None, field, value, **WHO)
        decisions.record(made, engine_at(tmp_path))

    def work(step, *told):
        try:
            step(*told)
        except Exception as error:  # the test must see any kind
            failures.append(error)

    steps = [(follow,), (decide, "telehealth", "yes"), (follow,), (decide, "gender", "X")]
    threads = [threading.Thread(target=work, args=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = served.get(ANA)
    assert (failures, found.telehealth, found.gender) == ([], "yes", "X")
    assert in_doubt(found) == {"phone", "accepting_patients"}


def test_an_export_holds_no_doubt(store, served):
    (before,) = map(dump_line, served.scan())
    opened(store, served, "address", at=THEN)
    assert apply_doubts(store, served, ANA)
    assert [dump_line(profile) for profile in served.scan()] == [before]
