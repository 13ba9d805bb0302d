"""E-mail over a real SMTP server: what arrives, and what becomes of each refusal."""

import socket
from dataclasses import replace

import pytest
import trustme

from service.delivery_settings import MailServer, mail_server
from service.referrals.outbox import Outbox
from service.referrals.smtp import MailAccount, MailSender
from service.wording.mail import mail_text
from tests.new_store import store_in
from tests.outbox_notices import LINK, Clock, Seals, notice, put, to_patient
from tests.smtp_server import OK, Mailbox, server_context, smtp_serving

FROM = "referrals@otmatch.example"


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


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def port(mailbox):
    with smtp_serving(mailbox) as number:
        yield number


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def account(port: int, host: str = "127.0.0.1", user: str = "", **other) -> MailAccount:
    return MailAccount(MailServer(host, port, user, tls_first=False), FROM, **other)


def deliver(outbox, to: MailAccount):
    sender = MailSender(to, mail_text)
    try:
        return outbox.deliver({"email": sender})
    finally:
        sender.close()


def error(outbox) -> str | None:
    (row,) = [row for row in outbox.every() if row.state != "sent"]
    return row.last_error


# --- what arrives -----------------------------------------------------------------------------


def test_one_connection_brings_all(outbox, mailbox, port):
    put(outbox, notice(1), notice(2, language="es"), to_patient(3))
    assert deliver(outbox, account(port)).sent == 3
    assert mailbox.connections == 1
    by_subject = {message["Subject"]: message for message in mailbox.messages}
    office = by_subject["You have a new referral in OTMatch"]
    spanish = by_subject["Tiene una nueva derivación en OTMatch"]
    assert (office["From"], office["To"]) == (FROM, "office@clinic.example")
    assert by_subject["Your request was sent"]["To"] == "rosa.lind@home.example"
    assert (spanish["Content-Language"], "código" in spanish.get_content()) == ("es", True)
    assert all(LINK in message.get_content() for message in mailbox.messages)
    assert [message["Auto-Submitted"] for message in mailbox.messages] == ["auto-generated"] * 3
    assert {mail.sender for mail in mailbox.mails} == {FROM}


def test_who_gets_it_twice_can_tell(outbox, mailbox, port, store, clock):
    """A crash between sending and marking: the same message, under the same id and date."""
    put(outbox, notice())
    sender = MailSender(account(port), mail_text)
    crashing = replace(outbox, clock=iter([clock.now]).__next__)
    with pytest.raises(StopIteration):  # no clock to mark it by
        crashing.deliver({"email": sender})
    sender.close()
    assert outbox.every()[0].state == "waiting"
    clock.tick(minutes=5)
    assert deliver(outbox, account(port)).sent == 1
    one, other = mailbox.messages
    assert one["Message-ID"] == other["Message-ID"] == f"<{outbox.every()[0].id}@otmatch.example>"
    assert one.as_bytes() == other.as_bytes()


def test_a_message_holds_nothing_else_than_it_should(outbox, mailbox, port):
    put(outbox, notice())
    deliver(outbox, account(port))
    (message,) = mailbox.messages
    assert {name.lower() for name in message.keys()} == {  # noqa: SIM118
        "subject", "from", "to", "date", "message-id", "content-language", "auto-submitted",
        "content-type", "content-transfer-encoding", "mime-version",
    }  # fmt: skip
    assert socket.gethostname() not in message.as_string()


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [550, 553])
def test_a_recipient_refused_for_good_is_dead_and_others_arrive(outbox, mailbox, port, code):
    mailbox.on_recipient = lambda to: f"{code} {to} is nobody" if "gone" in to else OK
    put(outbox, notice(1, to="gone@clinic.example"), notice(2))
    report = deliver(outbox, account(port))
    assert (report.sent, report.dead) == (1, 1)
    assert error(outbox) == f"smtp-{code}"
    assert mailbox.connections == 1


def test_a_full_mailbox_is_tried_again(outbox, mailbox, port, clock):
    mailbox.on_recipient = lambda _: "452 Mailbox full"
    put(outbox, notice())
    assert deliver(outbox, account(port)).waiting == 1
    assert error(outbox) == "smtp-452"
    mailbox.on_recipient = lambda _: OK
    clock.tick(minutes=1)
    assert deliver(outbox, account(port)).sent == 1


@pytest.mark.parametrize(("answer", "state"), [("554 No", "dead"), ("451 Later", "waiting")])
def test_a_message_refused(outbox, mailbox, port, answer, state):
    mailbox.on_data = lambda _: answer
    put(outbox, notice())
    deliver(outbox, account(port))
    assert (outbox.every()[0].state, error(outbox)) == (state, f"smtp-{answer[:3]}")


def test_a_sender_refused_is_our_fault_and_kills_nothing(outbox, mailbox, port):
    mailbox.on_sender = lambda _: "550 Who are you"
    put(outbox, notice(1), notice(2))
    report = deliver(outbox, account(port))
    assert (report.waiting, report.dead, report.left) == (1, 0, 1)


def test_a_server_that_wants_a_login_is_no_reason_to_give_up(outbox, mailbox, port):
    mailbox.on_recipient = lambda _: "530 Authentication required"
    put(outbox, notice())
    assert deliver(outbox, account(port)).waiting == 1


def test_a_connection_lost_in_mid_message_is_made_anew(outbox, mailbox, port, clock):
    mailbox.on_data = lambda to: None if "odd" in to else OK
    put(outbox, notice(1, to="odd@clinic.example"))
    clock.tick(seconds=1)
    put(outbox, notice(2), notice(3))
    report = deliver(outbox, account(port))
    assert (report.sent, report.waiting, report.left) == (2, 1, 0)
    assert (error(outbox), mailbox.connections) == ("disconnected", 2)


def test_a_server_that_closes_is_asked_again_for_the_next(outbox, mailbox, port):
    closing = iter(["421 Closing"])
    mailbox.on_sender = lambda _: next(closing, OK)
    put(outbox, notice(1), notice(2))
    report = deliver(outbox, account(port))
    assert (report.sent, report.waiting) == (1, 1)
    assert error(outbox) == "smtp-421"


def test_a_slow_server_is_not_waited_for(outbox, mailbox, port):
    mailbox.delay = 1.0
    put(outbox, notice(1), notice(2))
    report = deliver(outbox, account(port, timeout=0.2))
    assert (report.sent, report.waiting, report.left) == (0, 1, 1)
    assert "timeout" in {row.last_error for row in outbox.every()}


def test_no_server_at_all(outbox):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    put(outbox, notice(1), notice(2))
    report = deliver(outbox, account(port))
    assert (report.waiting, report.left) == (1, 1)
    assert "no-connection" in {row.last_error for row in outbox.every()}


# --- TLS and login ----------------------------------------------------------------------------


@pytest.fixture
def certs(authority, tmp_path):
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def test_starttls_and_login(outbox, mailbox, authority, certs):
    options = {"tls_context": server_context(authority), "require_starttls": True}
    put(outbox, notice())
    with smtp_serving(mailbox, authenticator=mailbox.login, auth_required=True, **options) as port:
        to = account(port, "localhost", "clinic", password="right", ca_certs=certs)
        assert deliver(outbox, to).sent == 1
    assert mailbox.logins[0] == (b"clinic", b"right")


def test_a_wrong_password_kills_nothing_and_shows_nowhere(outbox, mailbox, authority, certs):
    options = {"tls_context": server_context(authority), "authenticator": mailbox.login}
    put(outbox, notice())
    with smtp_serving(mailbox, **options) as port:
        to = account(port, "localhost", "clinic", password="wrong-one", ca_certs=certs)
        assert "wrong-one" not in repr(to)
        assert deliver(outbox, to).waiting == 1
    assert (error(outbox), mailbox.mails) == ("smtp-535", [])


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(outbox, mailbox, authority):
    put(outbox, notice())
    with smtp_serving(mailbox, tls_context=server_context(authority)) as port:
        assert deliver(outbox, account(port, "localhost")).waiting == 1
    assert (error(outbox), mailbox.mails) == ("tls", [])


def test_a_certificate_of_another_host_gets_no_mail(outbox, mailbox, certs, authority):
    put(outbox, notice())
    with smtp_serving(mailbox, tls_context=server_context(authority)) as port:
        # A way to write 127.0.0.1 that the certificate does not name.
        assert deliver(outbox, account(port, "127.1", ca_certs=certs)).waiting == 1
    assert (error(outbox), mailbox.mails) == ("tls", [])


def test_without_starttls_only_loopback_gets_mail(outbox, mailbox, port):
    put(outbox, notice())
    assert deliver(outbox, account(port, "127.1")).waiting == 1
    assert (error(outbox), mailbox.mails) == ("smtp-not-supported", [])


def test_tls_from_the_first_byte(outbox, mailbox, authority, certs):
    put(outbox, notice())
    with smtp_serving(mailbox, ssl_context=server_context(authority)) as port:
        server = mail_server(f"smtps://localhost:{port}")
        assert deliver(outbox, MailAccount(server, FROM, ca_certs=certs)).sent == 1
    assert len(mailbox.mails) == 1
