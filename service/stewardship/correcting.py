"""Staff correct by themselves, without a report: facts said or verified, an OT withdrawn, a place
closed, an address hidden; and take it back."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.clock import EASTERN
from service.directory.clean import Rejected
from service.directory.profile import Profile
from service.errors import (
    InvalidBody,
    NoSuchRecord,
    NotFound,
    Problem,
)

from .corrections import CLOSE, CORRECT, DOUBT, HIDE, WITHDRAW, Correction, Corrections, take_back
from .decisions import as_corrected, as_sources_name, closing, correcting, hiding, withdrawal
from .staff import record_of
from .stewardship import Stewardship, check_reach
from .values import example_of

KINDS = (CORRECT, CLOSE, HIDE, WITHDRAW)
MOST_DAYS_AGO = 30  # of a call that is told now; longer ago nobody remembers what was said


@dataclass(frozen=True)
class Said:
    """One fact; without a value what is known is confirmed."""

    field: str
    value: Any = None


@dataclass(frozen=True)
class Told:
    """What staff decide of one OT, at one location if it names one. `facts` go with `correct`, all
    of them by one call, which may have been on a day before; `reason` goes with `withdraw`."""

    npi: str
    kind: str
    why: str
    location_id: str | None = None
    facts: tuple[Said, ...] = ()
    reason: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class Recorded:
    """What was recorded, and whether the directory shows it already."""

    corrections: list[Correction]
    shown: bool


def correct(stewardship: Stewardship, actor: Actor, told: Told) -> Recorded:
    """All of it or nothing. Raises InvalidBody, Forbidden."""
    check_reach(actor, "corrections.make")
    _check(told)
    location = as_sources_name(stewardship.engine, told.npi, told.location_id)
    told = replace(told, location_id=location)
    profile = as_corrected(stewardship.engine, told.npi)
    if profile is None or not stewardship.covers(actor, told.npi):
        raise InvalidBody(Problem("npi", "no_such_ot"))
    decided = {"by": actor.principal.name, "why": told.why}
    made = list(_made(profile, told, decided))
    if told.on:
        moment = _moment(told.on, stewardship.clock())
        for each in made:
            each.at = moment

    def work(session: Session) -> None:
        session.add_all(made)
        for each in made:
            about = {"correction": each.id, "npi": each.npi, "field": each.field}
            stewardship.tell(session, actor, each.kind, why=each.why, by=each.by, **about)

    stewardship.store.retrying(work)
    return Recorded(made, stewardship.show(told.npi))


def undo(stewardship: Stewardship, actor: Actor, identity: str, why: str) -> Recorded:
    """Raises NoSuchRecord for one that is not in force, Forbidden."""
    check_reach(actor, "corrections.undo")
    try:
        stewardship.check_covered(actor, Corrections(stewardship.store).one(identity).npi)
    except NotFound:
        raise NoSuchRecord from None

    def work(session: Session) -> Correction:
        try:
            found = take_back(session, identity, actor.principal.name, why)
        except NotFound:
            raise NoSuchRecord from None
        about = {"correction": found.id, "npi": found.npi, "field": found.field}
        stewardship.tell(session, actor, "undo", why=why, by=actor.principal.name, **about)
        return found

    found = stewardship.store.retrying(work)
    return Recorded([found], stewardship.show(found.npi))


def list_corrections(
    stewardship: Stewardship, actor: Actor, npi: str | None, *, undone: bool
) -> list[Correction]:
    """The newest first; without `undone` those in force. Raises Forbidden."""
    check_reach(actor, "corrections.list")
    every = Corrections(stewardship.store).every(npi)
    wanted = [c for c in reversed(every) if c.kind != DOUBT and (undone or c.in_force)]
    covered = stewardship.covered(actor, {c.npi for c in wanted})
    return [c for c in wanted if c.npi in covered]


def _check(told: Told) -> None:
    if bool(told.facts) != (told.kind == CORRECT):
        raise InvalidBody(Problem("facts", "goes_with_kind", {"kind": CORRECT}))
    if told.reason and told.kind != WITHDRAW:
        raise InvalidBody(Problem("reason", "goes_with_kind", {"kind": WITHDRAW}))
    if told.location_id and told.kind == WITHDRAW:
        raise InvalidBody(Problem("location_id", "fact_of_person"))


def _made(profile: Profile, told: Told, decided: dict[str, str]) -> list[Correction]:
    _check_location(profile, told)
    if told.kind == WITHDRAW:
        return [withdrawal(told.npi, told.reason or "withdrawn", **decided)]
    if told.kind == CLOSE:
        return [closing(profile, told.location_id, **decided)]
    if told.kind == HIDE:
        return [hiding(profile, told.location_id, **decided)]
    return [_fact(profile, told, n, decided) for n in range(len(told.facts))]


def _check_location(profile: Profile, told: Told) -> None:
    ids = [at.id for at in profile.locations]
    needed = told.kind in (CLOSE, HIDE) and len(ids) != 1
    if (needed or told.location_id) and told.location_id not in ids:
        example = ids[0] if ids else None
        raise InvalidBody(Problem("location_id", "no_such_location", {"choices": ids}, example))


def _fact(profile: Profile, told: Told, number: int, decided: dict[str, str]) -> Correction:
    said = told.facts[number]
    try:
        made = correcting(profile, told.location_id, said.field, said.value, **decided)
        record_of(made)  # which refuses what the schema does not allow
    except Rejected as error:
        told_field = str(error).startswith("field:")
        path = f"facts.{number}.{'field' if told_field else 'value'}"
        code = "not_a_fact_here" if told_field else "not_its_value"
        example = "phone" if told_field else example_of(said.field)
        raise InvalidBody(Problem(path, code, {"field": said.field}, example)) from None
    return made


def _moment(on: date, now: datetime) -> datetime:
    """Noon of a day in the US East, or now if it is today."""
    today = now.astimezone(EASTERN).date()
    if not today - timedelta(days=MOST_DAYS_AGO) <= on <= today:
        raise InvalidBody(Problem("on", "not_lately", {"most": MOST_DAYS_AGO}, str(today)))
    return now if on == today else datetime.combine(on, time(12), EASTERN)
