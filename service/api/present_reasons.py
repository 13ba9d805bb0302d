"""What a match earned, and what is known of its insurance, as JSON-ready data."""

from functools import lru_cache
from typing import Any

from service.directory.freshness import is_fresh
from service.directory.page import Match
from service.directory.query import Query
from service.directory.ranking import Reason
from service.wording.sentences import reason_text
from service.wording.wording import Wording

_MOST_KEPT = 8192  # reasons, some 8 MB of them


def reason_data(reason: Reason, wording: Wording) -> dict[str, Any]:
    """One reason, not to be changed: most are the same for many OTs, and kept."""
    if reason.signal == "distance":  # for hardly two the same
        return _reason_data(reason, wording)
    values = tuple(reason.values.items())
    return _kept(reason.signal, reason.points, reason.max_points, reason.code, values, wording)


@lru_cache(_MOST_KEPT)
def _kept(*of_reason: Any) -> dict[str, Any]:
    *plain, values, wording = of_reason
    return _reason_data(Reason(*plain, dict(values)), wording)


def _reason_data(reason: Reason, wording: Wording) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "points": round(reason.points, 4),
        "max_points": round(reason.max_points, 4),
        "code": reason.code,
        "values": reason.values,
        "text": reason_text(reason, wording),
    }


def insurance_data(match: Match, query: Query, wording: Wording) -> dict[str, Any]:
    stance = match.stance
    reason = next(reason for reason in match.reasons if reason.signal == "insurance")
    known = stance.status != "unknown"
    return {
        "status": stance.status,
        "plan_id": stance.plan_id if known else query.plan,
        "payer": stance.payer or query.payer,
        "as_of": stance.as_of,
        "doubted_on": stance.doubted_on,
        "stale": known and not is_fresh("plans", stance.standing_day, query.on),
        "source": stance.source,
        "tier": stance.tier,
        "assignment": stance.assignment,
        "text": reason_text(reason, wording),
    }
