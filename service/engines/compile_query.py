"""A Query compiled to one Elasticsearch search: candidates, filters, signals, order, counts.

Candidates are all who are in reach, or may be (no point, same state); the filters stand in
`post_filter`, so that one request also counts those whom a filter leaves out as unknown, and the
people behind every facet.
"""

from typing import Any

from service.directory.facets import SETTINGS_FACET, choosing_home
from service.directory.filters import counted_unknowns
from service.directory.query import Query

from .compile_facets import compile_facets
from .compile_filters import Area, Clause, at, either, every, term
from .compile_passing import Passing
from .compile_signals import location_functions, person_functions, sum_of
from .protocol import Meta

LEFT_OUT = "left-out-"  # before the name of a filter, in the name of an aggregation


def compile_search(query: Query, meta: Meta) -> dict[str, Any]:
    """The body of a `_search` for one page and one hit more; of the total alone at limit 0."""
    return _Compiler(query, meta).body()


class _Compiler:
    def __init__(self, query: Query, meta: Meta) -> None:
        self.query, self.meta = query, meta
        self.passing = self._passing(query)

    def _passing(self, query: Query) -> Passing:
        return Passing.of(query, self.meta.home_radii)

    def body(self) -> dict[str, Any]:
        if not self.query.limit:
            total = every(term("kind", "profile"), self.passing.clause())
            return {"size": 0, "track_total_hits": True, "query": total}
        body = {
            "size": self.query.limit + 1,
            "track_total_hits": True,
            "track_scores": True,
            "_source": ["profile", "tie"],
            "query": self._scored(),
            "post_filter": self.passing.clause(),
            "sort": self._order(),
            "aggs": self._left_out() | compile_facets(self.query, self._passing, self._taken()),
        }
        if self.query.after is not None:
            body["search_after"] = list(self.query.after)
        return body

    def _taken(self) -> dict[str, int]:
        return {"payers": len(self.meta.payers), "programs": len(self.meta.programs)}

    def _left_out(self) -> dict[str, Any]:
        names = counted_unknowns(self.query)
        return {LEFT_OUT + name: {"filter": self.passing.turned(name)} for name in names}

    def _scored(self) -> Clause:
        scored: dict[str, Any] = {
            "must": sum_of(person_functions(self.query), {"match_all": {}}),
            "filter": [term("kind", "profile"), *self._candidates()],
        }
        if self.query.sort != "distance":
            scored["should"] = [self._location_score(area) for area in self.passing.groups]
        return {"bool": scored}

    def _candidates(self) -> list[Clause]:
        """All whom the page or a facet may count: choosing home visits, or leaving that choice,
        changes who is in reach."""
        if not self.query.by_distance:
            return []
        if self.query.comes_home:
            others = self._passing(SETTINGS_FACET.without(self.query)).candidates()
        else:
            others = self._passing(choosing_home(self.query)).clause()
        return [either(self.passing.candidates(), others)]

    def _location_score(self, area: Area) -> Clause:
        """The best location's points; it must pass the location filters itself."""
        here = every(*self.passing.location_clauses(area), {"match_all": {}})
        functions = sum_of(location_functions(self.query, area), here)
        best = {"nested": {"path": "locations", "score_mode": "max", "query": functions}}
        return {"bool": {"filter": [area.who], "must": [best]}}

    def _order(self) -> list[Any]:
        tie = {"tie": "asc"}
        place = self.query.place
        if self.query.sort != "distance" or place is None:
            return [{"_score": "desc"}, tie]
        passing = every(*self.passing.location_clauses(self.passing.groups[0]))
        miles = {
            at("point"): {"lat": place.lat, "lon": place.lon},
            "order": "asc",
            "unit": "mi",
            "mode": "min",
            "nested": {"path": "locations", "filter": passing},
        }
        return [{"_geo_distance": miles}, {"_score": "desc"}, tie]
