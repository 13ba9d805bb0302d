"""The report of a chapter and quarter: what is counted of checks, and that it tells of nobody."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from service.__main__ import main
from service.api.chapter_report_shapes import ChapterReportShape
from service.casework.award_figures import sums
from service.casework.award_table import Award
from service.casework.counting import deciding_criterion
from service.casework.quarters import Quarter, read_quarter
from service.eligibility.checks import check
from service.eligibility.person import read_person
from service.records.keys import new_key
from service.referrals.content import Addressee
from tests.cases_world import (
    BRIDGE,
    CAREFUL,
    CHECKS,
    FACTS,
    NORTH,
    PATIENT,
    CasesWorld,
    programs_in,
)
from tests.referral_world import ANA, clinician, draft, make, move, open_desk_on, therapist

REPORTS = "/api/v1/reports/chapters"
CHAPTERS = """
- id: example-north
  name: Example MS Chapter, North (example)
  area: {counties: ["Albany, NY"], states: [NY]}
  contact: {phone: "5185550100"}
  source: {text: "Example chapter handbook", checked_on: 2026-10-01}
"""


@pytest.fixture
def world(store, fixture_engine, tmp_path) -> CasesWorld:
    chapters = tmp_path / "chapters.yaml"
    chapters.write_text(CHAPTERS)
    desk = open_desk_on(store, fixture_engine)
    return CasesWorld(desk, programs_in(tmp_path / "programs"), chapters=str(chapters))


def counts(world):
    asked = text(
        "SELECT day, chapter, program, outcome, criterion, count FROM check_counts "
        "ORDER BY program, outcome, criterion"
    )
    with world.desk.store.reading() as session:
        return [tuple(row) for row in session.execute(asked)]


def report(world, who=None, quarter="2026Q4", chapter=NORTH):
    answer = world.get(f"{REPORTS}/{chapter}?quarter={quarter}", who)
    assert answer.status_code == 200, answer.text
    found = answer.get_json()
    assert ChapterReportShape().validate(found) == {}
    return found


def checked(world, times=1, who=None, **facts):
    for _ in range(times):
        body = {"facts": FACTS | facts}
        headers = world.north if who is None else who
        assert world.client.post(CHECKS, json=body, headers=headers).status_code == 200


def by_outcome(found):
    return {row["outcome"]: row["count"] for row in found["checks"]["outcomes"]}


def test_a_check_is_counted_without_any_fact(world):
    checked(world, age=3)
    checked(world, veteran=False)
    day = str(date(2026, 11, 23))
    assert [(str(row[0]), *row[1:]) for row in counts(world)] == [
        (day, NORTH, BRIDGE, "eligible", "", 1),
        (day, NORTH, BRIDGE, "not_eligible", "all/4", 1),
        (day, NORTH, CAREFUL, "needs_information", "", 1),
        (day, NORTH, CAREFUL, "not_eligible", "all/1", 1),
    ]


def test_what_is_offered_elsewhere_is_not_counted(world):
    checked(world, postal_code="90210")
    assert counts(world) == []


def test_an_office_counts_for_the_chapter_that_serves_the_place_for_certain(world):
    office = world.token("office", "clinician", organization="1999900065")
    checked(world, who=office)
    assert counts(world) == []  # a ZIP's county is tentative
    checked(world, who=office, county="Albany, NY")
    assert {row[1] for row in counts(world)} == {NORTH}
    before = counts(world)
    checked(world, who=office, postal_code="90210")
    assert counts(world) == before


def test_nobody_writes_the_report_without_saying_who_they_are(world):
    checked(world, who={}, county="Albany, NY")
    assert counts(world) == []


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"age": 3}, "all/4"),
        ({"age": 3, "days_since_last_award": 5}, "all/3/not"),  # several: the first of the file
        ({"household_income": 900_000}, "all/2/any/0"),
        ({"postal_code": "90210"}, "area"),
        ({}, ""),
    ],
)
def test_the_criterion_that_a_no_hangs_on(world, facts, path):
    rules = world.casework.rules
    person = read_person(FACTS | facts, date(2026, 11, 23), rules.guidelines)
    (result,) = check(rules.programs, person, [BRIDGE]).results
    assert deciding_criterion(result) == path


def test_fewer_than_eleven_are_hidden_and_with_them_what_would_tell_them(world):
    checked(world, times=10, age=3)
    hidden = report(world)["checks"]
    assert {row["count"] for row in hidden["outcomes"]} == {None}
    assert (hidden["total"], hidden["deciding"]) == (20, None)  # ten by each programme
    checked(world, times=1, age=3)
    # Eleven are not eligible, but beside the total they would tell how few the others are.
    assert by_outcome(report(world))["not_eligible"] is None


def test_what_is_common_is_shown(world):
    for _ in range(24):
        world.made(programs=[CAREFUL], facts=FACTS | {"veteran": True}, patient=None)
        world.made(programs=[CAREFUL], facts=FACTS | {"veteran": False}, patient=None)
        world.made(programs=[CAREFUL], facts=FACTS, patient=None)
        world.made(programs=[CAREFUL], facts=FACTS | {"veteran": False}, patient=None)
    found = report(world)
    # That none was indeterminate would follow from the total and the 24 of each other.
    assert by_outcome(found) == {"eligible": None, "needs_information": None,
                                 "indeterminate": None, "not_eligible": 48}  # fmt: skip
    assert found["checks"]["total"] == 96
    assert found["checks"]["deciding"] == {"program": CAREFUL, "criterion": "all/1"}


def test_another_quarter_and_another_chapter_are_counted_apart(world):
    checked(world, times=12, age=3)
    assert by_outcome(report(world, quarter="2026Q3"))["not_eligible"] is None
    assert world.get(f"{REPORTS}/{NORTH}?quarter=2026Q4", world.south).status_code == 404
    for bad in ("", "?quarter=2026", "?quarter=2026Q5", "?quarter=2026Q4&day=1"):
        assert world.get(f"{REPORTS}/{NORTH}{bad}").status_code == 422


def test_that_somebody_had_a_report_stands_on_the_trail(world):
    report(world)
    asked = text("SELECT action, \"values\" FROM events WHERE action = 'report'")
    with world.desk.store.reading() as session:
        ((_, values),) = session.execute(asked)
    told = json.loads(values) if isinstance(values, str) else values
    assert told == {"chapter": NORTH, "quarter": "2026Q4"}


def test_referrals_count_by_how_far_they_came_with_the_days_between(world):
    """Twelve are accepted after two days, twelve only sent."""
    for number in range(24):
        asked = draft(recipient=Addressee(ANA), allow_duplicate=f"number {number}")
        sent = make(world.desk, clinician(), asked)
        if number % 2:
            world.desk.clock.at += timedelta(days=2)
            move(world.desk, therapist(), sent, "accept")
            world.desk.clock.at -= timedelta(days=2)
    found = report(world)["referrals"]
    assert {row["step"]: row["count"] for row in found["steps"]} == {
        "sent": None, "received": None, "accepted": None, "first-visit": None,
    }  # fmt: skip
    assert found["total"] == 24
    for number in range(48):
        asked = draft(recipient=Addressee(ANA), allow_duplicate=f"further {number}")
        sent = make(world.desk, clinician(), asked)
        if number % 4 == 0:
            sent = move(world.desk, therapist(), sent, "acknowledge")
        elif number % 4 == 1:
            move(world.desk, therapist(), sent, "decline", status_reason="at-capacity")
        else:
            world.desk.clock.at += timedelta(days=number % 4)
            sent = move(world.desk, therapist(), sent, "accept")
            move(world.desk, therapist(), sent, "visit", note="done")
            world.desk.clock.at -= timedelta(days=number % 4)
    found = report(world)["referrals"]
    assert {row["step"]: row["count"] for row in found["steps"]} == {
        "sent": 12, "received": 24, "accepted": 12, "first-visit": 24,
    }  # fmt: skip
    assert found["total"] == 72
    days = {row["step"]: row["median_days"] for row in found["steps"]}
    assert days == {"sent": None, "received": 2, "accepted": 2, "first-visit": 2.5}
    # Nobody gave another reason, which the total would tell beside "at-capacity".
    assert found["declined"] is None
    assert {row["reason"]: row["count"] for row in found["declines"]} == {
        "at-capacity": 12, "others": None,
    }  # fmt: skip


def test_nobody_learns_from_declines_how_few_did_not_decline(world):
    """Eleven of fourteen decline: beside the total of all it would tell of the other three."""
    for number in range(14):
        asked = draft(recipient=Addressee(ANA), allow_duplicate=f"number {number}")
        sent = make(world.desk, clinician(), asked)
        if number < 11:
            move(world.desk, therapist(), sent, "decline", status_reason="out-of-area")
    found = report(world)["referrals"]
    assert found["total"] == 14
    assert (found["declined"], found["declines"]) == (None, [{"reason": "others", "count": None}])


def test_where_no_data_say_what_it_serves_referrals_are_not_known(world):
    admin = world.token("admin", "admin")
    assert report(world, admin, chapter="example-east")["referrals"] is None


def test_awards_are_summed_where_there_are_enough_of_them(world):
    for number in range(11):
        case = world.made(patient=PATIENT | {"family": f"Quillfeather {number}"})
        headers = world.north | {"If-Match": 'W/"1"'}
        path = f"/api/v1/eligibility/cases/{case['id']}/awards"
        answer = world.client.post(path, json={"amount": 50.5}, headers=headers)
        assert answer.status_code == 201
        if number == 9:
            few = report(world)["awards"]
            assert (few["total"], few["visits"], few["amount"]) == (None, None, None)
    found = report(world)["awards"]
    assert {row["count"] for row in found["states"]} == {None}
    # That nothing was used would tell that none is used up.
    assert (found["total"], found["visits"], found["visits_used"]) == (11, 66, None)
    assert (found["amount"], found["spent"]) == (555.5, None)


def test_no_sum_tells_of_fewer_than_eleven():
    """One award alone has dollars, and one alone has a visit left."""
    awards = [given(visits=(6, 6)) for _ in range(12)]
    awards.append(given(visits=(6, 5), cents=(53_700, 13_425)))
    assert sums(awards) == {
        "visits": 78, "visits_used": None, "visits_over": None, "amount_cents": None,
        "spent_cents": None,
    }  # fmt: skip


def test_what_enough_have_left_is_told():
    """That nothing is left of any would tell that none can be used, of which there are none."""
    used = [given(visits=(6, 6), cents=(600, 600)) for _ in range(11)]
    assert sums(used) == {
        "visits": 66, "visits_used": None, "visits_over": None, "amount_cents": 6600,
        "spent_cents": None,
    }  # fmt: skip
    begun = [given(visits=(6, 2), cents=(600, 200)) for _ in range(11)]
    assert sums(used + begun)["visits_used"] == 88
    assert sums(used + begun[:10])["visits_used"] is None


def test_more_visits_than_were_authorised_are_not_paid_by_the_award():
    over = [given(visits=(3, 9)) for _ in range(11)]
    begun = [given(visits=(3, 1)) for _ in range(11)]
    told = sums(over + begun)
    assert (told["visits_used"], told["visits_over"]) == (44, 66)
    for fewer in (over, over + begun[:10], over[:10] + begun):
        assert sums(fewer)["visits_over"] is None


def given(visits, cents=(None, 0)):
    return Award(visits=visits[0], visits_used=visits[1], amount_cents=cents[0],
                 spent_cents=cents[1])  # fmt: skip


def test_a_quarter_is_its_days_in_the_us_east():
    assert (Quarter(2026, 4).begins, Quarter(2026, 4).ends) == (
        date(2026, 10, 1), date(2026, 12, 31),
    )  # fmt: skip
    first, after = Quarter(2026, 4).moments
    assert first.astimezone(UTC) == datetime(2026, 10, 1, 4, tzinfo=UTC)
    assert after.astimezone(UTC) == datetime(2027, 1, 1, 5, tzinfo=UTC)
    quarters = [Quarter(2026, number) for number in (1, 2, 3, 4)] + [Quarter(2027, 1)]
    for one, following in pairwise(quarters):
        assert one.ends + timedelta(days=1) == following.begins
        assert read_quarter(str(one)) == one
    for bad in ("2026Q0", "2026Q5", "1999Q1", "2026q4", "2026-Q4", ""):
        with pytest.raises(ValueError, match="must be a quarter"):
            read_quarter(bad)


def test_the_command_prints_the_same(monkeypatch, tmp_path, fixture_engine):
    for name in ("OTMATCH_KEYS", "OTMATCH_INDEX_KEY"):
        monkeypatch.setenv(name, new_key())
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/own.db")
    monkeypatch.setenv("OTMATCH_DIRECTORY", f"sqlite:///{fixture_engine.path}")

    def run(*words):
        found = CliRunner().invoke(main, ["report", *words])
        return found.exit_code, found.output

    status, told = run("--chapter", NORTH, "--quarter", "2026Q4")
    assert status == 0, told
    assert "checks  hidden" in told
    assert "referrals  no data say which places the chapter serves" in told
    status, told = run("--chapter", NORTH, "--quarter", "2026Q4", "--format", "json")
    assert ChapterReportShape().validate(json.loads(told)) == {}
    assert run("--chapter", NORTH, "--quarter", "2026")[0] == 2
    assert run("--chapter", "No Chapter", "--quarter", "2026Q4")[0] == 2
    assert run("--chapter", NORTH)[0] == 2
