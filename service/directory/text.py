"""Text made comparable, the same way for every engine: case, accents and punctuation folded."""

import re
import unicodedata

from anyascii import anyascii

_APOSTROPHES = "\u2018\u2019\u02bc"
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower-case ASCII words joined by one space: "Peña-O'Brien" -> "pena obrien"."""
    if not text.isascii():
        text = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    plain = text.lower()
    return _NOT_WORD.sub(" ", plain.replace("'", "").replace("`", "")).strip()


def _plain(sign: str) -> str:
    """A letter or number in ASCII ("ø" is no accented "o", so taking accents off is not enough);
    a sign as a blank, for names of signs are no part of a name."""
    if sign.isascii():
        return sign
    if sign in _APOSTROPHES:
        return "'"
    if sign.isalpha():
        return anyascii(sign)
    if sign.isnumeric():  # "1½" is no "11 2"
        return f" {anyascii(sign)}"
    # Soft hyphens, joiners and direction marks come along with text that is copied from a page.
    return "" if unicodedata.category(sign) in ("Mn", "Me", "Cf") else " "


def slug(text: str) -> str:
    """A code made of a name: "Example Health, Inc." -> "example-health-inc"."""
    return fold(text).replace(" ", "-")
