"""Languages by their ISO 639-1 codes, with their names from CLDR (by way of Babel)."""

from functools import cache
from pathlib import Path

from babel import Locale

# A folder for each language that there are words in besides English, in gettext's order.
TRANSLATIONS = Path(__file__).parents[1] / "wording" / "translations"
_CATALOGUE = "LC_MESSAGES/messages.po"


@cache
def languages(locale: str = "en") -> dict[str, str]:
    """Every two-letter language code with its name in the language of `locale`, sorted by code."""
    names = Locale.parse(locale).languages
    return {code: names[code] for code in sorted(Locale("en").languages) if len(code) == 2}


def catalogue_in(folder: Path, language: str) -> Path:
    """The file that holds a language's words."""
    return folder / language / _CATALOGUE


def worded_in(folder: Path) -> tuple[str, ...]:
    """The codes of all languages that an answer can be in; English is that of the source."""
    return ("en", *sorted(path.parents[1].name for path in folder.glob(f"*/{_CATALOGUE}")))


LANGUAGES = worded_in(TRANSLATIONS)
