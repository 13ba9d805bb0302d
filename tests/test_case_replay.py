"""otmatch eligibility replay: the same rule and facts decide the same, also once both are
history."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import text, update

from service.__main__ import main
from service.casework.replaying import CHANGED_TEXT, OTHER, SAME, replay
from service.casework.retention import erase_case, expire_cases
from service.casework.tables import EligibilityDecision, RuleText
from service.errors import Erased, NoSuchRecord
from service.records.keys import new_key
from service.records.opening import open_records
from service.referrals.desk import Desk
from service.settings import Settings
from tests.cases_world import (
    BRIDGE,
    CAREFUL,
    CASES,
    FACTS,
    SECRETS,
    CasesWorld,
    programs_in,
    staff,
    write_careful,
)
from tests.referral_world import Clock, open_desk_on


@pytest.fixture
def world(store, fixture_engine, tmp_path) -> CasesWorld:
    return CasesWorld(open_desk_on(store, fixture_engine), programs_in(tmp_path / "programs"))


VETERAN = FACTS | {"veteran": True}


def found(world, identity):
    return [each.found for each in replay(world.casework, staff(), identity)]


def test_a_version_that_was_superseded_is_still_decided_by(world, tmp_path):
    case = world.made(programs=[CAREFUL], facts=VETERAN)
    write_careful(tmp_path / "programs", version=2, percent=50)
    (tmp_path / "programs" / "careful-1.yaml").unlink()
    world.reload()
    again = world.act(case, "recheck").get_json()
    assert [d["outcome"] for d in again["decisions"]] == ["eligible", "not_eligible"]
    assert found(world, case["id"]) == [SAME, SAME]
    assert found(world, again["decisions"][0]["id"]) == [SAME]
    replayed = replay(world.casework, staff(), case["id"])
    assert [each.version for each in replayed] == [1, 2]


def test_no_program_and_no_guideline_need_be_there_any_more(world, tmp_path):
    case = world.made()
    for file in (tmp_path / "programs").iterdir():
        file.unlink()
    table = tmp_path / "guidelines.csv"
    table.write_text("effective_from,area,first_person,each_additional_person,source\n")
    world.settings = Settings(programs=str(tmp_path / "programs"), poverty_guidelines=str(table))
    assert found(world, case["id"]) == [SAME]


def test_a_text_that_was_changed_behind_its_back_is_found_out(world):
    case = world.made(programs=[CAREFUL], facts=VETERAN)
    easier = RuleText.text.op("||")("\n# nothing else")
    with world.desk.store.transaction() as session:
        session.execute(update(RuleText).where(RuleText.kind == "program").values(text=easier))
    assert found(world, case["id"]) == [CHANGED_TEXT]


def test_a_recorded_outcome_that_was_changed_is_found_out(world):
    case = world.made()
    with world.desk.store.transaction() as session:
        session.execute(update(EligibilityDecision).values(outcome="not_eligible"))
    assert found(world, case["id"]) == [OTHER]


def test_replaying_is_a_read_on_the_trail(world):
    case = world.made()
    replay(world.casework, staff(), case["id"])
    with world.desk.store.reading() as session:
        reads = world.desk.trail.reads(session, case["id"])
    assert (reads[-1].action, reads[-1].actor) == ("replay", "token:north")


def test_nothing_of_an_erased_case_can_be_read(world):
    case = world.made()
    world.act(case, "override", outcome="not_eligible", reason="came by taxi")
    erase_case(world.casework, staff(), case["id"], "asked for it")
    with pytest.raises(Erased):
        replay(world.casework, staff(), case["id"])
    with pytest.raises(NoSuchRecord):
        erase_case(world.casework, staff(), case["id"], "again")
    left = world.get(f"{CASES}/{case['id']}")
    assert left.status_code == 200
    assert [secret for secret in SECRETS if secret in left.text] == []
    told = left.get_json()
    assert (told["patient"], told["actions"]) == (None, [])
    assert told["decisions"][0]["facts"] is None
    assert told["history"][-1]["action"] == "erase"
    assert world.get(f"{CASES}/{case['id']}/letter").status_code == 404
    assert world.act(told, "close", reason="x").status_code == 410
    again = world.made()
    assert again["other_cases"] == []


def test_what_was_closed_and_kept_long_enough_is_erased(world):
    case, other = world.made(), world.made()
    world.act(case, "close", reason="over")
    assert expire_cases(world.casework, staff(), 30) == 0
    world.desk.clock.at = world.desk.clock.at.replace(year=2027)
    assert expire_cases(world.casework, staff(), 30) == 1
    assert world.get(f"{CASES}/{case['id']}").get_json()["patient"] is None
    assert world.get(f"{CASES}/{other['id']}").get_json()["patient"] is not None


def test_nothing_of_the_person_stands_in_the_tables(world):
    world.made()
    world.act(world.made(), "override", outcome="not_eligible", reason="came by taxi")
    world.get(CASES)
    tables = ("eligibility_cases", "eligibility_decisions", "events", "chains")
    with world.desk.store.reading() as session:
        rows = [tuple(row) for t in tables for row in session.execute(text(f"SELECT * FROM {t}"))]
    told = str(rows)
    assert BRIDGE in told
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.fixture
def command(monkeypatch, tmp_path, fixture_engine):
    """The command on a store of its own, which has one case: its exit code and what it prints."""
    programs = programs_in(tmp_path / "own")
    told = {"OTMATCH_STORE": f"sqlite:///{tmp_path}/own.db", "OTMATCH_KEYS": new_key(),
            "OTMATCH_INDEX_KEY": new_key(), "OTMATCH_PROGRAMS": str(programs)}  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    records = open_records(Settings.from_environment())
    world = CasesWorld(Desk(records, fixture_engine, clock=Clock()), programs)
    case = world.made()

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["eligibility", *words])
        return result.exit_code, result.output

    yield run, case, records
    records.close()


def test_the_command_tells_by_its_exit_code(command):
    run, case, records = command
    status, told = run("replay", case["id"])
    assert status == 0, told
    assert "eligible  example-bridge-visits version 3" in told
    assert "as recorded" in told
    assert [secret for secret in SECRETS if secret in told] == []
    with records.store.transaction() as session:
        session.execute(update(EligibilityDecision).values(outcome="not_eligible"))
    status, told = run("replay", case["id"])
    assert (status, "DIFFERS" in told) == (1, True)
    assert run("replay", "k-2b3c4d5e6f7g8h9j")[0] == 1
    assert run("replay")[0] == 2
    assert run("erase", case["id"], "--why", "asked for it", "--yes")[0] == 0
    assert run("replay", case["id"])[0] == 1


def test_a_chapter_that_serves_elsewhere_since_changes_nothing(world, tmp_path):
    """The careful programme names no area: it is offered where its chapter serves."""
    chapters = tmp_path / "chapters.yaml"

    def serves(state: str) -> None:
        chapters.write_text(
            f"- id: example-north\n  name: Example\n  area: {{states: [{state}]}}\n"
            '  contact: {phone: "5185550100"}\n'
            "  source: {text: Example, checked_on: 2026-10-01}\n"
        )
        world.settings = replace(world.settings, chapters=str(chapters))
        world.reload()

    serves("NY")
    case = world.made(programs=[CAREFUL], facts=VETERAN)
    assert case["outcome"] == "eligible"
    serves("CA")
    assert found(world, case["id"]) == [SAME]
    again = world.act(case, "recheck").get_json()
    assert [each["outcome"] for each in again["decisions"]] == ["eligible", "not_eligible"]
    assert found(world, case["id"]) == [SAME, SAME]
