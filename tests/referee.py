"""The referee: a search over a plain list of profiles, by the definitions in service.directory."""

from collections import Counter
from dataclasses import replace
from datetime import date

from service.directory.facets import FACETS, Bucket, facet_codes, in_order
from service.directory.filters import counted_unknowns
from service.directory.page import LeftOut, Match, match, sort_key
from service.directory.profile import Profile
from service.directory.query import Query
from service.engines.protocol import tie_of


def ranked(profiles: list[Profile], query: Query, day: date) -> list[Match]:
    """Every match in order, as if the page had no end."""
    found = [made for profile in profiles if (made := match(profile, query))]
    return sorted(found, key=lambda made: sort_key(made, tie_of(made.profile.npi, day), query))


def left_out_unknown(profiles: list[Profile], query: Query) -> tuple[LeftOut, ...]:
    counts = (
        LeftOut(name, sum(match(p, query.turned(name)) is not None for p in profiles))
        for name in counted_unknowns(query)
    )
    return tuple(entry for entry in counts if entry.count)


def facets(profiles: list[Profile], query: Query) -> dict[str, tuple[Bucket, ...]]:
    counts: dict[str, Counter] = {facet.code: Counter() for facet in FACETS}
    for profile in profiles:
        for code, values in facet_codes(profile, query).items():
            counts[code].update(values)
    return {code: in_order(counted.items()) for code, counted in counts.items()}


def every_page(engine, query: Query) -> list[Match]:
    """An engine's whole answer from the query's page on, page by page to the last."""
    matches, after = [], query.after
    while True:
        page = engine.search(replace(query, after=after))
        matches += page.matches
        if page.next is None:
            return matches
        after = page.next
