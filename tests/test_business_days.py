"""Business days: federal holidays, weekends, the office's own days off, and the clock's changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.clock import EASTERN
from service.referrals.business_days import Calendar, add_business_days, business_days_between
from service.setting_values import days

HOLIDAYS = {
    2026: ["01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11",
           "11-26", "12-25"],
    # 2028 begins on a Saturday, so its first day is observed in 2027.
    2027: ["01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11",
           "11-25", "12-24", "12-31"],
}  # fmt: skip
ZONES = [EASTERN, ZoneInfo("America/Phoenix"), ZoneInfo("Pacific/Honolulu"), UTC]
moments = st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES),
    closed=st.frozensets(st.dates(date(2025, 1, 1), date(2029, 12, 31)), max_size=20),
)
counts = st.integers(0, 15)
UNHURRIED = settings(deadline=None)


@pytest.mark.parametrize("year", HOLIDAYS)
def test_every_federal_holiday_and_no_other_day(year):
    closed = {date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year]}
    weekdays = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    found = {day for day in weekdays if day.weekday() < 5 and not Calendar().is_open(day)}
    assert found == closed


def at(text: str, zone=EASTERN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-16 10:30", 1, "2026-11-17 10:30"),
        ("2026-11-20 16:00", 1, "2026-11-23 16:00"),  # over a weekend
        ("2026-11-25 09:00", 1, "2026-11-27 09:00"),  # over Thanksgiving
        ("2026-11-21 09:00", 1, "2026-11-24 00:00"),  # begun on a Saturday: all of Monday
        ("2026-12-24 12:00", 5, "2027-01-04 12:00"),
        ("2026-03-06 10:00", 1, "2026-03-09 10:00"),  # clocks go forward
        ("2026-10-30 10:00", 1, "2026-11-02 10:00"),  # and back
        ("2026-11-16 10:30", 0, "2026-11-16 10:30"),
    ],
)
def test_the_same_time_of_day_so_many_business_days_later(start, days, end):
    assert add_business_days(at(start), days, Calendar()) == at(end)


def test_days_off_of_the_operator_count():
    calendar = Calendar(closed=days("2026-11-27, 2026-12-24"))
    assert add_business_days(at("2026-11-25 09:00"), 1, calendar) == at("2026-11-30 09:00")


def test_a_day_is_the_offices_own():
    """Monday evening in Honolulu is Tuesday in New York."""
    honolulu = ZoneInfo("Pacific/Honolulu")
    start = at("2026-11-16 22:00", honolulu)
    assert add_business_days(start, 1, Calendar(honolulu)) == at("2026-11-17 22:00", honolulu)


@UNHURRIED
@given(moments, counts, calendars)
def test_it_ends_on_an_open_day_and_not_sooner(start, days, calendar):
    end = add_business_days(start, days, calendar)
    assert calendar.is_open(end.astimezone(calendar.zone).date())
    assert end >= start
    assert end - start >= timedelta(days=days, hours=-1)  # a day on which clocks change


@UNHURRIED
@given(moments, counts, counts, calendars)
def test_days_add_up(start, first, second, calendar):
    between = add_business_days(start, first, calendar)
    assert add_business_days(between, second, calendar) == add_business_days(
        start, first + second, calendar
    )


@UNHURRIED
@given(moments, moments, counts, calendars)
def test_who_starts_later_ends_no_sooner(one, other, days, calendar):
    first, second = sorted((one, other))
    assert add_business_days(first, days, calendar) <= add_business_days(second, days, calendar)


@UNHURRIED
@given(moments, counts, calendars)
def test_as_many_have_passed_as_were_added(start, days, calendar):
    end = add_business_days(start, days, calendar)
    assert business_days_between(start, end, calendar) == days
    if days:
        assert business_days_between(start, end - timedelta(microseconds=1), calendar) == days - 1


@UNHURRIED
@given(moments, calendars)
def test_the_time_of_day_stays_on_open_days(start, calendar):
    local = start.astimezone(calendar.zone)
    end = add_business_days(start, 3, calendar).astimezone(calendar.zone)
    assert end.time() == (local.time() if calendar.is_open(local.date()) else time())


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_business_days(datetime(2026, 1, 1), 1, Calendar())
    with pytest.raises(ValueError, match="time zone"):
        business_days_between(datetime(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC), Calendar())
    with pytest.raises(ValueError, match="0 or more"):
        add_business_days(datetime(2026, 1, 1, tzinfo=UTC), -1, Calendar())
