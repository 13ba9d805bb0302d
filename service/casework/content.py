"""What is sealed of a case: who it is about, and what was known of them when it was decided."""

from datetime import date
from typing import Any, TypeVar

import msgspec

from service.eligibility.program import Area
from service.records.keys import Keys
from service.records.patients import blind_patient
from service.records.vault import Seal


class _Private(msgspec.Struct, frozen=True, kw_only=True):
    """A structure that no log or error text can show."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Identity(_Private):
    """Who it is about: what a letter must say, and what tells that two cases are of one person.
    `language` is ISO 639-1, that of letters."""

    given: str
    family: str
    birth_date: date
    language: str = "en"


class Inputs(_Private):
    """What was told, as it was told, and what was found by it: the outcomes of the criteria in
    their order, and the facts that were missing. `area` is where the programme was offered, which
    its chapters may tell in place of its file."""

    on: date
    facts: dict[str, Any]
    leaves: tuple[bool | None, ...]
    missing: tuple[str, ...]
    exhaustive: bool
    area: Area | None = None


S = TypeVar("S", Identity, Inputs)


def sealed(content: Identity | Inputs, seal: Seal) -> str:
    return seal.seal(msgspec.json.encode(content).decode())


def opened(text: str, kind: type[S], seal: Seal) -> S:
    """What was sealed; raises WrongKey."""
    return msgspec.json.decode(seal.open(text), type=kind)


def identity_index(keys: Keys, chapter: str, identity: Identity) -> str:
    """One chapter never learns whether another knows a person."""
    whose = f"chapter {chapter}"
    return blind_patient(keys, whose, identity.family, identity.given, identity.birth_date)
