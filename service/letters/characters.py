"""Characters fit for paper: without those that steer a terminal or turn the line around."""

import re
import unicodedata
from collections.abc import Container
from itertools import groupby

from anyascii import anyascii

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control, format, surrogate, private and unassigned characters: none of them has a shape.
_SHAPELESS = ("Cc", "Cf", "Cs", "Co", "Cn")
# Persian and the scripts of India join letters by these; the marks of direction end with the line.
_NEEDED = frozenset("\n\u200c\u200d\u200e\u200f")


def clean_text(text: str) -> str:
    """Composed, with plain line ends and blanks. Overrides of direction would turn around what
    stands after them, and are dropped."""
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    return "".join(c for c in text if c in _NEEDED or unicodedata.category(c) not in _SHAPELESS)


def respell(text: str, shapes: Container[int]) -> str:
    """What has no shape in our fonts is spelled in Latin letters, in brackets."""
    return "".join(
        "".join(run) if known else f"[{anyascii(''.join(run)).strip() or '?'}]"
        for known, run in groupby(text, lambda c: c == "\n" or ord(c) in shapes)
    )
