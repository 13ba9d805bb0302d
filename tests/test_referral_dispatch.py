"""What becomes of an e-mail that brings a referral is known to the referral."""

from datetime import timedelta

import pytest

from service.referrals.content import Addressee
from service.referrals.dispatch import dispatcher
from service.referrals.mailing import ARRIVED
from service.referrals.outbox import Undelivered
from service.referrals.reading import read
from service.wording.mail import mail_text
from tests.outbox_notices import Listed
from tests.referral_world import (
    CARA,
    OFFICE,
    clinician,
    draft,
    make,
    move,
    seen,
    therapist,
)

BY_MAIL = CARA  # whose location takes referrals by e-mail
REFUSED = Undelivered("smtp-550", final=True)


@pytest.fixture
def sent(desk):
    return make(desk, clinician(), draft(content=OFFICE, recipient=Addressee(BY_MAIL)))


def standing(desk, referral: dict) -> dict:
    def render(case):
        deliveries = [(one.channel, one.state) for one in case.task.deliveries]
        return seen(case) | {"deliveries": deliveries, "due_at": case.task.due_at}

    return read(desk, clinician(), referral["id"], render)


def deliver(desk, failure: Undelivered | None = None) -> None:
    dispatcher(desk).deliver({"email": Listed(failure)})


def test_the_e_mail_says_which_office_to_call_for_the_code(desk, sent):
    sender = Listed()
    dispatcher(desk).deliver({"email": sender})
    [arrived] = [each for each in sender.sent if each.template == ARRIVED]
    _, text = mail_text(arrived.template, "en", arrived.values)
    assert "call the office that sent the referral" in text
    assert "Dr. Ellis Harrow, 518-555-0100" in text
    assert "Quillfeather" not in text


def test_until_it_is_sent_it_waits_and_then_it_is_made(desk, sent):
    before = standing(desk, sent)
    assert before["deliveries"] == [("email", "waiting")]
    deliver(desk, Undelivered("no-connection", lane_down=True))
    assert standing(desk, sent) == before
    desk.clock.at += timedelta(minutes=1)
    deliver(desk)
    after = standing(desk, sent)
    assert after["deliveries"] == [("email", "made")]
    assert after["events"] == ["send", "deliver"]
    same = ("version", "worklist", "due_at", "status")
    assert [after[name] for name in same] == [before[name] for name in same]
    deliver(desk)
    assert standing(desk, sent) == after


def test_who_answers_while_it_is_sent_is_not_refused(desk, sent):
    deliver(desk)
    assert move(desk, therapist(BY_MAIL), sent, "accept")["status"] == "accepted"


def test_what_is_sent_after_it_was_accepted_leaves_it_alone(desk, sent):
    move(desk, therapist(BY_MAIL), sent, "accept")
    desk.clock.at += timedelta(days=1)
    before = standing(desk, sent)
    deliver(desk)
    after = standing(desk, sent)
    assert (after["worklist"], after["due_at"]) == (before["worklist"], before["due_at"])
    assert after["deliveries"] == [("email", "made")]


def test_what_fails_is_delivered_by_hand_and_its_office_told_once(desk, sent):
    deliver(desk, REFUSED)
    after = standing(desk, sent)
    assert after["deliveries"] == [("email", "failed")]
    assert (after["worklist"], after["events"]) == ("to-deliver", ["send", "undelivered"])
    assert sorted(row.template for row in dispatcher(desk).every()) == [ARRIVED, "to-deliver"]


def test_what_failed_and_is_tried_again_with_success_is_made(desk, sent):
    deliver(desk, REFUSED)
    [dead] = [row for row in dispatcher(desk).every("dead") if row.template == ARRIVED]
    dispatcher(desk).retry(dead.id)
    deliver(desk)
    after = standing(desk, sent)
    assert after["deliveries"] == [("email", "made")]
    assert after["worklist"] == "awaiting-acknowledgement"


def test_what_fails_after_another_ot_was_asked_says_nothing_of_them(desk, sent):
    """The e-mail to the first one is dead; the second one's is on its way."""
    [first] = dispatcher(desk).every()
    declined = move(desk, therapist(BY_MAIL), sent, "decline", status_reason="at-capacity")
    move(desk, clinician(), declined, "reroute", recipient=Addressee(BY_MAIL), text="free now")

    class Refuses(Listed):
        def send(self, delivery):
            if delivery.id == first.id:
                raise REFUSED

    dispatcher(desk).deliver({"email": Refuses()})
    after = standing(desk, sent)
    assert after["deliveries"] == [("email", "made")]
    assert after["worklist"] == "awaiting-acknowledgement"
