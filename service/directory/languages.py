"""Languages by their ISO 639-1 codes, with their names from CLDR (by way of Babel)."""

from functools import cache

from babel import Locale


@cache
def languages(locale: str = "en") -> dict[str, str]:
    """Every two-letter language code with its name in the language of `locale`, sorted by code."""
    names = Locale.parse(locale).languages
    return {code: names[code] for code in sorted(Locale("en").languages) if len(code) == 2}
