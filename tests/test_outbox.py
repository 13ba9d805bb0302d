"""The outbox: written once, with its event; tried again and given up as it should be."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from service.errors import NotFound
from service.referrals.notice import TEMPLATES, VALUES, clean_email
from service.referrals.outbox import BackOff, Outbox, Outcome, Report, Undelivered
from service.referrals.outbox_table import LEASE, Ready
from tests.new_store import store_in
from tests.outbox_notices import LINK, OFFICE, Clock, Listed, Seals, hook, notice, put, to_patient

DOWN = Undelivered("no-connection", lane_down=True)
BUSY = Undelivered("smtp-450")
REFUSED = Undelivered("smtp-550", final=True)
UNHURRIED = settings(deadline=None)


@pytest.fixture
def store(tmp_path):
    made = store_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def outbox(store, clock):
    return Outbox(store, Seals(), clock=clock)


def states(outbox) -> list[str]:
    return [row.state for row in outbox.every()]


# --- what is written --------------------------------------------------------------------------


def test_a_notice_is_sent_once(outbox):
    put(outbox, notice())
    sender = Listed()
    assert outbox.deliver({"email": sender}) == Report(sent=1, waiting=0, dead=0, left=0)
    assert outbox.deliver({"email": sender}) == Report(0, 0, 0, 0)
    (sent,), (row,) = sender.sent, outbox.every("sent")
    assert (sent.id, sent.to, sent.values["link"]) == (row.id, "office@clinic.example", LINK)
    assert (row.attempts, row.last_error, row.values) == (1, None, {"referral": "r1"})


def test_the_same_notice_is_written_once_also_by_another_transaction(outbox):
    put(outbox, notice(), notice(), to_patient(), to_patient())
    put(outbox, notice(), to_patient())
    assert len(outbox.every()) == 2
    put(
        outbox,
        notice(to="other@clinic.example"),
        notice(2),
        notice(template="cancellation-requested"),
    )
    assert len(outbox.every()) == 5


def test_a_notice_of_an_event_that_did_not_happen_is_not_there(outbox, store):
    with pytest.raises(RuntimeError), store.transaction() as session:
        outbox.put(session, notice())
        raise RuntimeError
    assert outbox.every() == []


def test_a_patients_address_is_sealed_by_the_referrals_key(outbox, tmp_path):
    put(outbox, to_patient(), notice(2))
    (row,) = [row for row in outbox.every() if row.sealed_to]
    assert row.to == ""
    with outbox.store.transaction() as session:
        found = str(session.execute(text("select * from outbox")).all()).encode()
    found += b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"office@clinic" in found
    assert b"rosa" not in found.lower()
    assert b"home.example" not in found
    sender = Listed()
    outbox.deliver({"email": sender})
    assert "rosa.lind@home.example" in [sent.to for sent in sender.sent]
    assert not [sent for sent in sender.sent if "rosa" in repr(sent)]


def test_an_erased_referral_sends_nothing_to_its_patient(outbox):
    told = []
    outbox = replace(outbox, on_dead=lambda _, row: told.append(row.last_error))
    put(outbox, to_patient())
    outbox.seal_of.of["r1"] = None
    assert outbox.deliver({"email": Listed()}) == Report(0, 0, dead=1, left=0)
    assert told == [row.last_error for row in outbox.every("dead")] == ["erased"]


def test_without_keys_patients_notices_wait_and_others_go(outbox, store, clock):
    put(outbox, to_patient(), notice(2))
    keyless = Outbox(store, clock=clock)
    assert keyless.deliver({"email": Listed()}) == Report(1, 0, 0, left=1)
    with pytest.raises(ValueError, match="no key"):
        put(keyless, to_patient(3))
    assert outbox.deliver({"email": Listed()}) == Report(1, 0, 0, 0)


# --- nothing but codes and ids gets in --------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"values": {"referral": "r1", "link": LINK, "name": "Rosa"}}, "values"),
        ({"values": {"referral": "r1", "link": LINK, "days": "3"}}, "values"),
        ({"values": {"referral": "r1"}}, "values"),
        ({"values": {"referral": "Rosa Lind", "link": LINK}}, "values.referral"),
        ({"values": {"referral": 7, "link": LINK}}, "values.referral"),
        ({"values": {"referral": "r1", "link": f"{LINK}?name=Rosa"}}, "values.link"),
        ({"values": {"referral": "r1", "link": f"{LINK}#Rosa"}}, "values.link"),
        ({"values": {"referral": "r1", "link": f"{LINK}\nrosa"}}, "values.link"),
        ({"values": {"referral": "r1", "link": "http://otmatch.example/r/1"}}, "values.link"),
        ({"values": {"referral": "r1", "link": "https://rosa@otmatch.example/r"}}, "values.link"),
        ({"values": {"referral": "r1", "link": "https://[1/r"}}, "values.link"),
        ({"template": "Rosa has MS"}, "template"),
        ({"template": "unheard-of"}, "template"),
        ({"language": "fr"}, "language"),
        ({"kind": "fax"}, "kind"),
        ({"event": "Rosa Lind"}, "event"),
        ({"to": "office"}, "to"),
        ({"to": "rosa@home.example\nBcc: all@home.example"}, "to"),
        ({"to": "a@home.example, b@home.example"}, "to"),
        ({"to": "Rosa <rosa@home.example>"}, "to"),
        ({"to": "josé@home.example"}, "to"),
        ({"kind": "webhook", "to": "https://rosa.example"}, "to"),
        ({"kind": "webhook", "to": "ehr", "template": "Rosa"}, "template"),
        ({"kind": "webhook", "to": "ehr", "sealed_to": True}, "sealed_to"),
        ({"template": "directory-doubt", "values": {"correction": "c1"}, "sealed_to": True},
         "values"),
    ],
)  # fmt: skip
def test_what_is_refused_is_named_and_never_repeated(other, field):
    with pytest.raises(ValueError, match=f"^{field} must|^sealed_to is") as caught:
        notice(**other)
    assert "rosa" not in str(caught.value).lower()
    assert caught.value.__cause__ is None


@UNHURRIED
@given(name=st.text(max_size=12), value=st.text(max_size=40))
def test_only_the_allow_list_gets_in(name, value):
    try:
        made = notice(kind="webhook", to="ehr", template="accepted", values={name: value})
    except ValueError:
        return
    assert VALUES[name].fullmatch(made.values[name])
    assert " " not in value


def test_every_template_can_be_written_and_holds_what_its_words_need():
    samples = {"referral": "r1", "link": LINK, "days": "3", "correction": "c1", **OFFICE}
    for template, names in TEMPLATES.items():
        assert notice(template=template, values={name: samples[name] for name in names})


def test_a_notice_does_not_show_its_address_or_link():
    assert "rosa" not in repr(to_patient())
    assert LINK not in repr(notice())


def test_values_cannot_be_changed_afterwards():
    values = {"referral": "r1", "link": LINK} | OFFICE
    made = notice(values=values)
    values["name"] = "Rosa"
    assert "name" not in made.values
    with pytest.raises(TypeError):
        made.values["name"] = "Rosa"


def test_internationalised_domains_are_written_in_ascii():
    assert clean_email("office@praxis-münchen.example") == "office@xn--praxis-mnchen-3ob.example"
    with pytest.raises(ValueError, match=r"^email must .* ASCII"):
        clean_email("büro@x.example", "email")


# --- tried again, and given up ----------------------------------------------------------------


def test_a_busy_receiver_is_tried_again_after_a_while(outbox, clock):
    put(outbox, notice())
    assert outbox.deliver({"email": Listed(BUSY)}) == Report(0, waiting=1, dead=0, left=0)
    (row,) = outbox.every("waiting")
    assert (row.attempts, row.last_error, row.leased_until) == (1, "smtp-450", None)
    assert clock.now + timedelta(seconds=48) <= row.next_at <= clock.now + timedelta(seconds=60)
    assert outbox.deliver({"email": Listed()}) == Report(0, 0, 0, 0)
    clock.tick(minutes=1)
    assert outbox.deliver({"email": Listed()}).sent == 1


def test_after_the_last_attempt_it_is_dead_and_somebody_is_told(outbox, clock):
    told = []
    outbox = replace(outbox, on_dead=lambda _, row: told.append(row.event))
    put(outbox, notice())
    for _ in range(11):
        assert outbox.deliver({"email": Listed(BUSY)}).waiting == 1
        clock.tick(hours=6)
    assert told == []
    assert outbox.deliver({"email": Listed(BUSY)}).dead == 1
    assert (told, outbox.every("dead")[0].attempts) == (["event-1"], 12)
    clock.tick(days=30)
    assert outbox.deliver({"email": Listed()}) == Report(0, 0, 0, 0)


def test_a_refusal_for_good_is_dead_at_once_and_told_in_the_same_transaction(outbox, store):
    def tell(session, row):
        session.execute(
            text("update outbox set last_error = 'told' where id = :id"), {"id": row.id}
        )

    outbox = replace(outbox, on_dead=tell)
    put(outbox, notice())
    assert outbox.deliver({"email": Listed(REFUSED)}).dead == 1
    assert outbox.every("dead")[0].last_error == "told"


def test_if_telling_fails_it_is_not_dead(outbox, clock):
    def fail(session, row):
        raise RuntimeError

    put(outbox, notice())
    with pytest.raises(RuntimeError):
        replace(outbox, on_dead=fail).deliver({"email": Listed(REFUSED)})
    assert states(outbox) == ["waiting"]
    clock.tick(minutes=5)
    assert outbox.deliver({"email": Listed(REFUSED)}).dead == 1


def test_a_receiver_that_is_down_costs_one_notice_an_attempt(outbox):
    put(outbox, *(notice(number) for number in range(5)), hook(8), hook(9, to="other"))
    mail, hooks = Listed(DOWN), Listed()
    assert outbox.deliver({"email": mail, "webhook": hooks}) == Report(2, waiting=1, dead=0, left=4)
    assert mail.tried == 1
    assert sum(row.attempts for row in outbox.every("waiting")) == 1


def test_each_webhook_is_down_by_itself(outbox):
    class Hooks(Listed):
        def send(self, delivery):
            self.failure = DOWN if delivery.to == "ehr" else None
            super().send(delivery)

    put(outbox, *(hook(number, to=name) for number in range(3) for name in ("ehr", "other")))
    assert outbox.deliver({"webhook": Hooks()}) == Report(sent=3, waiting=1, dead=0, left=2)


def test_a_wait_that_a_receiver_asks_for_holds_for_all_of_its_lane(outbox, clock):
    asked = Undelivered("http-429", lane_down=True, after=1800)
    put(outbox, hook(1), hook(2), hook(3, to="other"))
    outbox.deliver({"webhook": Listed(asked)})
    times = sorted(row.next_at - clock.now for row in outbox.every())
    assert times == [timedelta(minutes=30)] * 3
    assert [row.attempts for row in outbox.every()].count(1) == 2


def test_what_nobody_foresaw_does_not_hold_up_what_is_behind_it(outbox):
    class Odd(Listed):
        def send(self, delivery):
            if delivery.event == "event-1":
                raise KeyError("office@clinic.example")
            super().send(delivery)

    put(outbox, notice(1), notice(2))
    assert outbox.deliver({"email": Odd()}) == Report(sent=1, waiting=1, dead=0, left=0)
    assert outbox.every("waiting")[0].last_error == "failed-KeyError"


def test_a_kind_without_a_sender_waits(outbox):
    put(outbox, notice(), hook(2))
    assert outbox.deliver({"webhook": Listed()}) == Report(1, 0, 0, left=1)
    assert outbox.every("waiting")[0].attempts == 0


def test_it_stops_after_the_notice_under_way(outbox):
    put(outbox, *(notice(number) for number in range(3)))
    sender, told = Listed(), []
    report = outbox.deliver({"email": sender}, lambda: bool(sender.sent), told.append)
    assert (report.sent, report.left, states(outbox).count("waiting")) == (1, 0, 2)
    assert told == [Outcome(sender.sent[0].id, "referral-arrived", "sent")]


# --- leases -----------------------------------------------------------------------------------


def test_what_another_deliverer_has_is_not_taken_while_its_lease_runs(outbox, store, clock):
    put(outbox, notice())
    ready = Ready(("email",), seals=True)
    with store.transaction() as session:
        assert ready.claim(session, clock.now)
    clock.tick(seconds=299)
    assert outbox.deliver({"email": Listed()}) == Report(0, 0, 0, 0)
    clock.tick(seconds=1)
    assert outbox.deliver({"email": Listed()}).sent == 1


@pytest.mark.parametrize("failure", [None, REFUSED])
def test_who_lost_the_lease_spoils_nothing(outbox, clock, failure):
    """A slow deliverer comes to its end after another has sent the same notice."""
    dead = []

    class Slow(Listed):
        def send(self, delivery):
            clock.tick(seconds=LEASE.total_seconds() + 1)
            assert replace(outbox).deliver({"email": Listed()}).sent == 1
            super().send(delivery)

    put(outbox, notice())
    slow = replace(outbox, on_dead=lambda _, row: dead.append(row))
    slow.deliver({"email": Slow(failure)})
    assert (states(outbox), dead) == (["sent"], [])


def test_several_deliverers_at_once_share_what_is_due(outbox):
    put(outbox, *(notice(number) for number in range(60)))
    senders, together = [Listed() for _ in range(4)], threading.Barrier(4)

    def work(sender):
        together.wait()
        outbox.deliver({"email": sender})

    threads = [threading.Thread(target=work, args=[sender]) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(sent.id for sender in senders for sent in sender.sent) == Counter(
        row.id for row in outbox.every("sent")
    )
    assert len(outbox.every("sent")) == 60


# --- again, and lists -------------------------------------------------------------------------


def test_a_dead_one_is_tried_again(outbox):
    put(outbox, notice())
    outbox.deliver({"email": Listed(REFUSED)})
    (row,) = outbox.every("dead")
    outbox.retry(row.id)
    assert outbox.deliver({"email": Listed()}).sent == 1
    for identity in (row.id, "unheard-of"):
        with pytest.raises(NotFound):
            outbox.retry(identity)


@UNHURRIED
@given(failed=st.integers(1, 10_000), after=st.floats(0, 10**9))
def test_waits_double_up_to_the_longest(failed, after):
    back_off = BackOff()
    wait = back_off.wait(failed, after)
    doubled = min(60 * 2 ** min(failed - 1, 20), 21_600)
    assert doubled * 0.8 <= wait.total_seconds() <= 21_600
    assert wait.total_seconds() >= min(after, 21_600) - 1e-6
    if not after:
        assert wait.total_seconds() <= doubled
