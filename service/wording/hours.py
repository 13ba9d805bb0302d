"""Opening hours as people read them, where they are written as "Mon-Fri 08:00-17:00"."""

import re
from datetime import time
from functools import lru_cache

from babel.dates import format_time, get_day_names

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = f"({'|'.join(_DAYS)})"
_TIME = "([01]?[0-9]|2[0-3]):([0-5][0-9])"
_TO = "\u2013"
_SPAN = re.compile(rf"{_DAY}(?:-{_DAY})? {_TIME}-{_TIME}")


@lru_cache(4096)
def hours_text(hours: str, locale: str) -> str:
    """Anything that is written otherwise stands as it is."""
    spans = [_SPAN.fullmatch(part.strip()) for part in re.split("[;,]", hours)]
    told = [_span(span, locale) for span in spans if span]
    return "; ".join(told) if len(told) == len(spans) else hours


def _span(found: re.Match[str], locale: str) -> str:
    first, last, *times = found.groups()
    names = get_day_names("abbreviated", locale=locale)
    days = [names[_DAYS.index(day)] for day in (first, last) if day]
    clock = [time(int(hour), int(minute)) for hour, minute in (times[:2], times[2:])]
    hours = [format_time(each, "short", locale=locale) for each in clock]
    return ", ".join((_TO.join(days), _TO.join(hours)))
