"""Reports: anybody may say that a fact of a listing is wrong, and what is right.

What tells of the reporter is sealed, and can be read until the report is decided, no longer.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import JSON, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.access.principal import PUBLIC, Actor
from service.directory.profile import AgesServed, HomeVisits, Location, Profile
from service.directory.services import SERVICES
from service.directory.vocabulary import ACCESS_FACTS
from service.directory.whereabouts import place_of
from service.errors import InvalidBody, Problem
from service.records.columns import UtcTime
from service.records.ids import id_from, new_id
from service.records.store import Table

from .staff import OF_LOCATION, OF_PERSON
from .stewardship import Stewardship

OPEN, ASKED, ACCEPTED, REJECTED = "open", "asked", "accepted", "rejected"
STATES = (OPEN, ASKED, ACCEPTED, REJECTED)
WAITING = (OPEN, ASKED)
LISTING = "listing"  # that the OT should not be listed at all: retired, moved away, not an OT
REPORTABLE = (LISTING, *OF_PERSON, *OF_LOCATION)
# What may stand after the dot in "services.driving"; other facts have none.
_CODES: dict[str, Collection[str]] = {
    "services": SERVICES,
    "access": ACCESS_FACTS,
    "ages_served": AgesServed.__struct_fields__,
    "home_visits": HomeVisits.__struct_fields__,
}
MOST_VALUE, MOST_NOTE, MOST_CONTACT = 200, 1000, 200


class Report(Table):
    """`place` is the address (or name) of the location meant, None for the person; `value` what is
    right by the reporter, None if only wrong; `sealed` note and contact, until it is decided."""

    __tablename__ = "reports"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    npi: Mapped[str] = mapped_column(String(10), index=True)
    place: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    field: Mapped[str] = mapped_column(String(80))
    value: Mapped[str | None] = mapped_column(String(MOST_VALUE))
    sealed: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10), index=True)
    version: Mapped[int] = mapped_column(Integer)
    why: Mapped[str | None] = mapped_column(String(500))
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    correction: Mapped[str | None] = mapped_column(String(12))


class Aside(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """What may tell of the reporter."""

    note: str | None = None
    contact: str | None = None

    def __repr__(self) -> str:
        return "<Aside>"


@dataclass(frozen=True)
class Told:
    """What somebody reports: which fact, of which location, what is right."""

    field: str
    location_id: str | None = None
    value: str | None = None
    aside: Aside = field(default_factory=Aside, repr=False)
    by: str | None = None  # the OT, as a source; else whoever asks
    once: str | None = field(default=None, repr=False)  # of a form: sent twice, it is kept once


def make_report(stewardship: Stewardship, actor: Actor, profile: Profile, told: Told) -> Report:
    """Keep it for staff. Raises InvalidBody for a fact or a location that there is not."""
    at = _location(profile, told)
    report = Report(
        id=id_from("e-", f"{profile.npi} {told.once}") if told.once else new_id("e-"),
        npi=profile.npi,
        place=at and place_of(at),
        field=told.field,
        value=told.value,
        by=told.by or actor.principal.id,
        at=stewardship.clock(),
        state=OPEN,
        version=1,
    )

    def work(session: Session) -> None:
        if told.once and session.get(Report, report.id):
            return
        seal = stewardship.vault.make(session, report.id)
        report.sealed = seal.seal(msgspec.json.encode(told.aside).decode())
        session.add(report)
        # Where the public writes from is nobody's business for good.
        who = Actor(actor.principal, "api") if actor.principal is PUBLIC else actor
        about = {"report": report.id, "npi": report.npi, "field": report.field}
        stewardship.tell(session, who, "report", **about)

    stewardship.store.retrying(work)
    return report


def check_report(profile: Profile, told: Told) -> None:
    """Raises InvalidBody, as `make_report`."""
    _location(profile, told)


def settle(
    stewardship: Stewardship, session: Session, report: Report, state: str, **decided: str
) -> None:
    """In the caller's transaction, `by` whom and `why`. Once nobody waits for it, what tells of
    the reporter is gone."""
    report.state, report.version = state, report.version + 1
    report.why, report.decided_by = decided.get("why"), decided["by"]
    report.decided_at = stewardship.clock()
    if state not in WAITING:
        report.sealed = None
        stewardship.vault.destroy(session, report.id)


def _location(profile: Profile, told: Told) -> Location | None:
    """None for a fact of the person."""
    name, _, code = told.field.partition(".")
    if name not in REPORTABLE:
        raise InvalidBody(Problem("field", "not_a_fact", {"choices": list(REPORTABLE)}, "phone"))
    if code not in _CODES.get(name, ("",)):
        example = f"{name}.{next(iter(_CODES[name]))}" if name in _CODES else name
        raise InvalidBody(Problem("field", "fact_with_code", example=example))
    if name not in OF_LOCATION:
        if told.location_id:
            raise InvalidBody(Problem("location_id", "fact_of_person"))
        return None
    found = [at for at in profile.locations if told.location_id in (at.id, None)]
    if len(found) != 1:
        ids = [at.id for at in profile.locations]
        example = ids[0] if ids else None
        raise InvalidBody(Problem("location_id", "no_such_location", {"choices": ids}, example))
    return found[0]
