"""Why a match may fit, in one sentence, from the reasons that say so; their own texts say more."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from .figures import list_text
from .insurance import insurance_code
from .sentences import phrase
from .wording import Wording

Reason = Mapping[str, Any]
# So many services are named; of more their number is told.
_MOST_NAMED = 2
# What a sentence on insurance says -> its part here.
_INSURANCE = {
    "in_network": "in_network",
    "medicaid_number": "medicaid_number",
    "self_pay_taken": "self_pay",
}


def why_text(reasons: Iterable[Reason], wording: Wording) -> str:
    """Of reasons, as the API gives them, that speak for a match; the strongest first."""
    parts = tuple(_part(reason, wording) for reason in reasons)
    return wording.phrases["why"].format(parts=list_text(parts, wording.locale))


def _part(reason: Reason, wording: Wording) -> str:
    signal, code, values = reason["signal"], reason["code"], reason["values"]
    if signal == "services":
        return _services(tuple(values["yes"]), sum(map(len, values.values())), wording)
    if signal == "ms_expertise":
        return wording.phrases[f"why_{code}"]
    if signal == "availability":
        return wording.phrases["why_availability" + _age(old=not values["fresh"])]
    status = insurance_code(code.removesuffix("_stale"), values)
    kind = _INSURANCE.get(status, "taken")
    old = code.endswith("_stale") and kind != "medicaid_number"
    return phrase(f"why_{kind}{_age(old=old)}", values, wording)


def _age(*, old: bool) -> str:
    return "_stale" if old else ""


@lru_cache(1024)
def _services(offered: tuple[str, ...], total: int, wording: Wording) -> str:
    if len(offered) <= _MOST_NAMED:
        names = tuple(wording.names["services"][code].lower() for code in offered)
        return wording.phrases["why_services_few"].format(names=list_text(names, wording.locale))
    form = "all" if len(offered) == total else "some"
    return wording.phrases[f"why_services_{form}"].format(count=len(offered), total=total)
