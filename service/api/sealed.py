"""Opaque texts that only we write: some values, and a check that nobody changed them."""

import base64
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec

_CHECK_BYTES = 4
T = TypeVar("T")


def seal(values: Any) -> str:
    """An opaque, URL-safe text."""
    body = msgspec.json.encode(values)
    return _spelled(_check(body) + body)


def unseal(text: str, kind: type[T]) -> T:
    """What was sealed; raises ValueError for anything that was not written here."""
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    body = raw[_CHECK_BYTES:]
    # A last character can change without changing the bytes: only our own spelling counts.
    if _check(body) != raw[:_CHECK_BYTES] or _spelled(raw) != text:
        raise ValueError("not ours")
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise ValueError("not of this kind") from error


def _spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _check(body: bytes) -> bytes:
    return blake2b(body, digest_size=_CHECK_BYTES, person=b"otmatch").digest()
