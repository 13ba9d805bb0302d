"""Erasing a referral: what was said of its deliveries goes, and what waits is not sent."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from service.errors import NotFound
from service.records.vouched_rows import of_no_chain
from service.referrals.content import Addressee
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import ByHand
from service.referrals.dispatch import dispatcher
from service.referrals.outbox import Undelivered
from service.referrals.reading import read
from service.referrals.retention import erase
from service.referrals.timers import TICK
from service.referrals.verifying import verify_referrals
from tests.outbox_notices import Listed
from tests.record_files import broken
from tests.referral_api import REFERRALS, ReferralApi
from tests.referral_world import (
    ANA,
    BEN,
    CARA,
    NOON,
    clinician,
    draft,
    make,
    open_desk_on,
    seen,
)

HOW = "told Rosalinde Quillfeather's nurse at 9:40; ñ"
BY_HAND = ByHand("fax", HOW, arrived=True)
BY_MAIL = CARA  # whose location takes referrals by e-mail
WEBHOOKS = {"ehr": frozenset({"send", "erase"})}


@pytest.fixture
def desk(store, own_engine):
    return open_desk_on(store, own_engine, public_url="https://o.example", webhooks=WEBHOOKS)


@pytest.fixture
def api(desk):
    return ReferralApi(desk)


def delivered(desk) -> dict:
    made = make(desk, clinician(), draft())
    return deliver_by_hand(desk, clinician(), made["id"], (made["version"], BY_HAND), seen)


def stored(desk) -> list[str | None]:
    with desk.store.reading() as session:
        return list(session.scalars(text("SELECT how FROM deliveries")))


def told_otherwise(desk) -> list:
    """Rows that are not as the trail says; with a whole trail."""
    assert broken(desk.store, desk.trail) == {}
    with desk.store.reading() as session:
        states = desk.trail.verify(session)
        return [*verify_referrals(session, desk.keys, states), *of_no_chain(session)]


def words_of(desk, identity: str) -> list[str | None]:
    def render(case):
        return [case.how_of(one) for one in case.task.deliveries]

    return read(desk, clinician(), identity, render)


# --- how it was delivered ------------------------------------------------------------------------


def test_how_it_was_delivered_is_sealed_and_its_row_vouched_for(desk):
    made = delivered(desk)
    [how] = stored(desk)
    assert how
    assert not [word for word in ("Rosalinde", "Quillfeather", "9:40") if word in how]
    assert words_of(desk, made["id"]) == [HOW]
    assert told_otherwise(desk) == []
    assert HOW not in repr(BY_HAND)


def test_the_longest_words_are_kept_whole(desk):
    made = make(desk, clinician(), draft())
    told = (made["version"], ByHand("phone", "𝔸" * 200, arrived=True))
    deliver_by_hand(desk, clinician(), made["id"], told, seen)
    assert words_of(desk, made["id"]) == ["𝔸" * 200]


def test_it_goes_with_the_referral(desk):
    erase(desk, TICK, delivered(desk)["id"], "asked by the patient")
    assert stored(desk) == [None]
    assert told_otherwise(desk) == []


def how_told(answer) -> list[str | None]:
    assert answer.status_code == 200, answer.text
    return [one["how"] for one in answer.get_json()["deliveries"]]


def test_it_is_read_by_who_sees_the_patient(api):
    made = api.made()
    url = f"{REFERRALS}/{made['id']}"
    body = {"channel": "fax", "how": HOW, "arrived": False}
    tag = {"If-Match": f'W/"{made["version"]}"'}
    answer = api.client.post(f"{url}/deliveries", json=body, headers=api.office | tag)
    assert how_told(answer) == [HOW]
    granted = api.token("staff", grants=frozenset({"patient-data"}))
    for who, told in ((api.office, HOW), (api.ot, HOW), (granted, HOW), (api.token("staff"), None)):
        assert how_told(api.client.get(url, headers=who)) == [told]


def test_who_was_asked_before_reads_it_no_more(api):
    made = api.made(shortlist=[{"npi": BEN}], shortlist_consent=True)
    url = f"{REFERRALS}/{made['id']}"
    for path, body in (
        ("deliveries", {"channel": "fax", "how": HOW, "arrived": True}),
        ("decline", {"status_reason": "at-capacity"}),
        ("reroute", {}),
    ):
        who = api.ot if path == "decline" else api.office
        tag = api.client.get(url, headers=api.office).headers["ETag"]
        done = api.client.post(f"{url}/{path}", json=body, headers=who | {"If-Match": tag})
        assert done.status_code == 200, done.text
    assert done.get_json()["recipient"]["npi"] == BEN
    earlier = api.client.get(url, headers=api.ot)
    assert earlier.get_json()["recipient"]["npi"] == ANA
    assert how_told(earlier) == [None]


# --- what waits to be sent -----------------------------------------------------------------------


def states_of(desk, identity: str) -> list[str]:
    def render(case):
        return [one.state for one in case.task.deliveries]

    return read(desk, clinician(), identity, render)


def test_nothing_that_waits_is_sent_of_an_erased_referral(desk):
    gone = make(desk, clinician(), draft(recipient=Addressee(BY_MAIL)))
    assert states_of(desk, gone["id"]) == ["waiting"]
    erase(desk, TICK, gone["id"], "asked by the patient")
    mail, hook = Listed(), Listed()
    dispatcher(desk).deliver({"email": mail, "webhook": hook})
    assert mail.sent == []
    assert [one.template for one in hook.sent] == ["erase"]  # whoever was told of it hears of this
    assert states_of(desk, gone["id"]) == ["erased"]
    ended = [row for row in dispatcher(desk).every() if row.template != "erase"]
    assert [(row.state, row.last_error) for row in ended] == [("dead", "erased")] * 2
    assert all(row.ended_at == NOON and row.values == {"referral": gone["id"]} for row in ended)
    assert told_otherwise(desk) == []


def test_another_referrals_notices_are_sent(desk):
    gone = make(desk, clinician(), draft(recipient=Addressee(BY_MAIL)))
    again = draft(recipient=Addressee(BY_MAIL), allow_duplicate="other hand")
    kept = make(desk, clinician(), again)
    erase(desk, TICK, gone["id"], "asked by the patient")
    mail = Listed()
    dispatcher(desk).deliver({"email": mail})
    assert [one.values["referral"] for one in mail.sent] == [kept["id"]]
    assert states_of(desk, kept["id"]) == ["made"]


def test_what_was_given_up_before_is_not_sent_by_hand_after(desk):
    gone = make(desk, clinician(), draft(recipient=Addressee(BY_MAIL)))
    outbox = dispatcher(desk)
    outbox.deliver({"email": Listed(Undelivered("smtp-550", final=True))})
    erase(desk, TICK, gone["id"], "asked by the patient")
    assert states_of(desk, gone["id"]) == ["failed"]
    for row in outbox.every("dead"):
        with pytest.raises(NotFound):
            outbox.retry(row.id)


@pytest.mark.parametrize("failure", [None, Undelivered("no-connection")], ids=["taken", "failed"])
def test_what_is_on_its_way_while_it_is_erased_stays_ended(desk, failure):
    gone = make(desk, clinician(), draft(recipient=Addressee(BY_MAIL)))

    class Erases(Listed):
        def send(self, delivery):
            erase(desk, TICK, gone["id"], "asked by the patient")
            super().send(delivery)

    dispatcher(desk).deliver({"email": Erases(failure)})
    desk.clock.at += timedelta(days=1)
    again = Listed()
    dispatcher(desk).deliver({"email": again})
    assert again.tried == 0
    assert states_of(desk, gone["id"]) == ["erased"]
    told = [(row.state, row.last_error) for row in dispatcher(desk).every("dead")]
    assert told == [("dead", "erased")] * 2  # the e-mail, and the webhook's
