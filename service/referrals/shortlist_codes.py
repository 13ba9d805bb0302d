"""Codes of shortlists: eight letters and digits that can be read from paper and over the phone."""

import secrets

# Without 0 O and 1 I L, and of 2 Z and 5 S only the digit. 29 are left, a prime number, so that
# one wrong letter, or two that changed places, never make another right code.
_ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXY"
_READ_AS = str.maketrans({"S": "5", "Z": "2", " ": None, "-": None})
_FREE = 7  # the eighth is the check letter
EXAMPLE = "ABCD-EFGR"


def new_code() -> str:
    """One of 17 thousand million."""
    return code_of(secrets.randbelow(len(_ALPHABET) ** _FREE))


def code_of(number: int) -> str:
    """The same for the same number, however large."""
    free = ""
    for _ in range(_FREE):
        number, letter = divmod(number, len(_ALPHABET))
        free += _ALPHABET[letter]
    return free + _check_letter(free)


def read_code(text: str) -> str:
    """As it was made, however it is written; raises ValueError for a mistyped one."""
    code = text[:40].upper().translate(_READ_AS)
    if len(code) != _FREE + 1 or not set(code) <= set(_ALPHABET):
        raise ValueError("not a code")
    if code[_FREE] != _check_letter(code[:_FREE]):
        raise ValueError("not the check letter")
    return code


def shown(code: str) -> str:
    """In two groups, as people read it."""
    return f"{code[:4]}-{code[4:]}"


def _check_letter(free: str) -> str:
    """Each place weighs another number, from 2 up; the check letter itself weighs 1."""
    weighed = sum(weight * _ALPHABET.index(letter) for weight, letter in enumerate(free, 2))
    return _ALPHABET[-weighed % len(_ALPHABET)]
