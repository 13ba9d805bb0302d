"""Referrals from beginning to end, as both sides meet them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.errors import Conflict, Forbidden, InvalidQuery, NotFound, Stale
from service.referrals.content import Addressee
from service.referrals.desk import Actor
from service.referrals.reading import read
from tests.referral_world import (
    ANA,
    BEN,
    CARA,
    NOON,
    OTHER_CLINIC,
    clinician,
    draft,
    make,
    move,
    own_desk,
    seen,
    therapist,
)


@pytest.fixture
def desk(tmp_path, fixture_engine):
    with own_desk(tmp_path, fixture_engine) as desk:
        yield desk


def test_right_after_sending_the_office_can_take_it_back(desk):
    sent = make(desk, clinician(), draft())
    assert (sent["status"], sent["business"], sent["order"]) == ("requested", "2.0", "active")
    assert sent["actions"] == ("withdraw", "void")
    assert sent["events"] == ["send"]
    assert sent["worklist"] == "to-deliver"


def test_a_referral_goes_all_the_way(desk):
    referral = make(desk, clinician(), draft())
    ot = therapist()
    for action, told, status, worklist in (
        ("acknowledge", {}, "received", "awaiting-reply"),
        ("accept", {}, "accepted", "needs-scheduling"),
        ("schedule", {"appointment": NOON}, "in-progress", "scheduled"),
        ("no-show", {}, "in-progress", "needs-scheduling"),
        ("schedule", {"appointment": NOON}, "in-progress", "scheduled"),
        ("visit", {"note": "came"}, "in-progress", "scheduled"),
        ("pause", {"status_reason": "insurance-pending"}, "on-hold", "on-hold"),
        ("resume", {}, "in-progress", "scheduled"),
        ("complete", {"note": "goals met"}, "completed", "closed"),
    ):
        referral = move(desk, ot, referral, action, **told)
        assert (action, referral["status"]) == (action, status)
        assert (action, referral["worklist"]) == (action, worklist)
    assert referral["order"] == "completed"


def scheduled(desk, at):
    accepted = move(desk, therapist(), make(desk, clinician(), draft()), "accept")
    return move(desk, therapist(), accepted, "schedule", appointment=at)


def test_nobody_misses_what_is_still_to_come(desk):
    """A no-show is of an appointment that was, and its event says of which."""
    at = NOON + timedelta(days=2)
    referral = scheduled(desk, at)
    desk.clock.at = at - timedelta(seconds=1)
    assert "no-show" not in read(desk, therapist(), referral["id"], seen)["actions"]
    with pytest.raises(Conflict) as early:
        move(desk, therapist(), referral, "no-show")
    assert early.value.code == "illegal-move"
    assert "visit" in early.value.members["actions"]
    desk.clock.at = at
    assert "no-show" in read(desk, therapist(), referral["id"], seen)["actions"]
    move(desk, therapist(), referral, "no-show")
    told = read(desk, clinician(), referral["id"], lambda case: case.events[-1])
    assert (told.action, told.values["appointment"]) == ("no-show", at.isoformat())


def test_a_missed_appointment_that_was_moved_by_phone_is_told_by_its_own_date(desk):
    referral = scheduled(desk, NOON)
    desk.clock.at = NOON + timedelta(days=9)
    later = desk.clock.at + timedelta(seconds=1)
    with pytest.raises(InvalidQuery) as wrong:
        move(desk, therapist(), referral, "no-show", appointment=later)
    assert [(one.parameter, one.code) for one in wrong.value.problems] == [
        ("appointment", "in_the_future")
    ]
    moved = NOON + timedelta(days=3)
    move(desk, therapist(), referral, "no-show", appointment=moved)
    told = read(desk, clinician(), referral["id"], lambda case: case.events[-1])
    assert told.values["appointment"] == moved.isoformat()


def test_another_organization_and_another_ot_find_nothing(desk):
    sent = make(desk, clinician(), draft())
    for stranger in (clinician(OTHER_CLINIC), therapist(BEN)):
        with pytest.raises(NotFound):
            read(desk, stranger, sent["id"], seen)


def test_an_illegal_move_names_the_legal_ones(desk):
    sent = make(desk, clinician(), draft())
    with pytest.raises(Conflict) as refused:
        move(desk, therapist(), sent, "complete", note="x")
    assert refused.value.members["actions"] == ("acknowledge", "accept", "decline")


def test_the_others_moves_are_not_theirs(desk):
    sent = make(desk, clinician(), draft())
    with pytest.raises(Forbidden):
        move(desk, clinician(), sent, "accept")
    with pytest.raises(Forbidden):
        move(desk, therapist(), sent, "withdraw", status_reason="other")


def test_a_stale_version_is_refused(desk):
    sent = make(desk, clinician(), draft())
    move(desk, therapist(), sent, "acknowledge")
    with pytest.raises(Stale):
        move(desk, therapist(), sent, "accept")


def test_a_second_open_referral_needs_a_reason(desk):
    make(desk, clinician(), draft())
    with pytest.raises(Conflict) as refused:
        make(desk, clinician(), draft())
    assert refused.value.code == "duplicate-referral"
    make(desk, clinician(), draft(allow_duplicate="other limb"))
    make(desk, clinician(OTHER_CLINIC), draft())


def test_a_declined_one_goes_to_the_next_of_the_shortlist(desk):
    shortlist = (Addressee(BEN), Addressee(CARA))
    referral = make(desk, clinician(), draft(shortlist=shortlist, shortlist_consent=True))
    declined = move(desk, therapist(), referral, "decline", status_reason="at-capacity")
    assert declined["worklist"] == "needs-reroute"
    office = read(desk, clinician(), referral["id"], seen)
    assert office["actions"] == ("void", "reroute", "revoke")
    again = move(desk, clinician(), declined, "reroute")
    assert (again["recipient"], again["status"]) == (BEN, "requested")
    with pytest.raises(Conflict):
        move(desk, therapist(ANA), again, "accept")
    assert read(desk, therapist(BEN), referral["id"], seen)["actions"] == (
        "acknowledge", "accept", "decline",
    )  # fmt: skip


def test_declining_needs_a_reason(desk):
    sent = make(desk, clinician(), draft())
    with pytest.raises(InvalidQuery) as refused:
        move(desk, therapist(), sent, "decline")
    assert refused.value.problems[0].parameter == "status_reason"


def test_who_signed_in_as_a_person_signs_by_their_own_name(desk):
    """An issuer's token tells who somebody is; a token of ours has a label."""
    sent = make(desk, clinician(), draft())
    order = read(desk, clinician(), sent["id"], lambda case: case.content.order)
    assert (order.signed_by, order.signed_at) == ("Dr. Ellis Harrow", NOON)
    label = replace(clinician().principal, name="Example clinic", person=None)
    with pytest.raises(InvalidQuery) as refused:
        make(desk, Actor(label, "api 192.0.2.1"), draft(allow_duplicate="another"))
    assert refused.value.problems[0].parameter == "order.signed_by"
