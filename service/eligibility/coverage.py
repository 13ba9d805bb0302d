"""What is known beforehand of who pays: a plan's benefit, a referral, an approval, the state's law.

A plan's own benefit, as its issuer told CMS, comes first; what that leaves open, dated facts of the
plan, its payer or the payer's kind may tell. The rest is unknown: `unknown` names it, to be asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.directory.benefits import CostShare, PlanBenefit
from service.directory.direct_access import DirectAccess, direct_access
from service.directory.payers import MEDICAID, find_payer, is_medicare_advantage
from service.directory.profile import NO, UNKNOWN, YES
from service.directory.query import SELF_PAY_KEY, Query, payer_key

from .coverage_rules import MEDICARE_ADVANTAGE, CoverageFact, CoverageRules

# What a patient should ask where it is not known, in the order to ask it.
ASKED = ("covered", "referral_needed", "prior_authorization", "limited", "cost", "by_video")

# Facts that `status` hangs on.
_DECIDING = ("covered", "referral_needed", "prior_authorization")
_SHARES = {"copay": "copay_dollars", "coinsurance": "coinsurance_percent"}


class Status(StrEnum):
    """Whether the visits are paid for, as things stand."""

    COVERED = "covered"
    WITH_REFERRAL = "covered_with_referral"
    PRIOR_AUTHORIZATION = "prior_authorization"
    NOT_COVERED = "not_covered"
    UNKNOWN = "unknown"
    SELF_PAY = "self_pay"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Coverage:
    """`benefit` is the plan's, `facts` are those of rules, by name. Flags are yes, no or unknown.

    `unknown` are of ASKED, `notes` codes of what else should be known, in the order to read them.
    """

    status: Status
    kind: str | None  # the payer's kind; None for one that nobody knows
    benefit: PlanBenefit | None
    facts: Mapping[str, CoverageFact]
    access: DirectAccess | None
    referral_in_hand: bool | None = None
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def flag(self, name: str) -> str:
        """yes, no or unknown; the benefit's word before that of a rule."""
        told = getattr(self.benefit, name, UNKNOWN) if self.benefit else UNKNOWN
        if told != UNKNOWN:
            return str(told)
        return _said(self.facts.get(name))

    def as_of(self, name: str) -> date | None:
        """The day of the text that tells a flag, if nobody has seen that it still holds."""
        if self.benefit and getattr(self.benefit, name, UNKNOWN) != UNKNOWN:
            return None
        fact = self.facts.get(name)
        return fact.as_of if fact else None

    @property
    def status_as_of(self) -> date | None:
        """The day of the oldest text that the status hangs on, of those that may have changed."""
        if self.status is Status.UNKNOWN:
            return None
        return min(filter(None, map(self.as_of, _DECIDING)), default=None)

    @property
    def asked(self) -> tuple[str, ...]:
        """What to ask: what is unknown, and what may have changed."""
        return tuple(name for name in ASKED if name in self.unknown or self.as_of(name))

    @property
    def limit(self) -> tuple[float | None, str | None]:
        """How many, in its source's unit."""
        if self.benefit and self.benefit.limited != UNKNOWN:
            return self.benefit.limit, self.benefit.limit_unit
        fact = self.facts.get("visits_per_year")
        return (fact.value, "Visit(s) per Year") if fact else (None, None)

    @property
    def before_approval(self) -> float | None:
        """After how many visits the payer must approve more."""
        fact = self.facts.get("visits_before_approval")
        return fact.value if fact else None

    @property
    def counted_together(self) -> bool:
        """Whether visits to a physical therapist count towards the limit. Marketplace plans have
        one benefit for both."""
        if self.benefit and self.benefit.limited == YES:
            return True
        fact = self.facts.get("counted_with_physical_therapy")
        return bool(fact and fact.value)

    def share(self, name: str) -> CostShare | None:
        """`copay` (dollars) or `coinsurance` (per cent), in network."""
        if told := getattr(self.benefit, name, None):
            return told
        fact = self.facts.get(_SHARES[name])
        if fact is None:
            return None
        words = f"${fact.value:g}" if name == "copay" else f"{fact.value:g}%"
        return CostShare(words=words, amount=float(fact.value))


def coverage_of(
    query: Query,
    benefit: PlanBenefit | None,
    rules: CoverageRules,
    referral_in_hand: bool | None = None,
) -> Coverage:
    """What holds for a query whose plan and payer are resolved, and its plan's benefit."""
    access = direct_access(query.care_state, query.on)
    if payer_key(query.payer or "") == SELF_PAY_KEY and not query.plan:
        notes = ("coverage_self_pay",)
        return Coverage(Status.SELF_PAY, "self-pay", None, {}, access, referral_in_hand, (), notes)
    if not query.asks_insurance:
        notes = ("coverage_not_asked", "coverage_referral")
        return Coverage(Status.NOT_ASKED, None, None, {}, access, referral_in_hand, (), notes)
    payer = find_payer(query.payer or "", query.care_state)
    kind = payer.kind if payer else _kind_without_payer(query)
    facts = rules.facts(query.plan, payer, kind, query.on)
    known = Coverage(Status.UNKNOWN, kind, benefit, facts, access, referral_in_hand)
    return _judged(known)


def _kind_without_payer(query: Query) -> str | None:
    named = any(is_medicare_advantage(text) for text in (query.plan, query.payer) if text)
    return MEDICARE_ADVANTAGE if named else None


def _judged(known: Coverage) -> Coverage:
    status = _status(known)
    unknown: tuple[str, ...] = ()
    notes: list[str] = []
    if status is not Status.NOT_COVERED:
        unknown = tuple(name for name in ASKED if _is_unknown(known, name))
        notes += ["coverage_unknown"] * ("covered" in unknown)
        notes += ["coverage_referral"] * ("referral_needed" in unknown)
        notes += ["coverage_approval"] * ("prior_authorization" in unknown)
        notes += ["coverage_plan_of_care"] * (known.flag("plan_of_care") == YES)
    if known.kind == MEDICAID.kind and status is not Status.UNKNOWN:
        notes.append("coverage_medicaid_plan")
    notes += ["coverage_as_of"] * any(fact.as_of for fact in known.facts.values())
    return Coverage(
        status, known.kind, known.benefit, known.facts, known.access, known.referral_in_hand,
        unknown, tuple(notes),
    )  # fmt: skip


def _status(known: Coverage) -> Status:
    """An approval is asked for first, whatever it is then; a referral in hand is enough where one
    may be needed, and none is not where that is not known: most plans want one."""
    covered = known.flag("covered")
    if covered == NO:
        return Status.NOT_COVERED
    if known.flag("prior_authorization") == YES:
        return Status.PRIOR_AUTHORIZATION
    if covered == UNKNOWN:
        return Status.UNKNOWN
    if known.referral_in_hand or known.flag("referral_needed") == NO:
        return Status.COVERED
    return Status.WITH_REFERRAL


def _is_unknown(known: Coverage, name: str) -> bool:
    if name == "cost":
        return known.share("copay") is None and known.share("coinsurance") is None
    return known.flag(name) == UNKNOWN


def _said(fact: CoverageFact | None) -> str:
    if fact is None:
        return UNKNOWN
    return YES if fact.value else NO
