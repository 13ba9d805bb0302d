"""Criteria: facts compared, and groups of them, decided in three values.

True, False, or None where a fact is not known. Groups follow Kleene: what is unknown stays so
unless the rest decides. `bits` asks many people at once: bit n of an integer is person n.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from .comparing import comparison
from .facts import FACTS, KNOWN
from .person import Person, birth_dates_of_age, is_none
from .places import possible_in

Outcomes = Sequence[bool | None]  # of the leaves, by their numbers


class Criterion(Protocol):
    """A node of a rule."""

    def kleene(self, outcomes: Outcomes) -> bool | None: ...

    def bits(self, vectors: Mapping[int, int], everybody: int) -> int:
        """Who fulfils it, where `vectors` tells it of each leaf."""

    def open(self, outcomes: Outcomes, into: list[int]) -> None:
        """Adds the leaves that keep it undecided."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """One fact compared. `number` is its place among the rule's leaves, `path` its place in the
    criteria ("all/0"), `operands` what it is compared with."""

    number: int
    path: str
    fact: str
    comparator: str
    operands: tuple[Any, ...]
    ruled_out: bool = False  # within `not`: who fulfils it is turned away by it

    def kleene(self, outcomes: Outcomes) -> bool | None:
        return outcomes[self.number]

    def bits(self, vectors: Mapping[int, int], everybody: int) -> int:
        return vectors[self.number]

    def open(self, outcomes: Outcomes, into: list[int]) -> None:
        into.append(self.number)

    def outcome(self, person: Person) -> bool | None:
        value = person.values.get(self.fact)
        if value is not None:
            return self.holds(value)
        return self._while_unknown(person) if self._bound else None

    def holds(self, value: Any) -> bool:
        """Whether it holds of a value; of NONE no comparison does, but that it is known."""
        if is_none(value):
            return self.comparator == KNOWN and self.operands[0]
        return self._compare(value)

    def holds_in(self, state: str, postal_code: str, county: str) -> bool:
        """The same of a leaf on a fact of places, for somebody who lives there."""
        place = {"state": state, "postal_code": postal_code, "county": county}
        return self.holds(place[self.fact])

    @cached_property
    def _compare(self) -> Callable[[Any], bool]:
        return comparison(FACTS[self.fact], self.comparator, self.operands)

    @cached_property
    def _bound(self) -> bool:
        """Whether other facts can tell what this one cannot be."""
        compares = self.comparator != KNOWN
        return compares and self.fact in ("postal_code", "county", "birth_date")

    def _while_unknown(self, person: Person) -> bool | None:
        if self.fact == "birth_date":
            return _agreed(map(self.holds, birth_dates_of_age(person, self.operands)))
        state = person.values.get("state")
        if state is None or possible_in(state, self.fact, self.operands):
            return None
        return False


@dataclass(frozen=True, eq=False)
class AreaLeaf:
    """Where a programme is offered: any of its states, counties and ZIP codes."""

    number: int
    states: frozenset[str] = frozenset()
    counties: tuple[str, ...] = ()
    postal_codes: frozenset[str] = frozenset()
    path: str = field(default="area", init=False)
    fact: str = field(default="postal_code", init=False)
    comparator: str = field(default="area", init=False)
    ruled_out: bool = field(default=False, init=False)

    kleene = Leaf.kleene
    bits = Leaf.bits
    open = Leaf.open

    @cached_property
    def _county_keys(self) -> frozenset[str]:
        return frozenset(map(FACTS["county"].key, self.counties))

    def outcome(self, person: Person) -> bool | None:
        get = person.values.get
        state, code, county = get("state"), get("postal_code"), get("county")
        if state in self.states or code in self.postal_codes:
            return True
        if county is not None and FACTS["county"].key(county) in self._county_keys:
            return True
        if state is None:
            return None
        doubt = code is None and possible_in(state, "postal_code", self.postal_codes)
        doubt = doubt or (county is None and possible_in(state, "county", self.counties))
        return None if doubt else False

    def holds_in(self, state: str, postal_code: str, county: str) -> bool:
        return (
            state in self.states
            or postal_code in self.postal_codes
            or FACTS["county"].key(county) in self._county_keys
        )

    @property
    def operands(self) -> tuple[str, ...]:
        return (*self.states, *self.counties, *self.postal_codes)


AnyLeaf = Leaf | AreaLeaf


@dataclass(frozen=True)
class All:
    parts: tuple[Criterion, ...]

    def kleene(self, outcomes: Outcomes) -> bool | None:
        result: bool | None = True
        for part in self.parts:
            found = part.kleene(outcomes)
            if found is False:
                return False
            if found is None:
                result = None
        return result

    def bits(self, vectors: Mapping[int, int], everybody: int) -> int:
        found = everybody
        for part in self.parts:
            found &= part.bits(vectors, everybody)
        return found

    def open(self, outcomes: Outcomes, into: list[int]) -> None:
        _open_parts(self.parts, outcomes, into)


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Criterion, ...]

    def kleene(self, outcomes: Outcomes) -> bool | None:
        result: bool | None = False
        for part in self.parts:
            found = part.kleene(outcomes)
            if found:
                return True
            if found is None:
                result = None
        return result

    def bits(self, vectors: Mapping[int, int], everybody: int) -> int:
        found = 0
        for part in self.parts:
            found |= part.bits(vectors, everybody)
        return found

    def open(self, outcomes: Outcomes, into: list[int]) -> None:
        _open_parts(self.parts, outcomes, into)


@dataclass(frozen=True)
class Not:
    part: Criterion

    def kleene(self, outcomes: Outcomes) -> bool | None:
        found = self.part.kleene(outcomes)
        return None if found is None else not found

    def bits(self, vectors: Mapping[int, int], everybody: int) -> int:
        return everybody & ~self.part.bits(vectors, everybody)

    def open(self, outcomes: Outcomes, into: list[int]) -> None:
        self.part.open(outcomes, into)


@dataclass(frozen=True)
class AtLeast:
    """`count` of the parts, or more."""

    count: int
    parts: tuple[Criterion, ...]

    def kleene(self, outcomes: Outcomes) -> bool | None:
        found = [part.kleene(outcomes) for part in self.parts]
        sure = found.count(True)
        if sure >= self.count:
            return True
        return None if sure + found.count(None) >= self.count else False

    def bits(self, vectors: Mapping[int, int], everybody: int) -> int:
        reached = [everybody] + [0] * self.count  # by who fulfils at least so many
        for part in self.parts:
            who = part.bits(vectors, everybody)
            for many in range(self.count, 0, -1):
                reached[many] |= reached[many - 1] & who
        return reached[self.count]

    def open(self, outcomes: Outcomes, into: list[int]) -> None:
        _open_parts(self.parts, outcomes, into)


def _open_parts(parts: tuple[Criterion, ...], outcomes: Outcomes, into: list[int]) -> None:
    for part in parts:
        if part.kleene(outcomes) is None:
            part.open(outcomes, into)


def _agreed(found: Any) -> bool | None:
    answers = set(found)
    return answers.pop() if len(answers) == 1 else None
