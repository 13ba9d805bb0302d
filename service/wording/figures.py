"""Days, numbers and lists as a language writes them; kept, since an answer repeats them often."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal


@lru_cache(4096)
def day_text(day: date, locale: str) -> str:
    return format_date(day, "medium", locale=locale)


@lru_cache(8192)
def number_text(value: float, locale: str) -> str:
    """With at most one decimal."""
    return format_decimal(value, "#,##0.#", locale=locale)


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
