"""What is known beforehand of who pays: a plan's benefit, a referral, an approval, the state's law.

Whether a plan wants a referral or prior authorization stands in no source of ours: it is unknown,
and the patient is told to ask.
"""

from dataclasses import dataclass

from .benefits import PlanBenefit
from .direct_access import DirectAccess, direct_access
from .profile import NO
from .query import SELF_PAY_KEY, Query, payer_key


@dataclass(frozen=True)
class Coverage:
    """`notes` are codes of what a doctor should know besides, in the order to read them."""

    benefit: PlanBenefit | None
    access: DirectAccess | None
    notes: tuple[str, ...]


def coverage_of(query: Query, benefit: PlanBenefit | None) -> Coverage:
    """What holds for a query whose plan and payer are resolved, and its plan's benefit."""
    access = direct_access(query.care_state, query.on)
    if payer_key(query.payer or "") == SELF_PAY_KEY and not query.plan:
        return Coverage(None, access, ("coverage_self_pay",))
    if not query.asks_insurance:
        return Coverage(None, access, ("coverage_not_asked", "coverage_referral"))
    if benefit and benefit.covered == NO:
        return Coverage(benefit, access, ())
    unknown = () if benefit else ("coverage_unknown",)
    return Coverage(benefit, access, (*unknown, "coverage_referral", "coverage_approval"))
