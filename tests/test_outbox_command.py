"""`otmatch outbox`: real processes, several at once, killed and ended."""

import json
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from service.__main__ import main
from service.referrals.outbox import Outbox, Undelivered
from service.referrals.smtp import MailSender
from service.wording.mail import mail_text
from tests.new_store import store_in
from tests.outbox_notices import Listed, Seals, hook, notice, put, to_patient
from tests.smtp_server import OK, Mailbox, smtp_serving
from tests.test_outbox_smtp import FROM, account
from tests.test_outbox_webhook import SECRET
from tests.waiting import MOST_SECONDS, until
from tests.webhook_server import Receiver, receiving


@pytest.fixture
def store(tmp_path):
    made = store_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def outbox(store):
    return Outbox(store, Seals())


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def port(mailbox):
    with smtp_serving(mailbox) as number:
        yield number


@pytest.fixture
def environment(monkeypatch, tmp_path, port):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("OTMATCH_SMTP", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("OTMATCH_MAIL_FROM", FROM)
    return monkeypatch


@pytest.fixture
def run(environment):
    def command(*words, code=0):
        found = CliRunner().invoke(main, ["outbox", *words])
        assert found.exit_code == code, found.output
        return found.output

    return command


def started(*words) -> subprocess.Popen:
    command = [sys.executable, "-m", "service", "outbox", "deliver", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def times_sent(mailbox) -> Counter:
    return Counter(message["Message-ID"] for message in mailbox.messages)


# --- several processes ------------------------------------------------------------------------


def test_two_deliverers_at_once_send_each_notice_once(outbox, mailbox, environment):
    put(outbox, *(notice(number) for number in range(200)))
    mailbox.wanted = 2
    both = [started(), started()]
    for process in both:
        _, errors = process.communicate(timeout=MOST_SECONDS)
        assert (process.returncode, errors) == (0, "")
    assert Counter(times_sent(mailbox).values()) == {1: 200}
    assert {row.state for row in outbox.every()} == {"sent"}


def test_nothing_is_lost_when_a_deliverer_is_killed(outbox, mailbox, environment, port):
    put(outbox, *(notice(number) for number in range(60)))
    mailbox.delay = 0.01
    process = started()
    until(lambda: len(mailbox.mails) > 20)
    process.kill()
    process.communicate()
    mailbox.delay = 0
    later = Outbox(outbox.store, clock=lambda: datetime.now(UTC) + timedelta(minutes=5))
    sender = MailSender(account(port), mail_text)
    later.deliver({"email": sender})
    sender.close()
    assert {row.state for row in outbox.every()} == {"sent"}
    times = times_sent(mailbox)
    assert len(times) == 60
    assert times.total() <= 61  # only the one under way can come twice


def test_sigterm_ends_a_watch_after_the_notice_under_way(outbox, mailbox, environment):
    put(outbox, *(notice(number) for number in range(50)))
    mailbox.delay = 0.05
    process = started("--watch", "1")
    until(lambda: len(mailbox.mails) > 2)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=MOST_SECONDS)
    assert (process.returncode, errors) == (0, "")
    sent = outbox.every("sent")
    assert len(sent) == len(mailbox.mails) < 50
    assert not [row for row in outbox.every() if row.leased_until]


def test_a_watch_sends_what_comes_later(outbox, mailbox, environment):
    process = started("--watch", "1")
    put(outbox, notice(1))
    until(lambda: len(mailbox.mails) == 1)
    put(outbox, notice(2))
    until(lambda: len(mailbox.mails) == 2)
    process.send_signal(signal.SIGTERM)
    out, errors = process.communicate(timeout=MOST_SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert out.count(" sent\n") == 2


# --- one command ------------------------------------------------------------------------------


def test_what_it_tells(run, outbox, mailbox):
    put(outbox, notice(1), notice(2, to="gone@clinic.example"))
    mailbox.on_recipient = lambda to: "550 gone@clinic.example?" if "gone" in to else OK
    told = run("deliver", code=1)
    assert "dead (smtp-550)" in told
    assert "1 sent, 0 to be tried again, 1 dead" in told
    assert "@" not in told
    assert run("deliver") == "0 sent, 0 to be tried again, 0 dead\n"


def test_lists_and_another_try(run, outbox, mailbox):
    put(outbox, notice(1))
    outbox.deliver({"email": Listed(Undelivered("smtp-550", final=True))})
    put(outbox, to_patient(2))
    (row,) = outbox.every("dead")
    assert run("list", "--dead").split() == [
        row.id, "dead", row.ended_at.isoformat(timespec="seconds"), "referral-arrived", "to",
        "office@clinic.example", "smtp-550",
    ]  # fmt: skip
    listed = run("list", "--format", "json")
    assert [json.loads(line)["to"] for line in listed.splitlines()] == [
        "office@clinic.example",
        "(sealed)",
    ]
    assert "rosa" not in listed + run("list")
    assert run("retry", row.id) == f"{row.id}: due now\n"
    assert "1 sent" in run("deliver", code=1)  # the patient's waits for the keys
    assert "must be of a notification that waits or is dead" in run("retry", row.id, code=2)


def test_webhooks_by_their_file(run, outbox, environment, tmp_path):
    receiver = Receiver()
    put(outbox, hook())
    with receiving(receiver) as number:
        entry = {"name": "ehr", "url": f"http://127.0.0.1:{number}/", "secret_env": "EHR",
                 "events": ["*"]}  # fmt: skip
        (tmp_path / "webhooks.yaml").write_text(json.dumps([entry]))
        environment.setenv("OTMATCH_WEBHOOKS", str(tmp_path / "webhooks.yaml"))
        assert "OTMATCH_WEBHOOKS webhook 1: secret_env" in run("deliver", code=2)
        environment.setenv("EHR", SECRET)
        assert "1 sent" in run("deliver")
    assert len(receiver.posts) == 1


def test_what_is_not_configured_waits_and_says_so(run, outbox, environment):
    put(outbox, notice())
    environment.delenv("OTMATCH_SMTP")
    assert "1 due that cannot be sent now" in run("deliver", code=1)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("OTMATCH_MAIL_FROM", "", "OTMATCH_MAIL_FROM must be set"),
        ("OTMATCH_SMTP", "mail.example", "OTMATCH_SMTP must look like"),
        ("OTMATCH_DELIVERY_CA_CERTS", "/no/such.pem", "OTMATCH_DELIVERY_CA_CERTS must name"),
        ("OTMATCH_WEBHOOKS", "/no/such.yaml", "OTMATCH_WEBHOOKS must name a file"),
        ("OTMATCH_STORE", "nonsense", "OTMATCH_STORE: "),
    ],
)
def test_a_wrong_setting_is_bad_usage(run, environment, variable, value, told):
    environment.setenv(variable, value)
    assert told in run("deliver", code=2)


def test_a_store_that_cannot_be_reached(run, environment, tmp_path):
    environment.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/no/such/folder.db")
    assert "OTMATCH_STORE" in run("deliver", code=1)
    assert "OTMATCH_STORE" in run("list", code=1)
