"""What the work on recorded decisions needs, opened once and passed down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.clock import EASTERN
from service.eligibility.opening import Rules
from service.eligibility.programs import Programs
from service.records.events import READS, Entry, Event
from service.records.ids import now
from service.records.opening import Records


@dataclass(frozen=True)
class Happened:
    """`values` say nothing of the patient; `secret` is free text, and sealed."""

    action: str
    values: Mapping[str, Any] = field(default_factory=dict)
    secret: str | None = field(default=None, repr=False)


@cache
def _no_rules() -> Rules:
    return Rules(Programs())


@dataclass(frozen=True)
class Casework:
    """`clock` tells the moment, in UTC. What only looks at what was kept needs no rules."""

    records: Records
    rules: Rules = field(default_factory=_no_rules)
    clock: Callable[[], datetime] = now

    @property
    def today(self) -> date:
        """The calendar day in the US East, as the directory has it."""
        return self.clock().astimezone(EASTERN).date()

    def tell(self, session: Session, actor: Actor, case: str, happened: Happened) -> Event:
        """One event of the case's own chain, in the caller's transaction."""
        values = {"by": actor.principal.name, **happened.values}
        entry = Entry(
            chain=case,
            referral=case,
            action=happened.action,
            actor=actor.principal.id,
            at=self.clock(),
            origin=actor.origin,
            values={name: value for name, value in values.items() if value is not None},
            secret=happened.secret,
        )
        seal = self.records.vault.seal_of(session, case) if happened.secret else None
        return self.records.trail.append(session, entry, seal)

    def tell_read(
        self, session: Session, actor: Actor, case: str | None, action: str = "read", **values: Any
    ) -> None:
        """Facts of a patient were seen: who, when, of which case, from where."""
        entry = Entry(
            chain=READS,
            referral=case,
            action=action,
            actor=actor.principal.id,
            at=self.clock(),
            origin=actor.origin,
            values=values,
        )
        self.records.trail.append(session, entry)
