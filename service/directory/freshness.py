"""Freshness: how many days a source's word holds, by field. One table for the ranking of both
engines, for what answers say, and for staff's lists."""

from datetime import date, timedelta
from functools import lru_cache

BUDGETS: dict[str, int] = {
    # US law has plans verify their listings every 90 days; of those that callers checked, a third
    # were wrong or dead.
    "plans": 90,
    # A practice takes a program for as long as its agreement and the program's funds last, and both
    # are often of one year; who comes for free visits cannot pay for a mistake.
    "programs": 90,
    # Panels open and close within weeks: "takes new patients" said in spring sends somebody to a
    # full office in autumn.
    "accepting_patients": 90,
    # An office that moved keeps its old number in the registry for years, and a person who tires
    # by noon spends the morning on a dead line.
    "phone": 90,
    # The same move sends a person who walks with two sticks to a door where nobody works.
    "address": 90,
}
# The parts of an address have its budget together.
ADDRESS_PARTS = ("line1", "line2", "city", "state", "postal_code", "country")


def budgeted(field: str) -> str | None:
    """The row of BUDGETS for a field such as "line1" or "plans.plan:ID"; None without a budget."""
    name = field.partition(".")[0]
    name = "address" if name in ADDRESS_PARTS else name
    return name if name in BUDGETS else None


def is_fresh(field: str, as_of: date | None, on: date) -> bool:
    """Whether a fact of a field with a budget is within it; if not, it is overdue.

    An undated one is not, nor one from the future (more than the day that time zones explain).
    """
    return as_of is not None and fresh_from(field, on) <= as_of <= fresh_to(on)


def is_overdue(field: str, on: date, *days: date | None, doubted_on: date | None = None) -> bool:
    """Whether on none of these days somebody said so within the field's budget; never without,
    and always while it is in doubt."""
    if doubted_on:
        return True
    budget = budgeted(field)
    return budget is not None and not any(is_fresh(budget, day, on) for day in days)


def days_over(field: str, as_of: date | None, on: date) -> int | None:
    """By how many days a fact is over its budget; None where its date tells nothing."""
    if as_of is None or as_of > fresh_to(on):
        return None
    return (fresh_from(field, on) - as_of).days


@lru_cache(32)
def fresh_from(field: str, on: date) -> date:
    return on - timedelta(days=BUDGETS[field])


@lru_cache(8)
def fresh_to(on: date) -> date:
    return on + timedelta(days=1)
