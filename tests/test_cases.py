"""Cases: what staff keep of a decision, who sees it, what they do with it, on both databases."""

from datetime import timedelta

import pytest

from service.api.case_shapes import CaseListShape, CaseShape
from service.records.verification import ChainState
from service.records.vouched_rows import differing
from tests.cases_world import (
    BRIDGE,
    CAREFUL,
    CASES,
    CHECKS,
    FACTS,
    NORTH,
    PATIENT,
    SECRETS,
    SOUTH,
    CasesWorld,
    programs_in,
    write_careful,
)
from tests.referral_world import open_desk_on


@pytest.fixture
def world(store, fixture_engine, tmp_path) -> CasesWorld:
    return CasesWorld(open_desk_on(store, fixture_engine), programs_in(tmp_path / "programs"))


def problems(answer, status=422):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    return {entry["parameter"] for entry in answer.get_json()["errors"]}


def code(answer, status):
    assert answer.status_code == status, answer.text
    return answer.get_json()["type"].rsplit(":")[-1]


def test_a_recorded_check_is_a_case_with_all_that_it_was_decided_by(world):
    case = world.made()
    assert CaseShape().validate(case) == {}
    assert (case["chapter"], case["program"], case["outcome"]) == (NORTH, BRIDGE, "eligible")
    assert (case["state"], case["overridden"], case["version"]) == ("open", False, 1)
    assert case["patient"] == PATIENT
    (decision,) = case["decisions"]
    assert (decision["program_version"], decision["facts"]) == (3, FACTS)
    assert decision["on"] == "2026-11-23"
    assert decision["result"]["outcome"] == "eligible"
    assert [each["outcome"] for each in decision["result"]["criteria"]].count("unknown") == 0
    (event,) = case["history"]
    assert (event["action"], event["by"]) == ("record", "north")
    # A year later the programme is over: it is looked at on the day after its last.
    assert case["recheck_on"] == "2027-01-01"


def test_what_is_missing_is_looked_at_again_in_thirty_days(world):
    told = {name: FACTS[name] for name in FACTS if name != "diagnosis_confirmed_by"}
    case = world.made(facts=told)
    assert (case["outcome"], case["recheck_on"]) == ("needs_information", "2026-12-23")
    assert world.made(recheck_on="2026-11-24")["recheck_on"] == "2026-11-24"


def test_each_named_program_makes_a_case_of_its_own(world):
    results = world.check(programs=[BRIDGE, CAREFUL]).get_json()["results"]
    cases = {result["program"]: result["case"] for result in results}
    assert len(set(cases.values())) == 2
    assert None not in cases.values()
    for program, identity in cases.items():
        assert world.get(f"{CASES}/{identity}").get_json()["program"] == program


def test_a_key_against_sending_twice_is_refused_where_it_would_not_hold(world):
    answer = world.check(world.north | {"Idempotency-Key": "abc"})
    assert answer.status_code == 422
    (error,) = answer.get_json()["errors"]
    assert error["parameter"] == "Idempotency-Key"
    assert "two cases" in error["problem"]
    assert world.get(CASES).get_json()["cases"] == []


def test_a_check_that_is_not_recorded_makes_none(world):
    for record in (False, None):
        body = {"facts": FACTS, "record": record}
        answer = world.client.post(CHECKS, json=body, headers=world.north).get_json()
        assert {result["case"] for result in answer["results"]} == {None}
    assert world.get(CASES).get_json()["total"] == 0


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"programs": None}, {"programs"}),
        ({"programs": []}, {"programs"}),
        ({"programs": [BRIDGE, "nobodys"]}, {"programs.1"}),
        ({"on": "2027-02-01"}, {"programs.0"}),  # not in effect
        ({"chapter": SOUTH}, {"chapter"}),
        ({"record": False}, {"patient"}),
        ({"record": False, "patient": None, "chapter": NORTH}, {"chapter"}),
        ({"record": None, "patient": None, "recheck_on": "2027-01-01"}, {"recheck_on"}),
        ({"patient": {"given": "Rosalinde"}}, {"patient.family", "patient.birth_date"}),
        ({"patient": PATIENT | {"language": "xx"}}, {"patient.language"}),
        ({"patient": PATIENT | {"ssn": "1"}}, {"patient.ssn"}),
        ({"facts": {"age": -1}}, {"facts.age"}),
        ({"facts": FACTS | {"age": 46}}, {"patient.birth_date", "facts.age"}),
        ({"recheck_on": "2026-11-22"}, {"recheck_on"}),
        ({"recheck_on": "2099-01-01"}, {"recheck_on"}),
    ],
)
def test_what_cannot_be_recorded_is_named_and_nothing_is_kept(world, changes, named):
    assert problems(world.check(**changes)) == named
    assert world.get(CASES).get_json()["total"] == 0


def test_a_program_of_another_chapter_is_not_recorded(world):
    answer = world.check(who=world.south, programs=[CAREFUL])
    assert problems(answer) == {"programs.0"}


def test_staff_of_two_chapters_say_whose_case_it_is(world):
    both = world.token("both", "staff", chapters=frozenset({NORTH, SOUTH}))
    assert problems(world.check(who=both)) == {"chapter"}
    assert world.made(who=both, chapter=SOUTH)["chapter"] == SOUTH


def test_only_staff_of_a_chapter_record(world):
    everywhere = world.token("everywhere", "staff")
    assert world.check(who={}).status_code == 401
    for who in (world.clinician, everywhere):
        assert world.check(who=who).status_code == 403
    assert world.get(CASES).get_json()["total"] == 0


def test_another_chapter_sees_nothing_and_does_nothing(world):
    case = world.made()
    path = f"{CASES}/{case['id']}"
    for answer in (
        world.get(path, world.south),
        world.get(f"{path}/letter", world.south),
        world.get(f"{CASES}?chapter={NORTH}", world.south),
        world.act(case, "close", world.south, reason="mine"),
    ):
        assert answer.status_code == 404
        assert [secret for secret in SECRETS if secret in answer.text] == []
    assert world.get(CASES, world.south).get_json() == {"total": 0, "cases": [], "next": None}
    for identity in ("k-0000000000000000", "k-2b3c4d5e6f7g8h9j", "x"):
        assert world.get(f"{CASES}/{identity}").status_code == 404


def test_the_same_person_is_found_again_within_the_chapter_alone(world):
    first, second = world.made(), world.made(patient=PATIENT | {"given": " ROSALINDE "})
    theirs = world.made(who=world.south)
    other = world.made(patient=PATIENT | {"birth_date": "1979-03-03"})
    nobody = world.made(patient=None)
    assert second["other_cases"] == [first["id"]]
    assert theirs["other_cases"] == other["other_cases"] == nobody["other_cases"] == []


def test_the_list_is_filtered_and_paged(world):
    late = world.made(recheck_on="2026-11-23")
    made = [late, world.made(programs=[CAREFUL]), world.made(facts={"age": 3}, patient=None)]
    closed = world.act(world.made(), "close", reason="done").get_json()
    made.append(closed)
    total = {}
    for asked in ("", "program=example-careful", "outcome=not_eligible", "state=closed", "due=true",
                  "due=false", f"chapter={NORTH}", "state=open&due=false"):  # fmt: skip
        page = world.get(f"{CASES}?{asked}").get_json()
        assert CaseListShape().validate(page) == {}
        total[asked] = page["total"]
        assert len(page["cases"]) == page["total"]
    assert list(total.values()) == [4, 1, 1, 1, 1, 3, 4, 2]
    seen, cursor = [], ""
    while cursor is not None:
        page = world.get(f"{CASES}?limit=1{cursor and f'&cursor={cursor}'}").get_json()
        assert page["total"] == 4
        seen += [row["id"] for row in page["cases"]]
        cursor = page["next"]
    assert len(seen) == 4
    assert set(seen) == {case["id"] for case in made}
    for bad in ("due=perhaps", "state=gone", "cursor=abc", "patient=Rosalinde"):
        assert world.get(f"{CASES}?{bad}").status_code == 422


def test_a_case_is_due_on_its_day_and_no_longer_when_closed(world):
    case = world.made(recheck_on="2026-11-24")
    assert world.get(f"{CASES}?due=true").get_json()["total"] == 0
    world.desk.clock.at += timedelta(days=1)
    assert world.get(f"{CASES}/{case['id']}").get_json()["due"] is True
    world.act(case, "close", reason="over")
    assert world.get(f"{CASES}?due=true").get_json()["total"] == 0


def test_an_override_holds_at_once_where_one_person_may(world):
    case = world.made()
    changed = world.act(case, "override", outcome="not_eligible", reason="came by taxi").get_json()
    assert (changed["outcome"], changed["overridden"]) == ("not_eligible", True)
    assert (changed["proposed"], changed["version"]) == (None, 2)
    assert changed["decisions"][0]["outcome"] == "eligible"
    last = changed["history"][-1]
    assert (last["action"], last["outcome"], last["reason"]) == (
        "override", "not_eligible", "came by taxi",
    )  # fmt: skip
    back = world.act(changed, "override", outcome="eligible", reason="a mistake").get_json()
    assert (back["outcome"], back["overridden"]) == ("eligible", False)


def test_an_override_waits_for_a_second_person_where_the_program_says_so(world):
    case = world.made(programs=[CAREFUL], facts=FACTS | {"veteran": True})
    told = {"outcome": "not_eligible", "reason": "the letter was forged"}
    asked = world.act(case, "override", **told).get_json()
    assert (asked["outcome"], asked["proposed"], asked["overridden"]) == (
        "eligible", "not_eligible", False,
    )  # fmt: skip
    assert "confirm" not in asked["actions"]
    assert code(world.act(asked, "confirm"), 409) == "same-person"
    same = world.token("  North", "staff", chapters=frozenset({NORTH}))
    mine = world.get(f"{CASES}/{case['id']}", same).get_json()
    assert "confirm" not in mine["actions"]
    assert code(world.act(mine, "confirm", same), 409) == "same-person"
    seen = world.get(f"{CASES}/{case['id']}", world.colleague).get_json()
    assert "confirm" in seen["actions"]
    done = world.act(seen, "confirm", world.colleague).get_json()
    assert (done["outcome"], done["proposed"], done["overridden"]) == ("not_eligible", None, True)
    assert [event["action"] for event in done["history"]] == [
        "record", "propose-override", "confirm",
    ]  # fmt: skip
    assert code(world.act(done, "confirm", world.colleague), 409) == "illegal-case-move"


def test_who_asked_takes_it_back_until_somebody_confirms(world):
    case = world.made(programs=[CAREFUL], facts=FACTS | {"veteran": True})
    assert "withdraw" not in case["actions"]
    assert code(world.act(case, "withdraw"), 409) == "illegal-case-move"
    asked = world.act(case, "override", outcome="not_eligible", reason="a slip").get_json()
    assert "withdraw" in asked["actions"]
    seen = world.get(f"{CASES}/{case['id']}", world.colleague).get_json()
    assert "withdraw" not in seen["actions"]
    assert code(world.act(seen, "withdraw", world.colleague), 409) == "illegal-case-move"
    back = world.act(asked, "withdraw").get_json()
    assert (back["outcome"], back["proposed"], back["overridden"]) == ("eligible", None, False)
    assert back["history"][-1]["action"] == "withdraw"
    late = world.get(f"{CASES}/{case['id']}", world.colleague).get_json()
    assert code(world.act(late, "confirm", world.colleague), 409) == "illegal-case-move"


def test_checking_the_same_again_leaves_what_two_people_decided(world):
    case = world.made(programs=[CAREFUL], facts=FACTS | {"veteran": True})
    asked = world.act(case, "override", outcome="not_eligible", reason="a forged letter").get_json()
    done = world.act(asked, "confirm", world.colleague).get_json()
    again = world.act(done, "recheck").get_json()
    assert (again["outcome"], again["overridden"]) == ("not_eligible", True)
    assert [decision["outcome"] for decision in again["decisions"]] == ["eligible", "eligible"]
    poorer = FACTS | {"veteran": True, "household_income": 20000}
    anew = world.act(again, "recheck", facts=poorer).get_json()
    assert (anew["outcome"], anew["overridden"]) == ("eligible", False)


def test_checking_again_is_a_decision_of_its_own(world, tmp_path):
    case = world.made(programs=[CAREFUL], facts=FACTS | {"veteran": True})
    assert case["outcome"] == "eligible"
    write_careful(tmp_path / "programs", version=2, percent=100)
    world.reload()
    again = world.act(case, "recheck").get_json()
    assert again["outcome"] == "not_eligible"
    assert [d["program_version"] for d in again["decisions"]] == [1, 2]
    assert [d["outcome"] for d in again["decisions"]] == ["eligible", "not_eligible"]
    poorer = FACTS | {"veteran": True, "household_income": 20000}
    third = world.act(again, "recheck", facts=poorer, on="2026-11-20").get_json()
    assert (third["outcome"], third["decisions"][2]["on"]) == ("eligible", "2026-11-20")
    assert third["recheck_on"] == "2027-11-20"
    assert code(world.act(third, "recheck", on="2030-01-01"), 409) == "program-not-in-effect"
    assert problems(world.act(third, "recheck", facts={"age": "old"})) == {"facts.age"}


@pytest.mark.parametrize(
    ("action", "told", "named"),
    [
        ("override", {}, {"outcome", "reason"}),
        ("override", {"outcome": "needs_information", "reason": "x"}, {"outcome"}),
        ("override", {"outcome": "eligible", "reason": "x"}, {"outcome"}),
        ("override", {"outcome": "not_eligible", "reason": "x", "on": "2026-11-23"}, {"on"}),
        ("close", {}, {"reason"}),
        ("close", {"reason": "x", "facts": {}}, {"facts"}),
        ("confirm", {"reason": "x"}, {"reason"}),
        ("withdraw", {"reason": "x"}, {"reason"}),
        ("recheck", {"reason": "x"}, {"reason"}),
    ],
)
def test_an_action_says_what_it_needs_and_refuses_the_rest(world, action, told, named):
    case = world.made()
    assert problems(world.act(case, action, **told)) == named
    assert world.get(f"{CASES}/{case['id']}").get_json()["version"] == 1


def test_an_action_is_for_the_version_that_was_seen(world):
    case = world.made()
    path = f"{CASES}/{case['id']}/close"
    told = {"reason": "x"}
    assert world.client.post(path, json=told, headers=world.north).status_code == 428
    closed = world.act(case, "close", **told).get_json()
    assert (closed["state"], closed["actions"]) == ("closed", [])
    assert world.act(case, "close", **told).status_code == 412
    for action in ("recheck", "close", "override"):
        more = {"override": {"outcome": "not_eligible", "reason": "x"}, "close": told}
        answer = world.act(closed, action, **more.get(action, {}))
        assert code(answer, 409) == "illegal-case-move"


def test_reading_stands_on_the_trail_and_every_row_is_vouched_for(world):
    case = world.made()
    world.get(CASES)
    world.act(case, "override", outcome="not_eligible", reason="came by taxi")
    records = world.desk.records
    with records.store.reading() as session:
        reads = records.trail.reads(session, case["id"])
        assert [(each.actor, each.action) for each in reads] == [(reads[0].actor, "read")]
        states: dict[str, ChainState] = {s.name: s for s in records.trail.verify(session)}
        assert {name for name, state in states.items() if state.broken_at is not None} == set()
        assert len(states[case["id"]].rows) == 2
        assert list(differing(session, records.keys, states)) == []
        told = [str(event.values) for event in records.trail.events(session, case["id"])]
    assert [secret for secret in SECRETS if secret in "".join(told)] == []
