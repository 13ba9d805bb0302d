"""What is known beforehand of who pays, as JSON-ready data: the shape of `schemas_coverage.py`."""

from typing import Any

from service.directory.direct_access import DirectAccess
from service.directory.profile import NO, YES
from service.directory.query import Query
from service.eligibility.coverage import Coverage
from service.eligibility.coverage_rules import FLAGS, CoverageFact
from service.wording.coverage import fact_text, status_text, whom_text
from service.wording.sentences import sentence
from service.wording.wording import Wording

from .present_benefit import benefit_data, share_data
from .present_eligibility import source_data
from .present_facts import or_none

Data = dict[str, Any]
_YES_NO = ("covered", "referral_needed", "prior_authorization", "plan_of_care", "limited")


def coverage_data(coverage: Coverage, query: Query, wording: Wording) -> Data:
    """Null is not known."""
    benefit = benefit_data(coverage.benefit, query.on, wording)
    told = [{"code": "plan_benefit", "text": benefit["text"]}] if benefit else []
    limit, unit = coverage.limit
    return {
        "status": coverage.status,
        "text": status_text(coverage, wording),
        "plan": query.plan,
        "payer": query.payer,
        "state": query.care_state,
        "on": query.on,
        "referral_in_hand": coverage.referral_in_hand,
        **{name: or_none(coverage.flag(name)) for name in _YES_NO},
        "limit": limit,
        "limit_unit": unit,
        "visits_before_approval": coverage.before_approval,
        "counted_with": "physical-therapy" if coverage.counted_together else None,
        "copay": share_data(coverage.share("copay"), "dollars"),
        "coinsurance": share_data(coverage.share("coinsurance"), "percent"),
        "benefit": benefit,
        "by_video": _video(coverage, wording),
        "facts": [_fact(fact, wording) for fact in coverage.facts.values()],
        "direct_access": _access_data(coverage.access, wording),
        "ask": _ask(coverage, wording),
        "notes": [
            *told,
            *({"code": code, "text": sentence(code, {}, wording)} for code in coverage.notes),
        ],
    }


def _video(coverage: Coverage, wording: Wording) -> Data | None:
    """Of its own: a licence to treat by video says nothing of who pays for it."""
    fact = coverage.facts.get("by_video")
    return _fact(fact, wording) if fact else None


def _fact(fact: CoverageFact, wording: Wording) -> Data:
    flag = fact.name in FLAGS
    return {
        "fact": fact.name,
        "value": (YES if fact.value else NO) if flag else fact.value,
        "in_force": fact.effective.begins,
        "until": fact.effective.ends,
        "as_of": fact.as_of,
        "source": source_data(fact.source),
        "text": fact_text(fact, wording),
    }


def _ask(coverage: Coverage, wording: Wording) -> Data | None:
    if not coverage.asked:
        return None
    return {
        "whom": whom_text(coverage, wording),
        "say": [
            {"code": name, "text": wording.sentences[f"ask_{name}"]} for name in coverage.asked
        ],
    }


def _access_data(access: DirectAccess | None, wording: Wording) -> Data | None:
    if access is None:
        return None
    values = {
        "state": access.state,
        "visits": access.visits,
        "days": access.days,
        "date": access.in_force,
    }
    return {
        "state": access.state,
        "code": access.code,
        "visits": access.visits,
        "days": access.days,
        "source": access.source,
        "in_force": access.in_force,
        "text": sentence(access.code, values, wording),
    }
