"""What the work on referrals needs, opened once and passed down, and who does the work."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from service.access.principal import Principal
from service.engines.protocol import Engine
from service.records.audit import Trail
from service.records.keys import Keys
from service.records.opening import Records
from service.records.store import Store
from service.records.vault import Vault

from .links import Links
from .outbox import BackOff
from .terms import Terms

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that can be misread
_ID = re.compile(rf"[a-z]-[{_ALPHABET}]{{16}}")


def now() -> datetime:
    return datetime.now(UTC)


def new_id(prefix: str) -> str:
    """Not to be guessed, and read out on the phone without mistakes: 78 bits."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(16))


def is_id(text: str) -> bool:
    """Whether it can be one: anything else need not be looked for, and some databases refuse to."""
    return bool(_ID.fullmatch(text))


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where: "api 203.0.113.7", "link", "cli", "tick"."""

    principal: Principal
    origin: str


@dataclass(frozen=True)
class Desk:
    """One per process. `clock` tells the moment, in UTC."""

    records: Records
    engine: Engine
    terms: Terms = field(default_factory=Terms)
    back_off: BackOff = field(default_factory=BackOff)
    clock: Callable[[], datetime] = now

    @property
    def store(self) -> Store:
        return self.records.store

    @property
    def keys(self) -> Keys:
        return self.records.keys

    @property
    def vault(self) -> Vault:
        return self.records.vault

    @property
    def trail(self) -> Trail:
        return self.records.trail

    @property
    def links(self) -> Links:
        return Links(self.keys, self.terms.public_url)
