"""Staff decide what was reported or put in doubt: accept, reject, or ask back."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.directory.clean import Rejected
from service.directory.departure import OF_STAFF
from service.directory.doubt import OPEN_PANEL
from service.directory.profile import Profile
from service.directory.whereabouts import locations_at
from service.errors import Conflict, InvalidBody, NotFound, Problem, Stale

from .corrections import Correction, take_back
from .decisions import as_corrected, closing, correcting, withdrawal
from .queue import ACCEPT, ASK, REPORT, Queued, Seen, compared, find, queued
from .reports import ACCEPTED, ASKED, LISTING, REJECTED, WAITING, Report, settle
from .staff import ADDRESS, record_of
from .stewardship import Stewardship, check_reach
from .values import example_of


@dataclass(frozen=True)
class Decision:
    """One action on one version. `value` is what staff found to be right; what was reported if
    left out. `why` says what it is based on, or what is asked."""

    action: str
    version: int
    why: str
    value: Any = None


@dataclass(frozen=True)
class Decided:
    """What became of it; `correction` is the one that was made; whether the directory shows it."""

    seen: Seen
    correction: str | None = None
    shown: bool = True


@dataclass(frozen=True)
class _Work:
    """A decision with all that it takes."""

    stewardship: Stewardship
    actor: Actor
    item: Queued
    told: Decision
    made: Correction | None = None

    @property
    def by(self) -> str:
        return self.actor.principal.name

    def tell(self, session: Session) -> None:
        about = {self.item.kind: self.item.id, "npi": self.item.npi, "field": self.item.field}
        more = {"why": self.told.why, "by": self.by, "correction": self.made and self.made.id}
        action = f"{self.told.action}-{self.item.kind}"
        self.stewardship.tell(session, self.actor, action, **about, **more)


def decide(stewardship: Stewardship, actor: Actor, identity: str, told: Decision) -> Decided:
    """Raises NoSuchRecord, Stale, Conflict, InvalidBody where the value does not fit the fact."""
    check_reach(actor, "reports.decide")
    item = find(stewardship, identity)
    stewardship.check_covered(actor, item.npi)
    _check(item, told)
    work = _Work(stewardship, actor, item, told)
    if told.action == ACCEPT:
        work = replace(work, made=_correction(work))
    put = _decide_report if item.kind == REPORT else _decide_doubt
    found = stewardship.store.retrying(lambda session: put(session, work))
    shown = told.action == ASK or stewardship.show(item.npi)
    return Decided(compared(stewardship, found), work.made and work.made.id, shown)


def _check(item: Queued, told: Decision) -> None:
    if item.version != told.version:
        raise Stale
    if item.state not in WAITING:
        raise Conflict("report-decided")
    if told.action not in item.actions:
        raise Conflict("asked-before" if item.kind == REPORT else "nobody-to-ask")


def _decide_report(session: Session, work: _Work) -> Queued:
    report = session.get_one(Report, work.item.id, with_for_update=True)
    _check(queued(report), work.told)
    state = {ACCEPT: ACCEPTED, ASK: ASKED}.get(work.told.action, REJECTED)
    settle(work.stewardship, session, report, state, by=work.by, why=work.told.why)
    if work.made:
        report.correction = work.made.id
        session.add(work.made)
    work.tell(session)
    return queued(report)


def _decide_doubt(session: Session, work: _Work) -> Queued:
    if work.made:
        session.add(work.made)
    else:
        try:
            take_back(session, work.item.id, work.by, work.told.why)
        except NotFound:  # somebody else was quicker
            raise Stale from None
    work.tell(session)
    state = ACCEPTED if work.made else REJECTED
    return replace(work.item, state=state, version=work.item.version + 1)


def _correction(work: _Work) -> Correction:
    item, told = work.item, work.told
    profile = as_corrected(work.stewardship.engine, item.npi)
    if profile is None:
        raise Conflict("place-gone")
    value = _value(item, told)
    decided = {"by": work.by, "why": f"{item.kind} {item.id}: {told.why}"[:500]}
    try:
        made = _made(profile, item, value, decided)
        record_of(made)  # which refuses what the schema does not allow
    except Rejected:
        example = example_of(item.field)
        raise InvalidBody(
            Problem("value", "not_its_value", {"field": item.field}, example)
        ) from None
    return made


def _made(profile: Profile, item: Queued, value: Any, decided: dict[str, str]) -> Correction:
    if item.field == LISTING:
        if value not in OF_STAFF:
            raise Rejected("value: must be a reason to withdraw")
        return withdrawal(item.npi, value, **decided)
    location = None
    if item.place is not None:
        found = locations_at(profile, item.place)
        if len(found) != 1:
            raise Conflict("place-gone")
        location = found[0].id
    if item.field == ADDRESS:
        return closing(profile, location, **decided)
    if value is None:
        raise Rejected("value: is needed")
    return correcting(profile, location, item.field, value, **decided)


def _value(item: Queued, told: Decision) -> Any:
    """What is right by the staff's word, or else by the report; what an outcome proves wrong."""
    if told.value is not None:
        return told.value
    if item.field == LISTING:
        return OF_STAFF[0]
    if item.kind == REPORT:
        return item.value
    if item.value == OPEN_PANEL:
        return "nopt"
    kind, _, code = str(item.value or "").partition(":")
    if item.field == "plans" and kind == "plan":
        return {"plan_id": code, "status": "not-accepted"}
    return None
