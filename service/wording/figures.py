"""Days, numbers, lists and phones as a language writes them; kept, since answers repeat them."""

import re
from datetime import date, datetime
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

_TEN_DIGITS = re.compile(r"(?:\+?1)?([2-9][0-9]{2})([0-9]{3})([0-9]{4})")


@lru_cache(4096)
def day_text(day: date, locale: str) -> str:
    return format_date(day, "medium", locale=locale)


@lru_cache(256)
def months_text(begins: date, ends: date, locale: str) -> str:
    """From one month to another of the same year."""
    return format_interval(begins, ends, skeleton="yMMMM", locale=locale)


@lru_cache(8192)
def number_text(value: float, locale: str) -> str:
    """With at most one decimal."""
    return format_decimal(value, "#,##0.#", locale=locale)


@lru_cache(256)
def percent_text(value: float, locale: str) -> str:
    """Of a hundred; whole."""
    return format_percent(value / 100, locale=locale)


@lru_cache(4096)
def dollars_text(amount: float, locale: str) -> str:
    """Whole dollars without cents."""
    whole = amount == int(amount)
    form = "\u00a4#,##0" if whole else "\u00a4#,##0.00"
    return format_currency(amount, "USD", form, locale=locale, currency_digits=False)


@lru_cache(4096)
def list_text(parts: tuple[str, ...], locale: str) -> str:
    """ "a, b and c"."""
    return format_list(parts, locale=locale)


@lru_cache(4096)
def any_of_text(parts: tuple[str, ...], locale: str) -> str:
    """ "a, b or c"."""
    return format_list(parts, style="or", locale=locale)


@cache
def own_name(language: str) -> str:
    """A language as those call it who speak it."""
    name = Locale.parse(language).display_name
    return name[:1].upper() + name[1:]


@lru_cache(512)
def weekday_text(day: date, locale: str) -> str:
    """In full, with the day of the week."""
    return format_date(day, "full", locale=locale)


def moment_text(moment: datetime, locale: str) -> str:
    """With the time of its own zone, which is named."""
    time = format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale)
    zone = get_timezone_name(moment, "short", locale=locale)
    return f"{day_text(moment.date(), locale)}, {time} {zone}"


def phone_text(number: str) -> str:
    """One of North America as on a card, by a blank and a hyphen that keep it on one line; anything
    else stands as it is."""
    found = _TEN_DIGITS.fullmatch(re.sub(r"[\s().-]", "", number))
    return "({})\u00a0{}\u2011{}".format(*found.groups()) if found else number
