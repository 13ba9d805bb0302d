"""What a plan covers as JSON-ready data: the shape that `schemas_benefit.py` publishes."""

from datetime import date
from typing import Any

from service.directory.benefits import CostShare, PlanBenefit
from service.wording.benefits import benefit_text
from service.wording.wording import Wording

from .present_facts import or_none


def benefit_data(benefit: PlanBenefit | None, on: date, wording: Wording) -> dict[str, Any] | None:
    if benefit is None:
        return None
    return {
        "year": benefit.year,
        "covered": or_none(benefit.covered),
        "limited": or_none(benefit.limited),
        "limit": benefit.limit,
        "limit_unit": benefit.limit_unit,
        "copay": share_data(benefit.copay, "dollars"),
        "coinsurance": share_data(benefit.coinsurance, "percent"),
        "exclusions": benefit.exclusions,
        "explanation": benefit.explanation,
        "variant": benefit.variant,
        "source": benefit.source,
        "as_of": benefit.as_of,
        "text": benefit_text(benefit, on, wording),
    }


def share_data(share: CostShare | None, unit: str) -> dict[str, Any] | None:
    if share is None:
        return None
    return {"words": share.words, unit: share.amount, "after_deductible": share.after_deductible}
