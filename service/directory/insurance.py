"""What a location's plan evidence says of one plan or one payer: newest evidence wins.

A plan's own listing speaks for that plan alone. A payer that is turned away is turned away with
all its plans; a payer that is accepted says nothing certain about one plan of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .profile import Location, PlanEvidence
from .query import ANY_PAYER, Query, payer_key, plan_key

# US law has plans verify their listings every 90 days; older evidence says "confirm".
FRESH_DAYS = 90
ACCEPTING = ("in-network", "accepts-payer")
REFUSING = ("not-accepted", "self-pay-only")


@dataclass(frozen=True)
class Stance:
    """What is known of one location and the plan asked for; `fresh` as of the query's day."""

    status: str
    plan_id: str | None = None
    payer: str | None = None
    as_of: date | None = None
    source: str | None = None


NO_STANCE = Stance("unknown")


def is_fresh(as_of: date | None, on: date) -> bool:
    """Whether a dated fact is at most 90 days old.

    An undated one is not, nor one from the future (more than the day that time zones explain).
    """
    return as_of is not None and fresh_from(on) <= as_of <= fresh_to(on)


def fresh_from(on: date) -> date:
    return on - timedelta(days=FRESH_DAYS)


def fresh_to(on: date) -> date:
    return on + timedelta(days=1)


def stances(location: Location) -> dict[str, Stance]:
    """Each plan and payer that the location's evidence speaks of, with the one stance that holds.

    Keys are `plan:ID`, `payer:CODE` and `any` (a location that takes no insurance at all).
    """
    known = [evidence for evidence in location.plans if evidence.status != "unknown"]
    by_plan = [evidence for evidence in known if evidence.plan_id]
    by_payer = [evidence for evidence in known if not evidence.plan_id]
    of_all = [e for e in by_payer if e.status in REFUSING and not e.payer]
    found: dict[str, Stance] = {}
    for key in {plan_key(e.plan_id or "") for e in by_plan}:
        rows = [e for e in by_plan if plan_key(e.plan_id or "") == key]
        payers = {payer_key(e.payer or "") for e in rows} - {""}
        turned_away = [e for e in by_payer if e.status in REFUSING]
        whole_payer = [e for e in turned_away if payer_key(e.payer or "") in payers]
        found[key] = _newest([*rows, *whole_payer, *of_all])
    for key in {payer_key(e.payer or "") for e in known} - {""}:
        rows = [e for e in by_payer if payer_key(e.payer or "") == key]
        implied = [e for e in by_plan if payer_key(e.payer or "") == key and _holds(e, found)]
        if speaking := [*rows, *map(_as_payer, implied), *of_all]:
            found[key] = _newest(speaking)
    if of_all:
        found[ANY_PAYER] = _newest(of_all)
    return found


def stance(location: Location, query: Query) -> Stance:
    """The stance that answers the plan or payer asked for; `unknown` if nothing speaks of it."""
    known = stances(location)
    return next((known[key] for key in query.insurance_keys if key in known), NO_STANCE)


def _holds(evidence: PlanEvidence, found: dict[str, Stance]) -> bool:
    """Whether the plan is taken, and newer evidence has not overtaken this row."""
    now = found[plan_key(evidence.plan_id or "")]
    return evidence.status in ACCEPTING and now.status in ACCEPTING


def _as_payer(evidence: PlanEvidence) -> PlanEvidence:
    """A plan's listing seen as news about its payer: the payer is taken, the plan is another."""
    return PlanEvidence(
        status="accepts-payer", payer=evidence.payer, as_of=evidence.as_of, source=evidence.source
    )


def _newest(rows: Iterable[PlanEvidence]) -> Stance:
    """The newest row; on the same day the first, that is the most telling."""
    newest = max(rows, key=lambda row: row.as_of or date.min)
    return Stance(newest.status, newest.plan_id, newest.payer, newest.as_of, newest.source)
