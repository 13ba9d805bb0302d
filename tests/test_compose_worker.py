"""The worker of docker-compose.yml: its script runs as it is, with work for each part."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service.referrals.content import Addressee
from service.referrals.desk import Desk
from tests.compose_file import ENVIRONMENT, read_compose
from tests.page_world import events, row
from tests.referral_service import Installation, kill
from tests.referral_world import CARA, clinician, draft, make
from tests.smtp_server import Mailbox, smtp_serving
from tests.waiting import MOST_SECONDS, until

WORKER = read_compose(ENVIRONMENT)["worker"]


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def place(tmp_path, mailbox):
    with smtp_serving(mailbox) as port:
        told = {"OTMATCH_SMTP": f"smtp://127.0.0.1:{port}"}
        yield Installation(tmp_path, f"sqlite:///{tmp_path}/records.db", told)


def days_ago(desk: Desk, days: int) -> Desk:
    then = desk.clock() - timedelta(days=days)
    return replace(desk, clock=lambda: then)


def working(place: Installation) -> subprocess.Popen:
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, **place.told, "PATH": f"{programs}:{os.environ['PATH']}"}
    command = [*WORKER["entrypoint"], *WORKER["command"]]
    with place.log.open("a") as log:
        return subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )


def test_it_sends_reminds_and_erases_until_it_is_told_to_end(place, mailbox):
    with place.desk() as desk:
        late = make(days_ago(desk, 9), clinician(), draft(allow_duplicate="late"))
        forgotten = make(days_ago(desk, 200), clinician(), draft(send=False, allow_duplicate="old"))
        sent = make(desk, clinician(), draft(recipient=Addressee(CARA)))
        assert len(mailbox.mails) == 0
        worker = working(place)
        try:
            for is_done in (
                lambda: row(desk, forgotten["id"]).erased_at is not None,
                lambda: "remind" in events(desk, late),
                lambda: any(sent["id"] in each.get_content() for each in mailbox.messages),
            ):
                until(is_done, place.log.read_text)
            assert worker.poll() is None
            # As a stopping container does: to the first process alone.
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(int(WORKER["stop_grace_period"].removesuffix("m")) * 60) == 0
        finally:
            kill(worker)
    assert "Traceback" not in place.log.read_text()


def test_it_ends_where_nothing_can_be_sent_at_all(place):
    """A setting that is wrong must be seen, not hidden by a loop."""
    place.told["OTMATCH_SMTP"] = "gopher://nowhere"
    worker = working(place)
    try:
        assert worker.wait(MOST_SECONDS) == 2
    finally:
        kill(worker)
    assert "OTMATCH_SMTP must look like" in place.log.read_text()
