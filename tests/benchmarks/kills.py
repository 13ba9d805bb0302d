"""Kills the service again and again while clients send referrals, and counts what became of them.

python -m tests.benchmarks.kills [--count 2000] [--kills 20] [--on postgresql]
"""

import http.client
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import click
from sqlalchemy import select

from service.access.rights import Rights
from service.delivery_settings import mail_server
from service.referrals.consents import MESSAGES, STATUS_PAGE
from service.referrals.dispatch import dispatcher
from service.referrals.outbox_table import LEASE, Row
from service.referrals.smtp import MailAccount, MailSender
from service.referrals.tables import Referral
from service.wording.mail import mail_text
from tests.postgres_server import new_database, postgres_server
from tests.referral_service import Installation, kill
from tests.smtp_server import Mailbox, smtp_serving

from .referrals import DURABLE
from .search import tell_machine
from .timing import fact, progress

CLIENTS, PATIENCE_SECONDS = 16, 600
BY_MAIL = "1999901030"  # whose office takes referrals by e-mail
CLINIC = Rights(frozenset({"clinician"}), organization="1999999984")
SQLITE, POSTGRESQL = "sqlite", "postgresql"
TEMPLATES = ("referral-arrived", "patient-sent")


def body(number: int) -> dict:
    return {
        "patient": {"given": "Rosalinde", "family": f"Quillfeather {number}",
                    "birth_date": "1979-03-02", "email": f"rosa{number}@home.example"},
        "recipient": {"npi": BY_MAIL},
        "requester": {"name": "Dr. Ellis Harrow"},
        "order": {"signed_by": "Dr. Ellis Harrow"},
        "services": ["energy-conservation"],
        "consents": [{"scope": MESSAGES}, {"scope": STATUS_PAGE}],
        "send": True,
    }  # fmt: skip


@dataclass
class Clients:
    """They share the numbers out among them, and send each until it is acknowledged."""

    place: Installation
    count: int
    bearer: dict[str, str]
    acknowledged: dict[int, str] = field(default_factory=dict)
    retries: int = 0

    def send_all(self) -> list[threading.Thread]:
        numbers = iter(range(self.count))
        lock = threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                self.acknowledged[number] = self.send(number)

        found = [threading.Thread(target=work, daemon=True) for _ in range(CLIENTS)]
        for each in found:
            each.start()
        return found

    def send(self, number: int) -> str:
        ends = time.monotonic() + PATIENCE_SECONDS
        headers = {**self.bearer, "Idempotency-Key": f"key-{number}"}
        while time.monotonic() < ends:
            with suppress(OSError, http.client.HTTPException):
                answer = self.place.ask("POST", "/api/v1/referrals", body(number), **headers)
                if answer.status == 201:
                    return answer.json()["id"]
                assert answer.status in (500, 503), (answer.status, answer.body)
            self.retries += 1
            time.sleep(random.uniform(0.2, 0.8))
        raise AssertionError("a referral was never acknowledged")


@dataclass
class Outcome:
    """What stands in the store and in the mailbox when all is over."""

    referrals: Counter  # ids in the store
    sends: Counter  # by referral, how often it was sent
    notices: Counter  # by event and template
    broken: int  # chains of the trail
    undelivered: int
    mails: Counter  # by Message-ID
    deliverers_killed: int


@contextmanager
def delivering(place: Installation):
    """`otmatch outbox deliver --watch 1`, which can be killed; another takes its place."""
    at_work = [place.begin("outbox", "deliver", "--watch", "1")]

    def again() -> None:
        kill(at_work[-1])
        at_work.append(place.begin("outbox", "deliver", "--watch", "1"))

    try:
        yield again
    finally:
        at_work[-1].send_signal(signal.SIGTERM)
        at_work[-1].wait(60)


def storm(place: Installation, count: int, kills: int, mailbox: Mailbox) -> tuple[Clients, Outcome]:
    """All referrals sent, under that many kills at random moments; what is left at the end."""
    clients = Clients(place, count, place.bearer(CLINIC))
    moments = sorted(random.sample(range(count * 9 // 10), kills))
    place.start("--no-access-log")
    with delivering(place) as kill_deliverer:
        threads = clients.send_all()
        for moment, victim in zip(moments, cycle(("service", "deliverer", "worker")), strict=False):
            while len(clients.acknowledged) < moment and any(t.is_alive() for t in threads):
                time.sleep(0.01)
            time.sleep(random.uniform(0, 0.05))
            if victim == "deliverer":
                kill_deliverer()
            elif victim == "worker":
                with suppress(ProcessLookupError, IndexError):
                    os.kill(random.choice(place.workers()), signal.SIGKILL)
            else:
                kill(place.process)
                place.start("--no-access-log")
        for thread in threads:
            thread.join()
    place.stop()
    deliver_rest(place)
    return clients, outcome(place, mailbox, (kills + 1) // 3)


def deliver_rest(place: Installation) -> None:
    """What a killed deliverer had in hand, once its lease is over."""
    settings = place.settings
    sender = MailSender(MailAccount(mail_server(settings.smtp), settings.mail_from), mail_text)
    with place.desk() as desk:
        replace(dispatcher(desk), clock=lambda: datetime.now(UTC) + LEASE).deliver(
            {"email": sender}
        )
    sender.close()


def outcome(place: Installation, mailbox: Mailbox, deliverers_killed: int) -> Outcome:
    with place.desk() as desk, desk.store.reading() as session:
        ids = list(session.scalars(select(Referral.id)))
        events = {id_: desk.trail.events(session, id_) for id_ in ids}
        rows = list(session.scalars(select(Row)))
        states = desk.trail.verify(session)
    return Outcome(
        referrals=Counter(ids),
        sends=Counter(i for i, told in events.items() for e in told if e.action == "send"),
        notices=Counter((row.event, row.template) for row in rows),
        broken=sum(state.broken_at is not None for state in states),
        undelivered=sum(row.state != "sent" for row in rows),
        mails=Counter(mail["Message-ID"] for mail in mailbox.messages),
        deliverers_killed=deliverers_killed,
    )


def check(clients: Clients, found: Outcome) -> None:
    count = clients.count
    assert len(clients.acknowledged) == len(set(clients.acknowledged.values())) == count
    assert found.referrals == Counter(clients.acknowledged.values())
    assert found.sends == found.referrals
    assert Counter(found.notices.values()) == {1: len(TEMPLATES) * count}
    assert Counter(template for _, template in found.notices) == dict.fromkeys(TEMPLATES, count)
    assert (found.undelivered, found.broken) == (0, 0)
    assert len(found.mails) == len(TEMPLATES) * count
    # Only what was just on its way when a deliverer was killed can come twice.
    assert found.mails.total() - len(found.mails) <= found.deliverers_killed


@click.command()
@click.option("--count", default=2000, show_default=True, type=click.IntRange(10))
@click.option("--on", "databases", type=click.Choice((SQLITE, POSTGRESQL)), multiple=True,
              default=(SQLITE, POSTGRESQL), help="One of the databases alone.")  # fmt: skip
@click.option("--kills", default=20, show_default=True, type=click.IntRange(0))
def main(count: int, kills: int, databases: tuple[str, ...]) -> None:
    """Send referrals by 16 clients while service, workers and deliverer are killed."""
    tell_machine()
    if SQLITE in databases:
        with tempfile.TemporaryDirectory() as folder:
            _measure("SQLite", f"sqlite:///{folder}/records.db", count, kills)
    if POSTGRESQL in databases:
        with postgres_server(DURABLE) as server, new_database(server) as store:
            _measure("PostgreSQL", store, count, kills)


def _measure(database: str, store: str, count: int, kills: int) -> None:
    """Raises AssertionError where anything was lost or doubled."""
    mailbox = Mailbox()
    progress(f"{database}: loading the directory")
    with tempfile.TemporaryDirectory() as folder, smtp_serving(mailbox) as port:
        place = Installation(Path(folder), store, {"OTMATCH_SMTP": f"smtp://127.0.0.1:{port}"})
        start = time.perf_counter()
        clients, found = storm(place, count, kills, mailbox)
        check(clients, found)
    click.echo(f"\n{database}: nothing lost, nothing doubled")
    fact("sent and delivered in", f"{time.perf_counter() - start:.0f} s")
    fact("kills, and requests sent again", f"{kills}, {clients.retries}")
    fact("referrals acknowledged, and kept", f"{count}, {found.referrals.total()}")
    fact("notices, and e-mails", f"{found.notices.total()}, {found.mails.total()}")


if __name__ == "__main__":
    main()
