"""Ids of records, and the moment: not to be guessed, and read out on the phone without mistakes."""

import re
import secrets
from datetime import UTC, datetime
from hashlib import blake2b

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that can be misread
_ID = re.compile(rf"[a-z]-[{_ALPHABET}]{{16}}")


def now() -> datetime:
    return datetime.now(UTC)


def new_id(prefix: str) -> str:
    """78 bits after the prefix, which is a letter and a hyphen."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(16))


def id_from(prefix: str, secret: str) -> str:
    """Always the same one of the same secret, so that what is sent twice is kept once."""
    digest = blake2b(secret.encode(), digest_size=16).digest()
    return prefix + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest)


def is_id(text: str) -> bool:
    """Whether it can be one: anything else need not be looked for, and some databases refuse to."""
    return bool(_ID.fullmatch(text))
