"""A Query compiled to one Elasticsearch search: candidates, filters, signals, order, counts.

Candidates are all who are in reach, or may be (no point, same state); the filters stand in
`post_filter`, so that one request also counts those whom a filter leaves out as unknown.
"""

from typing import Any

from service.directory.filters import counted_unknowns
from service.directory.query import Query

from .compile_filters import (
    Area,
    Clause,
    Compiled,
    areas,
    at,
    either,
    every,
    location_gates,
    near_gate,
    nested,
    person_gates,
    term,
)
from .compile_signals import location_functions, person_functions, sum_of


def compile_search(query: Query, home_radii: tuple[int, ...]) -> dict[str, Any]:
    """The body of a `_search` for one page and one hit more."""
    return _Compiler(query, areas(query, home_radii)).body()


class _Compiler:
    def __init__(self, query: Query, groups: list[Area]) -> None:
        self.query, self.groups = query, groups
        self.person, self.location = person_gates(query), location_gates(query)

    def body(self) -> dict[str, Any]:
        body = {
            "size": self.query.limit + 1,
            "track_total_hits": True,
            "track_scores": True,
            "_source": ["profile", "tie"],
            "query": self._scored(),
            "post_filter": self._passing(self.query.unknown),
            "sort": self._order(),
            "aggs": {
                name: {"filter": self._passing(name)} for name in counted_unknowns(self.query)
            },
        }
        if self.query.after is not None:
            body["search_after"] = list(self.query.after)
        return body

    def _scored(self) -> Clause:
        candidates = [term("kind", "profile")]
        if self.query.by_distance:
            reachable = [self._in(area, [self._near_or_unknown(area)]) for area in self.groups]
            candidates.append(either(*reachable))
        scored: dict[str, Any] = {
            "must": sum_of(person_functions(self.query), {"match_all": {}}),
            "filter": candidates,
        }
        if self.query.sort != "distance":
            scored["should"] = [self._location_score(area) for area in self.groups]
        return {"bool": scored}

    def _location_score(self, area: Area) -> Clause:
        """The best location's points; it must pass the location filters itself."""
        passing = every(*self._location_clauses(area, self.query.unknown), {"match_all": {}})
        functions = sum_of(location_functions(self.query, area), passing)
        best = {"nested": {"path": "locations", "score_mode": "max", "query": functions}}
        return {"bool": {"filter": [area.who], "must": [best]}}

    def _near_or_unknown(self, area: Area) -> Clause:
        near = near_gate(self.query, area)
        return either(near.holds, near.unknown)

    def _location_clauses(self, area: Area, unknown: str | None) -> list[Clause]:
        gates = dict(self.location)
        if self.query.by_distance:
            gates["near"] = near_gate(self.query, area)
        return _clauses(gates, unknown)

    def _in(self, area: Area, clauses: list[Clause]) -> Clause:
        return every(area.who, nested(every(*clauses))) if clauses else every(area.who)

    def _passing(self, unknown: str | None) -> Clause:
        """Who passes every filter; with `unknown`, who fails just that one for lack of a fact."""
        own = _clauses(self.person, unknown)
        there = either(*(self._in(a, self._location_clauses(a, unknown)) for a in self.groups))
        if unknown is None:
            return every(*own, there)
        return {"bool": {"filter": [*own, there], "must_not": [self._passing(None)]}}

    def _order(self) -> list[Any]:
        tie = {"tie": "asc"}
        place = self.query.place
        if self.query.sort != "distance" or place is None:
            return [{"_score": "desc"}, tie]
        passing = every(*self._location_clauses(self.groups[0], self.query.unknown))
        miles = {
            at("point"): {"lat": place.lat, "lon": place.lon},
            "order": "asc",
            "unit": "mi",
            "mode": "min",
            "nested": {"path": "locations", "filter": passing},
        }
        return [{"_geo_distance": miles}, {"_score": "desc"}, tie]


def _clauses(gates: dict[str, Compiled], unknown: str | None) -> list[Clause]:
    return [gate.unknown if name == unknown else gate.holds for name, gate in gates.items()]
