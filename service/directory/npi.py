"""What a National Provider Identifier looks like, its check digit included."""

import re

_FORM = re.compile(r"[12][0-9]{9}")
_DOUBLED = str.maketrans("0123456789", "0246813579")


def looks_like_npi(text: str) -> bool:
    return bool(_FORM.fullmatch(text))


def is_npi(text: str) -> bool:
    """Ten ASCII digits whose last is the Luhn digit over 80840 and the rest (ISO 7812, CMS)."""
    return looks_like_npi(text) and _luhn("80840" + text)


def _luhn(digits: str) -> bool:
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(_DOUBLED))) % 10 == 0
