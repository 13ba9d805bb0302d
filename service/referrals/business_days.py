"""Business days, by which referrals' timers count: no weekends, no US federal holidays."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import holidays

from service.clock import EASTERN

_DAY = timedelta(days=1)
_SATURDAY = 5
# By the year asked for; an observed New Year's Day can fall in the year before.
_FEDERAL = holidays.country_holidays("US")


@dataclass(frozen=True)
class Calendar:
    """Days as they begin and end in `zone`; `closed` are more days on which nobody works."""

    zone: tzinfo = EASTERN
    closed: frozenset[date] = field(default=frozenset())

    def is_open(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in _FEDERAL and day not in self.closed


def add_business_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The same time of day so many business days later, in UTC. What starts on a closed day starts
    with the next open one, so that everybody has whole days."""
    if start.tzinfo is None or days < 0:
        raise ValueError("start must have a time zone, and days must be 0 or more")
    return _later(_from_open(start, calendar), days, calendar).astimezone(UTC)


def business_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """How many whole business days have passed: the most that can be added to `start` without
    passing `end`."""
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("start and end must have a time zone")
    count, reached = 0, _from_open(start, calendar)
    while (reached := _later(reached, 1, calendar)).astimezone(UTC) <= end:
        count += 1
    return count


def _from_open(start: datetime, calendar: Calendar) -> datetime:
    local = start.astimezone(calendar.zone)
    if calendar.is_open(local.date()):
        return local
    return datetime.combine(_next_open(local.date(), calendar), time(), calendar.zone)


def _later(local: datetime, days: int, calendar: Calendar) -> datetime:
    """Counts days of the calendar, not hours: a day on which clocks change is one day."""
    day = local.date()
    for _ in range(days):
        day = _next_open(day, calendar)
    return datetime.combine(day, local.timetz())


def _next_open(day: date, calendar: Calendar) -> date:
    day += _DAY
    while not calendar.is_open(day):
        day += _DAY
    return day
