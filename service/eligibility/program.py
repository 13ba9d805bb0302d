"""A programme: who may have what, from whom, by which rule, as staff wrote it down."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from .rule import Rule

OPEN, CLOSED, WAITING_LIST = "open", "closed", "waiting-list"
FUNDS = (OPEN, CLOSED, WAITING_LIST)
NOT_IN_EFFECT = "not_in_effect"  # what a case may expect on a day on which nothing is decided
EXAMPLE = "example-"  # how the id of one that does not exist begins


@dataclass(frozen=True)
class Effective:
    """The first and the last day; without a last one it goes on."""

    begins: date
    ends: date | None = None

    def covers(self, on: date) -> bool:
        return self.begins <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True)
class Area:
    """Where it is offered: any of these."""

    states: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    text: str
    checked_on: date
    url: str | None = None


@dataclass(frozen=True)
class Benefit:
    """`amount` counts visits, or dollars, by `kind`; None is not known."""

    kind: str
    amount: float | None = None
    period_days: int | None = None
    once_per_days: int | None = None


@dataclass(frozen=True)
class Provider:
    """What an OT must have to be paid by it; None is not asked."""

    accepts_program: bool | None = None
    credentials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Apply:
    """How to apply."""

    text: str | None = None
    phone: str | None = None
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Override:
    """How staff may decide otherwise than the rule."""

    second_person: bool = False


@dataclass(frozen=True)
class ExampleCase:
    """A case of the programme's own, which its rule must decide so."""

    name: str
    facts: Mapping[str, Any]
    outcome: str
    on: date | None = None
    missing: tuple[str, ...] | None = None
    line: int = 1


@dataclass(frozen=True, eq=False)
class Program:
    """One version. `funds` None is not known. `budget`: dollars for awards that are made while this
    version is in effect; None is without a limit. `file` is where it was read from, `text` all
    that stood there."""

    id: str
    version: int
    name: str
    sponsor: str
    effective: Effective
    source: Source
    rule: Rule
    area: Area | None = None
    chapters: tuple[str, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    funds: str | None = None
    documents: tuple[str, ...] = ()
    provider: Provider = Provider()
    apply: Apply = Apply()
    override: Override = Override()
    budget: float | None = None
    cases: tuple[ExampleCase, ...] = field(default=(), repr=False)
    file: str = ""
    text: str = field(default="", repr=False)

    def is_of(self, chapters: Collection[str]) -> bool:
        """Whether it belongs to one of these chapters, or to all."""
        return not self.chapters or not set(self.chapters).isdisjoint(chapters)

    @property
    def is_example(self) -> bool:
        """Whether it is made up, to show how programmes are written: nobody can apply."""
        return self.id.startswith(EXAMPLE)

    @property
    def fingerprint(self) -> str:
        """Of the text: the same for the same file, to the last byte."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()
