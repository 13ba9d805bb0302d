"""The only clock that answers and lists follow; everything below is told the day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")


def eastern_today() -> date:
    """The calendar day in the US East."""
    return datetime.now(EASTERN).date()
