"""How we rank, from the very numbers that rank."""

from typing import Any

from service.directory.weights import (
    AGES_VALUES,
    AVAILABILITY_VALUES,
    EXPERTISE_STEPS,
    INSURANCE_VALUES,
    SERVICE_VALUES,
    WEIGHTS,
    ExpertiseStep,
)
from service.wording.wording import Wording

Row = tuple[str, str]
_ADULTS = {"yes": "adults_yes", "unknown": "adults_unknown", "unlikely": "adults_unlikely",
           "no": "adults_no"}  # fmt: skip


def ranked_values(wording: Wording) -> dict[str, Any]:
    """Signals with their share of all points, and for each what earns how much of it."""
    total = sum(WEIGHTS.values())
    earned = {
        "services": [(wording.pages[f"rank_service_{known}"], _share(value))
                     for known, value in SERVICE_VALUES.items()],
        "ms_expertise": _expertise(wording),
        "insurance": _by_age(INSURANCE_VALUES, wording.names["plan_statuses"], wording),
        "availability": _by_age(AVAILABILITY_VALUES, _panels(wording), wording),
        "ages": [(wording.sentences[_ADULTS[known]], _share(value))
                 for known, value in AGES_VALUES.items()],
    }  # fmt: skip
    return {
        "signals": [
            {
                "name": wording.names["signals"][signal],
                "share": _share(weight / total),
                "rows": earned.get(signal, []),
                "code": signal,
            }
            for signal, weight in sorted(WEIGHTS.items(), key=lambda entry: -entry[1])
        ]
    }


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _expertise(wording: Wording) -> list[Row]:
    """The same value once, with all that earns it."""
    by_value: dict[float, list[str]] = {}
    for step in EXPERTISE_STEPS:
        by_value.setdefault(step.value, []).append(_sign(step, wording))
    return [("; ".join(dict.fromkeys(names)), _share(value)) for value, names in by_value.items()]


def _sign(step: ExpertiseStep, wording: Wording) -> str:
    if step.kind == "center":
        return wording.pages["rank_center"]
    if step.kind == "taxonomy":
        return wording.names["specialties"][step.code]
    name = wording.names["credentials"][step.code]
    return wording.pages["rank_claimed"].format(name=name) if step.kind == "claimed" else name


def _panels(wording: Wording) -> dict[str, str]:
    unknown = wording.sentences["accepting_unknown"]
    return {**wording.names["accepting_patients"], "unknown": unknown}


def _by_age(values: dict[tuple[str, bool], float], names: Any, wording: Wording) -> list[Row]:
    """Fresh and old apart where they earn otherwise."""
    rows = []
    for status in dict.fromkeys(status for status, _ in values):
        fresh, old = values[status, True], values[status, False]
        if fresh == old:
            rows.append((names[status], _share(fresh)))
            continue
        rows.append((f"{names[status]} ({wording.pages['rank_fresh']})", _share(fresh)))
        rows.append((f"{names[status]} ({wording.pages['rank_old']})", _share(old)))
    return rows
