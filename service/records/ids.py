"""Ids of records, and the moment: not to be guessed, and read out on the phone without mistakes."""

import re
import secrets
from datetime import UTC, datetime

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that can be misread
_ID = re.compile(rf"[a-z]-[{_ALPHABET}]{{16}}")


def now() -> datetime:
    return datetime.now(UTC)


def new_id(prefix: str) -> str:
    """78 bits after the prefix, which is a letter and a hyphen."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(16))


def is_id(text: str) -> bool:
    """Whether it can be one: anything else need not be looked for, and some databases refuse to."""
    return bool(_ID.fullmatch(text))
