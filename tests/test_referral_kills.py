"""kill -9 of service, workers and deliverer under clients: nothing is lost, nothing doubled."""

from tests.benchmarks.kills import check, storm
from tests.referral_service import Installation
from tests.smtp_server import Mailbox, smtp_serving


def test_what_was_acknowledged_is_there_once_and_every_notice_is_delivered(store_url, tmp_path):
    mailbox = Mailbox()
    with smtp_serving(mailbox) as port:
        told = {"OTMATCH_SMTP": f"smtp://127.0.0.1:{port}"}
        place = Installation(tmp_path, store_url, told)
        clients, found = storm(place, count=80, kills=3, mailbox=mailbox)
    assert clients.retries > 0
    check(clients, found)
    assert place.run("audit", "verify") == 0
