"""A second open referral like the first one needs a reason, by whatever way it comes about."""

import pytest
from msgspec import structs

from service.errors import Conflict
from service.referrals.content import Addressee
from service.referrals.editing import edit
from service.referrals.reading import read
from service.referrals.timers import tick
from tests.referral_world import (
    ANA,
    BEN,
    CARA,
    CONTENT,
    NOON,
    brought,
    clinician,
    draft,
    make,
    move,
    seen,
    therapist,
)

TO_BEN = draft(recipient=Addressee(BEN), send=False)
OTHER_SERVICE = structs.replace(CONTENT, services=("driving",))


def changed(desk, referral: dict, told) -> dict:
    return edit(desk, clinician(), referral["id"], (referral["version"], told), seen)


def refused(desk, work) -> str:
    """The referral that stands in the way."""
    with pytest.raises(Conflict) as conflict:
        work()
    assert conflict.value.code == "duplicate-referral"
    return conflict.value.members["referral"]


def test_a_draft_is_not_made_into_a_second_one(desk):
    first = make(desk, clinician(), draft())
    second = make(desk, clinician(), TO_BEN)
    assert refused(desk, lambda: changed(desk, second, draft())) == first["id"]
    assert read(desk, clinician(), second["id"], seen) == second
    changed(desk, second, draft(content=OTHER_SERVICE))


def test_its_own_state_stands_in_nobodys_way(desk):
    sent = make(desk, clinician(), draft())
    assert changed(desk, sent, draft(priority="urgent"))["version"] == 2


def test_a_draft_is_not_sent_as_a_second_one(desk):
    first = make(desk, clinician(), draft())
    second = make(desk, clinician(), TO_BEN)
    to_ana = {"recipient": Addressee(ANA)}
    told = refused(desk, lambda: move(desk, clinician(), second, "send", **to_ana))
    assert told == first["id"]
    sent = move(desk, clinician(), second, "send", allow_duplicate="other hand", **to_ana)
    assert (sent["status"], sent["recipient"]) == ("requested", ANA)


def test_what_was_allowed_once_is_sent_without_another_reason(desk):
    make(desk, clinician(), draft())
    second = make(desk, clinician(), draft(send=False, allow_duplicate="other hand"))
    assert move(desk, clinician(), second, "send")["status"] == "requested"


def test_what_was_allowed_for_one_ot_is_not_for_another(desk):
    first = make(desk, clinician(), draft())
    make(desk, clinician(), draft(recipient=Addressee(BEN)))
    second = make(desk, clinician(), draft(send=False, recipient=Addressee(BEN),
                                           allow_duplicate="other hand"))  # fmt: skip
    to_ana = {"recipient": Addressee(ANA)}
    told = refused(desk, lambda: move(desk, clinician(), second, "send", **to_ana))
    assert told == first["id"]


def test_another_ot_is_not_asked_for_what_they_are_asked_already(desk):
    first = make(desk, clinician(), draft(recipient=Addressee(BEN)))
    second = make(desk, clinician(), draft())
    declined = move(desk, therapist(), second, "decline", status_reason="at-capacity")
    to_ben = {"recipient": Addressee(BEN)}
    told = refused(desk, lambda: move(desk, clinician(), declined, "reroute", **to_ben))
    assert told == first["id"]
    move(desk, clinician(), declined, "reroute", allow_duplicate="other hand", **to_ben)


def test_the_shortlist_passes_over_who_is_asked_already(desk):
    make(desk, clinician(), draft(recipient=Addressee(BEN)))
    behind = {"shortlist": (Addressee(BEN), Addressee(CARA)), "shortlist_consent": True}
    second = make(desk, clinician(), draft(**behind))
    brought(desk, second)
    desk.clock.at = NOON.replace(month=12)
    tick(desk)
    assert read(desk, clinician(), second["id"], seen)["recipient"] == CARA


def test_who_was_asked_is_asked_again_only_with_a_reason(desk):
    sent = make(desk, clinician(), draft())
    declined = move(desk, therapist(), sent, "decline", status_reason="at-capacity")
    again = {"recipient": Addressee(ANA)}
    with pytest.raises(Conflict, match="ot-asked-before"):
        move(desk, clinician(), declined, "reroute", **again)
    asked = move(desk, clinician(), declined, "reroute", text="has a free place now", **again)
    assert (asked["recipient"], asked["status"]) == (ANA, "requested")

    event = read(desk, clinician(), sent["id"], lambda case: case.events[-1])
    with desk.store.reading() as session:
        seal = desk.vault.seal_of(session, sent["id"])
        assert desk.trail.open_secret(event, seal) == "has a free place now"
