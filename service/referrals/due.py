"""By when something must happen to a referral, by the worklist on which it stands."""

from datetime import datetime, timedelta

from .business_days import add_business_days
from .tables import Task
from .terms import Terms


def due_at(terms: Terms, task: Task, since: datetime) -> datetime | None:
    """Past it the referral is overdue; None where nobody waits for anything."""
    if task.worklist == "scheduled":
        since = max(since, task.appointment_at or since)
    days = terms.due_days.get(task.worklist)
    return None if days is None else add_business_days(since, days, terms.calendar)


def care_plan_due(terms: Terms, task: Task) -> datetime | None:
    """When the plan of care is missed: Medicare certifies on it within 30 days of the first
    visit."""
    if task.first_visit_at is None or task.plan_of_care_at:
        return None
    return task.first_visit_at + timedelta(days=terms.plan_of_care_days)
