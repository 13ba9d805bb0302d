"""What a plan covers of occupational therapy, as one sentence."""

import re
from collections.abc import Iterator
from datetime import date

from service.directory.benefits import CostShare, PlanBenefit
from service.directory.profile import NO, UNKNOWN
from service.directory.text import fold

from .figures import day_text, dollars_text, list_text, number_text
from .wording import Wording


def benefit_text(benefit: PlanBenefit, on: date, wording: Wording) -> str:
    """Says that occupational and physical therapy share a limit, and when the plan year is over."""
    past = "_past" if benefit.year < on.year else ""
    sentence = wording.sentences[f"benefit_{benefit.covered}{past}"]
    day = benefit.as_of
    return sentence.format(
        year=benefit.year,
        limit=_limit(benefit, wording),
        costs=_costs(benefit, wording),
        date=day_text(day, wording.locale) if day else wording.phrases["no_date"],
    )


def _limit(benefit: PlanBenefit, wording: Wording) -> str:
    said = wording.phrases
    if benefit.limited == UNKNOWN:
        return said["limit_unknown"]
    if benefit.limited == NO:
        return said["limit_none"]
    if benefit.limit is None:
        return said["limit_untold"]
    count = number_text(benefit.limit, wording.locale)
    if not benefit.limit_unit:
        return said["limit_without_unit"].format(count=count)
    unit = said.get(_unit_code(benefit.limit_unit))
    form = said["limit" if unit else "limit_in_words"]
    return form.format(count=count, unit=unit or benefit.limit_unit)


def _unit_code(unit: str) -> str:
    """ "Visit(s) per Year" and "Visits Per Year" -> "unit_visits_per_year"."""
    first, *rest = fold(re.sub(r"\(s\)", "s", unit, flags=re.IGNORECASE)).split() or [""]
    return "_".join(("unit", first if first.endswith("s") else f"{first}s", *rest))


def _costs(benefit: PlanBenefit, wording: Wording) -> str:
    """Both a copay and a coinsurance where both are paid; "no charge" for one of them says nothing
    where the other costs something."""
    said = wording.phrases
    shares = [share for share in (benefit.copay, benefit.coinsurance) if share]
    parts = (*_copay(benefit.copay, wording), *_coinsurance(benefit.coinsurance, wording))
    if parts:
        return said["costs"].format(costs=list_text(parts, wording.locale))
    if not shares:
        return said["costs_unknown"]
    return said["costs_nothing"].format(after=_after(max(shares, key=_is_after), wording))


def _copay(share: CostShare | None, wording: Wording) -> Iterator[str]:
    if share and share.amount:
        amount = dollars_text(share.amount, wording.locale)
        yield wording.phrases["cost_copay"].format(amount=amount, after=_after(share, wording))
    yield from _in_words(share, wording)


def _coinsurance(share: CostShare | None, wording: Wording) -> Iterator[str]:
    if share and share.amount:
        amount = number_text(share.amount, wording.locale)
        form = wording.phrases["cost_coinsurance"]
        yield form.format(amount=amount, after=_after(share, wording))
    yield from _in_words(share, wording)


def _in_words(share: CostShare | None, wording: Wording) -> Iterator[str]:
    if share and share.amount is None:
        yield wording.phrases["cost_in_words"].format(words=share.words)


def _is_after(share: CostShare) -> bool:
    return share.after_deductible


def _after(share: CostShare, wording: Wording) -> str:
    return wording.phrases["cost_after_deductible"] if share.after_deductible else ""
