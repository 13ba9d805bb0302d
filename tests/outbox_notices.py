"""Notices, seals and a clock for the tests of the outbox."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet

from service.referrals.notice import Notice
from service.referrals.outbox import Delivery, Outbox, Undelivered

LINK = "https://otmatch.example/r/c2lnbmVk"
OFFICE = {"office": "Dr. Ellis Harrow, 518-555-0100"}
START = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


def notice(number: int = 1, **other) -> Notice:
    told = {
        "kind": "email",
        "to": "office@clinic.example",
        "template": "referral-arrived",
        "language": "en",
        "values": {"referral": f"r{number}", "link": LINK} | OFFICE,
        "event": f"event-{number}",
    }
    return Notice(**(told | other))


def to_patient(number: int = 1, to: str = "rosa.lind@home.example", **other) -> Notice:
    told = {"values": {"referral": f"r{number}", "link": LINK}, "template": "patient-sent"} | other
    return notice(number, to=to, sealed_to=True, **told)


def hook(number: int = 1, to: str = "ehr", **other) -> Notice:
    values = {"referral": f"r{number}"}
    return notice(number, **({"kind": "webhook", "to": to, "values": values} | other))


class FernetSeal:
    def __init__(self) -> None:
        self._fernet = Fernet(Fernet.generate_key())

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        return self._fernet.decrypt(sealed.encode()).decode()


class Seals:
    """A key for each referral, until it is destroyed."""

    def __init__(self) -> None:
        self.of: dict[str, FernetSeal | None] = {}

    def __call__(self, session, referral: str) -> FernetSeal | None:
        return self.of.setdefault(referral, FernetSeal())


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Listed:
    """A sender that keeps what it was given, or fails as it is told."""

    failure: Undelivered | Exception | None = None
    sent: list[Delivery] = field(default_factory=list)
    tried: int = 0

    def send(self, delivery: Delivery) -> None:
        self.tried += 1
        if self.failure:
            raise self.failure
        self.sent.append(delivery)


def put(outbox: Outbox, *notices: Notice) -> None:
    with outbox.store.transaction() as session:
        for each in notices:
            outbox.put(session, each)
