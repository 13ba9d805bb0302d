"""Languages by their ISO 639-1 codes, with English names from CLDR (by way of Babel)."""

from functools import cache

from babel import Locale


@cache
def languages() -> dict[str, str]:
    """Every two-letter language code with its English name, sorted by code."""
    names = Locale("en").languages
    return {code: names[code] for code in sorted(names) if len(code) == 2}
