"""What the work on the directory's truth needs, opened once and passed down."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.access.actions import Scope, scopes
from service.access.principal import Actor
from service.directory.profile import Location
from service.engines.protocol import Engine
from service.errors import Forbidden, LoadRefused, NoSuchRecord
from service.records.events import Entry
from service.records.ids import now
from service.records.opening import OnRecords, Records

from .corrections import Corrections
from .decisions import Decisions, as_corrected

CHAIN = "stewardship"  # of the trail: all that is done for the directory, in one order


# Whether the chapter of this id serves the place of a location.
Serves = Callable[[str, Location], bool]


def nobody_serves(_: str, __: Location) -> bool:
    """Where no chapters are known."""
    return False


@dataclass(frozen=True)
class Stewardship(OnRecords):
    """`clock` tells the moment, in UTC. Staff of chapters keep the OTs whom these serve; staff
    without a chapter keep all."""

    records: Records
    engine: Engine
    clock: Callable[[], datetime] = now
    serves: Serves = nobody_serves

    @property
    def decisions(self) -> Decisions:
        return Decisions(lambda: Corrections(self.store))

    def tell(self, session: Session, actor: Actor, action: str, **values: Any) -> None:
        """One event of the trail, in the caller's transaction; `values` say nothing of a patient,
        nor how to reach somebody who reported."""
        self.trail.append(
            session,
            Entry(
                chain=CHAIN,
                referral=None,
                action=action,
                actor=actor.principal.id,
                at=self.clock(),
                origin=actor.origin,
                values={name: value for name, value in values.items() if value is not None},
            ),
        )

    def covers(self, actor: Actor, npi: str) -> bool:
        """As `covered`, of one OT."""
        return bool(self.covered(actor, (npi,)))

    def covered(self, actor: Actor, npis: Collection[str]) -> set[str]:
        """Those who work where a chapter of these staff serves; of who left, worked. A place that
        staff or the OT spoke of counts while that word is in force: who closed the only one finds
        it again, to undo it."""
        chapters = actor.principal.chapters
        if not chapters:
            return set(npis)
        decided = Corrections(self.store).places(npis)

        def is_mine(npi: str) -> bool:
            profile = self.engine.get(npi) or as_corrected(self.engine, npi)
            shown = profile.locations if profile else ()
            told = (Location(**place) for place in decided.get(npi, ()))
            return any(self.serves(chapter, at) for at in (*shown, *told) for chapter in chapters)

        return {npi for npi in npis if is_mine(npi)}

    def check_covered(self, actor: Actor, npi: str) -> None:
        """Raises NoSuchRecord, as of somebody whom nobody knows."""
        if not self.covers(actor, npi):
            raise NoSuchRecord

    def show(self, npi: str) -> bool:
        """Show in the directory what was decided of an OT; False where it cannot be changed just
        now: the next tick shows it."""
        try:
            self.decisions.show(self.engine, npi)
        except LoadRefused:
            return False
        return True

    def show_all(self, npis: Sequence[str]) -> bool:
        """As `show`, of several at once: one change of the directory for all of them."""
        try:
            self.decisions.show_all(self.engine, npis)
        except LoadRefused:
            return False
        return True


def check_reach(actor: Actor, action: str) -> None:
    """Raises Forbidden for who does not have it for the whole service."""
    if Scope.ANY not in scopes(actor.principal, action):
        raise Forbidden
