"""Explanations as JSON-ready data: the shapes that `schemas_explain.py` publishes."""

from collections.abc import Iterable
from typing import Any

from service.directory.explanation import AtLocation, Verdict
from service.explain import Ahead, Explanation, Similar
from service.wording.explanations import (
    ahead_text,
    explanation_text,
    location_text,
    similar_text,
    verdict_text,
)
from service.wording.sentences import reason_text
from service.wording.wording import Wording

from .present import match_data, query_data, reason_data


def explanation_data(found: Explanation, wording: Wording) -> dict[str, Any]:
    """The body of GET /providers/{npi}/why-not."""
    own, verdicts = found.match, found.verdicts
    return {
        "npi": found.profile.npi,
        "name": found.profile.display_name(),
        "query": query_data(found.query, found.notes, wording),
        "found": own is not None,
        "gates": _gates(verdicts.of_person, wording),
        "locations": [_at(at, wording) for at in verdicts.at_locations],
        "total": found.total,
        "place": found.place,
        "score": round(own.score, 4) if own else None,
        "reasons": [reason_data(reason, wording) for reason in own.reasons] if own else [],
        "ahead": [_ahead(ahead, wording) for ahead in found.ahead],
        "text": explanation_text(found, wording),
    }


def _gates(verdicts: Iterable[Verdict], wording: Wording) -> list[dict[str, str]]:
    return [
        {"parameter": v.parameter, "passed": str(v.passed), "text": verdict_text(v, wording)}
        for v in verdicts
    ]


def _at(at: AtLocation, wording: Wording) -> dict[str, Any]:
    return {
        "id": at.location.id if at.location else None,
        "label": location_text(at, wording),
        "passed": not at.lacking,
        "gates": _gates(at.verdicts, wording),
    }


def _ahead(ahead: Ahead, wording: Wording) -> dict[str, Any]:
    return {
        "npi": ahead.match.profile.npi,
        "name": ahead.match.profile.display_name(),
        "place": ahead.place,
        "score": round(ahead.match.score, 4),
        "by": [
            {
                "signal": one.reason.signal,
                "points": round(one.reason.points, 4),
                "own_points": round(one.own_points, 4),
                "text": reason_text(one.reason, wording),
            }
            for one in ahead.by
        ],
        "text": ahead_text(ahead, wording),
    }


def similar_data(found: Similar, wording: Wording) -> dict[str, Any]:
    """The body of GET /providers/{npi}/similar."""
    query = found.query
    matches = [match_data(match, query, wording) for match in found.matches] if query else []
    return {
        "npi": found.profile.npi,
        "name": found.profile.display_name(),
        "query": query_data(query, found.notes, wording) if query else None,
        "total": found.total,
        "matches": [{**match, "relaxed": None} for match in matches],
        "text": similar_text(found, wording),
    }
