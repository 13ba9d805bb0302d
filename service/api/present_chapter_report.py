"""A chapter's report as JSON-ready data: the shape that `chapter_report_shapes.py` publishes."""

from collections.abc import Mapping
from typing import Any

from service.casework.suppressing import LEAST
from service.chapter_report import AwardFigures, ChapterReport, ReferralFigures

Data = dict[str, Any]


def report_data(report: ChapterReport) -> Data:
    return {
        "chapter": report.chapter,
        "quarter": str(report.quarter),
        "begins": report.quarter.begins,
        "ends": report.quarter.ends,
        "least": LEAST,
        "checks": {
            "outcomes": _counts(report.checks.cells, "outcome"),
            "total": report.checks.total,
            "deciding": report.deciding and vars(report.deciding),
        },
        "referrals": report.referrals and _referrals(report.referrals),
        "awards": _awards(report.awards),
    }


def _referrals(figures: ReferralFigures) -> Data:
    steps = _counts(figures.steps.cells, "step")
    return {
        "steps": [each | {"median_days": figures.days.get(each["step"])} for each in steps],
        "total": figures.steps.total,
        "declines": _counts(figures.declines.cells, "reason"),
        "declined": figures.declines.total,
    }


def _awards(figures: AwardFigures) -> Data:
    return {
        "states": _counts(figures.states.cells, "state"),
        "total": figures.states.total,
        "visits": figures.visits,
        "visits_used": figures.visits_used,
        "visits_over": figures.visits_over,
        "amount": _dollars(figures.amount_cents),
        "spent": _dollars(figures.spent_cents),
    }


def _counts(cells: Mapping[str, int | None], name: str) -> list[Data]:
    return [{name: code, "count": count} for code, count in cells.items()]


def _dollars(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
