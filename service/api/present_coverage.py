"""What is known beforehand of who pays, as JSON-ready data."""

from typing import Any

from service.directory.coverage import Coverage
from service.directory.direct_access import DirectAccess
from service.directory.query import Query
from service.wording.sentences import sentence
from service.wording.wording import Wording

from .present_benefit import benefit_data

_OF_BENEFIT = ("covered", "limited", "limit", "limit_unit", "copay", "coinsurance")


def coverage_data(coverage: Coverage, query: Query, wording: Wording) -> dict[str, Any]:
    benefit = benefit_data(coverage.benefit, query.on, wording) or {}
    told = [{"code": "plan_benefit", "text": benefit["text"]}] if benefit else []
    return {
        "plan": query.plan,
        "payer": query.payer,
        "referral_needed": None,
        "prior_authorization": None,
        **{name: benefit.get(name) for name in _OF_BENEFIT},
        "counted_with": "physical-therapy" if benefit.get("limited") == "yes" else None,
        "direct_access": _access_data(coverage.access, wording),
        "notes": [
            *told,
            *({"code": code, "text": sentence(code, {}, wording)} for code in coverage.notes),
        ],
    }


def _access_data(access: DirectAccess | None, wording: Wording) -> dict[str, Any] | None:
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
