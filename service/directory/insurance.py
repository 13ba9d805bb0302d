"""What a location's plan evidence says of one plan or one payer: newest evidence wins.

A plan's own listing speaks for that plan alone. A payer that is turned away is turned away with
all its plans; a payer that is accepted says nothing certain about one plan of it. Where no
insurance is taken, patients who pay themselves are.
"""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from .payers import SELF_PAY
from .profile import Location, PlanEvidence
from .query import ANY_PAYER, PLAN, SELF_PAY_KEY, Query, payer_key, plan_key

ACCEPTING = ("in-network", "accepts-payer")
REFUSING = ("not-accepted", "self-pay-only")
# The source of evidence that is no more than a Medicaid number in the registry, of no known day.
MEDICAID_NUMBER = "NPPES Medicaid number"


class Stance(msgspec.Struct, frozen=True, gc=False):
    """What is known of one location and the plan asked for."""

    status: str
    plan_id: str | None = None
    payer: str | None = None
    as_of: date | None = None
    source: str | None = None
    tier: str | None = None
    assignment: str | None = None
    doubted_on: date | None = None

    @property
    def standing_day(self) -> date | None:
        """The day that it is fresh by; none while it is in doubt, as of an undated one."""
        return None if self.doubted_on else self.as_of


NO_STANCE = Stance("unknown")


def evidence_key(row: PlanEvidence) -> str:
    """What a row speaks of: those who pay themselves, its plan, its payer, or else `any`."""
    payer = _payer(row)
    if row.plan_id and payer != SELF_PAY_KEY:
        return plan_key(row.plan_id)
    return ANY_PAYER if _is_of_all(row) else payer or ANY_PAYER


def speaking(rows: Iterable[PlanEvidence]) -> dict[str, list[PlanEvidence]]:
    """By plan and payer the rows that bear on it: its own, and those that turn its payer, or all
    insurance, away."""
    known = [row for row in rows if row.status != "unknown"]
    told = _grouped(known, evidence_key)
    of_all = [row for row in told.get(ANY_PAYER, ()) if _is_of_all(row)]
    found: dict[str, list[PlanEvidence]] = {}
    for key, own in told.items():
        payers = dict.fromkeys(_payer(row) for row in own if row.plan_id)
        refusals = [e for p in payers for e in told.get(p, ()) if e.status in REFUSING]
        found[key] = own if key in (ANY_PAYER, SELF_PAY_KEY) else [*own, *refusals, *of_all]
    return found


def stances(location: Location) -> dict[str, Stance]:
    """Each plan and payer that the location's evidence speaks of, with the one stance that holds.

    Keys are `plan:ID`, `payer:CODE` (`payer:self-pay` is one) and `any` (a location that takes
    no insurance at all).
    """
    known = [evidence for evidence in location.plans if evidence.status != "unknown"]
    of_all = [e for e in known if _is_of_all(e)]
    paid = [e for e in known if not _is_of_all(e) and _payer(e) != SELF_PAY_KEY]
    by_payer = _grouped([e for e in paid if not e.plan_id], _payer)
    listed = _grouped([e for e in paid if e.plan_id], _payer)
    told = speaking([*paid, *of_all])
    found = {key: _newest(rows) for key, rows in told.items() if key.startswith(PLAN)}
    for key in (by_payer | listed).keys() - {""}:
        implied = [_as_payer(e, e.payer) for e in listed.get(key, ()) if _holds(e, found)]
        if rows := [*by_payer.get(key, ()), *implied, *of_all]:
            found[key] = _newest(rows)
    if of_all:
        found[ANY_PAYER] = _newest(of_all)
    alone = [e for e in known if _payer(e) == SELF_PAY_KEY and not _is_of_all(e)]
    if own := [*alone, *_paying_alone(of_all, paid)]:
        found[SELF_PAY_KEY] = _newest(own)
    return found


def stance(location: Location, query: Query) -> Stance:
    """The stance that answers the plan or payer asked for; `unknown` if nothing speaks of it."""
    if not location.plans:
        return NO_STANCE
    known = stances(location)
    return next((known[key] for key in query.insurance_keys if key in known), NO_STANCE)


def _payer(evidence: PlanEvidence) -> str:
    return payer_key(evidence.payer or "")


def _is_of_all(evidence: PlanEvidence) -> bool:
    """Whether a row turns all insurance away: one that names none, or self-pay as all there is."""
    if evidence.plan_id or evidence.status not in REFUSING:
        return False
    return not _payer(evidence) or (
        evidence.status == "self-pay-only" and _payer(evidence) == SELF_PAY_KEY
    )


def _grouped(
    rows: list[PlanEvidence], key: Callable[[PlanEvidence], str]
) -> dict[str, list[PlanEvidence]]:
    groups: dict[str, list[PlanEvidence]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _paying_alone(of_all: list[PlanEvidence], paid: list[PlanEvidence]) -> list[PlanEvidence]:
    """A location that turns all insurance away, as news for those who pay themselves; nothing
    where it takes some insurance by evidence as new."""
    taken = [e for e in paid if e.status in ACCEPTING]
    if not of_all or _newest([*taken, *of_all]).status in ACCEPTING:
        return []
    return [_as_payer(e, SELF_PAY.name) for e in of_all]


def _holds(evidence: PlanEvidence, found: dict[str, Stance]) -> bool:
    """Whether the plan is taken, and newer evidence has not overtaken this row."""
    now = found[plan_key(evidence.plan_id or "")]
    return evidence.status in ACCEPTING and now.status in ACCEPTING


def _as_payer(evidence: PlanEvidence, payer: str | None) -> PlanEvidence:
    """A row seen as news about a payer: the payer is taken. Of a plan's listing no more is left,
    since a payer's other plans are other plans."""
    return PlanEvidence(
        status="accepts-payer",
        payer=payer,
        as_of=evidence.as_of,
        source=evidence.source,
        doubted_on=evidence.doubted_on,
    )


def _newest(rows: Iterable[PlanEvidence]) -> Stance:
    """The newest row; on the same day the first, that is the most telling."""
    newest = max(rows, key=lambda row: row.as_of or date.min)
    return Stance(
        status=newest.status,
        plan_id=newest.plan_id,
        payer=newest.payer,
        as_of=newest.as_of,
        source=newest.source,
        tier=newest.tier,
        assignment=newest.assignment,
        doubted_on=newest.doubted_on,
    )
