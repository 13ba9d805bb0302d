"""A referral as one principal may see it: found, checked, with what they may do now."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from service.access.actions import Scope, scopes
from service.access.principal import PATIENT_DATA, Principal
from service.casework.award_table import Award, awards_for
from service.errors import NoSuchRecord
from service.records.audit import READS, Entry, Event

from .content import Content, open_content
from .desk import Actor, Desk, is_id
from .lifecycle import ACCEPT, DRAFT, MISS, ORDER_MOVES, REROUTE, Party, moves_from
from .recipients import has_left
from .tables import Attachment, Consent, Delivery, Referral, Task
from .worklists import NEEDS_REROUTE, STUCK

_UNANSWERED = ("requested", "received")


@dataclass(frozen=True)
class Case:
    """Live rows, read when they are looked at: look inside of the transaction.

    `task` is the one that this principal has to do with; `shows_patient` says whether patient data
    is for them, and not erased: `content` is None where it is not, and there are no `papers`.
    """

    session: Session = field(repr=False)
    desk: Desk = field(repr=False)
    referral: Referral
    task: Task
    shows_patient: bool
    actions: tuple[str, ...]
    parties: frozenset[Party]
    principal: Principal
    now: datetime

    @cached_property
    def content(self) -> Content | None:
        if not self.shows_patient:
            return None
        seal = self.desk.vault.seal_of(self.session, self.referral.id)
        return open_content(self.referral.sealed, seal)

    @cached_property
    def events(self) -> list[Event]:
        return self.desk.trail.events(self.session, self.referral.id)

    @cached_property
    def consents(self) -> list[Consent]:
        asked = select(Consent).where(Consent.referral_id == self.referral.id)
        return list(self.session.scalars(asked))

    @cached_property
    def awards(self) -> list[Award]:
        return awards_for(self.session, self.referral.id)

    @cached_property
    def papers(self) -> list[tuple[Attachment, str]]:
        """Each with its name."""
        if not self.shows_patient:
            return []
        asked = select(Attachment).where(Attachment.referral_id == self.referral.id)
        ordered = asked.order_by(Attachment.at, Attachment.id).options(defer(Attachment.body))
        found = list(self.session.scalars(ordered))
        seal = self.desk.vault.seal_of(self.session, self.referral.id) if found else None
        return [(kept, seal.open(kept.name)) for kept in found if seal]

    def how_of(self, delivery: Delivery) -> str | None:
        """What was said of a delivery, in words that may name the patient."""
        if not self.shows_patient or delivery.how is None:
            return None
        seal = self.desk.vault.seal_of(self.session, self.referral.id)
        return seal.open(delivery.how)

    def words_of(self, event: Event) -> str | None:
        """What was said with an event, for who sees the patient."""
        if not self.shows_patient or event.secret is None:
            return None
        seal = self.desk.vault.seal_of(self.session, self.referral.id)
        return self.desk.trail.open_secret(event, seal)

    def reaches(self, action: str) -> bool:
        """Whether it is within this principal's scopes for another action."""
        return reaches(self.principal, action, self.referral, self.now)

    @property
    def is_current(self) -> bool:
        return self.task.current

    @property
    def is_overdue(self) -> bool:
        return self.task.current and self.task.is_overdue(self.now)


def find_case(session: Session, desk: Desk, actor: Actor, identity: str) -> Case:
    """What this principal may see of it; raises NoSuchRecord where it is not there, or not theirs.

    Seeing patient data is written into the audit trail.
    """
    referral = locked(session, identity)
    case = case_of(session, desk, actor, referral)
    if case.shows_patient:
        tell_read(session, desk, actor, referral.id)
    return case


def locked(session: Session, identity: str) -> Referral:
    """The row, which nobody else changes until the transaction ends. Raises NoSuchRecord."""
    if not is_id(identity):
        raise NoSuchRecord
    asked = select(Referral).where(Referral.id == identity).with_for_update()
    referral = session.scalars(asked).one_or_none()
    if referral is None:
        raise NoSuchRecord
    return referral


def case_of(session: Session, desk: Desk, actor: Actor, referral: Referral) -> Case:
    principal, now = actor.principal, desk.clock()
    task = _task_of(principal, referral, now)
    parties = parties_of(principal, referral, now)
    of_patient = reaches(principal, "referrals.patient-data", referral, now)
    prepares = _prepares(principal, referral, now)
    return Case(
        session=session,
        desk=desk,
        referral=referral,
        task=task,
        shows_patient=(of_patient or prepares) and not referral.erased_at,
        actions=actions_of(desk, referral, parties),
        parties=parties,
        principal=principal,
        now=now,
    )


def renewed(case: Case) -> Case:
    """The same after a change by the same principal, who sees what they did also where it is no
    longer for their eyes: a stuck referral that staff helped on."""
    actions = actions_of(case.desk, case.referral, case.parties)
    return replace(case, task=case.referral.task, actions=actions)


def parties_of(principal: Principal, referral: Referral, now: datetime) -> frozenset[Party]:
    """In which parts they may move it."""
    people = (Party.SIGNER, Party.REQUESTER, Party.RECIPIENT)
    return frozenset(p for p in people if reaches(principal, p.value, referral, now))


def actions_of(desk: Desk, referral: Referral, parties: frozenset[Party]) -> tuple[str, ...]:
    """The moves that they may make now, in the order of the lifecycle."""
    task = referral.task
    if referral.erased_at:
        return ()
    moves = [move.action for move in moves_from(task.state) if move.party in parties]
    if ACCEPT in moves and has_left(desk.engine, task.recipient_npi):
        moves.remove(ACCEPT)  # who left the directory takes nobody on
    if MISS in moves and task.appointment_at > desk.clock():
        moves.remove(MISS)  # nobody has missed what is still to come
    if Party.REQUESTER in parties:
        if task.worklist == NEEDS_REROUTE:
            moves += ORDER_MOVES
        elif task.status in _UNANSWERED and task.is_overdue(desk.clock()):
            moves.append(REROUTE)
    return tuple(moves)


def tell_read(session: Session, desk: Desk, actor: Actor, identity: str, **values: Any) -> None:
    """Patient data was seen: who, when, of which referral, from where."""
    desk.trail.append(
        session,
        Entry(
            chain=READS,
            referral=identity,
            action="read",
            actor=actor.principal.id,
            at=desk.clock(),
            origin=actor.origin,
            values=values,
            secret=None,
        ),
    )


def reaches(principal: Principal, action: str, referral: Referral, now: datetime) -> bool:
    """Whether one of their scopes for the action holds this referral, with its current OT."""
    task = referral.task
    allowed = scopes(principal, action)
    sent = task.sent_at is not None
    return (
        (Scope.ANY in allowed and (sees_all(principal) or is_stuck(task, now)))
        or (Scope.ORGANIZATION in allowed and principal.organization == referral.organization)
        or (Scope.ADDRESSED in allowed and sent and principal.npi == task.recipient_npi)
    )


def _prepares(principal: Principal, referral: Referral, now: datetime) -> bool:
    """Who began a draft goes on with what they typed themselves, until it is sent."""
    is_theirs = referral.author == principal.id and referral.task.state == DRAFT
    return is_theirs and reaches(principal, "referrals.draft", referral, now)


def sees_all(principal: Principal) -> bool:
    """Staff of the service see what is stuck, unless they were granted more."""
    return "staff" not in principal.roles or PATIENT_DATA in principal.grants


def is_stuck(task: Task, now: datetime) -> bool:
    """Whether it waits for somebody to help it on."""
    return task.worklist in STUCK or task.is_overdue(now)


def _task_of(principal: Principal, referral: Referral, now: datetime) -> Task:
    """The current one, or the last that was theirs: who was asked and did not answer must learn
    that another OT was asked."""
    action = "referrals.read"
    if reaches(principal, action, referral, now):
        return referral.task
    if Scope.ADDRESSED in scopes(principal, action):
        for task in reversed(referral.tasks):
            if task.recipient_npi == principal.npi and task.sent_at:
                return task
    raise NoSuchRecord
