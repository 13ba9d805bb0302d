"""What a plan covers of outpatient occupational therapy, year by year, in its issuer's words.

Marketplace plans have one benefit for rehabilitative occupational and physical therapy: a limit on
visits is one that both share.
"""

from collections.abc import Iterable
from datetime import date

from .struct import Struct
from .vocabulary import Known


class CostShare(Struct):
    """What the patient pays in network, as the issuer words it; the amount (dollars, or per cent)
    where the words say no more than that, and whether it begins after the deductible."""

    words: str
    amount: float | None = None
    after_deductible: bool = False


class PlanBenefit(Struct):
    """One plan year's benefit. `limited` says whether visits are; `limit` and `limit_unit` how
    far, in the issuer's unit ("Visit(s) per Year")."""

    year: int
    covered: Known = Known.UNKNOWN
    limited: Known = Known.UNKNOWN
    limit: float | None = None
    limit_unit: str | None = None
    copay: CostShare | None = None
    coinsurance: CostShare | None = None
    exclusions: str | None = None
    explanation: str | None = None
    variant: str | None = None  # which of the plan's cost-sharing variants says so: "01"
    as_of: date | None = None
    source: str | None = None


def benefit_on(benefits: Iterable[PlanBenefit], day: date) -> PlanBenefit | None:
    """That of the newest plan year that has begun: next year's is published in autumn, and holds
    from 1 January."""
    begun = [benefit for benefit in benefits if benefit.year <= day.year]
    return max(begun, key=lambda benefit: benefit.year, default=None)
