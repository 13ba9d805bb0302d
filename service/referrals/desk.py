"""What the work on referrals needs, opened once and passed down, and who does the work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from service.access.principal import Actor
from service.engines.protocol import Engine
from service.records.ids import is_id, new_id, now
from service.records.opening import OnRecords, Records

from .links import Links
from .outbox import BackOff
from .terms import Terms

# What modules of referrals work with, in one place.
__all__ = ["Actor", "Desk", "is_id", "new_id", "now"]


@dataclass(frozen=True)
class Desk(OnRecords):
    """One per process. `clock` tells the moment, in UTC."""

    records: Records
    engine: Engine
    terms: Terms = field(default_factory=Terms)
    back_off: BackOff = field(default_factory=BackOff)
    clock: Callable[[], datetime] = now

    @property
    def links(self) -> Links:
        return Links(self.keys, self.terms.public_url)
