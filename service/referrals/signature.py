"""Signatures of webhooks: made here, and checked by whoever receives one."""

import hashlib
import hmac
import re

_HEADER = re.compile(r"t=([0-9]{1,12})((?:,v1=[0-9a-f]{64})+)")


def sign(secret: str, body: bytes, at: int) -> str:
    """The text of the header OTMatch-Signature."""
    return f"t={at},v1={_digest(secret, body, str(at))}"


def verify_signature(
    secret: str, header: str, body: bytes, now: float, tolerance: float = 300
) -> bool:
    """Whether `body`, the bytes as they came, was signed with `secret` at most `tolerance` seconds
    before or after `now` (seconds since 1970)."""
    found = _HEADER.fullmatch(header)
    if not found or abs(now - int(found[1])) > tolerance:
        return False
    wanted = _digest(secret, body, found[1])
    given = found[2].split(",v1=")[1:]
    return any(hmac.compare_digest(wanted, each) for each in given)


def _digest(secret: str, body: bytes, at: str) -> str:
    signed = at.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
