"""Webhooks over a real HTTP server: signed, of ids alone, and put off as the receiver asks."""

import json
import socket
import threading
from datetime import timedelta

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from service.referrals.outbox import Outbox
from service.referrals.signature import sign, verify_signature
from service.referrals.webhook import WebhookSender
from service.referrals.webhook_file import Webhook, read_webhooks
from tests.new_store import store_in
from tests.outbox_notices import START, Clock, hook, put
from tests.smtp_server import server_context
from tests.webhook_server import Receiver, receiving

SECRET = "kept between the two of us, and long"
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
    return Outbox(store, clock=clock)


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def url(receiver):
    with receiving(receiver) as port:
        yield f"http://127.0.0.1:{port}/hooks"


def deliver(outbox, url: str, timeout: float = 5, ca_certs: str = ""):
    webhooks = {"ehr": Webhook("ehr", url, SECRET, frozenset({"*"}))}
    sender = WebhookSender(webhooks, timeout, ca_certs, lambda: START.timestamp())
    try:
        return outbox.deliver({"webhook": sender})
    finally:
        sender.close()


def error(outbox) -> str | None:
    return next(row.last_error for row in outbox.every() if row.attempts)


# --- what arrives -----------------------------------------------------------------------------


def test_ids_alone_arrive_signed(outbox, receiver, url):
    put(outbox, hook(template="accepted"))
    assert deliver(outbox, url).sent == 1
    (post,) = receiver.posts
    assert json.loads(post.body) == {
        "id": "event-1",
        "event": "accepted",
        "referral": "r1",
        "at": "2026-11-16T15:00:00+00:00",
    }
    assert post.headers["OTMatch-Delivery"] == outbox.every()[0].id
    signature, now = post.headers["OTMatch-Signature"], START.timestamp()
    assert verify_signature(SECRET, signature, post.body, now)
    assert not verify_signature(SECRET, signature, post.body + b" ", now)
    assert not verify_signature(SECRET + "!", signature, post.body, now)
    assert SECRET not in str(post)


def test_each_attempt_brings_the_same_bytes(outbox, receiver, url, clock):
    answers = iter([(500, {}), (200, {})])
    receiver.answer = lambda _: next(answers)
    put(outbox, hook())
    assert deliver(outbox, url).waiting == 1
    clock.tick(minutes=1)
    assert deliver(outbox, url).sent == 1
    one, other = receiver.posts
    assert one.body == other.body
    assert one.headers["OTMatch-Delivery"] == other.headers["OTMatch-Delivery"]


# --- answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "sent"), (202, "sent"), (204, "sent"), (410, "dead")]
    + [(status, "waiting") for status in (301, 307, 400, 401, 404, 429, 500, 503)],
)
def test_an_answer_decides(outbox, receiver, url, status, state):
    receiver.answer = lambda _: (status, {"Location": "/elsewhere"})
    put(outbox, hook())
    deliver(outbox, url)
    assert outbox.every()[0].state == state
    assert len(receiver.posts) == 1  # a redirect is not followed
    assert error(outbox) == (None if state == "sent" else f"http-{status}")


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [("600", 600, 600), ("9999999", 21_600, 21_600), ("soon", 48, 60), ("-5", 48, 60)],
)
def test_a_busy_receiver_says_when(outbox, receiver, url, clock, asked, least, most):
    receiver.answer = lambda _: (429, {"Retry-After": asked})
    put(outbox, hook())
    deliver(outbox, url)
    wait = outbox.every()[0].next_at - clock.now
    assert timedelta(seconds=least) <= wait <= timedelta(seconds=most)


def test_a_slow_receiver_is_not_waited_for(outbox, receiver, url):
    ended = threading.Event()
    receiver.answer = lambda _: (ended.wait(30) and 200, {})
    put(outbox, hook(1), hook(2))
    report = deliver(outbox, url, timeout=0.2)
    ended.set()
    assert (report.waiting, report.left, error(outbox)) == (1, 1, "timeout")


def test_no_receiver_at_all(outbox):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    put(outbox, hook())
    assert deliver(outbox, f"http://127.0.0.1:{port}/").waiting == 1
    assert error(outbox) == "no-connection"


def test_a_webhook_that_is_no_longer_in_the_file_waits_alone(outbox, url):
    put(outbox, hook(1, to="retired"), hook(2, to="retired"), hook(3))
    report = deliver(outbox, url)
    assert (report.sent, report.waiting, report.left) == (1, 1, 1)
    assert error(outbox) in (None, "no-such-webhook")


def test_https_needs_a_certificate_that_somebody_vouches_for(outbox, receiver, tmp_path, clock):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    put(outbox, hook())
    with receiving(receiver, server_context(authority)) as port:
        url = f"https://localhost:{port}/"
        assert deliver(outbox, url).waiting == 1
        assert (error(outbox), receiver.posts) == ("tls", [])
        clock.tick(minutes=1)
        assert deliver(outbox, url, ca_certs=str(tmp_path / "ca.pem")).sent == 1


# --- signatures -------------------------------------------------------------------------------


@UNHURRIED
@given(secret=st.text(min_size=1), body=st.binary(), at=st.integers(0, 10**11), off=st.integers())
def test_a_signature_holds_for_its_body_secret_and_time(secret, body, at, off):
    header = sign(secret, body, at)
    assert verify_signature(secret, header, body, at + off) == (abs(off) <= 300)
    assert not verify_signature(secret + "x", header, body, at)
    assert not verify_signature(secret, header, body + b"x", at)
    later = header.replace(f"t={at}", f"t={at + 1}")
    assert not verify_signature(secret, later, body, at)


@UNHURRIED
@given(st.text())
def test_no_other_text_is_a_signature(header):
    assert not verify_signature(SECRET, header, b"", 0)


def test_one_of_two_signatures_is_enough_while_a_secret_is_changed():
    old, new = sign("old", b"body", 7), sign("new", b"body", 7)
    both = f"{old},{new.partition(',')[2]}"
    assert verify_signature("old", both, b"body", 7)
    assert verify_signature("new", both, b"body", 7)
    assert not verify_signature("other", both, b"body", 7)


# --- the operator's file ----------------------------------------------------------------------

ENTRY = {
    "name": "ehr",
    "url": "https://ehr.example/hooks",
    "secret_env": "EHR",
    "events": ["accepted"],
}


def read(tmp_path, *entries, text=None):
    path = tmp_path / "webhooks.yaml"
    path.write_text(text or json.dumps(entries))
    return read_webhooks(path, {"EHR": SECRET, "SHORT": "short"})


def test_a_file_of_webhooks(tmp_path):
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    from_file = {k: v for k, v in ENTRY.items() if k != "secret_env"} | {
        "name": "fax-gateway", "secret_file": str(tmp_path / "secret"), "events": ["*"],
    }  # fmt: skip
    found = read(tmp_path, ENTRY, from_file)
    assert [each.secret for each in found.values()] == [SECRET, SECRET]
    assert found["fax-gateway"].events == {"*"}
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"name": "Front Desk"}, "name: Must be small letters"),
        ({"name": "email"}, "name: Must be small letters"),
        ({"url": "http://ehr.example/"}, "url: Must be https"),
        ({"url": "https://me:hidden@ehr.example/"}, "url: Must be https"),
        ({"url": "https:///x"}, "url: Must be https"),
        ({"url": "https://[x/"}, "url: Must be https"),
        ({"secret_env": "SHORT"}, "secret_env: Must lead to a secret of at least 32"),
        ({"secret_env": "UNSET"}, "secret_env: Must lead"),
        ({"secret_file": "/no/such"}, "secret_env: Give this or secret_file"),
        ({"events": []}, "events: "),
        ({"events": ["Accepted!"]}, "events: Must be events"),
        ({"event": "x"}, "event: Unknown field"),
    ],
)
def test_a_wrong_entry_is_named_by_number_field_and_fix(tmp_path, entry, told):
    with pytest.raises(ValueError, match=f"^webhook 1: .*{told}") as caught:
        read(tmp_path, ENTRY | entry)
    assert "hidden" not in str(caught.value)
    assert "short" not in str(caught.value)


def test_a_wrong_file_is_refused(tmp_path):
    for text, told in (
        ("{", "YAML"),
        ("a: 1", "list"),
        ("- 1", "webhook 1"),
        ("[7, 8]", "webhook 1"),
    ):
        with pytest.raises(ValueError, match=told):
            read(tmp_path, text=text)
    with pytest.raises(ValueError, match="one webhook only"):
        read(tmp_path, ENTRY, ENTRY)
    with pytest.raises(ValueError, match="can be read"):
        read_webhooks(tmp_path / "absent.yaml", {})
