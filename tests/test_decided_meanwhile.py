"""Decisions while a load writes: the directory that is served after it shows them, whatever its
end."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.engines.embedded_file import only_load
from service.referrals.timers import tick
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import withdrawal
from tests.indexer_command import INTO, nppes, on_own_files, start
from tests.indexer_files import engine_at, load, npi
from tests.referral_world import own_desk

ANA = npi(1)
DECIDED = ("--by", "Staff member", "--why", "asked by letter")


@pytest.fixture
def run(tmp_path, monkeypatch) -> Callable[..., str]:
    monkeypatch.setattr("service.stewardship.decisions.WAIT_SECONDS", 0.3)
    return on_own_files(tmp_path, monkeypatch)


@pytest.fixture
def held(run, tmp_path) -> Iterator[subprocess.Popen]:
    """A load that loses more than a tenth, stopped while it writes; meanwhile somebody withdrew."""
    run("load", "--nppes", nppes(tmp_path / "served.csv", 3000), *INTO)
    process = start(tmp_path, "load", "--nppes", nppes(tmp_path / "less.csv", 2500), *INTO)
    until = time.monotonic() + 60
    while not (tmp_path / "directory.db.loading").exists():
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.001)
    process.send_signal(signal.SIGSTOP)
    assert "recorded; not shown yet" in run("withdraw", ANA, *DECIDED, code=1)
    assert engine_at(tmp_path).get(ANA)
    yield process
    process.kill()
    process.communicate()


def is_shown(folder: Path) -> bool:
    engine = engine_at(folder)
    assert engine.meta().profiles in (3000, 2999)
    return engine.get(ANA) is None and engine.gone(ANA).departure.reason == "withdrawn"


@pytest.mark.parametrize(("ends", "code"), [(signal.SIGCONT, 3), (signal.SIGINT, 130)])
def test_a_load_that_is_refused_or_stopped_shows_them_at_its_end(held, tmp_path, ends, code):
    held.send_signal(ends)
    held.send_signal(signal.SIGCONT)
    held.communicate()
    assert held.returncode == code
    assert is_shown(tmp_path)


def test_after_a_killed_load_they_can_be_shown_at_once(held, run, tmp_path):
    held.kill()
    held.communicate()
    assert not is_shown(tmp_path)
    assert "shows all that is recorded" in run("apply")
    assert is_shown(tmp_path)


def test_the_next_tick_shows_what_a_killed_load_left(tmp_path, monkeypatch):
    monkeypatch.setattr("service.stewardship.decisions.WAIT_SECONDS", 0.3)
    (tmp_path / "desk").mkdir()
    loaded = load(tmp_path, nppes(tmp_path / "nppes.csv", 3)).engine
    with own_desk(tmp_path / "desk", loaded) as desk:
        engine = desk.engine
        decided = withdrawal(ANA, "withdrawn", by="Staff member", why="asked by letter")
        Corrections(desk.store).record(decided)
        with only_load(engine.path):
            tick(desk)  # a load that runs still: it shows it at its end
        assert engine.get(ANA)
        tick(desk)
        assert engine.gone(ANA).departure.reason == "withdrawn"
