"""Who passes a query's filters, as an Elasticsearch clause."""

from dataclasses import dataclass

from service.directory.query import Query

from .compile_filters import (
    Area,
    Clause,
    Compiled,
    areas,
    either,
    every,
    location_gates,
    near_gate,
    nested,
    person_gates,
)


@dataclass(frozen=True)
class Passing:
    """The gates of one query, by area."""

    query: Query
    groups: list[Area]
    person: dict[str, Compiled]
    location: dict[str, Compiled]

    @classmethod
    def of(cls, query: Query, home_radii: tuple[int, ...]) -> "Passing":
        return cls(query, areas(query, home_radii), person_gates(query), location_gates(query))

    def clause(self) -> Clause:
        """Who is in the answer."""
        return self.turned(self.query.unknown)

    def turned(self, unknown: str | None) -> Clause:
        """Who passes every filter; with `unknown`, who fails just that one for lack of a fact."""
        own = _clauses(self.person, unknown)
        there = either(*(self.within(a, self._at(a, unknown)) for a in self.groups))
        if unknown is None:
            return every(*own, there)
        return {"bool": {"filter": [*own, there], "must_not": [self.turned(None)]}}

    def location_clauses(self, area: Area) -> list[Clause]:
        """What a location must hold to be in the answer."""
        return self._at(area, self.query.unknown)

    def candidates(self) -> Clause:
        """Who is in reach, or may be (no point, same state)."""
        reachable = []
        for area in self.groups:
            near = near_gate(self.query, area)
            reachable.append(self.within(area, [either(near.holds, near.unknown)]))
        return either(*reachable)

    def within(self, area: Area, clauses: list[Clause]) -> Clause:
        return every(area.who, nested(every(*clauses))) if clauses else every(area.who)

    def _at(self, area: Area, unknown: str | None) -> list[Clause]:
        gates = dict(self.location)
        if self.query.by_distance:
            gates["near"] = near_gate(self.query, area)
        return _clauses(gates, unknown)


def _clauses(gates: dict[str, Compiled], unknown: str | None) -> list[Clause]:
    return [gate.unknown if name == unknown else gate.holds for name, gate in gates.items()]
