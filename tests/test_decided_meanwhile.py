"""Decisions while a load writes: the served directory shows them at once, and the new one too."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import pipeline
from service.engines.embedded_file import only_change, only_load
from service.engines.protocol import changes_since
from service.errors import DirectoryShrank, LoadRunning
from service.referrals.timers import tick
from service.stewardship.corrections import (
    Corrections,
)
from service.stewardship.decisions import Decisions, as_corrected, correcting, hiding, withdrawal
from service.stewardship.doubts import apply_doubts, open_doubt
from service.stewardship.outcomes import Outcome, doubt_of
from tests.indexer_command import INTO, nppes, on_own_files, start
from tests.indexer_files import engine_at, load, npi
from tests.meanwhile import WHO, loaded, once, people
from tests.new_store import store_in
from tests.referral_world import own_desk
from tests.waiting import until

ANA, BEA, NEW = npi(1), npi(2), npi(9)
DECIDED = ("--by", "Staff member", "--why", "asked by letter")


@pytest.fixture
def quick(monkeypatch) -> None:
    monkeypatch.setattr("service.stewardship.turns.WAIT_SECONDS", 0.3)


@pytest.fixture
def decisions(tmp_path) -> Iterator[Decisions]:
    store = store_in(tmp_path)
    yield Decisions(lambda: Corrections(store))
    store.close()


@pytest.fixture
def served(tmp_path, engine):
    return load(tmp_path, people(tmp_path / "nppes.csv", 1, 2, 3), engine=engine).engine


# --- one decision, on every engine ------------------------------------------------------------


def shows(engine, decided: str) -> bool:
    if decided == "withdraw":
        return engine.get(ANA) is None and engine.gone(ANA).departure.reason == "withdrawn"
    profile, back = engine.get(ANA), engine.get(BEA)
    if decided == "undo":
        return back is not None and engine.gone(BEA) is None
    (at,) = profile.locations
    return {
        "hide": at.address_hidden and at.line1 is None,
        "correct": at.phone == "5185550177",
        "doubt": bool(at.evidence["phone"].doubted_on),
    }[decided]


def decide(decided: str, decisions: Decisions, engine) -> None:
    if decided == "undo":
        (made,) = [each for each in decisions.every(BEA) if each.in_force]
        decisions.undo(made.id, engine=engine, **WHO)
        return
    profile = as_corrected(engine, ANA)
    (at,) = profile.locations
    if decided == "doubt":
        made, store = doubt_of(profile, Outcome("number-wrong", "phone")), decisions._made.store
        with store.transaction() as session:
            open_doubt(session, made)
        assert apply_doubts(store, engine, ANA)
        return
    made = {
        "withdraw": lambda: withdrawal(ANA, "withdrawn", **WHO),
        "hide": lambda: hiding(profile, at.id, **WHO),
        "correct": lambda: correcting(profile, at.id, "phone", "5185550177", **WHO),
    }[decided]()
    decisions.record(made, engine)


@pytest.mark.parametrize("decided", ["withdraw", "hide", "correct", "undo", "doubt"])
@pytest.mark.parametrize("step", [pipeline.load, pipeline.update])
def test_it_is_shown_at_once_and_stays(tmp_path, served, decisions, step, decided):
    decisions.record(withdrawal(BEA, "moved", **WHO), served)
    before = served.meta().sequence
    seen = []

    def meanwhile() -> None:
        decide(decided, decisions, served)
        seen.append((shows(served, decided), served.meta().sequence))
        with pytest.raises(LoadRunning):
            loaded(step, served, tmp_path / "nppes.csv", decisions)

    weekly = people(tmp_path / "weekly.csv", 1, 2, 3, last="STONE", updated="11/01/2026")
    loaded(step, served, weekly, decisions, locate=once(meanwhile))
    assert seen == [(True, before + 1)]
    assert shows(served, decided)
    assert served.get(npi(3)).name.last == "Stone"
    assert served.meta().sequence > before + 1
    assert served.meta().profiles == sum(1 for _ in served.scan())


def test_a_load_that_is_refused_leaves_it_shown(tmp_path, served, decisions):
    def meanwhile() -> None:
        decide("hide", decisions, served)

    less = people(tmp_path / "less.csv", 1)
    with pytest.raises(DirectoryShrank):
        loaded(pipeline.load, served, less, decisions, locate=once(meanwhile))
    assert shows(served, "hide")
    assert served.meta().profiles == 3


def test_what_is_recorded_and_not_shown_yet_is_in_the_new_directory(tmp_path, served, decisions):
    """Whoever decides waits while a load ends, and may be killed meanwhile."""
    made = withdrawal(ANA, "withdrawn", **WHO)
    record = once(lambda: decisions._made.record(made))
    loaded(pipeline.load, served, tmp_path / "nppes.csv", decisions, locate=record)
    assert shows(served, "withdraw")


def test_who_is_withdrawn_before_they_came_never_was_here(tmp_path, served, decisions):
    made = withdrawal(NEW, "withdrawn", **WHO)
    more = people(tmp_path / "more.csv", 1, 2, 3, 9)
    record = once(lambda: decisions.record(made, served))
    loaded(pipeline.load, served, more, decisions, locate=record)
    assert (served.get(NEW), served.gone(NEW), served.meta().profiles) == (None, None, 3)
    assert NEW not in {change.npi for change in changes_since(served, 0)}


# --- the end of a load ------------------------------------------------------------------------


def test_a_load_waits_at_its_end_for_a_change_that_is_being_written(tmp_path, decisions):
    engine = load(tmp_path, people(tmp_path / "nppes.csv", 1, 2, 3)).engine
    at_the_end = threading.Event()
    running = threading.Thread(
        target=loaded,
        args=(pipeline.load, engine, tmp_path / "nppes.csv", decisions),
        kwargs={"locate": once(at_the_end.set)},
    )
    with only_change(engine.path):
        running.start()
        assert at_the_end.wait(60)
        decisions._made.record(withdrawal(ANA, "withdrawn", **WHO))
        running.join(1)
        assert running.is_alive() and engine.meta().sequence == 1
    running.join(60)
    assert not running.is_alive()
    assert shows(engine, "withdraw")


@pytest.fixture
def held(tmp_path, monkeypatch) -> Iterator[subprocess.Popen]:
    """A load that loses more than a tenth, stopped while it writes; meanwhile somebody withdrew,
    and is gone at once."""
    run = on_own_files(tmp_path, monkeypatch)
    run("load", "--nppes", nppes(tmp_path / "served.csv", 3000), *INTO)
    process = start(tmp_path, "load", "--nppes", nppes(tmp_path / "less.csv", 2500), *INTO)
    until((tmp_path / "directory.db.loading").exists, pause=0.001)
    process.send_signal(signal.SIGSTOP)
    assert "the directory shows it" in run("withdraw", ANA, *DECIDED)
    assert is_shown(tmp_path)
    yield process
    process.kill()
    process.communicate()


def is_shown(folder: Path) -> bool:
    engine = engine_at(folder)
    assert engine.meta().profiles == 2999
    return shows(engine, "withdraw")


@pytest.mark.parametrize(
    ("ends", "code"),
    [(signal.SIGCONT, 3), (signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_however_a_load_ends_it_stays_shown(held, tmp_path, ends, code):
    held.send_signal(ends)
    held.send_signal(signal.SIGCONT)
    held.communicate()
    assert held.returncode == code
    assert is_shown(tmp_path)


def test_the_next_tick_shows_what_could_not_be_shown(tmp_path, quick):
    (tmp_path / "desk").mkdir()
    served = load(tmp_path, nppes(tmp_path / "nppes.csv", 3)).engine
    with own_desk(tmp_path / "desk", served) as desk:
        engine = desk.engine
        decided = withdrawal(ANA, "withdrawn", **WHO)
        Corrections(desk.store).record(decided)
        with only_change(engine.path):
            tick(desk)
        assert engine.get(ANA)
        with only_load(engine.path):
            tick(desk)
        assert engine.gone(ANA).departure.reason == "withdrawn"
