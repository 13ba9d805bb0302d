"""Signals compiled to `function_score`: every step of the ranking's tables as a weighted filter."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from service.directory import ranking, weights
from service.directory.freshness import fresh_from, fresh_to
from service.directory.query import Query

from .compile_filters import (
    Area,
    Clause,
    at,
    credential_holds,
    every,
    has_stance,
    negated,
    no_stance,
    stance_cases,
    term,
    terms,
)
from .documents import UNKNOWN_WAIT

Function = dict[str, Any]


def weighted(weight: float, where: Clause) -> Iterator[Function]:
    """A function of this weight; a weight of nothing is left out, as the server refuses it."""
    if weight > 0:
        yield {"filter": where, "weight": weight}


def sum_of(functions: Iterator[Function], where: Clause) -> Clause:
    """The sum of the functions' weights over what `where` selects.

    The tiny extra weight is there because a document that no function selects would score 1.
    """
    base = {"filter": {"match_all": {}}, "weight": 1e-9}
    return {
        "function_score": {
            "query": where,
            "functions": [*functions, base],
            "score_mode": "sum",
            "boost_mode": "replace",
        }
    }


def person_functions(query: Query) -> Iterator[Function]:
    """Services, MS expertise and ages: what a person earns whatever the location."""
    ceilings = ranking.ceilings(query)
    if "services" in ceilings:
        yield from _services(query, ceilings["services"])
    yield from _expertise(query, ceilings["ms_expertise"])
    for standing, value in weights.AGES_VALUES.items():
        yield from weighted(value * ceilings["ages"], term("ages", standing))


def location_functions(query: Query, area: Area) -> Iterator[Function]:
    """Distance, insurance and availability: what one location earns together."""
    ceilings = ranking.ceilings(query)
    if "distance" in ceilings:
        yield _distance(query, area, ceilings["distance"])
    if "insurance" in ceilings:
        yield from _insurance(query, ceilings["insurance"])
    if "availability" in ceilings:
        yield from _availability(query, ceilings["availability"])


def _services(query: Query, ceiling: float) -> Iterator[Function]:
    values = weights.SERVICE_VALUES
    share = ceiling / len(query.wanted)
    for code in query.wanted:
        yes, no = term("services_yes", code), term("services_no", code)
        likely = {"range": {f"likely_until.{code}": {"gte": query.on.isoformat()}}}
        yield from weighted(share * values["yes"], yes)
        yield from weighted(share * values["likely"], every(likely, negated(yes, no)))
        yield from weighted(share * values["unknown"], negated(yes, no, likely))


def _expertise(query: Query, ceiling: float) -> Iterator[Function]:
    """The first step that holds counts, so each excludes those before it."""
    before: list[Clause] = []
    for step in weights.EXPERTISE_STEPS:
        holds = _step_holds(step, query)
        only = every(holds, negated(*before)) if before else holds
        yield from weighted(step.value * ceiling, only)
        before.append(holds)


def _step_holds(step: weights.ExpertiseStep, query: Query) -> Clause:
    if step.kind == "credential":
        return credential_holds(step.code, query)
    if step.kind == "center":
        return term("ms_center", True)
    return term("claimed" if step.kind == "claimed" else "taxonomies", step.code)


def _distance(query: Query, area: Area, ceiling: float) -> Function:
    place = query.place
    assert place is not None  # noqa: S101
    if area.offset is None:
        return {"filter": {"match_all": {}}, "weight": ceiling}
    decay = {
        "origin": {"lat": place.lat, "lon": place.lon},
        "scale": f"{ranking.half_distance(query)}mi",
        "offset": f"{area.offset}mi",
        "decay": 0.5,
    }
    located = {"exists": {"field": at("point")}}
    return {"filter": located, "exp": {at("point"): decay}, "weight": ceiling}


def _insurance(query: Query, ceiling: float) -> Iterator[Function]:
    first = fresh_from("plans", query.on)
    span = (fresh_to(query.on) - first).days
    days = [(first + timedelta(days=n)).isoformat() for n in range(span + 1)]
    values = weights.INSURANCE_VALUES
    for number, status in stance_cases(query):
        told = has_stance(query, number, status)
        key = query.insurance_keys[number]
        dated = terms(at("evidence"), [f"{key}|{status}|{day}" for day in days])
        yield from weighted(ceiling * values[status, True], every(told, dated))
        yield from weighted(ceiling * values[status, False], every(told, negated(dated)))
    yield from weighted(ceiling * values["unknown", False], no_stance(query))


def _availability(query: Query, ceiling: float) -> Iterator[Function]:
    values = weights.AVAILABILITY_VALUES
    first, last = fresh_from("accepting_patients", query.on), fresh_to(query.on)
    span = {"gte": first.isoformat(), "lte": last.isoformat()}
    fresh = {"range": {at("accepting_on"): span}}
    shares = [share for _, share in weights.WAIT_SHARES] + [weights.UNKNOWN_WAIT_SHARE]
    assert len(shares) == UNKNOWN_WAIT + 1  # noqa: S101
    for (status, is_fresh), value in values.items():
        where = every(term(at("accepting"), status), fresh if is_fresh else negated(fresh))
        if status != "newpt":
            yield from weighted(ceiling * value, where)
            continue
        for step, share in enumerate(shares):
            kept = max(value * share, values["unknown", True])
            yield from weighted(ceiling * kept, every(where, term(at("wait"), step)))
