"""Text made comparable, the same way for every engine: case, accents and punctuation folded."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower-case ASCII words joined by one space: "Peña-O'Brien" -> "pena obrien"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub(" ", plain.replace("'", "").replace("`", "")).strip()


def slug(text: str) -> str:
    """A code made of a name: "Example Health, Inc." -> "example-health-inc"."""
    return fold(text).replace(" ", "-")
