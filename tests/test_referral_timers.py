"""Timers, retention and who is told: nobody waits in silence, and nothing is done twice."""

from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from service.app import create_app
from service.errors import Conflict, Erased, NotFound
from service.referrals.business_days import add_business_days
from service.referrals.consenting import take_back_consent
from service.referrals.content import Addressee
from service.referrals.links import PAGES
from service.referrals.mailing import outbox_of
from service.referrals.reading import read
from service.referrals.retention import erase, expire
from service.referrals.running import alone
from service.referrals.timers import TICK, tick
from service.settings import Settings
from service.wording.mail import mail_text
from tests.referral_world import (
    ANA,
    BEN,
    CARA,
    LIST,
    NOON,
    OFFICE,
    brought,
    clinician,
    draft,
    make,
    move,
    own_desk,
    seen,
    therapist,
)

TWO = LIST | {"shortlist": (Addressee(BEN), Addressee(CARA))}


@pytest.fixture
def desk(tmp_path, fixture_engine):
    terms = {"public_url": "https://otmatch.example", "webhooks": {"ehr": frozenset({"send"})}}
    with own_desk(tmp_path, fixture_engine, **terms) as desk:
        yield desk


def notices(desk):
    return [(row.kind, row.template) for row in outbox_of(desk).every()]


def test_an_unacknowledged_one_is_reminded_escalated_and_offered_on(desk):
    sent = make(desk, clinician(), draft(content=OFFICE, **LIST))
    brought(desk, sent)
    assert tick(desk) == {}
    # From Monday noon: Tuesday, then Friday (Thursday is Thanksgiving), then the Tuesday after.
    for days, done in ((1, "remind"), (4, "escalate"), (8, "offer")):
        desk.clock.at = NOON + timedelta(days=days) - timedelta(minutes=1)
        assert tick(desk) == {}, (days, "too early")
        desk.clock.at = NOON + timedelta(days=days)
        assert tick(desk) == {done: 1}
        assert tick(desk) == {}
    now = read(desk, clinician(), sent["id"], seen)
    assert now["recipient"] == BEN
    assert now["events"] == ["send", "deliver", "remind", "escalate", "offer-next"]
    assert ("email", "escalation") in notices(desk)
    assert ("email", "next-offered") in notices(desk)
    with pytest.raises(Conflict):
        move(desk, therapist(ANA), now, "accept")


@pytest.mark.parametrize("attempt", [None, "failed", "waiting"])
def test_who_was_never_asked_is_not_passed_over(desk, attempt):
    """Nobody delivered it: the office hears of that, and the OT keeps their turn."""
    asked = {"recipient": Addressee(CARA)} if attempt == "waiting" else {}
    sent = make(desk, clinician(), draft(content=OFFICE, **asked, **LIST))
    if attempt == "failed":
        brought(desk, sent, arrived=False)
    desk.clock.at = NOON + timedelta(days=30)
    assert tick(desk) == {"remind": 1, "escalate": 1}
    assert tick(desk) == {}
    late = read(desk, clinician(), sent["id"], seen)
    assert (late["recipient"], late["status"]) == (CARA if asked else ANA, "requested")
    assert "reroute" in late["actions"]  # the office may pass them over
    # From the day on which it is brought, they have their time: five business days.
    brought(desk, late)
    arrived = desk.clock.at
    desk.clock.at = add_business_days(arrived, 5, desk.terms.calendar) - timedelta(minutes=1)
    assert tick(desk) == {}
    desk.clock.at += timedelta(minutes=1)
    assert tick(desk) == {"offer": 1}
    assert read(desk, clinician(), sent["id"], seen)["recipient"] == BEN


def test_the_next_one_keeps_their_turn_too(desk):
    brought(desk, make(desk, clinician(), draft(**TWO)))
    desk.clock.at = NOON + timedelta(days=8)
    assert tick(desk) == {"remind": 1, "escalate": 1, "offer": 1}
    desk.clock.at = NOON + timedelta(days=30)
    assert tick(desk) == {"remind": 1, "escalate": 1}


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_office_is_told_the_number_and_no_page_that_is_not_there(desk, language):
    """The referring office has no page of its own."""
    sent = make(desk, clinician(), draft(content=OFFICE))
    desk.clock.at = NOON + timedelta(days=4)
    tick(desk)
    [told] = [row for row in outbox_of(desk).every() if row.template == "escalation"]
    _, text = mail_text(told.template, language, told.values)
    assert sent["id"] in text
    assert "API" in text
    assert "://" not in text
    assert "/referrals" not in text


def test_only_pages_that_are_there_are_linked(desk):
    """Every link that a message can hold leads to a route of the site."""
    app = create_app(Settings(), desk.engine, desk=desk)
    adapter = app.url_map.bind("otmatch.example")
    for purpose in PAGES:
        address = urlsplit(desk.links.write(purpose, "t-2b3c4d5e6f7g8h9j"))
        assert adapter.match(address.path)


def test_all_that_was_missed_is_done_in_order(desk):
    sent = make(desk, clinician(), draft())
    desk.clock.at = NOON + timedelta(days=30)
    assert tick(desk) == {"remind": 1, "escalate": 1}
    assert tick(desk) == {}
    now = read(desk, clinician(), sent["id"], seen)
    assert (now["recipient"], now["status"]) == (ANA, "requested")
    assert "reroute" in now["actions"]


def test_no_consent_no_next(desk):
    sent = make(desk, clinician(), draft(**LIST))
    consent = read(desk, clinician(), sent["id"], lambda case: case.consents[0].id)
    take_back_consent(desk, clinician(), sent["id"], consent, seen)
    desk.clock.at = NOON + timedelta(days=30)
    tick(desk)
    late = read(desk, clinician(), sent["id"], seen)
    assert late["recipient"] == ANA
    with pytest.raises(Conflict, match="no-consent"):
        move(desk, clinician(), late, "reroute", recipient=Addressee(BEN))


def test_a_missing_plan_of_care_is_asked_for_once(desk):
    referral = make(desk, clinician(), draft(content=OFFICE))
    ot = therapist()
    for action, told in (("accept", {}), ("visit", {"note": "came"})):
        referral = move(desk, ot, referral, action, **told)
    desk.clock.at = NOON + timedelta(days=29)
    assert tick(desk) == {}
    desk.clock.at = NOON + timedelta(days=30)
    assert tick(desk) == {"remind-plan-of-care": 1}
    assert tick(desk) == {}
    assert ("email", "plan-of-care-due") in notices(desk)


def test_systems_hear_of_what_they_asked_for(desk):
    referral = make(desk, clinician(), draft())
    move(desk, therapist(), referral, "accept")
    assert notices(desk) == [("webhook", "send")]


def test_one_runs_at_a_time_and_a_killed_one_is_followed(desk):
    with alone(desk, "tick") as first, alone(desk, "tick") as second:
        assert (first, second) == (True, False)
    with alone(desk, "tick") as third:
        assert third
        desk.clock.at += timedelta(minutes=11)  # it was killed, and its lease is over
        with alone(desk, "tick") as fourth:
            assert fourth


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(minutes=4)])
def test_a_clock_that_went_ahead_holds_nobody_back(desk, ahead):
    desk.clock.at += ahead
    with alone(desk, "tick") as first:
        assert first
    desk.clock.at -= ahead
    with alone(desk, "tick") as second:  # after one that ended well
        assert second
    desk.clock.at += ahead
    with alone(desk, "tick"):  # which is killed here
        desk.clock.at -= ahead
        with alone(desk, "tick") as third:
            assert third


def test_who_was_taken_for_dead_does_not_end_a_successors_turn(desk):
    with ExitStack() as late:
        assert late.enter_context(alone(desk, "tick"))
        desk.clock.at += timedelta(minutes=11)
        with alone(desk, "tick") as successor:
            late.close()
            with alone(desk, "tick") as third:
                assert (successor, third) == (True, False)


def test_an_erased_one_tells_nothing_and_its_trail_stays_whole(desk):
    sent = make(desk, clinician(), draft())
    erase(desk, TICK, sent["id"], "asked by the patient")
    with pytest.raises(NotFound):
        erase(desk, TICK, sent["id"], "again")
    assert read(desk, clinician(), sent["id"], lambda case: case.content) is None
    with desk.store.reading() as session:
        assert all(state.broken_at is None for state in desk.trail.verify(session))
        with pytest.raises(Erased):
            desk.vault.seal_of(session, sent["id"])


def test_what_was_kept_long_enough_goes(desk):
    kept = make(desk, clinician(), draft())
    old = make(desk, clinician(), draft(send=False, recipient=Addressee(BEN)))
    desk.clock.at = NOON + timedelta(days=89)
    assert expire(desk, TICK) == 0
    desk.clock.at = NOON + timedelta(days=91)
    assert expire(desk, TICK) == 1
    assert read(desk, clinician(), old["id"], lambda case: case.content) is None
    assert read(desk, clinician(), kept["id"], lambda case: case.content) is not None
