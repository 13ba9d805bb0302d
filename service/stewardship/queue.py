"""The queue of staff: what people reported and what referrals put in doubt, the oldest first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.errors import NoSuchRecord
from service.records.events import READS, Entry
from service.records.ids import is_id

from .corrections import Corrections
from .evidence import Evidence, evidence_on
from .reports import OPEN, WAITING, Aside, Report
from .stewardship import Stewardship, check_reach
from .waiting import Waiting, waiting

REPORT, DOUBT = "report", "doubt"
KINDS = (REPORT, DOUBT)
ACCEPT, REJECT, ASK = "accept", "reject", "ask"
ACTIONS = (ACCEPT, REJECT, ASK)
NOTHING = Aside()
Key = tuple[datetime, str]


@dataclass(frozen=True)
class Queued:
    """One thing to decide. `value` is what is right by a report, or what a doubt contradicts;
    `alike` how many others wait on the same fact; `reasons` codes of outcomes of referrals;
    `version` grows with every change, of a doubt with every outcome that says so."""

    id: str
    kind: str
    npi: str
    place: dict[str, str] | None
    field: str
    value: Any
    at: datetime
    version: int
    state: str = OPEN
    reasons: tuple[str, ...] = ()
    alike: int = 0
    report: Report | None = None

    @property
    def actions(self) -> tuple[str, ...]:
        if self.state not in WAITING:
            return ()
        can_ask = self.kind == REPORT and self.state == OPEN
        return ACTIONS if can_ask else (ACCEPT, REJECT)

    @property
    def fact(self) -> tuple[str, str, str]:
        """What it is about."""
        return self.npi, str(sorted((self.place or {}).items())), self.field


@dataclass(frozen=True)
class Asked:
    """What the queue is filtered by. `after` is the last one of the page before."""

    state: str | None = None
    kind: str | None = None
    npi: str | None = None
    after: Key | None = None
    limit: int = 20


@dataclass(frozen=True)
class Listed:
    total: int
    items: list[Queued]
    next: Key | None


@dataclass(frozen=True)
class Seen:
    """One thing to decide, with all that staff compare."""

    item: Queued
    aside: Aside
    evidence: list[Evidence]


def list_queue(stewardship: Stewardship, actor: Actor, asked: Asked) -> Listed:
    """Those that wait, or those in one state. Raises Forbidden."""
    check_reach(actor, "reports.list")
    states = WAITING if asked.state is None else (asked.state,)
    every = list(_wanted(stewardship, asked, states))
    covered = stewardship.covered(actor, {each.npi for each in every})
    mine = (each for each in every if each.npi in covered)
    found = sorted(mine, key=lambda each: (each.at, each.id))
    alike = Counter(each.fact for each in found)
    rest = [each for each in found if asked.after is None or (each.at, each.id) > asked.after]
    page = [replace(each, alike=alike[each.fact] - 1) for each in rest[: asked.limit]]
    more = len(rest) > asked.limit
    return Listed(len(found), page, (page[-1].at, page[-1].id) if more else None)


def see(stewardship: Stewardship, actor: Actor, identity: str) -> Seen:
    """One of them, with note and contact while these are kept: the trail tells who saw them.
    Raises NoSuchRecord, Forbidden."""
    check_reach(actor, "reports.list")
    item = find(stewardship, identity)
    stewardship.check_covered(actor, item.npi)
    report, aside = item.report, NOTHING
    if report and report.sealed and item.state in WAITING:
        aside = stewardship.store.retrying(lambda s: _opened(s, stewardship, actor, report))
    return compared(stewardship, item, aside)


def compared(stewardship: Stewardship, item: Queued, aside: Aside = NOTHING) -> Seen:
    """With every source's word on its fact, and how many wait on the same."""
    others = [each for each in _wanted(stewardship, Asked(npi=item.npi)) if each.id != item.id]
    alike = sum(each.fact == item.fact for each in others)
    evidence = evidence_on(stewardship.engine, item.npi, item.place, item.field)
    return Seen(replace(item, alike=alike), aside, evidence)


def find(stewardship: Stewardship, identity: str) -> Queued:
    """Raises NoSuchRecord."""
    if not is_id(identity):
        return next((d for d in _doubts(stewardship) if d.id == identity), None) or _nothing()
    with stewardship.store.reading() as session:
        report = session.get(Report, identity)
        session.expunge_all()
    return queued(report) if report else _nothing()


def queued(report: Report) -> Queued:
    names = ("id", "npi", "place", "field", "value", "at", "version", "state")
    return Queued(kind=REPORT, report=report, **{name: getattr(report, name) for name in names})


def _nothing() -> Any:
    raise NoSuchRecord


def _wanted(
    stewardship: Stewardship, asked: Asked, states: tuple[str, ...] = WAITING
) -> Iterator[Queued]:
    if asked.kind != DOUBT:
        rows = select(Report).where(Report.state.in_(states))
        rows = rows.where(Report.npi == asked.npi) if asked.npi else rows
        with stewardship.store.reading() as session:
            reports = list(session.scalars(rows))
            session.expunge_all()
        yield from map(queued, reports)
    if asked.kind != REPORT and OPEN in states:
        yield from _doubts(stewardship, asked.npi)


def _doubts(stewardship: Stewardship, npi: str | None = None) -> Iterator[Queued]:
    every = Corrections(stewardship.store).every(npi)
    yield from map(_doubt, waiting(every, stewardship.engine))


def _doubt(each: Waiting) -> Queued:
    first = each.first
    return Queued(
        id=first.id,
        kind=DOUBT,
        npi=first.npi,
        place=first.place,
        field=first.field or "",
        value=first.value,
        at=first.at,
        version=each.outcomes,
        reasons=each.why,
    )


def _opened(session: Session, stewardship: Stewardship, actor: Actor, report: Report) -> Aside:
    seal = stewardship.vault.seal_of(session, report.id)
    aside = msgspec.json.decode(seal.open(report.sealed or ""), type=Aside)
    stewardship.trail.append(
        session,
        Entry(
            chain=READS,
            referral=None,
            action="read-report",
            actor=actor.principal.id,
            at=stewardship.clock(),
            origin=actor.origin,
            values={"report": report.id},
        ),
    )
    return aside
