"""An OT who leaves the directory after a referral was sent takes it on no more, and its office
learns of it."""

import pytest

from service.directory.departure import Departure
from service.errors import Conflict
from service.referrals.content import Addressee
from service.referrals.reading import read
from service.referrals.timers import tick
from tests.referral_world import (
    ANA,
    BEN,
    LIST,
    NOON,
    OFFICE,
    clinician,
    draft,
    make,
    move,
    seen,
    templates,
    therapist,
)
from tests.revisions import revised


def leave(desk, npi: str, reason: str) -> None:
    desk.engine.update(revised([], {npi: Departure(reason, NOON.date())}), NOON.date())


@pytest.mark.parametrize("reason", ["withdrawn", "deactivated", "excluded"])
@pytest.mark.parametrize("before", [(), ("acknowledge",)])
def test_who_left_cannot_accept_and_is_told_why(desk, reason, before):
    referral = make(desk, clinician(), draft())
    for action in before:
        referral = move(desk, therapist(), referral, action)
    leave(desk, ANA, reason)
    now = read(desk, therapist(), referral["id"], seen)
    assert now["actions"] == (("decline",) if before else ("acknowledge", "decline"))
    with pytest.raises(Conflict) as refused:
        move(desk, therapist(), referral, "accept")
    told = refused.value.members
    assert (refused.value.code, told["npi"]) == ("recipient-gone", ANA)
    assert told["departure"].departure.reason == reason
    assert told["actions"] == now["actions"]
    move(desk, therapist(), referral, "decline", status_reason="provider-left")


def test_the_office_is_told_once_and_can_ask_another_at_once(desk):
    referral = make(desk, clinician(), draft(content=OFFICE))
    leave(desk, ANA, "withdrawn")
    assert tick(desk) == {"recipient-left": 1}
    assert tick(desk) == {}
    assert templates(desk).count("recipient-left") == 1
    now = read(desk, clinician(), referral["id"], seen)
    assert now["events"] == ["send", "recipient-left"]
    assert "reroute" in now["actions"]
    again = move(desk, clinician(), now, "reroute", recipient=Addressee(BEN))
    assert (again["recipient"], again["status"]) == (BEN, "requested")


@pytest.mark.parametrize("before", [(), ("acknowledge",)])
def test_the_next_of_the_shortlist_is_asked(desk, before):
    referral = make(desk, clinician(), draft(content=OFFICE, **LIST))
    for action in before:
        referral = move(desk, therapist(), referral, action)
    leave(desk, ANA, "excluded")
    assert tick(desk) == {"recipient-left": 1, "offer": 1}
    now = read(desk, clinician(), referral["id"], seen)
    assert (now["recipient"], now["status"]) == (BEN, "requested")
    assert now["events"] == ["send", *before, "recipient-left", "offer-next"]
    reasons = read(desk, clinician(), now["id"], lambda case: [
        task.status_reason for task in case.referral.tasks])  # fmt: skip
    assert reasons == ["provider-left", None]
    assert {"recipient-left", "next-offered"} <= set(templates(desk))
    assert tick(desk) == {}


def test_the_next_one_left_too(desk):
    referral = make(desk, clinician(), draft(content=OFFICE, **LIST))
    leave(desk, ANA, "withdrawn")
    leave(desk, BEN, "withdrawn")
    assert tick(desk) == {"recipient-left": 1}
    assert read(desk, clinician(), referral["id"], seen)["recipient"] == ANA


def test_care_that_has_begun_goes_on_but_the_office_knows(desk):
    """Nobody else is asked: what becomes of the care is for the office to settle."""
    referral = make(desk, clinician(), draft(content=OFFICE, **LIST))
    referral = move(desk, therapist(), referral, "accept")
    leave(desk, ANA, "withdrawn")
    assert tick(desk) == {"recipient-left": 1}
    assert tick(desk) == {}
    now = read(desk, clinician(), referral["id"], lambda case: (case.is_overdue, case.actions))
    assert now == (True, ("request-cancellation", "void"))
    assert read(desk, therapist(), referral["id"], seen)["status"] == "accepted"


def test_what_is_over_is_left_alone(desk):
    referral = make(desk, clinician(), draft(content=OFFICE))
    move(desk, therapist(), referral, "decline", status_reason="at-capacity")
    leave(desk, ANA, "withdrawn")
    assert tick(desk) == {}
