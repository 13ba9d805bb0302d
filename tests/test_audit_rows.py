"""Whoever edits a referral in the database itself is found out, by the row that was touched."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from service.errors import WrongKey
from service.records.audit import Trail
from service.records.vouched_rows import of_no_chain
from service.referrals.attachments import Paper, attach
from service.referrals.consenting import record_consent, take_back_consent
from service.referrals.consents import STATUS_PAGE, GivenConsent
from service.referrals.content import Addressee
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import ByHand
from service.referrals.editing import edit
from service.referrals.reading import read
from service.referrals.retention import erase
from service.referrals.tables import Referral
from service.referrals.timers import TICK, tick
from service.referrals.verifying import verify_referrals
from tests.pdf_files import pdf_of
from tests.record_files import broken, tamper
from tests.referral_world import (
    BEN,
    CARA,
    NOON,
    OTHER_CLINIC,
    clinician,
    draft,
    make,
    move,
    open_desk_on,
    seen,
    therapist,
)

PDF = Paper("order", "order.pdf", pdf_of("of nobody"))


@pytest.fixture
def desk(store, fixture_engine):
    return open_desk_on(store, fixture_engine, public_url="https://o.example")


@pytest.fixture
def full(desk):
    """A referral with a row of each kind, whose second task waits at Cara's."""
    consents = (GivenConsent(STATUS_PAGE),)
    asked = draft(shortlist=(Addressee(CARA),), shortlist_consent=True, consents=consents)
    made = make(desk, clinician(), asked)
    attach(desk, clinician(), made["id"], PDF)
    made = read(desk, clinician(), made["id"], seen)
    declined = move(desk, therapist(), made, "decline", status_reason="at-capacity")
    return move(desk, clinician(), declined, "reroute")


def found(desk) -> list[tuple[str, str, str]]:
    """Referral, table and how, of each row that is not as the trail says."""
    with desk.store.reading() as session:
        states = desk.trail.verify(session)
        told = [*verify_referrals(session, desk.keys, states), *of_no_chain(session)]
    return sorted((referral, row.split()[0], how) for referral, row, how in told)


def test_all_that_the_service_does_is_told(desk, full):
    office, identity = clinician(), full["id"]
    other = make(desk, office, draft(send=False, recipient=Addressee(BEN)))
    told = draft(recipient=Addressee(CARA), allow_duplicate="other hand")
    edit(desk, office, other["id"], (other["version"], told), seen)
    late = make(desk, clinician(OTHER_CLINIC), draft())
    how = ByHand("fax", "3 pages", arrived=True)
    deliver_by_hand(desk, clinician(OTHER_CLINIC), late["id"], (late["version"], how), seen)
    consent = record_consent(
        desk, office, identity, GivenConsent(STATUS_PAGE), lambda case: case.consents[-1].id
    )
    take_back_consent(desk, office, identity, consent, seen)
    desk.clock.at = NOON.replace(year=2027)
    assert tick(desk)
    erase(desk, TICK, identity, "asked for")
    assert found(desk) == []
    assert broken(desk.store, desk.trail) == {}


OF_TASK = "WHERE current AND referral_id = :id"


@pytest.mark.parametrize(
    ("statement", "table", "how"),
    [
        (f"UPDATE tasks SET recipient_npi = '{BEN}' {OF_TASK}", "tasks", "changed"),
        (f"UPDATE tasks SET sent_at = '2026-11-20 15:04:06' {OF_TASK}", "tasks", "changed"),
        (f"UPDATE tasks SET stage = 2 {OF_TASK}", "tasks", "changed"),
        ("UPDATE tasks SET status_reason = NULL WHERE number = 1", "tasks", "changed"),
        ("UPDATE referrals SET organization = '1999999992'", "referrals", "changed"),
        ("UPDATE referrals SET author = 'token:other'", "referrals", "changed"),
        ("UPDATE referrals SET order_status = 'revoked'", "referrals", "changed"),
        ("UPDATE referrals SET version = version - 1", "referrals", "changed"),
        ("UPDATE referrals SET shortlist = '[]'", "referrals", "changed"),
        ("UPDATE referrals SET sealed = '{}'", "referrals", "changed"),
        ("UPDATE referrals SET patient = NULL", "referrals", "changed"),
        ("UPDATE deliveries SET owner = 'nobody'", "deliveries", "changed"),
        ("DELETE FROM deliveries", "deliveries", "gone"),
        ("UPDATE consents SET withdrawn_at = NULL, how = 'written' WHERE scope = 'status-page'",
         "consents", "changed"),
        ("DELETE FROM consents WHERE scope = 'shortlist'", "consents", "gone"),
        ("INSERT INTO consents SELECT 'c-new', referral_id, scope, recipients, how, given_at, "
         "expires_at, withdrawn_at, recorded_by FROM consents WHERE scope = 'shortlist'",
         "consents", "untold"),
        ("UPDATE attachments SET kind = 'report'", "attachments", "changed"),
        ("UPDATE attachments SET name = kind", "attachments", "changed"),
        ("DELETE FROM attachments", "attachments", "gone"),
    ],
)  # fmt: skip
def test_what_was_edited_is_named(desk, full, statement, table, how):
    assert found(desk) == []
    tamper(desk.store, statement, **({"id": full["id"]} if ":id" in statement else {}))
    assert found(desk) == [(full["id"], table, how)]


def test_a_state_that_the_history_does_not_lead_to_is_named_as_such(desk, full):
    tamper(desk.store, f"UPDATE tasks SET status = 'accepted', business_status = '3.0' {OF_TASK}",
           id=full["id"])  # fmt: skip
    assert found(desk) == [(full["id"], "tasks", "changed"), (full["id"], "tasks", "otherwise")]


def test_a_referral_that_nobody_made_is_of_no_event(desk, full):
    columns = "organization, author, order_status, priority, version, patient, sealed, shortlist"
    tamper(desk.store, f"INSERT INTO referrals (id, {columns}, created_at, updated_at) "
           f"SELECT 'r-new', {columns}, created_at, updated_at FROM referrals")  # fmt: skip
    assert found(desk) == [("r-new", "referrals", "untold")]


def sealed_of(desk, identity: str) -> dict[str, str]:
    return read(desk, clinician(), identity, lambda case: dict(case.referral.sealed))


def swap(desk, identity: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    told = json.dumps(change(sealed_of(desk, identity)))
    tamper(desk.store, "UPDATE referrals SET sealed = :told WHERE id = :id", told=told, id=identity)


def test_fields_that_were_swapped_in_a_record_are_found(desk, full):
    swap(desk, full["id"], lambda s: s | {"reason": s["patient.given"]})
    assert found(desk) == [(full["id"], "referrals", "changed")]


def test_what_was_moved_to_another_record_opens_there_no_more(desk, full):
    """Not even together with the key that it was sealed with."""
    other = make(desk, clinician(), draft(recipient=Addressee(BEN)))
    swap(desk, full["id"], lambda _: sealed_of(desk, other["id"]))
    tamper(desk.store, "UPDATE record_keys SET wrapped = (SELECT wrapped FROM record_keys WHERE "
           "record = :other) WHERE record = :id", id=full["id"], other=other["id"])  # fmt: skip
    assert (full["id"], "referrals", "changed") in found(desk)
    with pytest.raises(WrongKey):
        read(desk, clinician(), full["id"], lambda case: case.content)


TABLES = ("deliveries", "consents", "attachments", "remembered", "tasks", "referrals", "events",
          "chains")  # fmt: skip
OWNER = {"events": "chain", "chains": "name", "referrals": "id",
         "deliveries": "(SELECT referral_id FROM tasks t WHERE t.id = task_id)"}  # fmt: skip


def remove(desk, identity: str, *more: str) -> None:
    """All that there is of one, as if it had never been."""
    statements = [f"DELETE FROM {t} WHERE {OWNER.get(t, 'referral_id')} = :id" for t in TABLES]
    tamper(desk.store, *statements, id=identity)
    for statement in more:
        tamper(desk.store, statement)


def test_a_referral_that_was_taken_out_whole_leaves_a_gap(desk, full):
    make(desk, clinician(), draft(recipient=Addressee(BEN)))
    with desk.store.reading() as session:
        [place] = [s.place for s in desk.trail.states(session) if s.name == full["id"]]
        begun = session.scalar(text("SELECT count FROM chains WHERE name = 'chains'"))
    tamper(desk.store, "DELETE FROM events WHERE chain = 'reads'",
           "DELETE FROM chains WHERE name = 'reads'")  # fmt: skip
    remove(desk, full["id"])
    gaps = broken(desk.store, desk.trail)
    assert f"{place} of {begun} chains" in gaps
    assert len(gaps) == 2  # this, and the reads


def test_the_last_one_taken_out_whole_is_missed_by_who_read_it(desk, full):
    """With the count set back there is no gap."""
    last = make(desk, clinician(), draft(recipient=Addressee(BEN)))
    read(desk, clinician(), last["id"], seen)
    remove(desk, last["id"], "UPDATE chains SET count = count - 1 WHERE name = 'chains'")
    assert broken(desk.store, desk.trail) == {last["id"]: 0}


def test_a_count_of_chains_that_was_set_back_shows(desk, full):
    tamper(desk.store, "UPDATE chains SET count = 1 WHERE name = 'chains'")
    assert broken(desk.store, desk.trail) == {"chains": 2}
    tamper(desk.store, "DELETE FROM chains WHERE name = 'chains'")
    assert broken(desk.store, desk.trail) == {"chains": 1}


def test_a_change_that_no_event_tells_of_is_not_kept(desk, full):
    refused = pytest.raises(RuntimeError, match=f"without an event: referrals {full['id']}")
    with refused, desk.store.transaction() as session:
        session.get(Referral, full["id"]).priority = "urgent"
    assert found(desk) == []


def test_another_key_vouches_for_no_row(desk, full, keys):
    with desk.store.reading() as session:
        told = list(verify_referrals(session, keys, desk.trail.verify(session)))
        assert {row.split()[0] for _, row, how in told if how == "changed"} == {
            "attachments", "consents", "deliveries", "referrals", "tasks"}  # fmt: skip
        assert all(state.rows == {} for state in Trail(keys).verify(session))
