"""A desk for tests of referrals: a real store, the fixtures' directory, people of both sides."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from service.access.principal import Principal
from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.records.audit import Trail
from service.records.keys import Keys, new_key
from service.records.opening import Records, open_vault
from service.records.store import Store
from service.referrals.case import Case
from service.referrals.content import Addressee, Content, Order, Patient, Requester
from service.referrals.creating import Draft, create
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import ByHand
from service.referrals.desk import Actor, Desk
from service.referrals.mailing import outbox_of
from service.referrals.moving import Act, act
from service.referrals.terms import Terms
from service.settings import Settings
from tests.new_store import store_in

CLINIC, OTHER_CLINIC = "1999999984", "1999999992"
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)  # a Monday
# In Albany, with one location; and two more to ask after.
ANA, BEN, CARA = "1999901014", "1999901022", "1999901030"
ROSA = Patient(
    given="Rosalinde",
    family="Quillfeather",
    birth_date=date(1979, 3, 2),
    phone="518-555-0142",
    postal_code="12203",
    state="NY",
    language="es",
)
CONTENT = Content(
    patient=ROSA,
    requester=Requester(name="Dr. Ellis Harrow", phone="518-555-0100"),
    order=Order(text="Evaluate and treat", visits=8),
    services=("energy-conservation",),
    goals=("cook dinner again",),
    reason="MS fatigue limits work",
    diagnoses=("G35.A",),
)

OFFICE = structs.replace(
    CONTENT, requester=structs.replace(CONTENT.requester, email="office@clinic.example")
)
LIST = {"shortlist": (Addressee(BEN),), "shortlist_consent": True}


class Clock:
    """A moment that stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def clinician(organization: str = CLINIC) -> Actor:
    who = Principal(
        id=f"token:clinic{organization[-2:]}",
        name="Dr. Ellis Harrow",
        roles=frozenset({"clinician"}),
        organization=organization,
        person="Dr. Ellis Harrow",
    )
    return Actor(who, "api 192.0.2.1")


def therapist(npi: str = ANA) -> Actor:
    who = Principal(id=f"token:ot{npi[-4:]}", name="OT", roles=frozenset({"ot"}), npi=npi)
    return Actor(who, "api 192.0.2.2")


def open_desk_on(store: Store, engine: Engine, **terms: Any) -> Desk:
    keys = Keys(new_key(), new_key())
    vault = open_vault(store, keys)
    return Desk(Records(store, keys, vault, Trail(keys)), engine, Terms(**terms), clock=Clock())


def draft(**changes: Any) -> Draft:
    """A referral to Ana that is sent at once, with these changes."""
    return replace(Draft(CONTENT, Addressee(ANA), send=True), **changes)


def seen(case: Case) -> dict[str, Any]:
    """What tests look at."""
    return {
        "id": case.referral.id,
        "version": case.referral.version,
        "status": case.task.status,
        "business": case.task.business_status,
        "order": case.referral.order_status,
        "worklist": case.task.worklist,
        "actions": case.actions,
        "recipient": case.task.recipient_npi,
        "events": [event.action for event in case.events],
    }


def copy_of(engine: Engine, folder: Path) -> Engine:
    """The same directory in a file of its own, for tests that change it."""
    path = folder / "directory.db"
    shutil.copy(engine.path, path)
    return open_engine(Settings(directory=f"sqlite:///{path}"))


@contextmanager
def own_desk(folder: Path, engine: Engine, store_url: str = "", **terms: Any) -> Iterator[Desk]:
    """A desk on a store and a copy of the directory that nobody else uses."""
    store = Store(store_url) if store_url else store_in(folder)
    yield open_desk_on(store, copy_of(engine, folder), **terms)
    store.close()


def templates(desk: Desk) -> list[str]:
    """Of all notices, in order."""
    return [row.template for row in outbox_of(desk).every()]


def brought(desk: Desk, referral: dict, arrived: bool = True) -> dict[str, Any]:
    """By hand, as its office says."""
    told = referral["version"], ByHand("fax", "3 pages", arrived=arrived)
    return deliver_by_hand(desk, clinician(), referral["id"], told, seen)


class Counter:
    number = 0


def make(desk: Desk, actor: Actor, asked: Draft) -> dict[str, Any]:
    """Create it, with a key of its own."""
    told: list[dict[str, Any]] = []
    Counter.number += 1
    create(
        desk,
        actor,
        asked,
        f"key-{Counter.number}",
        lambda case: told.append(seen(case)) or "answer",
    )
    return told[-1]


def move(desk: Desk, actor: Actor, referral: dict, action: str, **told: Any) -> dict[str, Any]:
    """Make an action on the version that is in `referral`."""
    return act(desk, actor, referral["id"], Act(action, referral["version"], **told), seen)
