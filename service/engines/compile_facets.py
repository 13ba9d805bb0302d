"""Facets compiled to Elasticsearch aggregations, and read back from the answer.

Facets whose own filter is not in use count the same people, so they share one filter. Values of a
location are counted by the people behind it: nested, then back to the person.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from service.directory.facets import FACETS, Bucket, Facet, choosing_home, in_order
from service.directory.query import Query
from service.directory.services import SERVICES
from service.directory.vocabulary import CREDENTIALS, TAXONOMIES

from .compile_filters import Area, Clause, at, credential_holds, every
from .compile_passing import Passing

_HOME = "home"
_LANGUAGES = 200  # more than there are two-letter codes
# Payers beside those that evidence names: self-pay where all insurance is refused; and new ones, as
# of programs, where the directory's record is for a second older than the index.
_MORE = 100
# Facet -> field and the most values it can have.
_OF_PERSON = {
    "services": ("services_yes", len(SERVICES)),
    "specialties": ("taxonomies", len(TAXONOMIES)),
    "languages": ("languages", _LANGUAGES),
}
_OF_LOCATION = {
    "payers": "takes",
    "programs": "programs",
    "settings": "settings",
    "accepting_patients": "accepting",
    "access": "access",
}
Aggregations = dict[str, Any]
PassingOf = Callable[[Query], Passing]


def compile_facets(query: Query, passing_of: PassingOf, known: Mapping[str, int]) -> Aggregations:
    """All facets of a query; `known` says how many payers and programs the directory knows."""
    found = {
        f"facets-{number}": _group(passing_of(lifted), facets, known)
        for number, (lifted, facets) in enumerate(_groups(query).items())
    }
    return found | {_HOME: {"filter": passing_of(choosing_home(query)).clause()}}


def read_facets(query: Query, found: Aggregations) -> dict[str, tuple[Bucket, ...]]:
    """The facets of an answer, in the order of FACETS."""
    counts: dict[str, Counter] = {}
    for number, facets in enumerate(_groups(query).values()):
        group = found[f"facets-{number}"]
        counts |= {facet.code: Counter(dict(_counted(group, facet.code))) for facet in facets}
    counts["settings"][_HOME] = found[_HOME]["doc_count"]
    return {facet.code: in_order(counts[facet.code].items()) for facet in FACETS}


def _groups(query: Query) -> dict[Query, list[Facet]]:
    groups: dict[Query, list[Facet]] = defaultdict(list)
    for facet in FACETS:
        groups[facet.without(query)].append(facet)
    return groups


def _group(passing: Passing, facets: list[Facet], known: Mapping[str, int]) -> Aggregations:
    values: Aggregations = {}
    for facet in facets:
        if facet.code in _OF_PERSON:
            field, size = _OF_PERSON[facet.code]
            values[facet.code] = {"terms": {"field": field, "size": size}}
        elif facet.code == "credentials":
            held = {code: credential_holds(code, passing.query) for code in CREDENTIALS}
            values[facet.code] = {"filters": {"filters": held}}
    there = [facet.code for facet in facets if facet.code in _OF_LOCATION]
    for number, area in enumerate(passing.groups):
        if there:
            values[f"area-{number}"] = _of_locations(passing, area, there, known)
    return {"filter": passing.clause(), "aggs": values}


def _of_locations(
    passing: Passing, area: Area, facets: list[str], known: Mapping[str, int]
) -> Aggregations:
    """The passing locations of one area's people."""
    sizes = {code: count + _MORE for code, count in known.items()}
    values = {
        code: {
            "terms": {"field": at(_OF_LOCATION[code]), "size": sizes.get(code, 20)},
            "aggs": {"people": {"reverse_nested": {}}},
        }
        for code in facets
    }
    here: Clause = every(*passing.location_clauses(area))
    locations = {
        "nested": {"path": "locations"},
        "aggs": {"here": {"filter": here, "aggs": values}},
    }
    return {"filter": area.who, "aggs": {"locations": locations}}


def _counted(group: Aggregations, facet: str) -> Iterator[tuple[str, int]]:
    if facet == "credentials":
        yield from ((code, b["doc_count"]) for code, b in group[facet]["buckets"].items())
    elif facet in _OF_PERSON:
        yield from ((bucket["key"], bucket["doc_count"]) for bucket in group[facet]["buckets"])
    else:
        yield from _people(group, facet)


def _people(group: Aggregations, facet: str) -> Iterator[tuple[str, int]]:
    """People of all areas, which nobody belongs to twice."""
    counts: Counter = Counter()
    for name, area in group.items():
        if name.startswith("area-"):
            for bucket in area["locations"]["here"][facet]["buckets"]:
                counts[bucket["key"]] += bucket["people"]["doc_count"]
    counts.pop(_HOME, None)  # a location's own word on home visits is no promise of one
    yield from counts.items()
