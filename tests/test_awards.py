"""Awards: what a programme gives, its budget also under many at once, visits of a referral."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from msgspec import structs

from service.api.award_shapes import BudgetsShape
from service.api.case_shapes import CaseShape
from service.casework.retention import erase_case, expire_cases
from service.records.vouched_rows import differing
from service.referrals.awards import ENDING_OFFICE
from service.referrals.content import Addressee
from service.referrals.dispatch import dispatcher
from tests.cases_world import (
    BRIDGE,
    CAREFUL,
    CASES,
    FACTS,
    PATIENT,
    CasesWorld,
    programs_in,
    staff,
    write_careful,
)
from tests.referral_world import ANA, CONTENT, clinician, draft, make, move, open_desk_on, therapist

VETERAN = FACTS | {"veteran": True}
BUDGET = "budget: 1000\nbenefits: [{kind: ot-visits, amount: 6, period_days: 90}]"
REFERRALS = "/api/v1/referrals"


@pytest.fixture
def world(store, own_engine, tmp_path) -> CasesWorld:
    """A programme with 1,000 dollars."""
    folder = programs_in(tmp_path / "programs")
    write_careful(folder, more=BUDGET)
    desk = open_desk_on(store, own_engine, public_url="https://otmatch.example")
    return CasesWorld(desk, folder)


def case(world, **more):
    return world.made(**{"programs": [CAREFUL], "facts": VETERAN, "patient": None} | more)


def award(world, case, **told):
    headers = world.north | {"If-Match": f'W/"{case["version"]}"'}
    path = f"{CASES}/{case['id']}/awards"
    return world.client.post(path, json=told, headers=headers)


def awarded(world, case, **told):
    answer = award(world, case, **told)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def act(world, case, action, **told):
    headers = world.north | {"If-Match": f'W/"{case["version"]}"'}
    path = f"{CASES}/{case['id']}/awards/{case['awards'][-1]['id']}/{action}"
    return world.client.post(path, json=told, headers=headers)


def code(answer, status=409):
    assert answer.status_code == status, answer.text
    return answer.get_json()["type"].rsplit(":")[-1]


def named(answer):
    assert answer.status_code == 422, answer.text
    return {entry["parameter"] for entry in answer.get_json()["errors"]}


def whole(world):
    """The trail is unbroken, and every row as it says."""
    records = world.desk.records
    with records.store.reading() as session:
        states = {state.name: state for state in records.trail.verify(session)}
        assert [s.name for s in states.values() if s.broken_at is not None] == []
        assert list(differing(session, records.keys, states)) == []


def budget(world):
    told = world.get("/api/v1/eligibility/budgets").get_json()
    assert BudgetsShape().validate(told) == {}
    (found,) = [each for each in told["budgets"] if each["program"] == CAREFUL]
    assert found["remaining"] == found["budget"] - found["committed"] - found["spent"]
    return found["committed"], found["spent"], found["remaining"]


def test_what_is_left_out_is_as_the_program_has_it(world):
    found = awarded(world, case(world), amount=600)
    assert CaseShape().validate(found) == {}
    (made,) = found["awards"]
    assert (made["program_version"], made["state"], made["made_by"]) == (1, "active", "north")
    assert (made["visits"], made["visits_used"], made["visits_left"]) == (6, 0, 6)
    assert (made["amount"], made["spent"], made["referral"]) == (600, 0, None)
    assert (made["made_on"], made["expires_on"]) == ("2026-11-23", "2027-02-21")
    assert found["version"] == 2
    assert found["history"][-1]["action"] == "award"
    assert budget(world) == (600, 0, 400)


@pytest.mark.parametrize(
    ("told", "parameter"),
    [
        ({}, "amount"),  # the programme has a budget
        ({"amount": 10, "visits": 7}, "visits"),  # it gives six
        ({"amount": 10, "visits": 0}, "visits"),
        ({"amount": 0}, "amount"),
        ({"amount": 10.005}, "amount"),
        ({"amount": 10, "expires_on": "2026-11-22"}, "expires_on"),
        ({"amount": 10, "expires_on": "2027-02-22"}, "expires_on"),  # a day more than the 90 it has
        ({"amount": 10, "referral": "r-2b3c4d5e6f7g8h9j"}, "referral"),
        ({"amount": 10, "income": 3}, "income"),
    ],
)
def test_what_cannot_be_awarded_is_named(world, told, parameter):
    assert named(award(world, case(world), **told)) == {parameter}
    assert budget(world) == (0, 0, 1000)


def test_a_budget_is_given_to_its_last_cent_and_no_further(world):
    awarded(world, case(world), amount=999.99)
    refused = award(world, case(world), amount=0.02)
    assert (code(refused), refused.get_json()["remaining"]) == ("beyond-budget", 0.01)
    awarded(world, case(world), amount=0.01)
    assert budget(world) == (1000, 0, 0)


def test_only_who_is_eligible_by_the_version_in_effect_is_awarded(world, tmp_path):
    poor = case(world, facts=VETERAN | {"veteran": False})
    closed = world.act(case(world), "close", reason="over").get_json()
    proposed = world.act(case(world), "override", outcome="not_eligible", reason="x").get_json()
    older = case(world)
    write_careful(tmp_path / "programs", version=2, more=BUDGET)
    world.reload()
    for each in (poor, closed, proposed, older):
        assert code(award(world, each, amount=10)) == "not-awardable"
    again = world.act(older, "recheck").get_json()
    assert awarded(world, again, amount=10)["awards"][0]["program_version"] == 2


def test_an_award_is_for_the_version_that_was_seen(world):
    made = case(world)
    world.act(made, "override", outcome="not_eligible", reason="x")
    assert award(world, made, amount=10).status_code == 412


def test_no_second_one_while_the_first_can_be_used(world):
    made = awarded(world, case(world), amount=10)
    assert code(award(world, made, amount=10)) == "awarded-before"
    revoked = act(world, made, "revoke", reason="moved").get_json()
    assert len(awarded(world, revoked, amount=10)["awards"]) == 2


def test_the_same_person_waits_as_long_as_the_program_says(world):
    """The example gives one in 365 days."""
    first = world.made()
    awarded(world, first)
    second = world.made(programs=[BRIDGE])
    assert second["other_cases"] == [first["id"]]
    assert code(award(world, second)) == "awarded-before"
    another = world.made(patient=PATIENT | {"family": "Otherwise"})
    assert awarded(world, another)["awards"][0]["visits"] == 6


def test_where_days_lie_between_two_awards_somebody_is_named(world):
    """Else one person could have as many as there are cases without a name."""
    assert code(award(world, world.made(patient=None))) == "award-needs-person"
    assert awarded(world, world.made())["awards"][0]["visits"] == 6


def test_dollars_that_were_spent_count_as_an_award_of_before(world, tmp_path):
    """Of one that was revoked later, and had no visit."""
    yearly = "budget: 1000\nbenefits: [{kind: ot-visits, amount: 6, once_per_days: 365}]"
    write_careful(tmp_path / "programs", version=2, more=yearly)
    world.reload()
    made = awarded(world, of_person(world), amount=600)
    billed = act(world, made, "use", amount=20).get_json()
    act(world, billed, "revoke", reason="x")
    assert code(award(world, of_person(world), amount=10)) == "awarded-before"


def test_use_counts_visits_and_their_share_of_the_amount(world):
    made = awarded(world, case(world), amount=100)
    once = act(world, made, "use", visits=1).get_json()
    assert (once["awards"][0]["visits_left"], once["awards"][0]["spent"]) == (5, 16.66)
    assert budget(world) == (83.34, 16.66, 900)
    rest = act(world, once, "use", visits=5).get_json()
    assert (rest["awards"][0]["state"], rest["awards"][0]["spent"]) == ("used-up", 100)
    assert budget(world) == (0, 100, 900)
    assert act(world, made, "use", visits=1).status_code == 412
    assert named(act(world, rest, "use")) == {"visits"}
    assert named(act(world, rest, "use", visits=1, reason="x")) == {"reason"}


def test_no_more_visits_are_counted_by_hand_than_are_left(world):
    made = awarded(world, case(world), amount=100)
    refused = act(world, made, "use", visits=9)
    assert (code(refused), refused.get_json()["remaining"]) == ("beyond-visits", 6)
    rest = act(world, made, "use", visits=6).get_json()
    assert code(act(world, rest, "use", visits=1)) == "beyond-visits"
    assert code(act(world, rest, "revoke", reason="too late")) == "award-over"
    assert budget(world) == (0, 100, 900)


def test_what_a_visit_cost_is_what_was_told(world):
    made = awarded(world, case(world), amount=100)
    used = act(world, made, "use", visits=1, amount=70.5).get_json()
    assert used["awards"][0]["spent"] == 70.5
    refused = act(world, used, "use", amount=29.51)
    assert (code(refused), refused.get_json()["remaining"]) == ("beyond-budget", 29.5)


def test_what_ended_gives_back_what_was_not_used(world):
    made = awarded(world, case(world), amount=600)
    used = act(world, made, "use", visits=2).get_json()
    assert budget(world) == (400, 200, 400)
    over = act(world, used, "revoke", reason="moved away by taxi").get_json()
    assert over["awards"][0]["state"] == "revoked"
    assert over["history"][-1]["reason"] == "moved away by taxi"
    assert budget(world) == (0, 200, 800)
    for action, told in (("use", {"visits": 1}), ("revoke", {"reason": "x"})):
        assert code(act(world, over, action, **told)) == "award-over"


def test_erasing_a_case_ends_its_award_and_the_budget_gets_back_the_rest(world):
    made = awarded(world, case(world), amount=600)
    act(world, made, "use", visits=2)
    erase_case(world.casework, staff(), made["id"], "asked for it")
    assert budget(world) == (0, 200, 800)
    left = world.get(f"{CASES}/{made['id']}").get_json()
    assert left["awards"][0]["state"] == "revoked"
    assert [event["action"] for event in left["history"]][-2:] == ["revoke-award", "erase"]
    whole(world)


def test_a_case_that_was_kept_long_enough_takes_its_award_with_it(world):
    made = awarded(world, case(world), amount=600, expires_on="2027-01-31")
    assert world.act(made, "close", reason="over", end_awards=True).status_code == 200
    world.desk.clock.at += timedelta(days=31)
    assert expire_cases(world.casework, staff(), 30) == 1
    left = world.get(f"{CASES}/{made['id']}").get_json()
    assert (left["patient"], left["awards"][0]["state"]) == (None, "revoked")
    whole(world)


def test_who_closes_a_case_says_that_its_award_ends(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600, referral=referral["id"])
    assert named(world.act(made, "close", reason="over")) == {"end_awards"}
    assert named(world.act(made, "close", reason="over", end_awards=False)) == {"end_awards"}
    assert (now(world, made)["state"], budget(world)) == ("open", (600, 0, 400))
    closed = world.act(made, "close", reason="moved by taxi", end_awards=True).get_json()
    assert (closed["state"], closed["awards"][0]["state"]) == ("closed", "revoked")
    assert [each["action"] for each in closed["history"]][-2:] == ["revoke-award", "close"]
    assert budget(world) == (0, 0, 1000)
    assert code(act(world, closed, "use", visits=1)) == "award-over"
    move(world.desk, therapist(), fresh(world, referral), "visit", note="first")
    assert now(world, made)["awards"][0]["visits_used"] == 0
    whole(world)


def test_nothing_is_counted_on_an_award_that_was_used_up_when_its_case_was_closed(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=60, visits=1, referral=referral["id"])
    used = act(world, made, "use", visits=1).get_json()
    closed = world.act(used, "close", reason="over").get_json()
    assert (closed["state"], closed["awards"][0]["state"]) == ("closed", "used-up")
    move(world.desk, therapist(), fresh(world, referral), "visit", note="one more")
    assert now(world, made)["awards"][0]["visits_used"] == 1
    (use,) = closed["awards"][0]["uses"]
    undone = act(world, closed, "undo", use=use["id"], reason="x").get_json()
    assert (undone["awards"][0]["state"], budget(world)) == ("revoked", (0, 0, 1000))


def undo(world, case, place, **told):
    use = case["awards"][-1]["uses"][place]["id"]
    return act(world, case, "undo", **({"use": use, "reason": "a slip of the taxi"} | told))


def test_a_use_that_was_told_by_mistake_is_undone_and_the_others_count_as_without_it(world):
    made = awarded(world, case(world), amount=600)
    one = act(world, made, "use", visits=1, amount=250).get_json()
    two = act(world, one, "use", visits=3).get_json()
    assert [(use["visits"], use["amount"], use["by"], use["referral"], use["undone"])
            for use in two["awards"][0]["uses"]] == [
        (1, 250, "north", None, False), (3, None, "north", None, False),
    ]  # fmt: skip
    assert budget(world) == (200, 400, 400)
    undone = undo(world, two, 1).get_json()
    told = undone["awards"][0]
    assert (told["visits_used"], told["visits_left"], told["spent"]) == (1, 5, 250)
    assert [use["undone"] for use in told["uses"]] == [False, True]
    assert undone["history"][-1] | {"at": None, "outcome": None} == {
        "action": "undo-use", "by": "north", "reason": "a slip of the taxi", "at": None,
        "outcome": None,
    }  # fmt: skip
    assert budget(world) == (350, 250, 400)
    assert named(undo(world, undone, 1)) == {"use"}
    assert named(undo(world, undone, 0, use="0" * 32)) == {"use"}
    assert named(act(world, undone, "undo", reason="x")) == {"use"}
    none = undo(world, undone, 0).get_json()
    assert (none["awards"][0]["visits_used"], budget(world)) == (0, (600, 0, 400))
    whole(world)


def test_undoing_a_use_makes_an_award_usable_that_was_used_up_and_helps_one_that_ended(world):
    made = awarded(world, case(world), amount=600)
    used = act(world, made, "use", visits=6).get_json()
    assert used["awards"][0]["state"] == "used-up"
    again = undo(world, used, 0).get_json()
    assert again["awards"][0]["state"] == "active"
    over = act(world, act(world, again, "use", visits=2).get_json(), "revoke", reason="x")
    assert budget(world) == (0, 200, 800)
    undo(world, over.get_json(), 1)
    assert budget(world) == (0, 0, 1000)


def test_a_visit_of_a_referral_is_undone_and_the_ots_report_counts_anew(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600, referral=referral["id"])
    seen = move(world.desk, therapist(), fresh(world, referral), "visit", note="first")
    (use,) = now(world, made)["awards"][0]["uses"]
    assert (use["visits"], use["referral"]) == (1, referral["id"])
    assert undo(world, now(world, made), 0).get_json()["awards"][0]["visits_used"] == 0
    move(world.desk, therapist(), seen, "complete", note="done", visits=2)
    assert now(world, made)["awards"][0]["visits_used"] == 2


def test_another_chapter_undoes_nothing(world):
    made = awarded(world, case(world), amount=600)
    used = act(world, made, "use", visits=1).get_json()
    use = used["awards"][0]["uses"][0]["id"]
    path = f"{CASES}/{used['id']}/awards/{used['awards'][0]['id']}/undo"
    headers = world.south | {"If-Match": f'W/"{used["version"]}"'}
    told = {"use": use, "reason": "x"}
    assert world.client.post(path, json=told, headers=headers).status_code == 404


def test_an_expired_award_gives_back_on_the_day_after_its_last(world):
    made = awarded(world, case(world), amount=600, expires_on="2026-11-24")
    world.desk.clock.at += timedelta(days=1)
    assert budget(world) == (600, 0, 400)
    used = act(world, made, "use", visits=3).get_json()
    world.desk.clock.at += timedelta(days=1)
    assert budget(world) == (0, 300, 700)
    assert code(act(world, used, "use", visits=1)) == "award-over"


def test_many_at_once_never_give_more_than_there_is(world):
    """Twelve want 150 dollars each; 1,000 are enough for six."""
    made = [case(world) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda each: award(world, each, amount=150).status_code, made))
    assert sorted(found) == [201] * 6 + [409] * 6
    assert budget(world) == (900, 0, 100)


def test_one_case_awarded_many_times_at_once_has_one(world):
    made = case(world)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: award(world, made, amount=10).status_code, range(6)))
    assert sorted(found) == [201] + [412] * 5


def test_another_chapters_award_cannot_be_reached(world):
    made = awarded(world, case(world), amount=10)
    other = case(world)
    path = f"{CASES}/{other['id']}/awards/{made['awards'][0]['id']}/revoke"
    headers = world.north | {"If-Match": 'W/"1"'}
    assert world.client.post(path, json={"reason": "x"}, headers=headers).status_code == 404
    path = f"{CASES}/{made['id']}/awards"
    headers = world.south | {"If-Match": 'W/"2"'}
    assert world.client.post(path, json={"amount": 1}, headers=headers).status_code == 404


# The referral's patient is the person of the case.
EMAILED = structs.replace(
    CONTENT, requester=structs.replace(CONTENT.requester, email="office@clinic.example")
)


def accepted(world):
    sent = make(world.desk, clinician(), draft(content=EMAILED, recipient=Addressee(ANA)))
    return move(world.desk, therapist(), sent, "accept")


def of_person(world, **more):
    return case(world, patient=PATIENT, **more)


def shown(world, referral):
    office = world.token("office", "clinician", organization="1999999984")
    ot = world.token("ot", "ot", npi=ANA)
    found = [world.get(f"{REFERRALS}/{referral['id']}", who).get_json() for who in (office, ot)]
    assert found[0]["awards"] == found[1]["awards"]
    (told,) = found[0]["awards"]
    return told


def now(world, case):
    return world.get(f"{CASES}/{case['id']}").get_json()


def fresh(world, referral):
    """The referral's newest version, to go on with."""
    office = world.token("again", "clinician", organization="1999999984")
    told = world.get(f"{REFERRALS}/{referral['id']}", office).get_json()
    return {"id": told["id"], "version": told["version"]}


def notices(world):
    return [(row.template, row.to) for row in dispatcher(world.desk).every()]


def test_visits_of_its_referral_use_an_award_and_both_offices_see_what_is_left(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600, visits=3, referral=referral["id"])
    assert made["awards"][0]["referral"] == referral["id"]
    told = shown(world, referral)
    assert told == {"id": made["awards"][0]["id"], "program": CAREFUL, "state": "active",
                    "visits": 3, "visits_left": 3, "visits_over": 0,
                    "expires_on": "2027-02-21"}  # fmt: skip
    seen = fresh(world, referral)
    seen = move(world.desk, therapist(), seen, "visit", note="first")
    assert shown(world, referral)["visits_left"] == 2
    assert (ENDING_OFFICE, "office@clinic.example") not in notices(world)
    seen = move(world.desk, therapist(), seen, "visit", note="second")
    assert shown(world, referral)["visits_left"] == 1
    assert notices(world).count((ENDING_OFFICE, "office@clinic.example")) == 1
    seen = move(world.desk, therapist(), seen, "visit", note="third")
    assert shown(world, referral)["state"] == "used-up"
    move(world.desk, therapist(), seen, "visit", note="a fourth, which nobody pays")
    last = now(world, made)["awards"][0]
    assert (last["visits_used"], last["spent"], last["state"]) == (4, 600, "used-up")
    assert (last["visits_left"], last["visits_over"]) == (0, 1)
    assert shown(world, referral)["visits_over"] == 1
    assert notices(world).count((ENDING_OFFICE, "office@clinic.example")) == 1


def test_the_ots_report_says_how_many_visits_there_were_in_all(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600, referral=referral["id"])
    seen = move(world.desk, therapist(), fresh(world, referral), "visit", note="first")
    move(world.desk, therapist(), seen, "complete", note="done", visits=5)
    told = now(world, made)["awards"][0]
    assert (told["visits_used"], told["spent"]) == (5, 500)


def test_more_visits_than_a_program_pays_are_told_and_cost_nothing(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600, referral=referral["id"])
    move(world.desk, therapist(), fresh(world, referral), "complete", note="done", visits=9)
    told = now(world, made)["awards"][0]
    assert (told["visits"], told["visits_used"], told["visits_over"]) == (6, 9, 3)
    assert (told["state"], told["spent"], budget(world)) == ("used-up", 600, (0, 600, 400))
    assert shown(world, referral)["visits_over"] == 3


def test_visits_go_to_the_next_award_when_the_first_is_used_up(world):
    referral = accepted(world)
    first = awarded(world, of_person(world), amount=100, visits=2, referral=referral["id"],
                    expires_on="2027-01-31")  # fmt: skip
    second = awarded(world, of_person(world), amount=100, visits=4, referral=referral["id"])
    move(world.desk, therapist(), fresh(world, referral), "complete", note="done", visits=7)
    found = [now(world, each)["awards"][0] for each in (first, second)]
    assert [(one["visits_used"], one["visits_over"]) for one in found] == [(2, 0), (5, 1)]


def test_visits_of_an_award_that_expired_are_not_counted_again(world):
    referral = accepted(world)
    awarded(world, of_person(world), amount=100, referral=referral["id"], expires_on="2026-11-24")
    seen = move(world.desk, therapist(), fresh(world, referral), "visit", note="first")
    world.desk.clock.at += timedelta(days=2)
    later = awarded(world, of_person(world), amount=100, referral=referral["id"])
    move(world.desk, therapist(), fresh(world, seen), "complete", note="done", visits=3)
    assert now(world, later)["awards"][0]["visits_used"] == 2


def test_how_many_visits_there_were_goes_with_completing_alone(world):
    ot = world.token("ot", "ot", npi=ANA)
    referral = accepted(world)
    headers = ot | {"If-Match": f'W/"{referral["version"]}"'}
    path = f"{REFERRALS}/{referral['id']}/visit"
    told = world.client.post(path, json={"note": "x", "visits": 2}, headers=headers)
    assert named(told) == {"visits"}


def test_what_happens_after_its_last_day_is_not_paid(world):
    referral = accepted(world)
    awarded(world, of_person(world), amount=600, expires_on="2026-11-24", referral=referral["id"])
    world.desk.clock.at += timedelta(days=2)
    move(world.desk, therapist(), fresh(world, referral), "visit", note="late")
    assert budget(world) == (0, 0, 1000)


def test_an_award_can_be_attached_later_but_only_to_the_same_person(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600)
    attached = act(world, made, "attach", referral=referral["id"]).get_json()
    assert attached["awards"][0]["referral"] == referral["id"]
    nobody = awarded(world, case(world), amount=10)
    other = awarded(world, case(world, patient=PATIENT | {"birth_date": "1979-03-03"}), amount=10)
    for each in (nobody, other):
        refused = act(world, each, "attach", referral=referral["id"])
        unknown = act(world, each, "attach", referral="r-2b3c4d5e6f7g8h9j")
        assert named(refused) == named(unknown) == {"referral"}
        assert refused.get_json()["detail"] == unknown.get_json()["detail"]
    assert named(act(world, made | {"version": attached["version"]}, "attach")) == {"referral"}


def test_neither_office_learns_why_somebody_has_an_award(world):
    referral = accepted(world)
    awarded(world, of_person(world), amount=600, referral=referral["id"])
    ot = world.token("ot", "ot", npi=ANA)
    told = world.get(f"{REFERRALS}/{referral['id']}", ot).text
    for secret in ("41234", "household", "income", "600", "veteran"):
        assert secret not in told


@pytest.mark.parametrize(
    ("on", "born"), [("2026-12-20", "2008-12-10"), ("2026-01-05", "1905-06-01")]
)
def test_what_is_so_on_another_day_alone_gets_nothing_today(world, on, born):
    """They are 18 on that day and not yet now; or 120 then, and 121 now."""
    facts = {name: value for name, value in FACTS.items() if name != "age"} | {"birth_date": born}
    made = case(world, programs=[BRIDGE], facts=facts, on=on)
    assert made["outcome"] == "eligible"
    answer = award(world, made)
    assert (answer.status_code, answer.get_json()["type"]) == (
        409,
        "urn:otmatch:problem:not-awardable",
    )


def test_what_follows_knows_of_the_award_that_was_made(world):
    unasked = {name: value for name, value in VETERAN.items() if name != "days_since_last_award"}
    made = case(world, facts=unasked)

    def bridge():
        told = world.get(f"{CASES}/{made['id']}/following").get_json()["programs"]
        return [each["missing"] for each in told if each["program"] == BRIDGE]

    assert bridge() == [["days_since_last_award"]]
    awarded(world, now(world, made), amount=600)
    assert bridge() == []  # at most one in so many days


def test_what_follows_are_other_programs_and_the_persons_plan(world):
    made = case(world, facts=VETERAN | {"plan_id": "11111NY0010001"})
    told = world.get(f"{CASES}/{made['id']}/following").get_json()
    assert [(each["program"], each["outcome"]) for each in told["programs"]] == [
        (BRIDGE, "eligible")
    ]
    assert told["coverage"]["plan"] == "11111NY0010001"
    for plan, status in (("nobodys plan", "unknown"), ("none", None)):
        other = case(world, facts=VETERAN | {"plan_id": plan})
        pays = world.get(f"{CASES}/{other['id']}/following").get_json()["coverage"]
        assert (pays and pays["status"]) == status
    assert world.get(f"{CASES}/{made['id']}/following", world.south).status_code == 404


def test_every_change_of_an_award_is_vouched_for(world):
    referral = accepted(world)
    made = awarded(world, of_person(world), amount=600, referral=referral["id"])
    move(world.desk, therapist(), fresh(world, referral), "visit", note="first")
    act(world, now(world, made), "revoke", reason="moved")
    whole(world)
    with world.desk.records.store.reading() as session:
        actions = [event.action for event in world.desk.trail.events(session, made["id"])]
    assert actions == ["record", "award", "award-attached", "award-visit", "revoke-award"]
